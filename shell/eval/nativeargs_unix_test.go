//go:build unix

package eval

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a program gets of what is written, in both ways of $PSNativeCommandArgumentPassing.
func TestNativeArguments(t *testing.T) {
	folder := t.TempDir()
	show := filepath.Join(folder, "show")
	if err := os.WriteFile(show, []byte("#!/bin/sh\nfor a in \"$@\"; do printf '<%s>\\n' \"$a\"; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.log", "b.log"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ words, want, legacy string }{
		{"1,2", "<1,2>", "<1,2>"},
		{"-o pid,comm=x,1", "<-o> <pid,comm=x,1>", "<-o> <pid,comm=x,1>"},
		{"1, 2,3", "<1,> <2,3>", "<1,> <2,3>"},
		{"1 , 2", "<1> <,> <2>", "<1> <,> <2>"},
		{"$(1,2) @(3,4)", "<1> <2> <3> <4>", "<1> <2> <3> <4>"},
		{"-F: '{print $1}'", "<-F:> <{print $1}>", "<-F:> <{print $1}>"},
		{"-F:'a b' -n:1 -x", "<-F:a b> <-n:1> <-x>", "<-F:a b> <-n:1> <-x>"},
		{"''  $null 'a'", "<> <a>", "<a>"},
		{`'a"b c"d'`, `<a"b c"d>`, "<ab cd>"},
		{`'a\"b c\"d' 'x y\\'`, `<a\"b c\"d> <x y\\>`, `<a"b c"d> <x y\\>`},
		{"*.log '*.log'", "<a.log> <b.log> <*.log>", "<a.log> <b.log> <*.log>"},
		{"$w", "<a.log> <b.log>", "<a.log> <b.log>"},
		{"/c:\"a string\" a\\b", `</c:a string> <a\b>`, `</c:a string> <a\b>`},
	} {
		for _, way := range []struct{ name, want string }{{"Standard", test.want}, {"Legacy", test.legacy}} {
			var out recorder
			s := New(Options{Out: &out})
			script := "$w = '*.log'; $PSNativeCommandArgumentPassing = '" + way.name + "'; & ./show " + test.words
			s.location = folder
			s.RunText(context.Background(), script, RunOptions{})
			if got := strings.Join(out.lines, " "); got != way.want {
				t.Errorf("%s, %s: %s, not %s", way.name, test.words, got, way.want)
			}
		}
	}
	if got := splitCommandLine(`a\\\"b "c ""d"" e" \\x "" z`); !slices.Equal(got, []string{`a\"b`, `c "d" e`, `\\x`, ``, `z`}) {
		t.Errorf("%q", got)
	}
}
