package builtin_test

import (
	"context"
	"testing"
	"time"

	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// A cancelled context stops whatever runs, within a tenth of a second on a quiet machine. Each script would go on for
// hours or for ever, so that one that is not stopped cannot be missed; how long stopping takes is counted in the
// processor's time, of which a busy machine takes no more than a quiet one.
func TestCancelStopsEverything(t *testing.T) {
	const bound = 3 * time.Second
	for _, c := range []struct{ name, script string }{
		{"while", `while ($true) { }`},
		{"for", `for (;;) { $i++ }`},
		{"do", `do { } until ($false)`},
		{"foreach over a range", `foreach ($i in 1..2000000000) { }`},
		{"a pipeline", `1..2000000000 | ForEach-Object { $_ }`},
		{"a pipeline that keeps nothing", `1..2000000000 | Where-Object { $false }`},
		{"an array of a range", `$a = 1..2000000000`},
		{"Where", `(1..3000000).Where({ $true }).Where({ $true }).ForEach({ while ($true) { } })`},
		{"a switch", `switch (1..2000000000) { default { } }`},
		{"sleep", `[System.Threading.Thread]::Sleep(-1)`},
		{"a regular expression", `('a' * 50 + '!') -match '^(a+)+$'`},
		{"a replacement", `('a' * 50 + '!') -replace '^(a+)+$', 'b'`},
		{"a method of a class", `class C { [void] M() { while ($true) { } } }; [C]::new().M()`},
		{"a block that nobody can catch", `function f { try { while ($true) { } } catch { 'no' } }; try { f } catch { 'no' }`},
		{"a getter", `$o = [pscustomobject]@{}; Update-TypeData -TypeName System.Int32 -MemberName Slow -MemberType ScriptProperty -Value { while ($true) { } } -Force; (1).Slow`},
		{"a delegate", `[Array]::ForEach(@(1), [Action[int]] { while ($true) { } })`},
		{"a recursion", `function f { f; f }; while ($true) { try { f } catch { } }`},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			s := eval.New(eval.Options{Commands: builtin.Cmdlets(format.New(format.Config{}))})
			var at time.Duration
			time.AfterFunc(50*time.Millisecond, func() {
				at = shelltest.ProcessorTime()
				cancel()
			})
			r := s.RunText(ctx, c.script, eval.RunOptions{Script: true})
			if took := shelltest.ProcessorTime() - at; !r.Stopped || took > bound {
				t.Errorf("stopped %v, after the cancel it computed for %v: %v", r.Stopped, took, r.Err)
			}
		})
	}
}
