package builtin_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"testing"
	"time"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// What a session did many times leaves nothing behind: when it is closed there are as many goroutines and open files
// as there were before it.
func TestSessionsLeaveNothingBehind(t *testing.T) {
	run := func(script string, times int) {
		out := shelltest.Texts{Fault: shelltest.Marked}
		s := eval.New(eval.Options{Out: &out, Location: t.TempDir(), Commands: append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...)})
		out.Invoker = s
		s.RunText(context.Background(), fmt.Sprintf("foreach ($round in 1..%d) { try { %s } catch { } }; \"ran $round\"", times, script), eval.RunOptions{})
		if n := len(out.Lines); n == 0 || out.Lines[n-1] != fmt.Sprint("ran ", times) || slices.Contains(out.Lines, "!CommandNotFoundException") {
			t.Errorf("%s: %q", script, out.Lines)
		}
		if err := s.Close(context.Background()); err != nil {
			t.Errorf("%s: %v", script, err)
		}
	}
	for _, script := range []string{
		`1..20 | ForEach-Object { $_ } | Select-Object -First 2`,
		`1..5 | ForEach-Object { if ($_ -eq 3) { throw 'x' } } 2>&1 | Out-Null`,
		`try { 1..5 | ForEach-Object { Write-Error e -ErrorAction Stop } } catch { }`,
		`$p = { process { $_ } }.GetSteppablePipeline(); $p.Begin($true); $p.Process(1); $p.Dispose()`,
		`Start-ThreadJob { 1 } | Receive-Job -Wait -AutoRemoveJob`,
		`$j = Start-Job { while ($true) { } }; Stop-Job $j; Remove-Job $j`,
		`$j = Start-ThreadJob { Start-Sleep 600 }; Remove-Job $j -Force`,
		`1..3 | ForEach-Object -Parallel { $_ } -ThrottleLimit 2`,
		`1..3 | ForEach-Object -Parallel { throw 'x' } -ThrottleLimit 2 2>$null`,
		`$p = [powershell]::Create().AddScript('1'); $p.Invoke(); $p.Dispose()`,
		`$p = [powershell]::Create().AddScript('while (1) { }'); $a = $p.BeginInvoke(); $p.Stop(); $p.Dispose()`,
		`$r = [runspacefactory]::CreateRunspace(); $r.Open(); $r.Close()`,
		`$t = [Timers.Timer]::new(1); $s = Register-ObjectEvent $t Elapsed -SourceIdentifier T -Action { }; $t.Start(); Unregister-Event T; $t.Dispose()`,
		`$w = [IO.FileSystemWatcher]::new("$pwd"); $w.EnableRaisingEvents = $true; $w.Dispose()`,
		`$null = New-Event E; Wait-Event E | Remove-Event; Wait-Event E -Timeout 0`,
		`$null = [Threading.Tasks.Task]::Delay(-1)`,
		`$null = 'a' | sh -c 'cat; exit 3'; sh -c 'echo x >&2' 2>&1 | Out-Null`,
		`[IO.File]::WriteAllText("$pwd/f", 'x'); $f = [IO.File]::OpenRead("$pwd/f"); $f.Dispose(); [IO.File]::ReadAllText("$pwd/f")`,
		`$p = [Diagnostics.Process]::Start('true'); $p.WaitForExit(); $p.Dispose()`,
		`'(a+)+$' -match 'aaab'; 'x' -replace '(x)', { $_.Value }`,
	} {
		t.Run(script, func(t *testing.T) {
			run(script, 1) // what is made once stays
			goroutines, files := runtime.NumGoroutine(), openFiles(t)
			run(script, 100)
			if left := settled(goroutines); left > goroutines {
				t.Errorf("%d goroutines instead of %d:\n%s", left, goroutines, stacks())
			}
			if left := openFiles(t); left > files {
				t.Errorf("%d open files instead of %d", left, files)
			}
		})
	}
}

// settled waits until no more goroutines are left than there were, and gives up when nobody would call it ending any more.
func settled(most int) (left int) {
	for given := time.Now().Add(30 * time.Second); time.Now().Before(given); runtime.Gosched() {
		if left = runtime.NumGoroutine(); left <= most {
			break
		}
	}
	return left
}

func openFiles(t *testing.T) int {
	t.Helper()
	runtime.GC() // files that nobody holds are closed by it
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func stacks() string {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1)
	return b.String()
}
