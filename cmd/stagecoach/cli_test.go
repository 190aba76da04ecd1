package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stagecoach/shell/shelltest"
)

// TestCommandLineAsRecorded makes every recorded call of the real program, without a
// terminal, and compares exit code and both streams. Usage texts and banners are our own.
func TestCommandLineAsRecorded(t *testing.T) {
	var record struct {
		Files map[string]string
		Calls []struct {
			Args     []string
			Stdin    string
			Exit     int
			Out, Err string
		}
	}
	raw, err := os.ReadFile(filepath.Join(oracle, "cli.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &record); err != nil {
		t.Fatal(err)
	}
	if len(record.Calls) < 80 {
		t.Fatalf("the record has %d calls only", len(record.Calls))
	}
	record.Files["ok.txt"] = `"txt"`
	b := newBench(t)
	for _, call := range record.Calls {
		t.Run(strings.Join(call.Args, " ")+"<"+call.Stdin, func(t *testing.T) {
			t.Parallel()
			scratch, err := b.scratch()
			if err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(scratch, "w")
			for name, text := range record.Files {
				write(t, filepath.Join(folder, name), text)
			}
			out, errs, exit := runPiped(t, folder, call.Stdin, call.Args...)
			compareText(t, "output", ownTexts(out), ownTexts(strings.ReplaceAll(call.Out, "{TMP}", folder)))
			compareText(t, "error stream", errs, strings.ReplaceAll(call.Err, "{TMP}", folder))
			if exit != call.Exit {
				t.Errorf("exit code %d, want %d", exit, call.Exit)
			}
		})
	}
}

// ownTexts takes out what is our own: the usage, and of a piped prompt the banner.
func ownTexts(out string) string {
	out = regexp.MustCompile(`(?s)\nUsage: .*All parameters are case-insensitive\.\n`).ReplaceAllString(out, "{USAGE}")
	return strings.TrimPrefix(out, "PowerShell 7.6.5\n")
}

func compareText(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s is\n%q\nwant\n%q", what, got, want)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// environment is what the program gets beside its own: nothing of the machine's user.
func environment(home string) []string {
	return append(os.Environ(), "TZ=UTC", "LANG=en_US.UTF-8", "TERM=xterm", "NO_COLOR=1", "HOME="+home, "STAGECOACH_HOME="+home)
}

// runPiped runs the program without a terminal.
func runPiped(t *testing.T, folder, stdin string, args ...string) (out, errs string, exit int) {
	t.Helper()
	return runPipedAt(t, t.TempDir(), folder, stdin, args...)
}

// runPipedAt is runPiped with a home that outlives the run.
func runPipedAt(t *testing.T, home, folder, stdin string, args ...string) (out, errs string, exit int) {
	t.Helper()
	out, errs, state := runToEnd(t, home, folder, stdin, args...)
	return out, errs, state.ExitCode()
}

// runToEnd is runPipedAt that tells of the ended process all there is to know.
func runToEnd(t *testing.T, home, folder, stdin string, args ...string) (out, errs string, state *os.ProcessState) {
	t.Helper()
	command := shelltest.Child(filepath.Join(t.TempDir(), "report"), args...)
	command.Dir = folder
	command.Env = append(environment(home), command.Env[len(command.Env)-1], "PWD="+folder)
	command.SysProcAttr = noTerminal()
	command.Stdin = strings.NewReader(stdin)
	var outBuffer, errBuffer bytes.Buffer
	command.Stdout, command.Stderr = &outBuffer, &errBuffer
	err := command.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return outBuffer.String(), errBuffer.String(), command.ProcessState
}

// processorTime is how long a process computed: a busy machine takes no more of that than a quiet one.
func processorTime(state *os.ProcessState) time.Duration {
	return state.UserTime() + state.SystemTime()
}

// Jobs show as the table of PowerShell's view "Job", whose columns have widths of their own.
func TestJobsAreShown(t *testing.T) {
	out, errs, exit := runPiped(t, t.TempDir(), "", "-NoProfile", "-Command", `$j = Start-Job -Name n { 1 }; $null = Wait-Job $j; $j | Out-String -Width 120`)
	const want = `
Id     Name            PSJobTypeName   State         HasMoreData     Location             Command
--     ----            -------------   -----         -----------     --------             -------
1      n               BackgroundJob   Completed     True            localhost             1 
`
	if strings.TrimRight(out, "\n")+"\n" != want || errs != "" || exit != 0 {
		t.Errorf("exit %d, %q\n%s", exit, errs, out)
	}
}
