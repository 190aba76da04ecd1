//go:build unix

package eval

import (
	"os"
	"syscall"
)

// signalCode is a shell's exit code of a program that a signal ended.
func signalCode(state *os.ProcessState) int {
	if w, ok := state.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal())
	}
	return 1
}
