//go:build unix

package repl

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/creack/pty"

	"stagecoach/shell/shelltest"
)

// editorFixture is an editor on a terminal that the test types at.
type editorFixture struct {
	*Editor
	keys   *os.File // what is typed
	mu     sync.Mutex
	screen *shelltest.Screen
	// editing gets a value whenever a line begins to be edited.
	editing chan struct{}
}

func newEditorFixture(t *testing.T, history *History) *editorFixture {
	t.Helper()
	keys, device, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close(); _ = device.Close() })
	if err := pty.Setsize(device, &pty.Winsize{Rows: 50, Cols: 40}); err != nil {
		t.Fatal(err)
	}
	terminal, err := OpenTerminal(device, device)
	if err != nil {
		t.Fatal(err)
	}
	f := &editorFixture{keys: keys, screen: shelltest.NewScreen(50, 40), editing: make(chan struct{}, 100)}
	if f.Editor, err = NewEditor(EditorOptions{Terminal: terminal, Screen: NewScreen(device), History: history}); err != nil {
		t.Fatal(err)
	}
	go func() {
		chunk := make([]byte, 4096)
		for {
			n, err := keys.Read(chunk)
			f.mu.Lock()
			_, _ = f.screen.Write(chunk[:n]) // never fails
			f.mu.Unlock()
			for range strings.Count(string(chunk[:n]), pasteOn) {
				f.editing <- struct{}{}
			}
			if err != nil {
				return
			}
		}
	}()
	return f
}

// read types once a line is being edited: before that a Ctrl+C would be a signal.
func (f *editorFixture) read(t *testing.T, typed string) (Line, error) {
	t.Helper()
	f.typeLater(t, typed)
	return f.ReadLine("PS> ")
}

func (f *editorFixture) typeLater(t *testing.T, typed string) {
	for len(f.editing) > 0 {
		<-f.editing
	}
	go func() {
		<-f.editing
		if _, err := f.keys.WriteString(typed); err != nil {
			t.Error(err)
		}
	}()
}

func TestEditorLines(t *testing.T) {
	f := newEditorFixture(t, nil)
	long := strings.Repeat("0123456789", 11)
	cases := []struct {
		typed, want string
		err         error
	}{
		{"Get-Date\r", "Get-Date", nil},
		{"acd\x1b[D\x1b[Db\r", "abcd", nil},
		{long + "\r", long, nil},
		{"x\x1b[D\x1b[D\x1b[3~y\r", "y", nil},
		{"half\x03", "", ErrInterrupted},
		{"\x03", "", ErrInterrupted},
		{"é漢\x7fx\r", "éx", nil},
		{"a\x1ab\r", "ab", nil},
		{"\x04", "", io.EOF},
		{"after\r", "after", nil},
	}
	for _, c := range cases {
		line, err := f.read(t, c.typed)
		if line.Text != c.want || !errors.Is(err, c.err) {
			t.Errorf("%q: %q, %v", c.typed, line.Text, err)
		}
	}
}

func TestEditorTypedAhead(t *testing.T) {
	f := newEditorFixture(t, nil)
	if _, err := f.keys.WriteString("one\rtwo\rthree\r"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"one", "two"} {
		if line, err := f.ReadLine("PS> "); line.Text != want || err != nil {
			t.Errorf("%q, %v, want %q", line.Text, err, want)
		}
	}
	if answer, err := f.ReadAnswer("Name: ", true); answer != "three" || err != nil {
		t.Errorf("the answer is %q, %v", answer, err)
	}
}

func TestEditorPaste(t *testing.T) {
	f := newEditorFixture(t, nil)
	line, err := f.read(t, pasteBegin+"one\n\ttwo\nY\nthr"+pasteEnd)
	if line != (Line{"one", true}) || err != nil {
		t.Errorf("%+v, %v", line, err)
	}
	if next, ok := f.NextPasted(); !ok || next != "\ttwo" {
		t.Errorf("the paste goes on with %q", next)
	}
	if line, err = f.ReadLine("PS> "); line != (Line{"\ttwo", true}) || err != nil {
		t.Errorf("%+v, %v", line, err)
	}
	if answer, err := f.ReadAnswer("Sure? ", false); answer != "Y" || err != nil {
		t.Errorf("the answer is %q, %v", answer, err)
	}
	if line, err = f.read(t, "ee\r"); line != (Line{"three", true}) || err != nil {
		t.Errorf("%+v, %v", line, err)
	}
	if line, err = f.read(t, "typed\r"); line != (Line{"typed", false}) || err != nil {
		t.Errorf("%+v, %v", line, err)
	}
}

func TestEditorDropsAPasteAtCtrlC(t *testing.T) {
	f := newEditorFixture(t, nil)
	if _, err := f.read(t, pasteBegin+"one\ntwo"+pasteEnd); err != nil {
		t.Fatal(err)
	}
	if _, err := f.read(t, "\x03"); !errors.Is(err, ErrInterrupted) {
		t.Errorf("%v", err)
	}
	if line, err := f.read(t, "after\r"); line.Text != "after" || err != nil {
		t.Errorf("%+v, %v", line, err)
	}
}

func TestEditorHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	f := newEditorFixture(t, NewHistory(file))
	inputs := []string{"Get-Date", "if ($true) {\n\t'x'\n}"}
	for _, input := range append(inputs, "New-X -Password y") {
		f.AddHistory(input)
	}
	if got := NewHistory(file).Entries(); !slices.Equal(got, inputs) {
		t.Errorf("the file holds %q", got)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	again := newEditorFixture(t, NewHistory(file))
	if line, err := again.read(t, "\x1b[A\r"); line.Text != inputs[1] || err != nil {
		t.Errorf("%q, %v", line.Text, err)
	}
	if line, err := again.read(t, "\x1b[A\x1b[A\r"); line.Text != inputs[0] || err != nil {
		t.Errorf("%q, %v", line.Text, err)
	}
}

func TestEditorHidesSecrets(t *testing.T) {
	f := newEditorFixture(t, nil)
	if _, err := f.keys.WriteString("abx\x7fcé\r"); err != nil {
		t.Fatal(err)
	}
	if secret, err := f.ReadAnswer("Password: ", true); secret != "abcé" || err != nil {
		t.Errorf("%q, %v", secret, err)
	}
	f.typeLater(t, "ab\x03")
	if _, err := f.ReadAnswer("Password: ", true); !errors.Is(err, ErrInterrupted) {
		t.Errorf("%v", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, line := range f.screen.Lines() {
		if strings.ContainsAny(strings.TrimPrefix(line, "Password:"), "abcx") {
			t.Errorf("the screen shows %q", line)
		}
	}
}
