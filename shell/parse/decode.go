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
	for _, r := range string(data) {
		b.WriteRune(r)
	}
	return b.String()
}

// decoded returns what was decoded; these decoders replace what is not valid and
// return no error.
func decoded(text []byte, _ error) string { return string(text) }
