package parse

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// DecodeScript returns the text of a script's bytes as PowerShell reads files: a
// byte order mark says what it is, without one it is UTF-8. What is not valid
// becomes U+FFFD. The mark is not part of the text.
func DecodeScript(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return decoded(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder().Bytes(data))
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return decoded(utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder().Bytes(data))
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data))
	}
	if utf8.Valid(data) {
		return string(data)
	}
	var b strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			n = illFormed(data)
		}
		b.WriteRune(r)
		data = data[n:]
	}
	return b.String()
}

// illFormed returns how many bytes at the start of data .NET replaces by one
// U+FFFD: the beginning of a character as far as it is one, or a single byte
// (Unicode 15, 3.9, substitution of maximal subparts).
func illFormed(data []byte) int {
	var low, high byte = 0x80, 0xbf // of the second byte
	length := 0
	switch c := data[0]; {
	case c >= 0xc2 && c <= 0xdf:
		length = 2
	case c >= 0xe0 && c <= 0xef:
		length = 3
		if c == 0xe0 {
			low = 0xa0
		} else if c == 0xed {
			high = 0x9f
		}
	case c >= 0xf0 && c <= 0xf4:
		length = 4
		if c == 0xf0 {
			low = 0x90
		} else if c == 0xf4 {
			high = 0x8f
		}
	}
	n := 1
	for ; n < length && n < len(data) && data[n] >= low && data[n] <= high; n++ {
		low, high = 0x80, 0xbf
	}
	return n
}

// decoded returns what was decoded; these decoders replace what is not valid and
// return no error.
func decoded(text []byte, _ error) string { return string(text) }
