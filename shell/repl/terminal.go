package repl

import (
	"os"

	"golang.org/x/term"
)

// Terminal is the device and its modes. While a line is edited keys come one
// by one; while a command runs nothing typed is shown and Ctrl+C is a signal; a
// native program gets the terminal as it was found.
type Terminal struct {
	in, out  *os.File
	original *term.State
	modes    terminalModes
}

// OpenTerminal takes the terminal over. Close gives it back.
func OpenTerminal(in, out *os.File) (*Terminal, error) {
	t := &Terminal{in: in, out: out}
	state, err := term.GetState(int(in.Fd()))
	if err != nil {
		return nil, err
	}
	t.original = state
	if err := t.modes.prepare(in); err != nil {
		return nil, err
	}
	return t, t.Quiet()
}

// Size is the number of columns and rows, 80 and 24 when the device does not tell.
func (t *Terminal) Size() (columns, rows int) { return sizeOf(t.out) }

func sizeOf(f *os.File) (columns, rows int) {
	columns, rows, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		return 80, 24
	}
	return columns, rows
}

// Close gives the terminal back as it was found.
func (t *Terminal) Close() error { return t.Lend() }

// Lend gives it, as it was found, to a native program; Quiet takes it back.
func (t *Terminal) Lend() error { return term.Restore(int(t.in.Fd()), t.original) }
