package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"stagecoach/engine/internal/presence"
	"stagecoach/engine/internal/secret"
	"stagecoach/engine/store"
	"stagecoach/engine/store/sqlite"
)

// State is the upkeep of the state: "stagecoach state".
type State struct{ e *Engine }

// ErrInUse: another process works with the state, and what was asked for needs it alone.
var ErrInUse = errors.New("another process works with the state")

// Backup writes a consistent copy of the state to file, which must not be there. Secrets in it stay sealed; the key is not
// in it. Others may go on working.
func (s *State) Backup(ctx context.Context, file string) error {
	st, err := s.e.open(ctx)
	if err != nil {
		return err
	}
	return st.store.Backup(ctx, file)
}

// Restore puts a copy made by Backup in the state's place; what was there is kept beside it, ending in
// ".before-restore". It is for an engine on which no verb was used yet. Errors: ErrInUse.
func (s *State) Restore(ctx context.Context, file string) error {
	if s.e.opened() != nil {
		return ErrInUse
	}
	at, err := s.e.stateFile()
	if err != nil {
		return err
	}
	copied := at + ".restored"
	os.Remove(copied)
	if err := checkedCopy(ctx, file, copied); err != nil {
		return fmt.Errorf("restore state: %w", err)
	}
	if err := s.nobodyElse(ctx); err != nil {
		return err
	}
	for _, suffix := range []string{"-wal", "-shm", ""} { // after the last user left there is nothing in the log
		if err := os.Rename(at+suffix, at+".before-restore"+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("restore state: %w", err)
		}
	}
	return os.Rename(copied, at)
}

// checkedCopy copies a state through the database, so that only what is one arrives.
func checkedCopy(ctx context.Context, from, to string) error {
	if _, err := os.Stat(from); err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, from, sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	return st.Backup(ctx, to)
}

// nobodyElse opens the state and looks whether another live process has it.
func (s *State) nobodyElse(ctx context.Context) error {
	at, err := s.e.stateFile()
	if err != nil {
		return err
	}
	if _, err := os.Stat(at); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	p, err := presence.Announce(filepath.Join(s.e.cfg.Home, "workers"), ownerName())
	if err != nil {
		return err
	}
	defer p.Leave()
	st, err := sqlite.Open(ctx, at, sqlite.Options{Now: s.e.cfg.Clock.Now})
	if err != nil {
		return err
	}
	defer st.Close()
	return alone(ctx, st, p, "")
}

func alone(ctx context.Context, st store.Store, p *presence.Presence, me string) error {
	workers, err := st.Workers(ctx)
	if err != nil {
		return err
	}
	for _, w := range workers {
		if w.Owner != me && !p.Dead(w.Owner) {
			return ErrInUse
		}
	}
	return nil
}

// RotateKey makes a new data key, seals every secret anew and forgets the old key. Errors: ErrInUse.
func (s *State) RotateKey(ctx context.Context) error {
	if s.e.cfg.Ephemeral {
		return &InvalidError{Field: "state", Reason: "its key is thrown away at the end anyway"}
	}
	st, err := s.e.open(ctx)
	if err != nil {
		return err
	}
	if err := alone(ctx, st.store, st.presence, st.owner); err != nil {
		return err
	}
	file := s.e.keyFile()
	fresh, err := secret.Rotate(file)
	if err != nil {
		return err
	}
	err = st.store.Reseal(ctx, func(k store.SecretKind, guid string, sealed secret.Sealed) (secret.Sealed, error) {
		owner := ownerOf(k, guid)
		text, err := fresh.Open(owner, sealed)
		if err != nil {
			return nil, err
		}
		return fresh.Seal(owner, text), nil
	})
	if err != nil {
		return err // the file has both keys: everything still opens
	}
	st.keys.Become(fresh)
	return secret.Retire(file)
}
