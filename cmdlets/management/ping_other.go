//go:build !linux

package management

import (
	"errors"

	"golang.org/x/net/icmp"
)

// messageTooLong is told nowhere but on Linux.
var messageTooLong = errors.New("message too long")

// dontFragment leaves it to the system whether requests are taken apart.
func dontFragment(*icmp.PacketConn, bool) {}
