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

// Each input is entered at a prompt behind those before it.
func TestHistory(t *testing.T) {
	sink := &shelltest.Texts{Fault: shelltest.FaultByID}
	s := eval.New(eval.Options{Commands: builtin.Cmdlets(format.New(format.Config{})), Out: sink})
	sink.Invoker = s
	for _, c := range []struct{ input, want string }{
		{"'one'", "one"},
		{"'two'", "two"},
		{"throw 'x'", "ERROR x"},
		{"Get-History | ForEach-Object { \"$($_.Id) $_ $($_.ExecutionStatus)\" }", "1 'one' Completed|2 'two' Completed|3 throw 'x' Failed"},
		{"(Get-History -Id 2 -Count 2).CommandLine", "'one'|'two'"},
		{"Get-History 1, 99", "'one'|ERROR GetHistoryNoHistoryForId,Microsoft.PowerShell.Commands.GetHistoryCommand"},
		{"Get-History 1, 2 -Count 1", "ERROR GetHistoryNoCountWithMultipleIds,Microsoft.PowerShell.Commands.GetHistoryCommand"},
		{"Invoke-History 2", "two"},
		{"Invoke-History", "two"},
		{"Invoke-History \"'o\"", "one"},
		{"(Get-History -Count 3).CommandLine", "'two'|'two'|'one'"},
		{"Invoke-History nothing", "ERROR InvokeHistoryNoHistoryForCommandline,Microsoft.PowerShell.Commands.InvokeHistoryCommand"},
		{"Invoke-History 0", "ERROR InvokeHistoryInvalidIdGetHistory,Microsoft.PowerShell.Commands.InvokeHistoryCommand"},
		{"Get-History 1, 2 | Invoke-History", "ERROR InvokeHistoryMultipleCommandsError,Microsoft.PowerShell.Commands.InvokeHistoryCommand"},
		{"1 | Add-History", "ERROR AddHistoryInvalidInput,Microsoft.PowerShell.Commands.AddHistoryCommand"},
		{"(Get-History 1 | Add-History -Passthru).Id", "17"},
		{"Clear-History -CommandLine '*two*' -Count 1; (Get-History -Count 4096).Id[0..2]", "1|3|4"},
		{"Clear-History -Id 3, 4; (Get-History).Id[0..2]", "1|5|6"},
		{"Clear-History -Count 2 -Newest; (Get-History).Id[-1]", "17"},
		{"Clear-History; @(Get-History).Count", "0"},
		{"(Get-History).CommandLine", "Clear-History; @(Get-History).Count"},
		{"(Get-History)[0].Duration.GetType().Name", "TimeSpan"},
		{"$MaximumHistoryCount = 1", ""},
		{"@(Get-History).Count", "1"},
	} {
		sink.Lines = nil
		s.RunText(context.Background(), c.input, eval.RunOptions{History: true, Text: c.input})
		if got := strings.Join(sink.Lines, "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.input, got, c.want)
		}
	}
}
