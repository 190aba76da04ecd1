package repl

import (
	"os"

	"github.com/chzyer/readline"
	"golang.org/x/term"
)

// terminalModes has nothing to keep: the Windows console has two modes only.
type terminalModes struct{}

func (*terminalModes) prepare(*os.File) error { return nil }

// Edit makes keys come one by one.
func (t *Terminal) Edit() error {
	_, err := readline.MakeRaw(int(t.in.Fd()))
	return err
}

// Quiet is the console's own mode.
func (t *Terminal) Quiet() error { return term.Restore(int(t.in.Fd()), t.original) }
