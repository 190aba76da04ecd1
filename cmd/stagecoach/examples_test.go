package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const examples = "../../examples"

// labTime is what the runbook may compute in the lab, once built.
const labTime = 5 * time.Second

// TestExamples runs or loads every file of examples, so that none can rot.
func TestExamples(t *testing.T) {
	entries, err := os.ReadDir(examples)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		file, err := filepath.Abs(filepath.Join(examples, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(entry.Name(), func(t *testing.T) {
			switch filepath.Ext(file) {
			case ".ps1":
				runExample(t, file)
			case ".csv":
				loadCSV(t, file)
			case ".toml": // the defaults, so that nothing happens
				if _, errs, exit := runPiped(t, t.TempDir(), "", "-NoProfile", "-SettingsFile", file, "-Command", "1"); exit != 0 || errs != "" {
					t.Errorf("exit code %d: %s", exit, errs)
				}
			default:
				t.Errorf("no test runs or loads %s", file)
			}
		})
	}
}

// runExample runs a script in the lab, and looks that nothing is left behind.
func runExample(t *testing.T, file string) {
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	start := time.Now()
	out, errs, state := runToEnd(t, t.TempDir(), t.TempDir(), "", "-NoProfile", "-Lab", file)
	if !state.Success() || errs != "" {
		t.Fatalf("%v:\n%s\n%s", state, out, errs)
	}
	t.Logf("it took %v", time.Since(start))
	if took := processorTime(state); took > labTime {
		t.Errorf("it computed for %v", took)
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for _, want := range runbookSays[filepath.Base(file)] {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// runbookSays is what the runbooks print, in the article's words.
var runbookSays = map[string][]string{
	"imap-migration.ps1": {
		"EndpointType                  : IMAP",
		"RemoteServer                  : imap.contoso.com",
		"MaxConcurrentMigrations       : 50",
		"MaxConcurrentIncrementalSyncs : 25",
		"Status : Syncing",
		"terrya@contoso.edu",
		"annb@contoso.edu",
		"paulc@contoso.edu",
		"IMAPBatch1 is removed.",
	},
}

// loadCSV makes a batch of a CSV file.
func loadCSV(t *testing.T, file string) {
	const script = `$null = New-MigrationEndpoint -IMAP -Name E -RemoteServer imap.contoso.com -Port 993 -Security Ssl
$b = New-MigrationBatch -Name B -SourceEndpoint E -CSVData ([System.IO.File]::ReadAllBytes($args[0]))
"$($b.TotalCount) users, $(@($b.ValidationWarnings).Count) warnings"`
	folder := t.TempDir()
	write(t, filepath.Join(folder, "load.ps1"), script)
	out, errs, exit := runPiped(t, folder, "", "-NoProfile", "-Lab", "load.ps1", file)
	if exit != 0 || errs != "" || out != "3 users, 0 warnings\n" {
		t.Errorf("exit code %d: %s%s", exit, out, errs)
	}
}
