//go:build unix

package dotnet

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// waitingBytes is what a socket has received and nobody has read yet.
func waitingBytes(c net.Conn) int {
	s, ok := c.(syscall.Conn)
	if !ok {
		return 0
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return 0
	}
	n := 0
	_ = raw.Control(func(fd uintptr) { n, _ = unix.IoctlGetInt(int(fd), waitingBytesRequest) }) // closed: nothing
	return n
}
