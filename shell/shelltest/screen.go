package shelltest

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Screen is a terminal as far as a shell uses one (ECMA-48, VT100): text that wraps,
// cursor movement, erasing. It keeps every line, also those scrolled off.
type Screen struct {
	rows, columns int
	lines         [][]rune
	row, column   int // row counts from the first line ever
	pending       []byte
}

// NewScreen makes an empty one.
func NewScreen(rows, columns int) *Screen {
	return &Screen{rows: rows, columns: columns, lines: make([][]rune, 1)}
}

// Write takes what a program writes.
func (s *Screen) Write(p []byte) (int, error) {
	s.pending = append(s.pending, p...)
	for len(s.pending) > 0 {
		n := s.take(s.pending)
		if n == 0 {
			break // a sequence that is not there as a whole
		}
		s.pending = s.pending[n:]
	}
	return len(p), nil
}

// Lines is all that is and was on the screen, blanks at the end of lines removed.
func (s *Screen) Lines() []string {
	lines := make([]string, len(s.lines))
	for i, line := range s.lines {
		lines[i] = strings.TrimRight(strings.ReplaceAll(string(line), "\x00", ""), " ")
	}
	return lines
}

// take handles what text starts with and returns its length, 0 when more is needed.
func (s *Screen) take(text []byte) int {
	switch text[0] {
	case '\r':
		s.column = 0
	case '\n':
		s.goTo(s.row+1, s.column)
	case '\b':
		s.column = max(0, min(s.column, s.columns-1)-1)
	case '\t':
		s.column = min(s.columns-1, s.column/8*8+8)
	case 0x07:
	case 0x1b:
		return s.escape(text)
	default:
		if !utf8.FullRune(text) {
			return 0
		}
		r, n := utf8.DecodeRune(text)
		if r >= ' ' && r != 0x7f {
			s.print(r)
		}
		return n
	}
	return 1
}

func (s *Screen) print(r rune) {
	width := runewidth.RuneWidth(r)
	if width == 0 {
		return
	}
	if s.column+width > s.columns {
		s.goTo(s.row+1, 0)
	}
	s.put(r)
	if width == 2 {
		s.put('\x00')
	}
}

func (s *Screen) put(r rune) {
	line := s.lines[s.row]
	for len(line) <= s.column {
		line = append(line, ' ')
	}
	line[s.column] = r
	s.lines[s.row] = line
	s.column++
}

func (s *Screen) goTo(row, column int) {
	s.row, s.column = max(0, row), max(0, min(column, s.columns))
	for len(s.lines) <= s.row {
		s.lines = append(s.lines, nil)
	}
}

// top is the first line that is on the screen.
func (s *Screen) top() int { return max(0, len(s.lines)-s.rows) }

func (s *Screen) escape(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				s.control(string(text[2:i]), text[i])
				return i + 1
			}
		}
		return 0
	case ']':
		for i := 2; i < len(text); i++ {
			if text[i] == 0x07 {
				return i + 1
			}
			if text[i] == '\\' && text[i-1] == 0x1b {
				return i + 1
			}
		}
		return 0
	}
	return 2
}

// control does a CSI sequence; those about colours and modes change nothing here.
func (s *Screen) control(parameters string, final byte) {
	if strings.HasPrefix(parameters, "?") {
		return
	}
	first, second, _ := strings.Cut(parameters, ";")
	n := number(first, 1)
	switch final {
	case 'A':
		s.goTo(max(s.top(), s.row-n), s.column)
	case 'B':
		s.goTo(s.row+n, s.column)
	case 'C':
		s.column = min(s.columns-1, s.column+n)
	case 'D':
		s.column = max(0, min(s.column, s.columns-1)-n)
	case 'G':
		s.column = n - 1
	case 'H':
		s.goTo(s.top()+n-1, number(second, 1)-1)
	case 'K':
		s.eraseLine(number(first, 0))
	case 'J':
		s.eraseLine(0)
		for i := s.row + 1; i < len(s.lines); i++ {
			s.lines[i] = nil
		}
	}
}

func (s *Screen) eraseLine(how int) {
	line := s.lines[s.row]
	switch how {
	case 0:
		s.lines[s.row] = line[:min(len(line), s.column)]
	case 1:
		for i := range min(len(line), s.column+1) {
			line[i] = ' '
		}
	case 2:
		s.lines[s.row] = nil
	}
}

func number(text string, standard int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return standard
}
