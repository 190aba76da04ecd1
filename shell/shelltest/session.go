package shelltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"github.com/creack/pty"
)

// A Session is a program at a terminal that somebody types at.
type Session struct {
	command *exec.Cmd
	device  *os.File
	ended   chan struct{} // closed when the program's output has ended

	mu      sync.Mutex
	screen  *Screen
	raw     bytes.Buffer
	changed chan struct{} // closed, and made anew, with each output
}

// StartSession starts a program on a terminal.
func StartSession(command *exec.Cmd, rows, columns int) (*Session, error) {
	device, err := pty.StartWithSize(command, &pty.Winsize{Rows: uint16(rows), Cols: uint16(columns)})
	if err != nil {
		return nil, err
	}
	s := &Session{command: command, device: device, ended: make(chan struct{}), screen: NewScreen(rows, columns), changed: make(chan struct{})}
	go s.read()
	return s, nil
}

func (s *Session) read() {
	defer close(s.ended)
	chunk := make([]byte, 32<<10)
	for {
		n, err := s.device.Read(chunk)
		s.mu.Lock()
		s.raw.Write(chunk[:n])
		_, _ = s.screen.Write(chunk[:n]) // never fails
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Keys are the bytes that terminals send for named keys.
var Keys = map[string]string{
	"Enter": "\r", "Ctrl+C": "\x03", "Ctrl+D": "\x04", "Left": "\x1b[D", "Right": "\x1b[C", "Up": "\x1b[A", "Down": "\x1b[B",
	"Home": "\x1b[H", "End": "\x1b[F", "Backspace": "\x7f", "Tab": "\t", "Delete": "\x1b[3~", "Escape": "\x1b",
}

// Type sends what a terminal would.
func (s *Session) Type(keys string) error {
	_, err := s.device.WriteString(keys)
	return err
}

// Paste sends text as a terminal with bracketed paste does.
func (s *Session) Paste(text string) error {
	return s.Type("\x1b[200~" + strings.ReplaceAll(text, "\n", "\r") + "\x1b[201~")
}

// Lines is what is and was on the screen.
func (s *Session) Lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.screen.Lines())
}

// Last is the last line with something on it.
func (s *Session) Last() string {
	lines := s.Lines()
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] != "" {
			return lines[i]
		}
	}
	return ""
}

// editing is what the program writes when it begins to read a line.
const editing = "\x1b[?2004h"

// Mark is a point in what the program has written.
func (s *Session) Mark() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.Len()
}

// WaitForPrompt waits until the program reads its nth line since mark.
func (s *Session) WaitForPrompt(ctx context.Context, mark, nth int) error {
	return s.WaitFor(ctx, "a prompt", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		after := s.raw.Bytes()[min(mark, s.raw.Len()):]
		if bytes.Count(after, []byte(editing)) < nth {
			return false
		}
		behind := after[bytes.LastIndex(after, []byte(editing)):]
		_, drawn, _ := bytes.Cut(behind, []byte("\x1b[2K\r"))
		return len(drawn) > 0 && !bytes.Contains(behind, []byte("\x1b[?2004l"))
	})
}

// WaitFor waits until ok is true of what was written, or the program ended.
func (s *Session) WaitFor(ctx context.Context, what string, ok func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-s.ended:
			if ok() {
				return nil
			}
			return fmt.Errorf("wait for %s: the program has ended", what)
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w; on the screen:\n%s", what, context.Cause(ctx), strings.Join(s.Lines(), "\n"))
		}
	}
}

// Wait waits for the program's end and returns its exit code.
func (s *Session) Wait(ctx context.Context) (int, error) {
	select {
	case <-s.ended:
	case <-ctx.Done():
		return 0, fmt.Errorf("wait for the program's end: %w; on the screen:\n%s", ctx.Err(), strings.Join(s.Lines(), "\n"))
	}
	err := s.command.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	return s.command.ProcessState.ExitCode(), err
}

// Close ends the program if it still runs.
func (s *Session) Close() {
	_ = s.command.Process.Kill() // it may have ended
	<-s.ended
	_ = s.command.Wait() // collected already when Wait was called
	_ = s.device.Close()
}
