//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"stagecoach/shell/shelltest"
)

// TestSignalsLeaveNothingBehind stops a script in the lab and looks at what it leaves.
func TestSignalsLeaveNothingBehind(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			heeded(t, signal)
			scratch, folder := t.TempDir(), t.TempDir()
			t.Setenv("TMPDIR", scratch)
			write(t, filepath.Join(folder, "wait.ps1"), "$null = Get-Mailbox; 'at work'; Start-Sleep 60; 'not reached'")
			command := shelltest.Child(filepath.Join(t.TempDir(), "report"), "-NoProfile", "-Lab", "wait.ps1")
			command.Dir = folder
			command.SysProcAttr = noTerminal()
			out, err := command.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			stop := context.AfterFunc(deadline(t, time.Minute), func() { _ = command.Process.Kill() })
			defer stop()
			lines := bufio.NewScanner(out)
			if !lines.Scan() || lines.Text() != "at work" {
				t.Fatalf("it says %q, %v", lines.Text(), lines.Err())
			}
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			for lines.Scan() {
				if strings.Contains(lines.Text(), "not reached") {
					t.Error("the script went on")
				}
			}
			if by := endedBy(command.Wait()); by != signal {
				t.Errorf("ended by %v", by)
			}
			if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// heeded has the programs that the test starts not ignore a signal, as this one may: what is handled here is at its
// default there.
func heeded(t *testing.T, by os.Signal) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, by)
	t.Cleanup(func() { signal.Stop(c) })
}

// TestIgnoredSignalsStayIgnored starts a script as nohup does, and hangs up on it.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	signal.Ignore(syscall.SIGHUP)
	defer signal.Reset(syscall.SIGHUP)
	command := shelltest.Child(filepath.Join(t.TempDir(), "report"), "-NoProfile", "-Command", "'at work'; $null = [Console]::In.ReadLine(); 'went on'")
	command.SysProcAttr = noTerminal()
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "at work" {
		t.Fatalf("it says %q, %v", lines.Text(), lines.Err())
	}
	if err := command.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write([]byte("\n")); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || lines.Text() != "went on" {
		t.Errorf("it says %q, %v", lines.Text(), lines.Err())
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
}

func deadline(t *testing.T, after time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), after)
	t.Cleanup(cancel)
	return ctx
}

// endedBy is the signal that ended a process, 0 for none.
func endedBy(err error) syscall.Signal {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal()
	}
	return 0
}

// TestScriptWaitsForItsBatches: a script that starts a batch and ends waits for it, and fails
// when a user of it failed.
func TestScriptWaitsForItsBatches(t *testing.T) {
	const batch = `$null = New-MigrationEndpoint -IMAP -Name E -RemoteServer imap.contoso.com -Port 993 -Security Ssl
$csv = [System.Text.Encoding]::UTF8.GetBytes("EmailAddress,UserName,Password` + "`n" + `terrya@contoso.edu,terry.adams,PASSWORD")
$null = New-MigrationBatch -Name B -SourceEndpoint E -CSVData $csv -AutoStart
'started'`
	for name, c := range map[string]struct {
		password string
		detach   bool
		exit     int
	}{
		"done":     {"1091990", false, 0},
		"failed":   {"wrong", false, 1},
		"detached": {"wrong", true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			write(t, filepath.Join(folder, "b.ps1"), strings.ReplaceAll(batch, "PASSWORD", c.password))
			args := []string{"-NoProfile", "-Lab", "b.ps1"}
			if c.detach {
				args = append([]string{"-Detach"}, args...)
			}
			out, errs, exit := runPiped(t, folder, "", args...)
			if out != "started\n" || exit != c.exit {
				t.Errorf("exit code %d: %s%s", exit, out, errs)
			}
		})
	}
}

// TestServeUntilTold: the service works until a signal, and ends well.
func TestServeUntilTold(t *testing.T) {
	home := t.TempDir()
	command := shelltest.Child(filepath.Join(home, "report"), "serve")
	command.Env = append(environment(home), command.Env[len(command.Env)-1])
	says, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	stop := context.AfterFunc(deadline(t, time.Minute), func() { _ = command.Process.Kill() })
	defer stop()
	lines := bufio.NewScanner(says)
	if !lines.Scan() || !strings.Contains(lines.Text(), "at work on "+home) {
		t.Fatalf("it says %q, %v", lines.Text(), lines.Err())
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		t.Errorf("it says %q", lines.Text())
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
}

// TestStartIsQuick measures what a start costs that needs neither engine nor state, in the processor's time; the best
// of some runs is logged.
func TestStartIsQuick(t *testing.T) {
	best := time.Hour
	for range 10 {
		out, errs, state := runToEnd(t, t.TempDir(), t.TempDir(), "", "-NoProfile", "-Command", "1")
		if out != "1\n" || state.ExitCode() != 0 {
			t.Fatalf("%v: %s%s", state, out, errs)
		}
		best = min(best, processorTime(state))
	}
	t.Logf("the quickest start took %v", best)
	if best > 300*time.Millisecond {
		t.Errorf("the quickest of ten starts took %v", best)
	}
}
