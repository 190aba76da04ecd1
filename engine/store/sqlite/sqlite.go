// Package sqlite keeps the state in one SQLite file (WAL), which several
// processes may share: writers take turns, readers never wait. It uses
// database/sql and keeps its dialect to itself.
//
// A commit is safe against the end of any process; after the machine itself goes
// down the last ones may be missing (synchronous=NORMAL), which costs nothing: a copy is settled from the last
// checkpoint that is there.
package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite" // registers the driver "sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"stagecoach/engine/store"
)

// Store is a state in a SQLite file.
type Store struct {
	db    *sql.DB
	write sync.Mutex // writers of this process queue here instead of polling the file's lock
	now   func() time.Time
}

// Options are what a file alone does not say.
type Options struct {
	Now       func() time.Time // the database's time: SQLite's is its process's; nil: the machine's
	Ephemeral bool             // thrown away at the end: no waiting for the disk
}

// Open opens or makes the state in file, readable by its owner alone, and brings its schema up to date.
func Open(ctx context.Context, file string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := makeFile(file); err != nil {
		return nil, fmt.Errorf("open state: %w", err)
	}
	base, err := sqlite.NewConnector(dsn(file, o))
	if err != nil {
		return nil, fmt.Errorf("open state: %w", err)
	}
	db := sql.OpenDB(connector{base})
	db.SetMaxOpenConns(mostConnections)
	db.SetMaxIdleConns(mostConnections)
	s := &Store{db: db, now: o.Now}
	if err := s.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open state: %s: %w", file, err)
	}
	return s, nil
}

// mostConnections is how many queries run at a time; each connection has a cache and statements of its own.
const mostConnections = 4

func makeFile(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func dsn(file string, o Options) string {
	sync := "NORMAL"
	if o.Ephemeral {
		sync = "OFF"
	}
	v := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(15000)", "journal_mode(WAL)", "synchronous(" + sync + ")",
		"foreign_keys(1)", "cache_size(-256)", "journal_size_limit(16777216)"}}
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() + "?" + v.Encode()
}

// Close closes the file; what was committed is in it.
func (s *Store) Close() error { return s.db.Close() }

func (s *Store) migrate(ctx context.Context) error {
	var have int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have == len(schema) {
		return nil
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		if have > len(schema) {
			return fmt.Errorf("it was written by a newer version (schema %d, this one knows %d)", have, len(schema))
		}
		for _, step := range schema[have:] {
			if _, err := tx.ExecContext(ctx, step); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(schema)))
		return err
	})
}

// tx runs f in a write transaction.
func (s *Store) tx(ctx context.Context, f func(*sql.Tx) error) error {
	s.write.Lock()
	defer s.write.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

// Now is the process's time: SQLite has no other.
func (s *Store) Now(context.Context) (time.Time, error) { return s.now(), nil }

func taken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlitelib.SQLITE_CONSTRAINT_UNIQUE
}

func key(name string) string { return strings.ToLower(name) }

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func fromNanos(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // the nouns hold nothing that JSON cannot
	}
	return string(b)
}

// one turns "no row changed" into missing.
func one(r sql.Result, err error, missing error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, missing)
	}
	return nil
}

// all reads every row.
func all[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

var _ store.Store = (*Store)(nil)
