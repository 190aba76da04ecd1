package shelltest

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"

	"github.com/creack/pty"
)

// Columns and Rows are the terminal's that the records were made on.
const (
	Columns = 120
	Rows    = 50
)

// RunOnTerminal runs a program that asks nothing, on a terminal, and returns all that it
// showed, line ends as LF, and its exit code.
func RunOnTerminal(ctx context.Context, command *exec.Cmd) (shown string, exitCode int, err error) {
	device, err := pty.StartWithSize(command, &pty.Winsize{Rows: Rows, Cols: Columns})
	if err != nil {
		return "", 0, err
	}
	defer device.Close()
	stop := context.AfterFunc(ctx, func() { _ = command.Process.Kill() })
	defer stop()
	raw, err := io.ReadAll(device)
	if err != nil && !errors.Is(err, syscall.EIO) { // EIO: the other end is closed
		return "", 0, err
	}
	err = command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	return strings.ReplaceAll(string(raw), "\r\n", "\n"), command.ProcessState.ExitCode(), err
}
