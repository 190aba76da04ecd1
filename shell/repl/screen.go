package repl

import (
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Screen is where all output goes. It knows what stands on the line that was
// begun last, so that a prompt starts on a line of its own and a question on the
// line it was begun on. It may be written to by many goroutines.
type Screen struct {
	mu      sync.Mutex
	out     io.Writer
	begun   []byte // of the present line, escape sequences included
	unknown bool   // others have written to the terminal
	overlay int    // columns of a line that is shown until something else is written
}

// begunLimit bounds what is remembered of a line.
const begunLimit = 4096

// NewScreen writes to out.
func NewScreen(out io.Writer) *Screen { return &Screen{out: out} }

// Write writes to the terminal.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.eraseOverlay(); err != nil {
		return 0, err
	}
	n, err := s.out.Write(p)
	for _, b := range p[:n] {
		switch {
		case b == '\n' || b == '\r':
			s.begun = s.begun[:0]
		case len(s.begun) < begunLimit:
			s.begun = append(s.begun, b)
		}
	}
	return n, err
}

// Overlay shows a line until something else is written, or another overlay takes its
// place; an empty one takes it away. Nothing is shown over a line that was begun.
func (s *Screen) Overlay(line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.eraseOverlay(); err != nil || line == "" || len(s.begun) > 0 {
		return err
	}
	s.overlay = cells([]byte(line))
	_, err := io.WriteString(s.out, "\x1b[?25l"+line+"\r\x1b[?25h")
	return err
}

// eraseOverlay is called with s.mu held.
func (s *Screen) eraseOverlay() error {
	if s.overlay == 0 {
		return nil
	}
	blanks := strings.Repeat(" ", s.overlay) + "\r"
	s.overlay = 0
	_, err := io.WriteString(s.out, blanks)
	return err
}

// Begun is what stands on the present line.
func (s *Screen) Begun() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.begun)
}

// Ended tells that the line was ended, or the cursor put to its start, by others.
func (s *Screen) Ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun, s.unknown = s.begun[:0], false
}

// Lent tells that a native program has the terminal: where it leaves the cursor is unknown.
func (s *Screen) Lent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unknown = true
}

// FreshLine goes to the start of a line, if the cursor is not there. Where that is
// unknown it writes a line full of blanks: on a begun line they end on the next one,
// on a fresh one they do not, and what they covered is blank again.
func (s *Screen) FreshLine(columns int) error {
	err := s.Overlay("")
	s.mu.Lock()
	begun, unknown := cells(s.begun) > 0, s.unknown
	s.mu.Unlock()
	switch {
	case err != nil:
	case unknown:
		_, err = io.WriteString(s, strings.Repeat(" ", columns)+"\r\x1b[K")
	case begun:
		_, err = s.Write([]byte("\n"))
	}
	s.Ended()
	return err
}

// cells is the width of text on the terminal, escape sequences not counted.
func cells(text []byte) int {
	width := 0
	for len(text) > 0 {
		if n := escapeLength(text); n > 0 {
			text = text[n:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		width += runewidth.RuneWidth(r)
		text = text[n:]
	}
	return width
}

// escapeLength is the length of the escape sequence that text starts with (ECMA-48
// 5.4: CSI, parameters, a final byte; OSC up to BEL or ST), 0 when it starts with none.
func escapeLength(text []byte) int {
	if len(text) < 2 || text[0] != 0x1b {
		return 0
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				return i + 1
			}
		}
		return len(text)
	case ']':
		for i := 2; i < len(text); i++ {
			if text[i] == 0x07 {
				return i + 1
			}
			if text[i] == 0x1b && i+1 < len(text) && text[i+1] == '\\' {
				return i + 2
			}
		}
		return len(text)
	}
	return 2
}
