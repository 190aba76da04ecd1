package utility

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is how long the machine has been running.
func uptime() (time.Duration, error) {
	t, err := unix.SysctlTimeval("kern.boottime")
	if err != nil {
		return 0, err
	}
	return time.Since(time.Unix(t.Unix())), nil
}
