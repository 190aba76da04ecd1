package utility

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is how long the machine has been running, sleep included.
func uptime() (time.Duration, error) {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0, err
	}
	return time.Duration(t.Nano()), nil
}
