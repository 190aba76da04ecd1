package csvfile

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode reads UTF-8, or UTF-16 and UTF-32 of either byte order with their mark.
// UTF-16 without one is known by the NUL beside the first letter.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xff, 0xfe, 0, 0}):
		return decode32(data[4:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0, 0, 0xfe, 0xff}):
		return decode32(data[4:], binary.BigEndian)
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return decode16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decode16(data[2:], binary.BigEndian)
	case len(data) >= 2 && data[0] != 0 && data[1] == 0:
		return decode16(data, binary.LittleEndian)
	case len(data) >= 2 && data[0] == 0 && data[1] != 0:
		return decode16(data, binary.BigEndian)
	}
	if !utf8.Valid(data) {
		good := 0
		for good < len(data) {
			r, size := utf8.DecodeRune(data[good:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			good += size
		}
		return "", &Error{Problem: Encoding, Row: 1 + bytes.Count(data[:good], []byte("\n"))}
	}
	return string(data), nil
}

func decode16(data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", &Error{Problem: Encoding, Row: 1}
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units)), nil
}

func decode32(data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%4 != 0 {
		return "", &Error{Problem: Encoding, Row: 1}
	}
	var b strings.Builder
	for ; len(data) > 0; data = data[4:] {
		b.WriteRune(rune(order.Uint32(data)))
	}
	return b.String(), nil
}

// reader splits comma-separated text into records (RFC 4180): a field may be
// quoted, a quote within is doubled, a quoted field may span lines. A quote
// within an unquoted field is itself. Blank lines are no records.
type reader struct {
	rest string
	row  int // records read so far
}

// next is the next record; ok is false at the end.
func (r *reader) next() (fields []string, ok bool, err error) {
	for r.rest != "" && (r.rest[0] == '\n' || r.rest[0] == '\r') || blankLine(r.rest) {
		r.rest = afterLine(r.rest)
	}
	if r.rest == "" {
		return nil, false, nil
	}
	r.row++
	for {
		field, more, closed := r.field()
		if !closed {
			return nil, false, &Error{Problem: Quote, Row: r.row - 1}
		}
		fields = append(fields, field)
		if !more {
			return fields, true, nil
		}
	}
}

func blankLine(s string) bool {
	if s == "" {
		return false
	}
	line := s
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		line = s[:i]
	}
	return strings.TrimFunc(line, blank) == ""
}

func afterLine(s string) string {
	i := strings.IndexAny(s, "\r\n")
	if i < 0 {
		return ""
	}
	if strings.HasPrefix(s[i:], "\r\n") {
		i++
	}
	return s[i+1:]
}

// field takes one field and what ends it: a comma (more), the line's end or the text's.
func (r *reader) field() (field string, more, closed bool) {
	if trimmed := strings.TrimLeft(r.rest, " \t"); strings.HasPrefix(trimmed, `"`) {
		return r.quoted(trimmed[1:])
	}
	field, more = r.plain()
	return field, more, true
}

func (r *reader) quoted(s string) (field string, more, closed bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return "", false, false
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		if !strings.HasPrefix(s, `"`) {
			break
		}
		b.WriteByte('"')
		s = s[1:]
	}
	r.rest = s // what stands between the quote and the next comma belongs to the field
	tail, more := r.plain()
	return b.String() + strings.TrimFunc(tail, blank), more, true
}

// plain takes everything up to the comma or the line's end.
func (r *reader) plain() (field string, more bool) {
	i := strings.IndexAny(r.rest, ",\r\n")
	if i < 0 {
		field, r.rest = r.rest, ""
		return field, false
	}
	field = r.rest[:i]
	if r.rest[i] == ',' {
		r.rest = r.rest[i+1:]
		return field, true
	}
	r.rest = afterLine(r.rest[i:])
	return field, false
}
