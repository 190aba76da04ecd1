package object

import (
	"testing"
	"unicode/utf8"
)

func TestDecodeUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"a\xff\xfeb":                    "a\uFFFD\uFFFDb",
		"\xc3(":                         "\uFFFD(",
		"\xe2\x82b":                     "\uFFFDb",
		"\xe2\x82":                      "\uFFFD",
		"\xed\xa0\x80":                  "\uFFFD\uFFFD\uFFFD", // half a pair is no UTF-8
		"\xf0\x9f\x98":                  "\uFFFD",
		"\xf0\x9f\x98\x80\xf0":          "😀\uFFFD",
		"\xf5\x80\x80":                  "\uFFFD\uFFFD\uFFFD",
		"\xc0\xaf\xe0\x80\xaf":          "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xf4\x90\x80\x80\x80é":         "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDé",
		"\uFFFD":                        "\uFFFD",
		"\xf1\x80\x80\xe1\x80\xc2b\x80": "\uFFFD\uFFFD\uFFFDb\uFFFD",
	} {
		if got := DecodeUTF8([]byte(in)); got != want {
			t.Errorf("%q is %q, not %q", in, got, want)
		}
	}
	for in, want := range map[string]int{"a": 0, "\xc3": 1, "a\xe2\x82": 2, "\xf0\x9f\x98": 3, "\xf0\x9f\x98\x80": 0, "\xff": 0, "\x80": 0, "\xe2(": 0, "\xed\xa0": 0, "": 0} {
		if got := UnendedUTF8([]byte(in)); got != want {
			t.Errorf("%q has %d octets of a character, not %d", in, got, want)
		}
	}
	if got, want := WellFormed("a"+FromUnits([]uint16{0xD800, 0xDC00, 0xD800, 0xD801})+"é"), "a\U00010000\uFFFD\uFFFDé"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// However a text is cut, its parts decode to what it decodes to.
func FuzzDecodeUTF8(f *testing.F) {
	f.Add([]byte("a\xf0\x9f\x98\x80\xe2\x82"), 3)
	f.Fuzz(func(t *testing.T, b []byte, cut int) {
		whole := DecodeUTF8(b)
		if !utf8.ValidString(whole) {
			t.Fatalf("%q is no UTF-8", whole)
		}
		if cut < 0 || cut > len(b) {
			return
		}
		cut -= UnendedUTF8(b[:cut])
		if parts := DecodeUTF8(b[:cut]) + DecodeUTF8(b[cut:]); parts != whole {
			t.Errorf("%q cut at %d is %q, not %q", b, cut, parts, whole)
		}
	})
}
