package app

import (
	"os"

	"golang.org/x/term"
)

// defaultColumns and defaultRows are the window's size where there is none.
const (
	defaultColumns = 80
	defaultRows    = 24
)

// size is that of the terminal; when output goes elsewhere, of the controlling terminal.
func (sh *shell) size() (columns, rows int) {
	if columns, rows, err := term.GetSize(int(sh.p.Stdout.Fd())); err == nil && columns > 0 {
		return columns, rows
	}
	if tty, err := os.Open("/dev/tty"); err == nil {
		defer tty.Close()
		if columns, rows, err := term.GetSize(int(tty.Fd())); err == nil && columns > 0 {
			return columns, rows
		}
	}
	return defaultColumns, defaultRows
}
