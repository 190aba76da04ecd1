package dotnet

import (
	"net"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ioctlWaiting is FIONREAD.
const ioctlWaiting = 0x4004667f

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
	var n, got uint32
	_ = raw.Control(func(fd uintptr) { // closed: nothing
		_ = windows.WSAIoctl(windows.Handle(fd), ioctlWaiting, nil, 0, (*byte)(unsafe.Pointer(&n)), 4, &got, nil, 0)
	})
	return int(n)
}
