//go:build unix

package repl

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalModes are the settings of the device for editing and for running commands.
type terminalModes struct {
	edit, quiet unix.Termios
}

func (m *terminalModes) prepare(in *os.File) error {
	found, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil {
		return err
	}
	m.quiet = *found
	m.quiet.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON
	m.quiet.Lflag |= unix.ISIG
	m.quiet.Iflag &^= unix.ICRNL | unix.INLCR | unix.IGNCR
	m.quiet.Cc[unix.VMIN], m.quiet.Cc[unix.VTIME] = 1, 0
	m.edit = m.quiet
	m.edit.Lflag &^= unix.ISIG | unix.IEXTEN
	m.edit.Iflag &^= unix.IXON | unix.ISTRIP
	return nil
}

// Edit makes keys come one by one, Ctrl+C too.
func (t *Terminal) Edit() error {
	return unix.IoctlSetTermios(int(t.in.Fd()), setTermios, &t.modes.edit)
}

// Quiet is the mode while commands run: nothing is echoed, Ctrl+C is a signal.
func (t *Terminal) Quiet() error {
	return unix.IoctlSetTermios(int(t.in.Fd()), setTermios, &t.modes.quiet)
}
