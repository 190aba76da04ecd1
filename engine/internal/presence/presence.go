// Package presence lets processes that share a state on one machine know
// which of them are alive, so that what a killed one held need not wait for its lease. Each holds a lock
// on a file of its own, which the system lets go with the process. It proves
// death only: a process that cannot be judged (another machine's) counts as alive.
package presence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Presence is this process's sign of life.
type Presence struct {
	dir  string
	file *os.File
}

// Announce locks dir/name.lock for as long as the process lives.
func Announce(dir, name string) (*Presence, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("announce worker: %w", err)
	}
	f, err := os.OpenFile(path(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("announce worker: %w", err)
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("announce worker: %w", err)
	}
	return &Presence{dir, f}, nil
}

func path(dir, name string) string { return filepath.Join(dir, filepath.Base(name)+".lock") }

// Dead tells whether the process that announced name is known to be gone, and
// tidies its file away. A name never announced in this folder is not known.
func (p *Presence) Dead(name string) bool {
	file := path(p.dir, name)
	if file == p.file.Name() {
		return false
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return lock(f) == nil
}

// Forget removes the file of a dead process.
func (p *Presence) Forget(name string) error {
	err := os.Remove(path(p.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Leave ends the announcement.
func (p *Presence) Leave() error {
	return errors.Join(os.Remove(p.file.Name()), p.file.Close())
}
