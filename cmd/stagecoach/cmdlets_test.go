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
