//go:build !windows

package lab

import "syscall"

// errRefused is what the machine's own network says of a port nobody listens on.
var errRefused error = syscall.ECONNREFUSED
