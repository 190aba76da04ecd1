package maildir

import (
	"strings"
	"testing"
	"unicode/utf8"

	"stagecoach/engine/mail"
)

// Names of files are any program's: base and letters come apart, go together again, and the numbers in them are
// never negative.
func FuzzFileName(f *testing.F) {
	for _, name := range []string{"1.M1P2T3.host,S=12,W=13:2,FSab", "1:2,", ":", "1.host:1,x", "a,S=-5,W=99999999999999999999:2,S,x:2,T", "1.MTP.h,S=,S=3", ""} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		base, found := cutInfo(name)
		if strings.Contains(base, ":") || strings.Contains(found, ",") {
			t.Fatalf("%q is %q and %q", name, base, found)
		}
		again, letters := cutInfo(withLetters(base, []byte(found)))
		if again != base || len(letters) != len(found) {
			t.Fatalf("%q and %q became %q and %q", base, found, again, letters)
		}
		if sizeField(base, ",S=") < -1 || sizeField(base, ",W=") < -1 {
			t.Fatalf("%q has a negative size", base)
		}
		if n := len(flagsOf(found, nil)) + len(foreignLetters(found, nil)); n != len(found) {
			t.Fatalf("of the letters %q %d are accounted for", found, n)
		}
		isOurs(base)
	})
}

// A mailbox has one folder, whatever its name holds; what is short enough not to be cut is read back as it was.
func FuzzFolderName(f *testing.F) {
	for _, name := range []string{"Work", "a.b", "~x", "inbox", "INBOX", "=2E", "a\\2eb", "..", "日本", "&"} {
		f.Add(name, "x", byte('\\'))
		f.Add(name, name, byte(0))
	}
	f.Fuzz(func(t *testing.T, first, second string, escape byte) {
		for _, level := range []string{first, second} {
			if level == "" || strings.ContainsRune(level, 0) || !utf8.ValidString(level) {
				return // no level is like that
			}
		}
		if escape != 0 && escape != '\\' && escape != '%' {
			return // what the configuration takes is punctuation
		}
		target := &Target{}
		target.opt.DotEscape = escape
		name := mail.Name{first, second}
		dir := target.dirOf(name)
		if strings.ContainsAny(dir, "/\x00\n") || len(dir) > 255 || !strings.HasPrefix(dir, ".") {
			t.Fatalf("%q lies in %q", name, dir)
		}
		if back := target.nameOf(dir); len(dir) < maxDir/2 && !back.Equal(name) {
			t.Fatalf("%q lies in %q, which is read as %q", name, dir, back)
		}
		target.shown(dir)
	})
}
