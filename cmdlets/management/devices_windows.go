package management

import (
	"errors"
	"syscall"
)

// acrossDevices tells whether a move failed because its places lie on two volumes (ERROR_NOT_SAME_DEVICE),
// or on shares that answer so with an access error.
func acrossDevices(err error) bool {
	return errors.Is(err, syscall.Errno(17)) || errors.Is(err, syscall.Errno(5))
}
