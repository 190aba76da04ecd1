package shelltest

import (
	"syscall"
	"time"
)

// ProcessorTime is how long this process has computed so far, on all processors together: what a bound goes by that
// has to hold on a busy machine, too.
func ProcessorTime() time.Duration {
	process, err := syscall.GetCurrentProcess()
	var created, exited, kernel, user syscall.Filetime
	if err != nil || syscall.GetProcessTimes(process, &created, &exited, &kernel, &user) != nil {
		return 0
	}
	hundreds := func(t syscall.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
	return time.Duration(hundreds(kernel)+hundreds(user)) * 100
}
