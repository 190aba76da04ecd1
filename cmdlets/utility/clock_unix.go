//go:build unix

package utility

import (
	"time"

	"golang.org/x/sys/unix"
)

func setSystemClock(t time.Time) error {
	value := unix.NsecToTimeval(t.UnixNano())
	return unix.Settimeofday(&value)
}
