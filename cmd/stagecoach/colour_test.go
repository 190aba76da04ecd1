package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"stagecoach/shell/shelltest"
)

// recordedColours is one of testdata/oracle/colour.
type recordedColours struct {
	Name     string
	Script   string
	Rows     int
	Cols     int
	Raw      string // what a terminal got, escape sequences included
	ExitCode int
	Answers  string // what was typed, CR for Enter; empty: nothing
}

// TestColours runs the recorded scripts on a terminal with colours and compares all that the
// terminal gets, escape sequences included.
func TestColours(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(oracle, "colour", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 38 {
		t.Fatalf("only %d records", len(files))
	}
	b := newBench(t)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var record recordedColours
		if err := json.Unmarshal(raw, &record); err != nil {
			t.Fatal(err)
		}
		t.Run(record.Name, func(t *testing.T) {
			differ := colourDifference(t, b, record)
			if differ != "" {
				t.Error(differ)
			}
		})
	}
}

// terminalLayer are the sequences that .NET's terminal layer writes of itself: it switches the
// keypad on, asks where the cursor is, sets the title, hides the cursor while it moves it, and
// resets the colours around each that Write-Host sets.
var terminalLayer = regexp.MustCompile("\x1b\\[\\?1[hl]|\x1b[=>]|\x1b\\[6n|\x1b\\]0;[^\a]*\a|\x1b\\[\\?25[hl]|\x1b\\[\\?12l|\x1b\\[\\?2004[hl]|\x1b\\[39;49m")

func colourDifference(t *testing.T, b *bench, record recordedColours) string {
	t.Helper()
	folder, err := b.scratch()
	if err != nil {
		t.Fatal(err)
	}
	home := folder + ".home"
	script := filepath.Join(folder+".script", record.Name+".ps1")
	for _, dir := range []string{home, filepath.Dir(script)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(script, []byte(record.Script), 0o600); err != nil {
		t.Fatal(err)
	}
	command := shelltest.Child(folder+".report", "-NoProfile", "-File", script)
	command.Dir = folder
	command.Env = append(environment(home), command.Env[len(command.Env)-1], "TERM=xterm-256color", "NO_COLOR=", "PWD="+folder, "ORACLE_TMP="+folder, "ORACLE_PRELUDE="+b.prelude)
	ctx, cancel := context.WithTimeout(context.Background(), caseTime)
	defer cancel()
	names := strings.NewReplacer(script, "{SCRIPT}", folder, "{TMP}", b.prelude, "{PRELUDE}")
	if cursorMoves.MatchString(record.Raw) {
		return screenDifference(ctx, t, command, record, names)
	}
	shown, exit, err := shelltest.RunOnTerminal(ctx, command)
	if err != nil {
		t.Fatal(err)
	}
	got := terminalLayer.ReplaceAllString(names.Replace(shown), "")
	want := terminalLayer.ReplaceAllString(record.Raw, "")
	return difference(got, want, exit, record.ExitCode)
}

// cursorMoves are in the records of lines being edited and of progress: their way of drawing
// is their own, so what is compared is the screen that they leave.
var cursorMoves = regexp.MustCompile("\x1b\\[\\d+;\\d+H")

// screenDifference plays a record with its answers, each once it is asked for.
func screenDifference(ctx context.Context, t *testing.T, command *exec.Cmd, record recordedColours, names *strings.Replacer) string {
	t.Helper()
	s, err := shelltest.StartSession(command, record.Rows, record.Cols)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mark := 0
	for _, answer := range strings.SplitAfter(record.Answers, "\r") {
		if answer == "" {
			continue
		}
		if err := s.WaitForPrompt(ctx, mark, 1); err != nil {
			t.Fatalf("%v; on the screen:\n%s", err, strings.Join(s.Lines(), "\n"))
		}
		mark = s.Mark()
		if err := s.Type(answer); err != nil {
			t.Fatal(err)
		}
	}
	exit, err := s.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	recorded := shelltest.NewScreen(record.Rows, record.Cols)
	if _, err := recorded.Write([]byte(strings.ReplaceAll(record.Raw, "\n", "\r\n"))); err != nil {
		t.Fatal(err)
	}
	return difference(names.Replace(strings.Join(s.Lines(), "\n")), strings.Join(recorded.Lines(), "\n"), exit, record.ExitCode)
}

// difference shows two outputs that are unlike, with ESC for the escape character.
func difference(got, want string, exit, wantExit int) string {
	visible := strings.NewReplacer("\x1b", "ESC")
	switch {
	case strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n"):
		return "the terminal gets\n" + visible.Replace(got) + "\nwant\n" + visible.Replace(want)
	case exit != wantExit:
		return fmt.Sprintf("exit code %d, want %d", exit, wantExit)
	}
	return ""
}

// NO_COLOR starts $PSStyle.OutputRendering as PlainText, which a script may change.
func TestNoColor(t *testing.T) {
	b := newBench(t)
	folder, err := b.scratch()
	if err != nil {
		t.Fatal(err)
	}
	home := folder + ".home"
	if err := os.MkdirAll(home, 0o700); err != nil {
		t.Fatal(err)
	}
	command := shelltest.Child(folder+".report", "-NoProfile", "-Command",
		"\"$($PSStyle.OutputRendering) `e[31mred`e[0m\"; Write-Host \"`e[31mhost`e[0m\"; $x = $PSStyle.FileInfo.Extension; $x['.q'] = \"`e[31m\"; \"$($x['.zip'].Length) $($x['.q'].Length)\"; $PSStyle.OutputRendering = 'Ansi'; \"`e[31mred`e[0m\"")
	command.Dir = folder
	command.Env = append(environment(home), command.Env[len(command.Env)-1], "TERM=xterm-256color", "NO_COLOR=1", "PWD="+folder)
	ctx, cancel := context.WithTimeout(context.Background(), caseTime)
	defer cancel()
	shown, _, err := shelltest.RunOnTerminal(ctx, command)
	if err != nil {
		t.Fatal(err)
	}
	if want := "PlainText red\nhost\n7 5\n\x1b[31mred\x1b[0m\n"; shown != want {
		t.Errorf("shows %q, want %q", shown, want)
	}
}
