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

// What scripts ask of the host, the call stack, the newest errors and the help of commands without any.
func TestHostAndErrors(t *testing.T) {
	sink := &shelltest.Texts{Fault: shelltest.FaultByID}
	s := eval.New(eval.Options{Commands: builtin.Cmdlets(format.New(format.Config{})), Out: sink})
	sink.Invoker = s
	for _, c := range []struct{ input, want string }{
		{"(Get-Host).Name; $Host.IsRunspacePushed; \"$($Host.PrivateData)\"", "ConsoleHost|False|Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy"},
		{"$r = $Host.UI.RawUI; \"$($r.WindowSize)\"; \"$($r.CursorPosition)\"; \"$($r.ForegroundColor)\"", "120,50|0,0|-1"},
		{"$Host.UI.RawUI.WindowTitle = 'mine'; (Get-Host).UI.RawUI.WindowTitle", "mine"},
		{"$Host.PrivateData.ErrorForegroundColor = 'Blue'; \"$($Host.PrivateData.ErrorForegroundColor) $($Host.PrivateData.FormatAccentColor)\"", "Blue Green"},
		{"$s = [System.Management.Automation.Host.Size]::new(3, 4); $s.Width = 5; \"$s\"; $Host.UI.RawUI.BufferSize = $s", "5,4|ERROR ExceptionWhenSetting"},
		{"$Host.UI.RawUI.LengthInBufferCells('a中')", "3"},
		{"function a { b 1 }; function b { param($n) Get-PSCallStack }; (a).ForEach({ \"$($_.Command) $($_.Arguments) $($_.Location)\" })", "b {n=1} <No file>|a {} <No file>|<ScriptBlock> {} <No file>"},
		{"$m = [regex]::Match('a1', '\\d'); $null -eq $m.ValueSpan; $m.Groups[0].GetType().Name; $m.Captures[0].GetType().Name", "True|Match|Match"},
		{"try { [int]'x' } catch { }; $e = Get-Error; $e.PSTypeNames[0]; $e.Exception.ErrorRecord.Exception.GetType().Name; $Error[0].PSTypeNames[0]",
			"System.Management.Automation.ErrorRecord#PSExtendedError|ParentContainsErrorRecordException|System.Management.Automation.ErrorRecord"},
		{"try { 1 / 0 } catch { }; (Get-Error -Newest 2).PSErrorIndex", "0|1"},
		{"Get-Error -Newest 0", "ERROR ParameterArgumentValidationError,Microsoft.PowerShell.Commands.GetErrorCommand"},
		{"$o = $e | Get-Error | Out-String; $o.Contains('System.Management.Automation.ParentContainsErrorRecordException'); (Get-Error -InputObject $e | Out-String) -eq $o", "True|True"},
		{"$ErrorView.GetType().FullName; \"$ErrorView\"", "System.Management.Automation.ErrorView|ConciseView"},
		{"Write-Error $e; Write-Error ([System.FormatException]::new('bad'))", "ERROR InvalidCastFromStringToInteger|ERROR System.FormatException"},
		{"function f { param([Parameter(Mandatory)][int[]]$Ids, [switch]$On) }; f -? | Out-String -Stream", "|NAME|    f|    |SYNTAX|    f [-Ids] <int[]> [-On] [<CommonParameters>]|    ||ALIASES|    None|    ||REMARKS|    None||"},
	} {
		sink.Lines = nil
		s.RunText(context.Background(), c.input, eval.RunOptions{Text: c.input})
		if got := strings.Join(sink.Lines, "|"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.input, got, c.want)
		}
	}
}
