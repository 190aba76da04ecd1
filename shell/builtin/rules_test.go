package builtin_test

import (
	"context"
	"strings"
	"testing"

	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// rule is one of the language's rules: a script and what it writes, joined by blanks.
type rule struct{ name, script, want string }

func checkRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, c := range rules {
		t.Run(c.name, func(t *testing.T) {
			out := shelltest.Texts{Fault: shelltest.FaultByID}
			s := eval.New(eval.Options{Out: &out, Commands: builtin.Cmdlets(format.New(format.Config{}))})
			s.RunText(context.Background(), c.script, eval.RunOptions{Script: true})
			if got := strings.Join(out.Lines, " "); got != c.want {
				t.Errorf("%s\n got %q\nwant %q", c.script, got, c.want)
			}
		})
	}
}

// Where an error is kept, and what it is on its way up: PowerShell's
// ExceptionHandlingOps and CommandProcessorBase.
func TestErrorRules(t *testing.T) {
	checkRules(t, []rule{
		{"an error out of a cmdlet's block is the cmdlet's", `try { 1 | ForEach-Object { 1/0 } } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Activity }`,
			"RuntimeException,Microsoft.PowerShell.Commands.ForEachObjectCommand ForEach-Object"},
		{"what is thrown stays as it is", `try { 1 | ForEach-Object { throw 'x' } } catch { $_.FullyQualifiedErrorId }`, "x"},
		{"a caught error is in $Error once", `function g { if ($true) { throw 'x' } }; try { g } catch { }; $Error.Count`, "1"},
		{"thrown again after another error it is there again", `try { try { throw 'a' } catch { try { throw 'b' } catch { }; throw } } catch { }; $Error | ForEach-Object { "$_" }`, "a b a"},
		{"Ignore keeps a statement's error in $Error", `$ErrorActionPreference = 'Ignore'; 1/0; $Error.Count`, "1"},
		{"an exception wrapped on its way is kept by itself", `class C { C([string]$s) { throw "no $s" } }; try { [C]'x' } catch { }; $Error.Count`, "2"},
		{"a stop fills -ErrorVariable at every step", `function f { [CmdletBinding()] param() Write-Error a }; try { f -ErrorAction Stop -ErrorVariable ev } catch { }; $ev | ForEach-Object { $_.GetType().Name }`,
			"ActionPreferenceStopException ErrorRecord ActionPreferenceStopException"},
		{"a typed catch of a stop shows the exception's own record", `try { Write-Error -Exception ([System.Management.Automation.ItemNotFoundException]::new('m')) -ErrorAction Stop } catch [System.Management.Automation.ItemNotFoundException] { "$($_.InvocationInfo.MyCommand)|$($_.Exception.Message)" }`, "|m"},
		{"a trap that does not fit ends the block", `function t { trap [System.FormatException] { continue } 1/0; 'after' }; try { t; 'next' } catch { 'out' }`, "out"},
		{"return in a trap leaves the function", `function t { trap { 'trapped'; return 'r' } 1/0; 'after' }; t; 'on'`, "trapped r on"},
		{"a delegate's statement error is shown and it goes on", `[Array]::ForEach(@(1), [Action[int]] { param($x) 1/0; $global:went = 'on' }); $went`, "ERROR RuntimeException on"},
		{"a member's statement error ends it", `try { { 1/0; 'no' }.Invoke() } catch { 'up' }`, "up"},
		{"a function called by a member shows its own", `{ function q { 1/0; 'on' }; q }.Invoke()`, "ERROR RuntimeException on"},
		{"the most special catch wins", `try { [int]::Parse('x') } catch [System.FormatException] { 'format' } catch [System.SystemException] { 'system' } catch { 'all' }`, "format"},
		{"$_ shows the exception the clause was found for", `try { 1/0 } catch [System.DivideByZeroException] { $_.Exception.GetType().Name }; try { 1/0 } catch { $_.Exception.GetType().Name }`, "DivideByZeroException RuntimeException"},
	})
}

// What ended a run is in $Error beside the record of the statement that failed.
func TestEndOfRunIsKept(t *testing.T) {
	for _, c := range []struct {
		script string
		count  int
	}{
		{`$ErrorActionPreference = 'Stop'; 1/0`, 2},
		{`Write-Error a -ErrorAction Stop`, 2},
		{`throw 'x'`, 1},
		{`1/0`, 1},
	} {
		s := eval.New(eval.Options{Commands: builtin.Cmdlets(format.New(format.Config{}))})
		s.RunText(context.Background(), c.script, eval.RunOptions{Script: true})
		if got := len(s.Errors()); got != c.count {
			t.Errorf("%s: %d in $Error, want %d", c.script, got, c.count)
		}
	}
}

// What a property read by a dot gives: PowerShell's PSGetMemberBinder.
func TestMemberRules(t *testing.T) {
	checkRules(t, []rule{
		{"a getter that fails gives nothing", `class C { hidden [int]$n }; $o = [C]::new(); Update-TypeData -TypeName C -MemberName Bad -MemberType ScriptProperty -Value { throw 'no' }; "[$($o.Bad)]"; $Error.Count`, "[] 1"},
		{"accessors by name", `'abc'.get_Length(); @{ a = 1 }.get_Item('a')`, "3 1"},
		{"elements of a tuple and of XML", `[Tuple]::Create(10, 'x')[-1]; ([xml]'<r><a>1</a></r>')['r']['a'].InnerText`, "x 1"},
		{"Count of elements that have none", `(1..3).GetEnumerator().Count -join ','`, "1,1,1"},
		{"strict mode knows no Count of a number", `Set-StrictMode -Version 2; try { (5).Count } catch { $_.FullyQualifiedErrorId }`, "PropertyNotFoundStrict"},
		{"strict mode wants the property in each element", `Set-StrictMode -Version 2; try { @([pscustomobject]@{ a = 1 }, [pscustomobject]@{ b = 2 }).a } catch { $_.FullyQualifiedErrorId }`, "PropertyNotFoundStrict"},
	})
}

