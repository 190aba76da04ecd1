package foldername

import (
	"strings"
	"testing"

	"stagecoach/engine/internal/mutf7"
)

func noDots(_ int, c byte) bool { return c == '.' || c == '/' }

func TestEscape(t *testing.T) {
	for _, c := range []struct{ level, written string }{
		{"plain", "plain"}, {"v1.0", "v1=2E0"}, {"..", "=2E=2E"}, {"a=b", "a=b"}, {"a=2E", "a=3D2E"},
		{"a/b\x01", "a=2Fb=01"}, {"", "=00"}, {"Größe.x", "Größe=2Ex"},
	} {
		if got := Escape(c.level, noDots); got != c.written {
			t.Errorf("%q is written as %q, want %q", c.level, got, c.written)
		}
	}
}

func TestLongNamesStayDifferent(t *testing.T) {
	a, b := strings.Repeat("ü", 300)+"a", strings.Repeat("ü", 300)+"b"
	if Shorten(a, 200) == Shorten(b, 200) || len(mutf7.Encode(Shorten(a, 200))) > 200 || Shorten("short", 200) != "short" {
		t.Errorf("%q, %q", Shorten(a, 200), Shorten(b, 200))
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("a.b=2E\x00/")
	f.Fuzz(func(t *testing.T, level string) {
		if level == "\x00" {
			return // no name holds NUL
		}
		written := Escape(level, noDots)
		if strings.ContainsAny(written, "./\x00\n") {
			t.Fatalf("%q is written as %q", level, written)
		}
		if got := Unescape(written); got != level {
			t.Fatalf("%q is written as %q and read as %q", level, written, got)
		}
	})
}
