//go:build !darwin

package utility

import (
	"errors"
	"io/fs"
	"os"
)

// removeOriginMark removes the stream that says which zone a file came from;
// only Windows' file systems have one.
func removeOriginMark(path string) error {
	if err := os.Remove(path + ":Zone.Identifier"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
