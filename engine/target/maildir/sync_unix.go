//go:build unix && !linux

package maildir

import (
	"errors"
	"syscall"
)

func syncAll(_ string, files []string) error { return syncEach(files) }

func isAlive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || !errors.Is(err, syscall.ESRCH)
}
