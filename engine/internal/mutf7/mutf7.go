// Package mutf7 converts mailbox names between UTF-8 and the modified UTF-7
// that IMAP servers and Maildir++ trees write them in (RFC 3501 5.1.3).
//
// Decoding never fails: what is no modified UTF-7 is kept as it stands, so
// that a broken name still has a form that people can read. It decides
// nothing about delimiters and levels.
package mutf7

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var encoding = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

// Encode writes s in modified UTF-7.
func Encode(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c <= 0x7e {
			b.WriteByte(c)
			if c == '&' {
				b.WriteByte('-')
			}
			i++
			continue
		}
		end := i
		for end < len(s) && (s[end] < 0x20 || s[end] > 0x7e) {
			end++
		}
		b.WriteByte('&')
		b.WriteString(encoding.EncodeToString(utf16Bytes(s[i:end])))
		b.WriteByte('-')
		i = end
	}
	return b.String()
}

func utf16Bytes(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// Decode reads modified UTF-7. A shifted part that is none, a lone "&"
// included, stays as it is; bytes beyond ASCII are taken as UTF-8 where they
// are that, and as Latin-1 otherwise. NUL, which no name may hold, becomes U+FFFD.
func Decode(s string) string {
	s = strings.ReplaceAll(toUTF8(s), "\x00", "\uFFFD")
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(rest, notShifted) // one look at each octet, however many "&" there are
		closed := end >= 0 && rest[end] == '-'
		text, ok := "&", end == 0
		if closed && !ok {
			text, ok = unshift(rest[:end])
		}
		switch {
		case closed && ok:
			b.WriteString(text)
			s = rest[end+1:]
		default:
			b.WriteByte('&')
			s = rest
		}
	}
}

// notShifted tells characters that no shifted part holds.
func notShifted(r rune) bool {
	return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == ',')
}

// Canonical tells whether s is what Encode makes of its decoded form, so that
// the decoded form is enough to find the mailbox again.
func Canonical(s string) bool { return Encode(Decode(s)) == s }

// unshift decodes what stands between "&" and "-".
func unshift(s string) (string, bool) {
	raw, err := encoding.DecodeString(s)
	if err != nil || len(raw) == 0 || len(raw)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	runes := utf16.Decode(units)
	text := string(runes)
	// Lone surrogates come out as U+FFFD, so they do not encode to the same units again.
	if strings.ContainsRune(text, 0) || !bytes.Equal(utf16Bytes(text), raw) {
		return "", false
	}
	return text, true
}

func toUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
