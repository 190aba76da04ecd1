package repl_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/repl"
)

// transcribe runs a script with a console and gives what was shown, errors last.
func transcribe(t *testing.T, folder, script string) string {
	t.Helper()
	var out, errs bytes.Buffer
	screen := repl.NewScreen(&out)
	host := repl.NewHost(repl.HostOptions{Screen: screen, Size: func() (int, int) { return 120, 40 }, Colour: true})
	system := format.New(format.Config{})
	console := repl.NewConsole(repl.ConsoleOptions{Host: host, Out: screen, Err: &errs, System: system})
	session := eval.New(eval.Options{Host: host, Out: console, Location: folder, Commands: builtin.Cmdlets(system)})
	console.Attach(session)
	session.RunText(context.Background(), script, eval.RunOptions{})
	session.Close(context.Background())
	return strings.ReplaceAll(out.String()+errs.String(), folder, "FOLDER")
}

// body is what stands between the head and the end of a transcript.
func body(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const line = "**********************\n"
	parts := strings.Split(string(b), line)
	if len(parts) < 5 || !strings.HasPrefix(parts[1], "PowerShell transcript start\nStart time: 2") || !strings.HasPrefix(parts[len(parts)-2], "PowerShell transcript end\nEnd time: 2") {
		t.Fatalf("%s is no whole transcript:\n%s", path, b)
	}
	return strings.Join(parts[2:len(parts)-2], line)
}

func TestTranscript(t *testing.T) {
	folder := t.TempDir()
	shown := transcribe(t, folder, `Start-Transcript t.txt -UseMinimalHeader; Write-Host red -ForegroundColor Red; Write-Warning careful; 1, 'two'
[pscustomobject] @{ a = 1 } | Format-Table; Write-Error bad; Stop-Transcript; 'after'`)
	if !strings.HasPrefix(shown, "Transcript started, output file is t.txt\n") || !strings.Contains(shown, "Transcript stopped, output file is FOLDER/t.txt\nafter\n") {
		t.Errorf("the console shows %s", shown)
	}
	want := "Transcript started, output file is t.txt\nred\nWARNING: careful\n1\ntwo\n\na\n-\n1\n\nWrite-Error: bad\n"
	if got := body(t, filepath.Join(folder, "t.txt")); got != want {
		t.Errorf("the transcript has\n%q\nnot\n%q", got, want)
	}
}

func TestTranscriptsInEachOther(t *testing.T) {
	folder := t.TempDir()
	transcribe(t, folder, `$null = Start-Transcript a.txt; 'one'; $null = Start-Transcript b.txt; 'two'; $null = Stop-Transcript; 'three'`)
	if got := body(t, filepath.Join(folder, "a.txt")); got != "one\ntwo\nthree\n" {
		t.Errorf("the outer one, which the session's end ended, has %q", got)
	}
	if got := body(t, filepath.Join(folder, "b.txt")); got != "two\n" {
		t.Errorf("the inner one has %q", got)
	}
	head, err := os.ReadFile(filepath.Join(folder, "a.txt"))
	if err != nil || !strings.Contains(string(head), "\nUsername: ") || !strings.Contains(string(head), "\nPSVersion: 7") {
		t.Errorf("the head is %s", head)
	}
}

func TestWhereTranscriptsGo(t *testing.T) {
	folder := t.TempDir()
	shown := transcribe(t, folder, `$global:Transcript = 'v.txt'; (Start-Transcript).Path; $null = Stop-Transcript; $global:Transcript = $null
(Start-Transcript -OutputDirectory out).Path -like '*/out/20*/PowerShell_transcript.*.txt'; $null = Stop-Transcript
'x' > old.txt; $null = Start-Transcript old.txt -Append -IncludeInvocationHeader; $null = Stop-Transcript; [IO.File]::ReadAllText("$pwd/old.txt").StartsWith("x")
[IO.File]::WriteAllText("$pwd/ro.txt", 'x'); [IO.File]::SetAttributes("$pwd/ro.txt", 'ReadOnly'); $null = Start-Transcript ro.txt -Force; $null = Stop-Transcript; [IO.File]::ReadAllText("$pwd/ro.txt").StartsWith("*****")
Start-Transcript w.txt -WhatIf; [IO.File]::Exists("$pwd/w.txt")`)
	for _, want := range []string{"v.txt\nTrue\nTrue\nTrue\n", `What if: Performing the operation "Start-Transcript" on target "FOLDER/w.txt".`, "False\n"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is missing in %s", want, shown)
		}
	}
}

func TestTranscriptErrors(t *testing.T) {
	folder := t.TempDir()
	shown := transcribe(t, folder, `try { Stop-Transcript } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
'x' > there.txt; try { Start-Transcript there.txt -NoClobber } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
try { Start-Transcript no/such/folder.txt } catch { $_.FullyQualifiedErrorId }
try { Start-Transcript . } catch { $_.Exception.Message }`)
	want := "InvalidOperation,Microsoft.PowerShell.Commands.StopTranscriptCommand\nAn error occurred stopping transcription: The host is not currently transcribing.\n" +
		"CannotStartTranscription,Microsoft.PowerShell.Commands.StartTranscriptCommand\nTranscription cannot be started due to the error: File FOLDER/there.txt already exists and NoClobber was specified.\n" +
		"CannotStartTranscription,Microsoft.PowerShell.Commands.StartTranscriptCommand\nTranscription cannot be started due to the error: File path FOLDER resolves to a directory.\n"
	if shown != want {
		t.Errorf("got\n%s\nnot\n%s", shown, want)
	}
}
