package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStateVerbs copies a state, loses a mailbox, brings it back and changes the key, all by the command line.
func TestStateVerbs(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	run := func(exit int, args ...string) (out, errs string) {
		t.Helper()
		out, errs, got := runPipedAt(t, home, folder, "", args...)
		if got != exit {
			t.Errorf("%q: exit code %d, want %d: %s%s", args, got, exit, out, errs)
		}
		return out, errs
	}
	script := func(text string) string {
		t.Helper()
		out, _ := run(0, "-NoProfile", "-Command", text)
		return strings.TrimSpace(out)
	}
	const names = "(Get-Mailbox | Sort-Object Name | ForEach-Object PrimarySmtpAddress) -join ','"
	for _, name := range []string{"annb", "terrya"} {
		script("New-Mailbox -Name " + name + " -PrimarySmtpAddress " + name + "@contoso.edu -Password (ConvertTo-SecureString 'secret-of-" + name + "' -AsPlainText -Force) | Out-Null")
	}
	if got := script(names); got != "annb@contoso.edu,terrya@contoso.edu" {
		t.Fatalf("made: %q", got)
	}
	run(0, "state", "backup", "copy.db")
	copied := readFile(t, filepath.Join(folder, "copy.db"))
	if bytes.Contains(copied, []byte("secret-of-annb")) || !bytes.Contains(copied, []byte("annb@contoso.edu")) {
		t.Error("the copy is not the state, or has a password in the clear")
	}
	script("Remove-Mailbox terrya -Confirm:$false")
	if got := script(names); got != "annb@contoso.edu" {
		t.Fatalf("after the removal: %q", got)
	}
	for what, args := range map[string][]string{"a file that is not there": {"state", "restore", "none.db"}, "a file that is no state": {"state", "restore", "noise.db"}} {
		write(t, filepath.Join(folder, "noise.db"), strings.Repeat("noise ", 1000))
		if _, errs := run(1, args...); errs == "" {
			t.Errorf("%s: nothing was said", what)
		}
		if got := script(names); got != "annb@contoso.edu" {
			t.Errorf("%s changed the state: %q", what, got)
		}
	}
	run(0, "state", "restore", "copy.db")
	if got := script(names); got != "annb@contoso.edu,terrya@contoso.edu" {
		t.Errorf("after the return: %q", got)
	}
	before := keysOf(t, home)
	run(0, "state", "rotate-key")
	if after := keysOf(t, home); after == before || after == "" {
		t.Error("the key is the same")
	}
	if got := script(names); got != "annb@contoso.edu,terrya@contoso.edu" {
		t.Errorf("under the new key: %q", got)
	}
	for _, args := range [][]string{{"state"}, {"state", "restore"}, {"state", "rotate-key", "x"}, {"state", "burn", "x"}} {
		if _, errs := run(64, args...); !strings.Contains(errs, "Usage: stagecoach state") {
			t.Errorf("%q: %q", args, errs)
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// keysOf is what lies in the home's key files.
func keysOf(t *testing.T, home string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(filepath.Base(path), "key") {
			all.Write(readFile(t, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
