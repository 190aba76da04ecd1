package ast

import (
	"sort"
	"sync"
	"unicode/utf8"
)

// A Source is a text that was parsed, with its line table. Nodes share one
// Source and hold offsets into it, so an extent costs 16 bytes.
type Source struct {
	File string // the script's path; "" for text from a prompt or a string
	Text string // the bytes as parsed, byte order mark taken off

	once     sync.Once // of lines, and what is measured
	lines    []int32   // byte offset of the start of each line
	measured sync.Once // of the others
	ascii    bool      // every rune is one byte, so byte and UTF-16 offsets agree
	marks    []mark    // when !ascii: a place in every markDistance bytes, from 0
}

// A mark is a place whose UTF-16 offset is known: other places are counted from the one
// before them, so that a long line takes no longer than short ones.
type mark struct{ at, wide int32 }

const markDistance = 512

// NewSource returns a source for text. The line table is built when a position
// is first asked for.
func NewSource(file, text string) *Source {
	return &Source{File: file, Text: text}
}

// build fills the line table, after what is measured. A line ends at LF, CR LF or a CR alone.
func (s *Source) build() {
	s.measured.Do(s.measure)
	s.lines = append(make([]int32, 0, len(s.Text)/32+1), 0)
	for i := 0; i < len(s.Text); i++ {
		if c := s.Text[i]; c == '\n' || c == '\r' && (i+1 == len(s.Text) || s.Text[i+1] != '\n') {
			s.lines = append(s.lines, int32(i+1))
		}
	}
}

// measure finds how bytes and UTF-16 offsets belong together.
func (s *Source) measure() {
	if s.ascii = isASCII(s.Text); s.ascii {
		return
	}
	s.marks = make([]mark, 0, len(s.Text)/markDistance+1)
	wide, next := 0, 0
	for i, r := range s.Text {
		if i >= next {
			s.marks = append(s.marks, mark{int32(i), int32(wide)})
			next = (i/markDistance + 1) * markDistance
		}
		wide += utf16Width(r)
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// wideOffset returns the UTF-16 offset of a byte offset in the text.
func (s *Source) wideOffset(offset int) int {
	if s.ascii {
		return offset
	}
	i := sort.Search(len(s.marks), func(i int) bool { return int(s.marks[i].at) > offset }) - 1
	m := s.marks[i]
	return int(m.wide) + utf16Len(s.Text[m.at:offset])
}

// LineCount returns the number of lines, at least 1.
func (s *Source) LineCount() int {
	s.once.Do(s.build)
	return len(s.lines)
}

// Line returns the text of line n (from 1) without its line end, "" when there
// is no such line.
func (s *Source) Line(n int) string {
	s.once.Do(s.build)
	if n < 1 || n > len(s.lines) {
		return ""
	}
	end := len(s.Text)
	if n < len(s.lines) {
		end = int(s.lines[n])
	}
	line := s.Text[s.lines[n-1]:end]
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// Position returns the line, column and UTF-16 offset of a byte offset. PowerShell
// places the end of input one past the text; so offsets past the text go on
// counting.
func (s *Source) Position(offset int) Position {
	s.once.Do(s.build)
	if past := offset - len(s.Text); past > 0 {
		p := s.Position(len(s.Text))
		p.Column += past
		p.Offset += past
		p.Byte = offset
		return p
	}
	line := sort.Search(len(s.lines), func(i int) bool { return int(s.lines[i]) > offset }) - 1
	wide := s.wideOffset(offset)
	return Position{Line: line + 1, Column: wide - s.wideOffset(int(s.lines[line])) + 1, Offset: wide, Byte: offset}
}

// ByteOffset returns the byte offset of a UTF-16 offset, the inverse of
// Position; an offset past the end gives the end.
func (s *Source) ByteOffset(utf16Offset int) int {
	s.measured.Do(s.measure)
	if s.ascii {
		return min(max(utf16Offset, 0), len(s.Text))
	}
	i := sort.Search(len(s.marks), func(i int) bool { return int(s.marks[i].wide) > utf16Offset }) - 1
	if i < 0 {
		return 0
	}
	at, left := int(s.marks[i].at), utf16Offset-int(s.marks[i].wide)
	for at < len(s.Text) && left > 0 {
		r, n := utf8.DecodeRuneInString(s.Text[at:])
		at += n
		left -= utf16Width(r)
	}
	return at
}

// utf16Len returns how many UTF-16 units s has; a byte that is no UTF-8 counts
// as the one replacement character that it is read as.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Width(r)
	}
	return n
}

func utf16Width(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// A Position is one place in a source, counted as PowerShell counts: lines and
// columns from 1, columns in UTF-16 units (a tab is one).
type Position struct {
	Line, Column int
	Offset       int // UTF-16 units from the start of the text, from 0
	Byte         int // bytes from the start of the text, from 0
}

// An Extent is a stretch of a source, [StartByte, EndByte) in bytes. The zero
// Extent is PowerShell's empty extent: no file, position 0.
type Extent struct {
	Source     *Source
	start, end int32
}

// NewExtent returns the extent of source from byte start up to byte end.
func NewExtent(source *Source, start, end int) Extent {
	return Extent{source, int32(start), int32(end)}
}

// File returns the path of the script, "" when the text came from no file.
func (e *Extent) File() string {
	if e.Source == nil {
		return ""
	}
	return e.Source.File
}

// StartByte and EndByte return the bounds as byte offsets.
func (e *Extent) StartByte() int { return int(e.start) }

// EndByte returns the offset after the last byte.
func (e *Extent) EndByte() int { return int(e.end) }

// IsEmpty reports whether the extent covers no text.
func (e *Extent) IsEmpty() bool { return e.start == e.end }

// Text returns the source text covered.
func (e *Extent) Text() string {
	if e.Source == nil {
		return ""
	}
	text := e.Source.Text
	return text[min(int(e.start), len(text)):min(int(e.end), len(text))]
}

// Start returns the position of the first character.
func (e *Extent) Start() Position { return e.position(e.start) }

// End returns the position after the last character.
func (e *Extent) End() Position { return e.position(e.end) }

func (e *Extent) position(at int32) Position {
	if e.Source == nil {
		return Position{}
	}
	return e.Source.Position(int(at))
}

// StartLineNumber and its siblings are PowerShell's IScriptExtent properties.
func (e *Extent) StartLineNumber() int { return e.Start().Line }

// StartColumnNumber returns the column of the first character, from 1.
func (e *Extent) StartColumnNumber() int { return e.Start().Column }

// EndLineNumber returns the line of the end.
func (e *Extent) EndLineNumber() int { return e.End().Line }

// EndColumnNumber returns the column after the last character.
func (e *Extent) EndColumnNumber() int { return e.End().Column }

// StartOffset returns the start in UTF-16 units, as PowerShell counts.
func (e *Extent) StartOffset() int { return e.Start().Offset }

// EndOffset returns the end in UTF-16 units.
func (e *Extent) EndOffset() int { return e.End().Offset }

// To returns the extent from the start of e to the end of last.
func (e Extent) To(last Extent) Extent {
	return Extent{e.Source, e.start, last.end}
}

// Before reports whether e ends before, or where, other starts.
func (e *Extent) Before(other *Extent) bool { return e.end <= other.start }

// Contains reports whether the byte offset lies in e, its end included.
func (e *Extent) Contains(offset int) bool { return int(e.start) <= offset && offset <= int(e.end) }
