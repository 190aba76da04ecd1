//go:build unix && !linux

package dotnet

import (
	"os"
	"syscall"
)

func signalable(p *os.Process) bool { return p.Signal(syscall.Signal(0)) == nil }
