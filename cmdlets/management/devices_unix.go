//go:build !windows

package management

import (
	"errors"
	"syscall"
)

// acrossDevices tells whether a rename failed because its places lie on two file systems.
func acrossDevices(err error) bool { return errors.Is(err, syscall.EXDEV) }
