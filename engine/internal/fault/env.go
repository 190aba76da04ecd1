//go:build faultpoints

package fault

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

// STAGECOACH_FAULT=N kills the process, as kill -9 would, when the N-th point
// is passed; "POINT:N" counts that point alone. With STAGECOACH_FAULT_LOG the
// points passed are counted into a file at a normal end by whoever reads it: one line a point.
func init() {
	spec := os.Getenv("STAGECOACH_FAULT")
	log := os.Getenv("STAGECOACH_FAULT_LOG")
	if spec == "" && log == "" {
		return
	}
	only, count := "", spec
	if p, n, ok := strings.Cut(spec, ":"); ok {
		only, count = p, n
	}
	limit, err := strconv.ParseInt(count, 10, 64)
	if err != nil && spec != "" {
		panic(fmt.Sprintf("STAGECOACH_FAULT: %v", err))
	}
	var passed atomic.Int64
	Set(func(point string) error {
		if log != "" {
			appendLine(log, point)
		}
		if (only == "" || only == point) && passed.Add(1) == limit {
			die()
		}
		return nil
	})
}

func appendLine(file, line string) {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	fmt.Fprintln(f, line)
}

// die ends the process at once: no deferred call, no flush.
func die() {
	p, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	p.Kill()
	select {}
}
