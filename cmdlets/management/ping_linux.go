package management

import (
	"syscall"

	"golang.org/x/net/icmp"
)

// messageTooLong is what sending tells of a request larger than the way takes whole.
const messageTooLong = syscall.EMSGSIZE

// dontFragment asks the system not to take requests apart; where it cannot, it does.
func dontFragment(conn *icmp.PacketConn, v4 bool) {
	level, option, value := syscall.IPPROTO_IPV6, syscall.IPV6_MTU_DISCOVER, syscall.IPV6_PMTUDISC_DO
	var raw interface {
		SyscallConn() (syscall.RawConn, error)
	}
	if v4 {
		level, option, value = syscall.IPPROTO_IP, syscall.IP_MTU_DISCOVER, syscall.IP_PMTUDISC_DO
		if p := conn.IPv4PacketConn(); p != nil {
			raw, _ = p.PacketConn.(interface {
				SyscallConn() (syscall.RawConn, error)
			})
		}
	} else if p := conn.IPv6PacketConn(); p != nil {
		raw, _ = p.PacketConn.(interface {
			SyscallConn() (syscall.RawConn, error)
		})
	}
	if raw == nil {
		return
	}
	if c, err := raw.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), level, option, value) })
	}
}
