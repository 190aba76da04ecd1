package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestMigrationCmdlets gives every parameter of the cmdlets of migration, mailboxes and connections in the
// lab, and compares what the script then sees of endpoints, batches, users and mailboxes.
func TestMigrationCmdlets(t *testing.T) {
	script, err := filepath.Abs(filepath.Join("testdata", "cmdlets", "migration.ps1"))
	if err != nil {
		t.Fatal(err)
	}
	out, errs, exit := runPiped(t, t.TempDir(), "", "-NoProfile", "-Lab", script)
	if exit != 0 || errs != "" {
		t.Errorf("exit code %d: %s", exit, errs)
	}
	want := strings.Split(readGolden(t, "migration.out"), "\n")
	got := strings.Split(strings.ReplaceAll(out, "\r\n", "\n"), "\n")
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Fatalf("from line %d it says\n%s\nnot\n%s", i+1, strings.Join(got[min(i, len(got)):], "\n"), strings.Join(want[min(i, len(want)):], "\n"))
		}
	}
}

func readGolden(t *testing.T, name string) string {
	t.Helper()
	return string(readFile(t, filepath.Join("testdata", "cmdlets", name)))
}

// TestClearHost: home, the screen, what was scrolled away.
func TestClearHost(t *testing.T) {
	out, errs, exit := runPiped(t, t.TempDir(), "", "-NoProfile", "-Command", "Clear-Host; 'x'")
	if want := "\x1b[H\x1b[2J\x1b[3Jx"; strings.TrimSpace(out) != want || errs != "" || exit != 0 {
		t.Errorf("exit code %d, %q and %q, not %q", exit, out, errs, want)
	}
}
