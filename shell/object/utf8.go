package object

import (
	"strings"
	"unicode/utf8"
)

const replacement = "\uFFFD"

// DecodeUTF8 reads UTF-8 as .NET does: each longest start of a character that
// breaks off, and each octet that starts none, becomes one U+FFFD (Unicode, 3.9).
func DecodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b) + 8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r != utf8.RuneError || n > 1 {
			out.Write(b[:n])
			b = b[n:]
			continue
		}
		out.WriteString(replacement)
		b = b[brokenStart(b):]
	}
	return out.String()
}

// brokenStart is the length of the character's start that b begins with, one at least.
func brokenStart(b []byte) int {
	low, high, more := byte(0x80), byte(0xBF), 0
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		more = 1
	case c == 0xE0:
		low, more = 0xA0, 2
	case c == 0xED:
		high, more = 0x9F, 2
	case c >= 0xE1 && c <= 0xEF:
		more = 2
	case c == 0xF0:
		low, more = 0x90, 3
	case c >= 0xF1 && c <= 0xF3:
		more = 3
	case c == 0xF4:
		high, more = 0x8F, 3
	}
	n := 1
	for ; n <= more && n < len(b) && b[n] >= low && b[n] <= high; n++ {
		low, high = 0x80, 0xBF
	}
	return n
}

// UnendedUTF8 is how many octets at the end of b begin a character that what
// follows may complete.
func UnendedUTF8(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		tail := b[len(b)-n:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) && brokenStart(tail) == n {
				return n
			}
			return 0
		}
	}
	return 0
}

// WellFormed replaces each half of a surrogate pair that stands alone with U+FFFD,
// as .NET's encodings write it.
func WellFormed(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != utf8.RuneError || n > 1 {
			out.WriteString(s[i : i+n])
			i += n
			continue
		}
		if _, ok := surrogateAt(s, i); ok {
			n = 3
		}
		out.WriteString(replacement)
		i += n
	}
	return out.String()
}
