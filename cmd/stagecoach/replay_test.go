package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/shell/shelltest"
)

// recordedSession is one of testdata/oracle/interactive.
type recordedSession struct {
	Name     string
	Setup    []string
	Keys     []struct{ Type, Text string }
	Rows     int
	Cols     int
	Screen   []string
	Steps    []string
	ExitCode *int
}

// notReplayed are the sessions that show what is peculiar to the plain console editor, or
// that need what is not there yet; for those the reason says what differs.
var notReplayed = map[string]string{
	"line_editing":           "shows what the plain editor cannot do: our Tab and Up do something",
	"ctrl_d":                 "our Ctrl+D at an empty prompt leaves",
	"long_line_plain_editor": "its garbage is not to be copied",

	"errors_of_script": "parse errors of a called script are counted and shown in another way",
	"errors_one_line":  "indexing an int32 is an error of another kind",
	"errors_state":     "the recorded $Error begins with a record that PSReadLine is not there",
	"help":             "our cmdlets are listed beside the functions of the same name",
	"mandatory_ctrl_c": "the recorded $Error begins with a record that PSReadLine is not there",
}

// TestReplay types the recorded sessions again and compares the screen. The plain editor runs
// a continued input at an empty line only, and drops other empty lines in it; ours runs it
// when it is complete. So empty lines in continued input are not typed, and blank
// continuation lines do not count.
func TestReplay(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(oracle, "interactive", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d sessions", len(files))
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var session recordedSession
		if err := json.Unmarshal(raw, &session); err != nil {
			t.Fatal(err)
		}
		t.Run(session.Name, func(t *testing.T) {
			if reason, ok := notReplayed[session.Name]; ok {
				t.Log(reason)
				return
			}
			replay(t, session)
		})
	}
}

// sessionTime is more than any recorded session needs.
const sessionTime = 60 * time.Second

func replay(t *testing.T, session recordedSession) {
	b := newBench(t)
	folder, err := b.scratch()
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(b.root, "home")
	if err := os.MkdirAll(home, 0o700); err != nil {
		t.Fatal(err)
	}
	names := strings.NewReplacer("{TMP}", folder, "{ROOT}", b.root, "{PRELUDE}", b.prelude)
	command := shelltest.Child(folder+".report", "-NoProfile", "-NoLogo")
	command.Dir = folder
	command.Env = append(environment(home), command.Env[len(command.Env)-1], "PWD="+folder, "ORACLE_TMP="+folder, "ORACLE_PRELUDE="+b.prelude)
	s, err := shelltest.StartSession(command, session.Rows, session.Cols)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(context.Background(), sessionTime)
	defer cancel()
	typist := &typist{t: t, ctx: ctx, session: s}
	typist.wait(0)
	for _, line := range session.Setup {
		typist.press("line", names.Replace(line))
	}
	first := len(s.Lines()) - 1
	for first > 0 && s.Lines()[first] == "" {
		first--
	}
	typist.pressAll(session, names)
	if session.ExitCode != nil {
		if code, err := s.Wait(ctx); err != nil || code != *session.ExitCode {
			t.Errorf("exit code %d, %v, want %d", code, err, *session.ExitCode)
		}
	}
	got := normalScreen(s.Lines()[first:])
	var recorded []string
	for _, line := range session.Screen {
		recorded = append(recorded, names.Replace(line))
	}
	if want := normalScreen(recorded); !slices.Equal(got, want) {
		t.Errorf("the screen is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// typist types at a session and waits where the real typist waited.
type typist struct {
	t       *testing.T
	ctx     context.Context
	session *shelltest.Session
}

func (y *typist) wait(mark int) { y.waitNth(mark, 1) }

// waitNth waits until the program reads its nth line since mark.
func (y *typist) waitNth(mark, nth int) {
	y.t.Helper()
	if err := y.session.WaitForPrompt(y.ctx, mark, nth); err != nil {
		y.t.Fatal(err)
	}
}

// press sends one recorded key and waits for a prompt if it may bring one.
func (y *typist) press(kind, text string) {
	y.t.Helper()
	mark := y.session.Mark()
	keys := text
	switch kind {
	case "line":
		keys = text + "\r"
	case "paste":
		keys = strings.ReplaceAll(text, "\n", "\r")
	case "key":
		keys = shelltest.Keys[text]
		if keys == "" {
			y.t.Fatalf("no key is called %q", text)
		}
	}
	if err := y.session.Type(keys); err != nil {
		y.t.Fatal(err)
	}
	if ends := strings.Count(keys, "\r") + strings.Count(keys, "\x03"); ends > 0 {
		y.waitNth(mark, ends)
	}
}

// pressAll types the keys of a session. The last one may end the program.
func (y *typist) pressAll(session recordedSession, names *strings.Replacer) {
	for i, key := range session.Keys {
		if key.Type == "line" && key.Text == "" && i > 0 && strings.HasSuffix(session.Steps[i-1], ">> ") {
			continue
		}
		if session.ExitCode != nil && i == len(session.Keys)-1 {
			if err := y.session.Type(key.Text + "\r"); err != nil {
				y.t.Fatal(err)
			}
			return
		}
		if step := session.Steps[i]; strings.HasSuffix(step, pagePrompt) || key.Type == "text" && strings.HasSuffix(step, "\nPS> ") {
			y.page(key.Type, key.Text, step)
			continue
		}
		y.press(key.Type, names.Replace(key.Text))
	}
}

// pagePrompt is what a page of Out-Host -Paging ends in.
const pagePrompt = "<SPACE> next page; <CR> next line; Q quit"

// page sends keys to a pager, or what starts one, and waits for the next page or the prompt.
func (y *typist) page(kind, text, step string) {
	y.t.Helper()
	if strings.HasSuffix(step, "\nPS> ") {
		mark := y.session.Mark()
		if err := y.session.Type(text); err != nil {
			y.t.Fatal(err)
		}
		y.wait(mark)
		return
	}
	pages := func() (n int) {
		for _, line := range y.session.Lines() {
			if line == pagePrompt {
				n++
			}
		}
		return n
	}
	before := pages()
	switch kind {
	case "line":
		text += "\r"
	case "key":
		text = shelltest.Keys[text]
	}
	if err := y.session.Type(text); err != nil {
		y.t.Fatal(err)
	}
	if err := y.session.WaitFor(y.ctx, "a page", func() bool { return pages() > before }); err != nil {
		y.t.Fatal(err)
	}
}

var duration = regexp.MustCompile(`\b\d+\.\d{3}\b`)

// normalScreen removes what the editors differ in.
func normalScreen(lines []string) []string {
	var out []string
	for _, line := range lines {
		line = strings.TrimRight(strings.ReplaceAll(line, "\u202f", " "), " ") // a plain blank stands before AM and PM
		if line == ">>" {
			continue
		}
		out = append(out, duration.ReplaceAllString(line, "#.###"))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}
