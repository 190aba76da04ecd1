package repl

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"stagecoach/shell/format"
)

// Screen is where all output goes. It knows what stands on the line that was
// begun last, so that a prompt starts on a line of its own and a question on the
// line it was begun on. It may be written to by many goroutines.
type Screen struct {
	mu      sync.Mutex
	out     io.Writer
	begun   []byte   // of the present line, escape sequences included
	unknown bool     // others have written to the terminal
	overlay []string // lines that stand below what is written
	shown   []string // those of them that are on the terminal now
	below   int      // columns of the line that was begun when they were drawn
	hidden  bool     // somebody else has the line

	transcripts []io.Writer // get what is shown, without escape sequences; the last begun stands last
}

// BeginTranscript makes w get what is shown from here on.
func (s *Screen) BeginTranscript(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transcripts = append(s.transcripts, w)
}

// EndTranscript ends the transcript that was begun last.
func (s *Screen) EndTranscript() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transcripts = s.transcripts[:max(len(s.transcripts)-1, 0)]
}

// transcribe puts what is shown, or was typed, into the transcripts. A transcript
// that cannot be written does not keep anything from being shown.
func (s *Screen) transcribe(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.transcripts {
		_, _ = io.WriteString(w, format.Plain(text))
	}
}

// begunLimit bounds what is remembered of a line.
const begunLimit = 4096

// NewScreen writes to out.
func NewScreen(out io.Writer) *Screen { return &Screen{out: out} }

// Write writes to the terminal, above the overlay.
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
	if err == nil {
		err = s.drawOverlay()
	}
	return n, err
}

// Overlay shows lines below what is written, until other ones take their place; none take
// them away. What is written goes above them.
func (s *Screen) Overlay(lines []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.eraseOverlay(); err != nil {
		return err
	}
	s.overlay = lines
	return s.drawOverlay()
}

// drawOverlay is called with s.mu held. The cursor goes back to where the text goes on.
func (s *Screen) drawOverlay() error {
	if len(s.overlay) == 0 || s.hidden {
		return nil
	}
	s.below, s.shown = cells(s.begun), s.overlay
	var b strings.Builder
	b.WriteString("\x1b[?25l")
	if s.below > 0 {
		b.WriteString("\r\n")
	}
	b.WriteString(strings.Join(s.overlay, "\r\n"))
	b.WriteString(s.goBack())
	b.WriteString("\x1b[?25h")
	_, err := io.WriteString(s.out, b.String())
	return err
}

// eraseOverlay is called with s.mu held.
func (s *Screen) eraseOverlay() error {
	if len(s.shown) == 0 {
		return nil
	}
	var b strings.Builder
	if s.below > 0 {
		b.WriteString("\r\n")
	}
	for i, line := range s.shown {
		if i > 0 {
			b.WriteString("\r\n")
		}
		b.WriteString(strings.Repeat(" ", cells([]byte(line))))
	}
	b.WriteString(s.goBack())
	s.shown = nil
	_, err := io.WriteString(s.out, b.String())
	return err
}

// goBack moves from the end of the last line shown to where the text goes on.
func (s *Screen) goBack() string {
	up := len(s.shown) - 1
	if s.below > 0 {
		up++
	}
	move := "\r"
	if up > 0 {
		move = "\x1b[" + strconv.Itoa(up) + "A\r"
	}
	if s.below > 0 {
		move += "\x1b[" + strconv.Itoa(s.below) + "C"
	}
	return move
}

// Hide takes the overlay away while somebody else has the line: a question, an editor, a program.
func (s *Screen) Hide() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden = true
	return s.eraseOverlay()
}

// Unhide shows it again with what is written next.
func (s *Screen) Unhide() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden = false
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
	err := s.Overlay(nil)
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
