package format

import (
	"strings"
	"unicode/utf8"
)

const ellipsis = "…"

// cells is the number of columns a text takes on the screen. PowerShell counts
// UTF-16 units: East Asian wide ones as two, every other as one, so that a
// combining mark takes a column and a character beyond the basic plane two.
func cells(s string) int {
	n := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == escape {
				if l := escapeLen(s, i); l > 0 {
					i += l
					continue
				}
			}
			n++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			size = surrogateLen(s[i:])
		}
		n += runeCells(r)
		i += size
	}
	return n
}

// surrogateLen is the length of a lone surrogate kept in its three-byte form, else 1.
func surrogateLen(s string) int {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 {
		return 3
	}
	return 1
}

func runeCells(r rune) int {
	switch {
	case r < 0x1100:
		return 1
	case r > 0xFFFF:
		return 2
	case r <= 0x115f, r == 0x2329, r == 0x232a,
		r >= 0x2e80 && r <= 0xa4cf && r != 0x303f,
		r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe10 && r <= 0xfe19,
		r >= 0xfe30 && r <= 0xfe6f,
		r >= 0xff00 && r <= 0xff60,
		r >= 0xffe0 && r <= 0xffe6:
		return 2
	}
	return 1
}

// scan steps over one character or escape sequence at s[i]: its length, its
// cells, and whether it is a sequence.
func scan(s string, i int) (length, width int, seq bool) {
	if n := escapeLen(s, i); n > 0 {
		return n, 0, true
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && size == 1 {
		size = surrogateLen(s[i:])
	}
	return size, runeCells(r), false
}

// head is as much of s as fits into width cells, with tail behind it. Sequences
// met on the way are kept and reset at the end.
func head(s string, width int, tail string) string {
	used, end, any := 0, 0, false
	for end < len(s) {
		n, w, seq := scan(s, end)
		if !seq && (used == width || used+w > width) {
			break
		}
		any = any || seq
		used += w
		end += n
	}
	return closed(s[:end], any, tail)
}

func closed(s string, any bool, tail string) string {
	switch {
	case !any:
		return s + tail
	case strings.HasSuffix(s, reset):
		return s[:len(s)-len(reset)] + tail + reset
	default:
		return s + tail + reset
	}
}

// last is as much of the end of s as fits into width cells, with lead before it.
// Sequences before the cut stay in front.
func last(s string, width int, lead string) string {
	skip := cells(s) - width
	var b strings.Builder
	started, any := false, false
	for i := 0; i < len(s); {
		n, w, seq := scan(s, i)
		switch {
		case seq:
			any = true
			b.WriteString(s[i : i+n])
		case skip > 0:
			skip -= w
		default:
			if !started {
				b.WriteString(lead)
				started = true
			}
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return closed(b.String(), any, "")
}

const blanks = "                                                                                                                        "

// pad is n blanks.
func pad(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
