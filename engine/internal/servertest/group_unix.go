//go:build unix

package servertest

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a server a process group of its own: Cyrus ends its whole group.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
