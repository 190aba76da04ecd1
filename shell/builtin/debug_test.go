package builtin_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// traced keeps what a script writes, and the lines of the debug stream as a terminal shows them.
type traced struct {
	eval.Discard
	inv   object.Invoker
	lines []string
}

func (k *traced) Object(v any) error {
	k.lines = append(k.lines, object.Text(k.inv, v))
	return nil
}

func (k *traced) Debug(text string) error {
	k.lines = append(k.lines, "DEBUG: "+text)
	return nil
}

func (k *traced) Error(r *object.ErrorRecord) error {
	k.lines = append(k.lines, "!"+r.ID)
	return nil
}

// The lines that Set-PSDebug makes; the first case is the one of PowerShell's reference.
func TestTrace(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"foreach", `Set-PSDebug -Trace 2; foreach ($i in 1..2) {$i}`, `
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ($i in  >>>> 1..2) {$i}
DEBUG:     ! SET $foreach = 'IEnumerator'.
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ( >>>> $i in 1..2) {$i}
DEBUG:     ! SET $i = '1'.
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ($i in 1..2) { >>>> $i}
1
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ( >>>> $i in 1..2) {$i}
DEBUG:     ! SET $i = '2'.
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ($i in 1..2) { >>>> $i}
2
DEBUG:    1+ Set-PSDebug -Trace 2; foreach ( >>>> $i in 1..2) {$i}
DEBUG:     ! SET $foreach = ''.`},
		{"calls", "function f($a) {\n  $b = $a + 1\n  return $b\n}\nSet-PSDebug -Trace 2\n1 | % { f $_ }\nSet-PSDebug -Off\n'off'", `
DEBUG:    6+  >>>> 1 | % { f $_ }
DEBUG:    6+ 1 | %  >>>> { f $_ }
DEBUG:     ! CALL function '<ScriptBlock>'
DEBUG:    6+ 1 | % {  >>>> f $_ }
DEBUG:    1+ function f($a)  >>>> {
DEBUG:     ! CALL function 'f'
DEBUG:    2+    >>>> $b = $a + 1
DEBUG:     ! SET $b = '2'.
DEBUG:    3+   return  >>>> $b
2
DEBUG:    4+  >>>> }
DEBUG:    6+ 1 | % { f $_  >>>> }
DEBUG:    7+  >>>> Set-PSDebug -Off
off`},
		{"level 1 has lines only", "Set-PSDebug -Trace 1\n$x = 1\nif ($x -eq 1) { 'yes' }\nSet-PSDebug -Trace 0\n'off'", `
DEBUG:    2+  >>>> $x = 1
DEBUG:    3+ if ( >>>> $x -eq 1) { 'yes' }
DEBUG:    3+ if ($x -eq 1) {  >>>> 'yes' }
yes
DEBUG:    4+  >>>> Set-PSDebug -Trace 0
off`},
		{"statements", "Set-PSDebug -Trace 2\nfor ($i = 0; $i -lt 1; $i++) { }\nswitch (5) { 4 { 1 } 5 { 'five' } }\n[int]$n = '7'\n$a, $b = 1, $null\ntry { throw 'x' } catch { 'c' } finally { 'f' }\n$null = 'no'\n'a' && 'b'\nwhile ($true) { break }\n$s = 'x' * 70", `
DEBUG:    2+ for ( >>>> $i = 0; $i -lt 1; $i++) { }
DEBUG:     ! SET $i = '0'.
DEBUG:    2+ for ($i = 0;  >>>> $i -lt 1; $i++) { }
DEBUG:    2+ for ($i = 0; $i -lt 1;  >>>> $i++) { }
DEBUG:     ! SET $i = '1'.
DEBUG:    2+ for ($i = 0;  >>>> $i -lt 1; $i++) { }
DEBUG:     ! SET $switch = 'IEnumerator'.
DEBUG:    3+ switch ( >>>> 5) { 4 { 1 } 5 { 'five' } }
DEBUG:    3+ switch (5) {  >>>> 4 { 1 } 5 { 'five' } }
DEBUG:    3+ switch (5) { 4 { 1 }  >>>> 5 { 'five' } }
DEBUG:    3+ switch (5) { 4 { 1 } 5 {  >>>> 'five' } }
five
DEBUG:    3+ switch ( >>>> 5) { 4 { 1 } 5 { 'five' } }
DEBUG:     ! SET $switch = ''.
DEBUG:    4+  >>>> [int]$n = '7'
DEBUG:     ! SET $n = '7'.
DEBUG:    5+  >>>> $a, $b = 1, $null
DEBUG:     ! SET $a = '1'.
DEBUG:     ! SET $b = ''.
DEBUG:    6+ try {  >>>> throw 'x' } catch { 'c' } finally { 'f' }
DEBUG:    6+ try { throw 'x' } catch {  >>>> 'c' } finally { 'f' }
c
DEBUG:    6+ try { throw 'x' } catch { 'c' } finally {  >>>> 'f' }
f
DEBUG:    7+  >>>> $null = 'no'
DEBUG:    8+  >>>> 'a' && 'b'
a
DEBUG:    8+ 'a' &&  >>>> 'b'
b
DEBUG:    9+ while ( >>>> $true) { break }
DEBUG:    9+ while ($true) {  >>>> break }
DEBUG:   10+  >>>> $s = 'x' * 70
DEBUG:     ! SET $s = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'.`},
		{"strict", "Set-PSDebug -Strict\ntry { $nothing } catch { $_.FullyQualifiedErrorId }\nSet-PSDebug -Strict:$false\n\"[$nothing]\"\nSet-PSDebug -Strict\nSet-PSDebug -Off\n\"[$nothing]\"", `
VariableIsUndefined
[]
[]`},
		{"stepping needs somebody to ask", "Set-PSDebug -Step\n'x'\nSet-PSDebug -Off", `
!InvalidOperation
!InvalidOperation`},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := &traced{}
			s := eval.New(eval.Options{Out: out, NonInteractive: true, Commands: builtin.Cmdlets(format.New(format.Config{}))})
			out.inv = s
			s.RunText(context.Background(), c.script, eval.RunOptions{})
			if got, want := strings.Join(out.lines, "\n"), strings.TrimPrefix(c.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Breakpoints: on lines, columns, commands and variables, with what their actions see.
func TestBreakpoints(t *testing.T) {
	const library = "$z = 1\nfunction bar {\n    param($q)\n    $z = $q\n    if ($z) { \"bar $z\" }\n}\n\nbar 7; $z\n"
	for _, c := range []struct{ name, script, want string }{
		{"lines", `$b = Set-PSBreakpoint -Script ./lib.ps1 -Line 1, 4, 7 -Action { $global:hits += "$($_.Line):$z " }; ./lib.ps1; $hits; $b.HitCount -join ' '`,
			`bar 7|1|1: 7:1 4:1 |1 1 1`},
		{"columns", `$b = Set-PSBreakpoint ./lib.ps1 5 15 -Action { $global:hits += 'x' }; ./lib.ps1; $hits; $b.HitCount; $b.Column; $b.GetType().Name`, `bar 7|1|x|1|15|LineBreakpoint`},
		{"commands", `$b = Set-PSBreakpoint -Command bar, Get-Dat* -Action { $global:hits += "$($_.Command) "; Get-Date | Out-Null }; ./lib.ps1; $null = Get-Date; $hits; $b[1].HitCount; "$($b[0])"`, `bar 7|1|bar Get-Dat* |1|Command breakpoint on 'bar'`},
		{"commands of a script", `function f { bar 1 }; function bar { }; $b = Set-PSBreakpoint -Script lib.ps1 -C bar -Action { }; f; $b.HitCount; $null = ./lib.ps1; $b.HitCount; "$b" -replace '.*lib', 'lib'`, `0|1|lib.ps1:bar'`},
		{"variables", `$r = Set-PSBreakpoint -Variable z -Mode Read -Action { }; $w = Set-PSBreakpoint -V z -Action { $global:before += "[$z]" }; $a = Set-PSBreakpoint -Variable z -Mode ReadWrite; $f = Set-PSBreakpoint -Script lib.ps1 -Variable z; $z = 0; ./lib.ps1; "$($r.HitCount) $($w.HitCount) $($a.HitCount) $($f.HitCount)"; $before; "$w"; $w.AccessMode; $w.Variable`,
			`bar 7|1|3 3 6 2|[][0][1]|Variable breakpoint on '$z' (Write access)|Write|z`},
		{"actions are nobody's business", `$b = Set-PSBreakpoint -Variable x -Action { 'out'; Write-Error e; 1/0; break }; foreach ($i in 1, 2) { $x = $i }; $x; $b.HitCount; $Error.Count`, `2|2|4`},
		{"the choice", `$l = Set-PSBreakpoint lib.ps1 1; $v = Set-PSBreakpoint -Variable a; $c = Set-PSBreakpoint -Command b; @(Get-PSBreakpoint).Count; (Get-PSBreakpoint -Type Line, Command).Count; (Get-PSBreakpoint -Id $v.Id).Variable; (Get-PSBreakpoint -Variable A).Variable; (Get-PSBreakpoint -Command B).Command; (Get-PSBreakpoint -Script ./lib.ps1).Line; $v | Disable-PSBreakpoint; $v.Enabled; $a = 1; $v.HitCount; Enable-PSBreakpoint -Id $v.Id -PassThru | % Enabled; Enable-PSBreakpoint -Breakpoint $v; (Disable-PSBreakpoint -Breakpoint $c -PassThru).Enabled; $a = 1; $v.HitCount; Remove-PSBreakpoint $l; Remove-PSBreakpoint -Id $c.Id -WhatIf; @(Get-PSBreakpoint).Count; Get-PSBreakpoint | Remove-PSBreakpoint; @(Get-PSBreakpoint).Count`,
			`3|2|a|a|b|1|False|0|True|False|1|2|0`},
		{"bad ones", `Set-PSBreakpoint none.ps1 1; Set-Content a.txt 1; Set-PSBreakpoint a.txt 1; Set-PSBreakpoint lib.ps1 0; Set-PSBreakpoint lib.ps1 1 0; Remove-PSBreakpoint -Id 999999; Enable-PSBreakpoint -Id 999999; Disable-PSBreakpoint -Id 999999; Set-PSBreakpoint . 1; @(Get-PSBreakpoint).Count`,
			`!PathNotFound|!NewPSBreakpoint:WrongExtension|!SetPSBreakpoint:LineLessThanOne|!ParameterArgumentValidationError|!PSBreakpoint:BreakpointIdNotFound|!PSBreakpoint:BreakpointIdNotFound|!PSBreakpoint:BreakpointIdNotFound|!NewPSBreakpoint:FileDoesNotExist|0`},
		{"views", `$b = Set-PSBreakpoint lib.ps1 1 -Action { x }; ($b | Format-List | Out-String).Trim() -replace 'ID .*: \d+\s*' -replace '\s+', ' ' -replace 'HERE\S*/', '' ; (($b | Format-Table -HideTableHeaders | Out-String).Trim() -replace '\s+', ' ') -replace '^\d+ '`,
			`Script : lib.ps1 Line : 1 Column : 0 Enabled : True HitCount : 0 Action : x|lib.ps1 1 x`},
	} {
		t.Run(c.name, func(t *testing.T) {
			here := t.TempDir()
			if err := os.WriteFile(filepath.Join(here, "lib.ps1"), []byte(library), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(hereIn(t, here, c.script), "|"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// hereIn runs a script in a folder, with the cmdlets of objects and files.
func hereIn(t *testing.T, folder, script string) []string {
	t.Helper()
	return strings.Split(runHere(t, "Set-Location '"+folder+"'; "+strings.ReplaceAll(script, "HERE", folder)), "|")
}
