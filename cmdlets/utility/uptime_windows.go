package utility

import (
	"time"

	"golang.org/x/sys/windows"
)

// uptime is how long the machine has been running.
func uptime() (time.Duration, error) { return windows.DurationSinceBoot(), nil }
