package object

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Strings are UTF-8 in Go and UTF-16 in .NET. A lone surrogate is kept as the
// three bytes UTF-8 would give it (WTF-8), so that cutting a string between the
// halves of a pair loses nothing. Plain ASCII takes the short way everywhere.

// ASCII tells whether bytes and UTF-16 units coincide.
func ASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Len16 is String.Length: the number of UTF-16 units.
func Len16(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c < 0x80:
			i++
		case c < 0xE0:
			i += 2
		case c < 0xF0:
			i += 3
		default:
			i += 4
			n++
		}
		n++
	}
	return n
}

// Units converts to UTF-16 units.
func Units(s string) []uint16 {
	u := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			u = append(u, uint16(s[i]))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			if hi, ok := surrogateAt(s, i); ok {
				u = append(u, hi)
				i += 3
				continue
			}
			u = append(u, 0xFFFD)
			i++
			continue
		}
		u = utf16.AppendRune(u, r)
		i += n
	}
	return u
}

// surrogateAt reads a surrogate half kept as three bytes.
func surrogateAt(s string, i int) (uint16, bool) {
	if i+3 > len(s) || s[i] != 0xED || s[i+1] < 0xA0 || s[i+1] > 0xBF || s[i+2]&0xC0 != 0x80 {
		return 0, false
	}
	return 0xD000 | uint16(s[i+1]&0x3F)<<6 | uint16(s[i+2]&0x3F), true
}

// FromUnits converts from UTF-16 units; halves without partner are kept.
func FromUnits(u []uint16) string {
	b := make([]byte, 0, len(u))
	for i := 0; i < len(u); i++ {
		c := u[i]
		switch {
		case c < utf8.RuneSelf:
			b = append(b, byte(c))
		case c >= 0xD800 && c < 0xDC00 && i+1 < len(u) && u[i+1] >= 0xDC00 && u[i+1] < 0xE000:
			b = utf8.AppendRune(b, utf16.DecodeRune(rune(c), rune(u[i+1])))
			i++
		case c >= 0xD800 && c < 0xE000:
			b = append(b, 0xE0|byte(c>>12), 0x80|byte(c>>6)&0xBF, 0x80|byte(c)&0xBF)
		default:
			b = utf8.AppendRune(b, rune(c))
		}
	}
	return string(b)
}

// CharText is a Char as a string of length one.
func CharText(c Char) string {
	if c < utf8.RuneSelf {
		return asciiText[c : c+1]
	}
	return FromUnits([]uint16{uint16(c)})
}

var asciiText = func() string {
	var b [utf8.RuneSelf]byte
	for i := range b {
		b[i] = byte(i)
	}
	return string(b[:])
}()

// CharAt is the UTF-16 unit at index i; ok is false when there is none.
func CharAt(s string, i int) (Char, bool) {
	if i < 0 {
		return 0, false
	}
	if ASCII(s) {
		if i >= len(s) {
			return 0, false
		}
		return Char(s[i]), true
	}
	if u := Units(s); i < len(u) {
		return Char(u[i]), true
	}
	return 0, false
}

// Slice16 cuts units [from, to) out of s, which must have that many.
func Slice16(s string, from, to int) string {
	if ASCII(s) {
		return s[from:to]
	}
	return FromUnits(Units(s)[from:to])
}

// Index16 turns a byte index of s into a UTF-16 index.
func Index16(s string, byteIndex int) int {
	if byteIndex < 0 {
		return byteIndex
	}
	return Len16(s[:byteIndex])
}

// Chars lists the units of s.
func Chars(s string) []any {
	if ASCII(s) {
		items := make([]any, len(s))
		for i := range items {
			items[i] = Char(s[i])
		}
		return items
	}
	u := Units(s)
	items := make([]any, len(u))
	for i, c := range u {
		items[i] = Char(c)
	}
	return items
}
