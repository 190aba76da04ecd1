package maildir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Dovecot's waits: a lock nobody touches for two minutes is stale, and so is, at
// once, one whose owner on this machine is dead.
const (
	lockStale   = 2 * time.Minute
	lockTimeout = lockStale + 5*time.Second
	lockPoll    = 5 * time.Millisecond
	lockPollMax = 200 * time.Millisecond
)

// held are the locks of this process: a lock file with our process id that is not among
// them was left by a dead process that had the same one.
var held = struct {
	sync.Mutex
	paths map[string]bool
}{paths: map[string]bool{}}

// dotlock is a lock file beside the file it protects, as Dovecot makes them.
type dotlock struct{ path string }

// lock waits for the lock on file.
func (t *Target) lock(ctx context.Context, file string) (*dotlock, error) {
	l := &dotlock{path: file + ".lock"}
	deadline := time.Now().Add(lockTimeout)
	for wait := lockPoll; ; wait = min(2*wait, lockPollMax) {
		err := t.tryLock(l)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return l, err
		}
		if l.removeStale() {
			continue
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("lock %s: held by another process for %v", l.path, lockTimeout)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, context.Cause(ctx)
		case <-timer.C:
		}
	}
}

func (t *Target) tryLock(l *dotlock) error {
	held.Lock()
	defer held.Unlock()
	err := t.makeLock(l.path)
	if err == nil {
		held.paths[l.path] = true
	}
	return err
}

// makeLock makes the lock file by linking one that is written already: a kill then never
// leaves a lock that names no owner, for which everybody would wait until it is stale.
func (t *Target) makeLock(path string) error {
	written := filepath.Join(filepath.Dir(path), "tmp", uniqueName(time.Now()))
	defer os.Remove(written)
	if err := t.writeLock(written); err != nil {
		return err
	}
	err := os.Link(written, path)
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrPermission) { // a file system without links
		return t.writeLock(path)
	}
	return err
}

func (t *Target) writeLock(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	t.own(path)
	_, err = fmt.Fprintf(f, "%d:%s", os.Getpid(), hostName())
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}

// removeStale removes the lock of a dead or hung owner.
func (l *dotlock) removeStale() bool {
	held.Lock()
	defer held.Unlock()
	before, err := os.Stat(l.path)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if held.paths[l.path] || !l.isStale(before) {
		return false
	}
	if now, err := os.Stat(l.path); err != nil || !os.SameFile(before, now) || !now.ModTime().Equal(before.ModTime()) {
		return true // somebody else was quicker
	}
	return os.Remove(l.path) == nil
}

func (l *dotlock) isStale(st fs.FileInfo) bool {
	text, err := os.ReadFile(l.path)
	pid, host, _ := strings.Cut(strings.TrimSpace(string(text)), ":")
	if n, bad := strconv.Atoi(pid); err == nil && bad == nil && host == hostName() {
		return n == os.Getpid() || !isAlive(n)
	}
	return time.Since(st.ModTime()) > lockStale
}

func (l *dotlock) unlock() {
	held.Lock()
	defer held.Unlock()
	delete(held.paths, l.path)
	os.Remove(l.path)
}
