package app

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// pathsFixture is a drive C: with a file, a current folder and a script's folder.
type pathsFixture struct {
	*Paths
	drive, here, script string
	notices             []string
}

func newPathsFixture(t *testing.T, files ...string) *pathsFixture {
	t.Helper()
	root := t.TempDir()
	f := &pathsFixture{drive: filepath.Join(root, "drive"), here: filepath.Join(root, "here"), script: filepath.Join(root, "script")}
	f.Paths = &Paths{Drives: map[string]string{"C": f.drive},
		ScriptFolder: func() string { return f.script },
		Notice:       func(text string) { f.notices = append(f.notices, text) }}
	for _, file := range files {
		writeTestFile(t, filepath.Join(root, file), "x")
	}
	return f
}

func TestPathsOnADrive(t *testing.T) {
	f := newPathsFixture(t, "drive/Users/Ann/a.csv", "here/keep")
	cases := []struct{ path, want string }{
		{`C:\Users\Ann\a.csv`, filepath.Join(f.drive, "Users/Ann/a.csv")},
		{`c:/Users/Ann/a.csv`, filepath.Join(f.drive, "Users/Ann/a.csv")},
		{`C:\users\ANN\A.CSV`, filepath.Join(f.drive, "Users/Ann/a.csv")},
		{`C:\Users\..\..\..\Users\Ann\a.csv`, filepath.Join(f.drive, "Users/Ann/a.csv")},
		{`C:\new\b.csv`, filepath.Join(f.drive, "new/b.csv")},
		{`C:\`, f.drive},
		{`D:\x.csv`, filepath.Join(f.here, `D:\x.csv`)},
		{`a.csv`, filepath.Join(f.here, "a.csv")},
		{`/etc/a`, "/etc/a"},
		{`http://x`, filepath.Join(f.here, "http://x")},
		{`a:b`, filepath.Join(f.here, "a:b")},
	}
	for _, c := range cases {
		for _, reading := range []bool{true, false} {
			if got, err := f.Resolve(c.path, f.here, reading); err != nil || got != c.want {
				t.Errorf("%s: %q, %v; want %q", c.path, got, err, c.want)
			}
		}
	}
	if len(f.notices) > 0 {
		t.Errorf("notices without need: %q", f.notices)
	}
}

func TestPathsFallBackForReadingOnly(t *testing.T) {
	for _, folder := range []string{"here", "script"} {
		for _, path := range []string{`C:\gone\users.csv`, `D:\gone\users.csv`} {
			f := newPathsFixture(t, folder+"/users.csv", "drive/keep")
			want := filepath.Join(filepath.Dir(f.drive), folder, "users.csv")
			got, err := f.Resolve(path, f.here, true)
			if err != nil || got != want {
				t.Errorf("%s in %s: %q, %v", path, folder, got, err)
			}
			if len(f.notices) != 1 || !strings.Contains(f.notices[0], want) {
				t.Errorf("%s in %s: the notice is %q", path, folder, f.notices)
			}
			if got, _ := f.Resolve(path, f.here, false); got == want {
				t.Errorf("%s: written to %s", path, got)
			}
		}
	}
}

func TestPathsNeverGuess(t *testing.T) {
	f := newPathsFixture(t, "here/users.csv", "script/users.csv", "drive/Mail/keep", "drive/mail/keep")
	for _, path := range []string{`C:\gone\users.csv`, `D:\users.csv`, `C:\MAIL\new.csv`} {
		_, err := f.Resolve(path, f.here, true)
		var ambiguous *AmbiguousPathError
		if !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 2 {
			t.Errorf("%s: %v", path, err)
		}
	}
	f.ScriptFolder = func() string { return f.here } // one file under two names is no choice
	if _, err := f.Resolve(`D:\users.csv`, f.here, true); err != nil {
		t.Error(err)
	}
}

func TestPathsOnWindows(t *testing.T) {
	f := newPathsFixture(t, "here/users.csv")
	f.windows = true
	if got, err := f.Resolve(`C:\gone\users.csv`, f.here, true); err != nil || got != filepath.Join(f.here, "users.csv") {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := f.Resolve(`C:\gone\users.csv`, f.here, false); err != nil || got != `C:\gone\users.csv` {
		t.Errorf("%q, %v", got, err)
	}
}
