//go:build unix

package shelltest

import (
	"syscall"
	"time"
)

// ProcessorTime is how long this process has computed so far, on all processors together: what a bound goes by that
// has to hold on a busy machine, too.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
