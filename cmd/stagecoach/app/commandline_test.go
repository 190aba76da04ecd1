package app

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// cliRecord is testdata/oracle/cli.json: calls of the real program.
type cliRecord struct {
	Files map[string]string
	Calls []struct {
		Args     []string
		Stdin    string
		Exit     int
		Out, Err string
	}
}

func readCLIRecord(t *testing.T) cliRecord {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "testdata", "oracle", "cli.json"))
	if err != nil {
		t.Fatal(err)
	}
	var record cliRecord
	if err := json.Unmarshal(raw, &record); err != nil {
		t.Fatal(err)
	}
	return record
}

// TestCommandLineErrorsAsRecorded parses every recorded call: those that the real
// program refused with 64 are refused with its message, and usage where it showed it;
// all others are taken.
func TestCommandLineErrorsAsRecorded(t *testing.T) {
	record := readCLIRecord(t)
	folder := filepath.Join(t.TempDir(), "w")
	for name, text := range record.Files {
		writeTestFile(t, filepath.Join(folder, name), text)
	}
	writeTestFile(t, filepath.Join(folder, "ok.txt"), `"txt"`)
	refused := 0
	for _, call := range record.Calls {
		_, err := ParseCommandLine(call.Args, folder, false)
		if call.Exit != 64 {
			if err != nil {
				t.Errorf("%q: %v", call.Args, err)
			}
			continue
		}
		refused++
		var bad *CommandLineError
		if !errors.As(err, &bad) {
			t.Errorf("%q: accepted, want a refusal", call.Args)
			continue
		}
		if got, want := bad.Message+"\n", strings.ReplaceAll(call.Err, "{TMP}", folder); got != want {
			t.Errorf("%q:\n got %q\nwant %q", call.Args, got, want)
		}
		if want := strings.Contains(call.Out, "Usage:"); bad.Usage != want {
			t.Errorf("%q: usage shown: %v, want %v", call.Args, bad.Usage, want)
		}
	}
	if refused < 10 {
		t.Errorf("the record holds %d refused calls only", refused)
	}
}

func writeTestFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCommandLine has what the record does not show: what a call was taken for.
func TestCommandLine(t *testing.T) {
	folder := t.TempDir()
	script := filepath.Join(folder, "a.ps1")
	writeTestFile(t, script, "1")
	writeTestFile(t, filepath.Join(folder, "serve"), "1")
	cases := []struct {
		words string
		want  CommandLine
	}{
		{"", CommandLine{}},
		{"-NOPROFILE -noni", CommandLine{NoProfile: true, NonInteractive: true}},
		{"-noni -i", CommandLine{Interactive: true}},
		{"--command 1 + 1", CommandLine{HasCommand: true, Command: "1 + 1", NoLogo: true}},
		{"/c 1 -NoProfile", CommandLine{HasCommand: true, Command: "1 -NoProfile", NoLogo: true}},
		{"–c 1", CommandLine{HasCommand: true, Command: "1", NoLogo: true}},
		{"-c -", CommandLine{Stdin: true, NoPrompt: true, NoLogo: true}},
		{"-", CommandLine{Stdin: true, NoLogo: true}},
		{"- -NoProfile", CommandLine{Stdin: true, NoLogo: true, NoProfile: true}},
		{"-NoExit -f -", CommandLine{Stdin: true, NoExit: true}},
		{"-cwa $args x -y:true", CommandLine{HasCommand: true, Command: "$args", NoLogo: true,
			Args: []Argument{{Value: "x"}, {Name: "-y", Value: true}}}},
		{"-ec MQArADEA", CommandLine{HasCommand: true, Command: "1+1", NoLogo: true}},
		{"-Version -Foo", CommandLine{Version: true}},
		{"-?", CommandLine{Help: true}},
		{"/?", CommandLine{Help: true}},
		{"-lab a.ps1 -Lab", CommandLine{Lab: true, File: script, FileAs: "a.ps1", NoLogo: true, Args: []Argument{{Name: "-Lab"}}}},
		{"-l", CommandLine{Login: true}},
		{"-Detach -wd sub", CommandLine{Detach: true, WorkingDirectory: "sub"}},
		{"a.ps1 -a: 1 -b:x -c -- - -d:", CommandLine{File: script, FileAs: "a.ps1", NoLogo: true, Args: []Argument{
			{Name: "-a", Value: "1"}, {Name: "-b", Value: "x"}, {Name: "-c"}, {Name: "--"}, {Value: "-"}}}},
		{"check -Json a.ps1", CommandLine{Verb: "check", VerbArgs: []string{"-Json", "a.ps1"}}},
		{"-Lab serve", CommandLine{Lab: true, Verb: "serve", VerbArgs: []string{}}},
		{"./serve", CommandLine{File: filepath.Join(folder, "serve"), FileAs: "./serve", NoLogo: true}},
		{"-SettingsFile a.ps1", CommandLine{SettingsFile: script}},
	}
	for _, c := range cases {
		got, err := ParseCommandLine(strings.Fields(c.words), folder, false)
		if err != nil {
			t.Errorf("%q: %v", c.words, err)
			continue
		}
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(c.want)
		if string(g) != string(w) {
			t.Errorf("%q:\n got %s\nwant %s", c.words, g, w)
		}
	}
}

func TestCommandLineRefused(t *testing.T) {
	cases := []struct {
		words    string
		terminal bool
		message  string
	}{
		{"-e MQA= -c 1", false, commandAlreadyGiven},
		{"-c - more", false, moreBehindDash},
		{"-c -", true, stdinNotRedirected},
		{"-ExecutionPolicy Foo", false, "Invalid ExecutionPolicy value 'Foo'."},
		{"-ExecutionPolicy", false, missingExecutionPolicy},
		{"-wd", false, missingWorkingDirectory},
		{"-o", false, missingOutputFormat + formats},
		{"-MTA", false, "Parameter -MTA is not supported on this platform."},
		{"-SettingsFile", false, missingSettingsFile},
	}
	for _, c := range cases {
		_, err := ParseCommandLine(strings.Fields(c.words), t.TempDir(), c.terminal)
		if err == nil || err.Error() != c.message {
			t.Errorf("%q: got %v, want %q", c.words, err, c.message)
		}
	}
}