// A number that is an argument shows as it was written, wherever it is kept as it came.
func TestNumbersAsWritten(t *testing.T) {
	checkRules(t, []rule{
		{"an untyped parameter", `function f($x) { $x; $x + 1; "$x"; $x -eq 16; [int]$x }; f 0x10`, "0x10 17 0x10 True 16"},
		{"a typed parameter", `function f([int]$x, [string[]]$s) { $x; $s }; f 0x10 1kb`, "16 1kb"},
		{"what converts from text", `function f([version]$v) { "$v" }; f 1.10`, "1.10"},
		{"$args", `function f { $args[0]; $args[0].GetType().Name }; f 1.50`, "1.50 Double"},
		{"no number as written", `function f($x) { $x }; f 16`, "16"},
	})
}

// Whose name an error has that Write-Error writes.
func TestWriteErrorNames(t *testing.T) {
	checkRules(t, []rule{
		{"a function's", `function f { Write-Error e }; f`, "ERROR Microsoft.PowerShell.Commands.WriteErrorException,f"},
		{"a block has none", `& { Write-Error e }`, "ERROR Microsoft.PowerShell.Commands.WriteErrorException"},
	})
}

// The operators' less used forms.
func TestOperatorRules(t *testing.T) {
	checkRules(t, []rule{
		{"-is by a name that is none", `try { 'x' -is 'foo' } catch { "$_" }; 'x' -is 'string'`, `Cannot convert the "foo" value of type "System.String" to type "System.Type". True`},
		{"-split from the right", `('a1b2c3d' -split '\d', -2) -join '|'; ('abcabc' -split { $_ -eq 'b' }, -2) -join '|'`, "a1b2c|d abca|c"},
		{"-split with what options do not go together", `try { 'a' -split 'b', 0, 'simplematch,multiline' } catch { $_.FullyQualifiedErrorId }`, "InvalidSplitOptionCombination"},
		{"-split by nothing", `('abc' -split $null).Count; (-split '').Count`, "5 1"},
		{"-replace by a delegate", `'a1' -replace '\d', [System.Text.RegularExpressions.MatchEvaluator] { param($m) [int]$m.Value + 1 }`, "a2"},
		{"the value of a typed assignment", `([int]$x = '5').GetType().Name; ([bool]$b = 42)`, "Int32 True"},
		{"a wildcard pattern by itself", `[WildcardPattern]::Escape('a[1]*'); [WildcardPattern]::new('A*', 'IgnoreCase').IsMatch('abc')`, "a`[1`]`* True"},
	})
}

// What the streams of a pipeline's commands reach.
func TestStreamRules(t *testing.T) {
	checkRules(t, []rule{
		{"only the last command's errors reach the variable around", `function a { [CmdletBinding()] param() Write-Error a; 1 }; function b { [CmdletBinding()] param([Parameter(ValueFromPipeline)]$i) process { Write-Error b } }; function c { [CmdletBinding()] param() a | b }; c -ErrorVariable ev 2>$null; $ev | ForEach-Object { "$_" }`, "b"},
		{"clean runs when another block did", `function a { clean { $global:c = 'ran' } }; a; "[$c]"; function b { end { } clean { $global:c = 'ran' } }; b; "[$c]"`, "[] [ran]"},
	})
}

// What the binder refuses, and what it gives.
func TestBindingRules(t *testing.T) {
	checkRules(t, []rule{
		{"validations come before the check for empty", `function f { param([Parameter(Mandatory)][ValidateNotNullOrEmpty()][string]$A) }; try { f -A '' } catch { $_.FullyQualifiedErrorId }; function g { param([Parameter(Mandatory)][string]$A) }; try { g -A $null } catch { $_.FullyQualifiedErrorId }`,
			"ParameterArgumentValidationError,f ParameterArgumentValidationErrorEmptyStringNotAllowed,g"},
		{"an empty list", `function f { param([Parameter(Mandatory)][System.Collections.Generic.List[int]]$A) }; try { f -A @() } catch { $_.FullyQualifiedErrorId }`, "ParameterArgumentValidationErrorEmptyCollectionNotAllowed,f"},
		{"a reference is wanted", `function f { param([ref]$r) $r.Value = 5 }; $v = 1; f ([ref]$v); $v; try { f $v } catch { "$_" }`, "5 Cannot process argument transformation on parameter 'r'. Reference type is expected in argument."},
		{"what a function says it gives", `function f { [OutputType([int], [string])] param() 1 }; (Get-Command f).OutputType.Name`, "System.Int32 System.String"},
		{"what is left is a list", `function f { param($a, [Parameter(ValueFromRemainingArguments)]$r) $r.GetType().Name }; f 1 2 3; f 1 @(2, 3)`, "List`1 Object[]"},
		{"the ends of a range are no numbers of the language", `try { 1..'x' } catch { $_.FullyQualifiedErrorId }; 1..3.7 -join ','`, "System.FormatException 1,2,3,4"},
	})
}
