package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"stagecoach/engine/internal/presence"
	"stagecoach/engine/internal/secret"
	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
	"stagecoach/engine/store/sqlite"
	"stagecoach/engine/transfer"
)

// StateFile is the name of the state in Config.Home when no StateDSN is given.
const StateFile = "stagecoach.db"

// state is what the first verb opens: the store, the keys, and workers that
// start with the first verb that touches migrations.
type state struct {
	store    store.Store
	keys     *secret.Keyring
	pool     *queue.Pool
	presence *presence.Presence
	owner    string // this process's name among the workers
}

// lazily holds the state until it is needed.
type lazily struct {
	mu     sync.Mutex
	state  *state
	closed bool
}

var errClosed = errors.New("the engine is closed")

// open opens the state, once.
func (e *Engine) open(ctx context.Context) (*state, error) {
	e.lazy.mu.Lock()
	defer e.lazy.mu.Unlock()
	if e.lazy.closed {
		return nil, errClosed
	}
	if e.lazy.state == nil {
		s, err := e.openState(ctx)
		if err != nil {
			return nil, err
		}
		e.lazy.state = s
	}
	return e.lazy.state, nil
}

// work opens the state and sees to it that what it asks for is done.
func (e *Engine) work(ctx context.Context) (*state, error) {
	s, err := e.open(ctx)
	if err == nil {
		s.pool.Start()
	}
	return s, err
}

func (e *Engine) openState(ctx context.Context) (*state, error) {
	file, err := e.stateFile()
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{e.cfg.Home, e.spoolDir()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("open home: %w", err)
		}
	}
	s := &state{keys: secret.NewEphemeral()}
	if !e.cfg.Ephemeral {
		if s.keys, err = secret.Load(e.keyFile()); err != nil {
			return nil, err
		}
	}
	if s.store, err = sqlite.Open(ctx, file, sqlite.Options{Now: e.cfg.Clock.Now, Ephemeral: e.cfg.Ephemeral}); err != nil {
		return nil, err
	}
	s.owner = ownerName()
	if s.presence, err = presence.Announce(filepath.Join(e.cfg.Home, "workers"), s.owner); err != nil {
		s.store.Close()
		return nil, err
	}
	s.pool = queue.New(queue.Config{Store: s.store, Ends: &ends{e, s}, Owner: s.owner, Service: e.cfg.Service, Clock: e.cfg.Clock,
		Offset: e.cfg.Offset, Log: e.cfg.Logger, Dead: s.presence.Dead, Aside: filepath.Join(e.cfg.Home, "skipped"),
		Options: transfer.Options{Lanes: e.cfg.Lanes}, Settling: settling, Changed: e.notify})
	return s, nil
}

// spoolDir is where messages too large for memory wait while they are copied.
func (e *Engine) spoolDir() string { return filepath.Join(e.cfg.Home, "spool") }

func (e *Engine) keyFile() string { return filepath.Join(e.cfg.Home, "keys", "data.key") }

// settling is how long nothing may have landed before a broken connection's appends are taken to have ended.
// Two seconds were too short for a Dovecot on an overloaded machine. Built-in mailboxes have none.
func settling(t migration.TargetSpec) time.Duration {
	if t.Kind == migration.TargetMaildir {
		return 0
	}
	return 5 * time.Second
}

// stateFile reads the DSN: a path, "file:path" or "sqlite:path"; other databases are not built in.
func (e *Engine) stateFile() (string, error) {
	dsn := e.cfg.StateDSN
	if dsn == "" {
		return filepath.Join(e.cfg.Home, StateFile), nil
	}
	for _, prefix := range []string{"sqlite://", "sqlite:", "file://", "file:"} {
		if rest, ok := strings.CutPrefix(dsn, prefix); ok {
			return rest, nil
		}
	}
	if scheme, _, ok := strings.Cut(dsn, "://"); ok {
		return "", &InvalidError{Field: "dsn", Value: scheme, Reason: "the state can be kept in a SQLite file only"}
	}
	return dsn, nil
}

// ownerName is unlike any other process's, this machine's or another's.
func ownerName() string {
	var b [8]byte
	rand.Read(b[:])
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), hex.EncodeToString(b[:]))
}

func (s *state) close() error {
	s.pool.Close()
	return errors.Join(s.presence.Leave(), s.store.Close())
}

func newGUID() string { return uuid.NewString() }

// now is the time that schedules go by.
func (e *Engine) now(ctx context.Context, s *state) (time.Time, error) {
	t, err := s.store.Now(ctx)
	return t.Add(e.cfg.Offset), err
}
