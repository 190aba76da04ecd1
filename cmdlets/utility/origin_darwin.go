package utility

import (
	"errors"

	"golang.org/x/sys/unix"
)

// removeOriginMark removes the quarantine attribute.
func removeOriginMark(path string) error {
	if err := unix.Removexattr(path, "com.apple.quarantine"); err != nil && !errors.Is(err, unix.ENOATTR) {
		return err
	}
	return nil
}
