package mutf7

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBothWays(t *testing.T) {
	for _, c := range []struct{ name, wire string }{
		{"INBOX", "INBOX"},
		{"R&D", "R&-D"},
		{"Übersicht", "&ANw-bersicht"},
		{"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
		{"😀", "&2D3eAA-"},
		{"a\tb", "a&AAk-b"},
		{"&&", "&-&-"},
	} {
		if got := Encode(c.name); got != c.wire {
			t.Errorf("Encode(%q) = %q, want %q", c.name, got, c.wire)
		}
		if got := Decode(c.wire); got != c.name {
			t.Errorf("Decode(%q) = %q, want %q", c.wire, got, c.name)
		}
	}
}

func TestBrokenNamesStayReadable(t *testing.T) {
	for _, c := range []struct{ wire, name string }{
		{"A & B", "A & B"},
		{"R&D-Team", "R&D-Team"},
		{"Gel\xf6scht", "Gelöscht"},
		{"Gelöscht", "Gelöscht"},
		{"&AAA-", "&AAA-"},
		{"&2D0-", "&2D0-"},
	} {
		if got := Decode(c.wire); got != c.name {
			t.Errorf("Decode(%q) = %q, want %q", c.wire, got, c.name)
		}
		if Canonical(c.wire) {
			t.Errorf("%q counts as canonical", c.wire)
		}
	}
}

// TestDecodeIsLinear reads names of a megabyte that are all marks: a quadratic reader would take hours.
func TestDecodeIsLinear(t *testing.T) {
	for _, unit := range []string{"&", "&A", "&AAAA", "-&", "&ANw-", "&AN"} {
		name := strings.Repeat(unit, 1<<20/len(unit))
		if got := Decode(name); Decode(Encode(got)) != got {
			t.Errorf("%q repeated", unit)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "&", "&-", "&ANw-x", "&2D3eAA-", "\xff&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name := Decode(s)
		if !utf8.ValidString(name) {
			t.Fatalf("%q decodes to invalid UTF-8 %q", s, name)
		}
		if got := Decode(Encode(name)); got != name {
			t.Fatalf("%q encodes to %q, which decodes to %q", name, Encode(name), got)
		}
	})
}
