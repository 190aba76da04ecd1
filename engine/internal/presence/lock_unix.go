//go:build unix

package presence

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock fails at once when another open file holds the lock.
func lock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
