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

func runScript(script string) string {
	out := shelltest.Texts{Fault: shelltest.Marked}
	s := eval.New(eval.Options{Out: &out, Commands: builtin.Cmdlets(format.New(format.Config{}))})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.Join(out.Lines, "|")
}

// The answers are those of PowerShell's own tests of the variable and alias cmdlets.
func TestVariableAndAliasCmdlets(t *testing.T) {
	for script, want := range map[string]string{
		`$v1 = 1; $v2 = 2; Clear-Variable v? -Exclude v2; "$v1-$v2"`:                                                                            "-2",
		`$v1 = 1; $v2 = 2; Clear-Variable v1, v2 -Include v2; "$v1-$v2"`:                                                                        "1-",
		`$v1 = 1; $v2 = 2; Remove-Variable v? -Exclude v2; "$v1-$v2"`:                                                                           "-2",
		`$v1 = 1; Remove-Variable v1 -WhatIf; $v1`:                                                                                              "1",
		`Set-Variable v1 1 -WhatIf; New-Variable v1 1 -WhatIf; $v1`:                                                                             "",
		`Set-Variable r 5 -Option ReadOnly; Clear-Variable r; Set-Variable r 6; Remove-Variable r; $r`:                                          "!VariableNotWritable|!VariableNotWritable|!VariableNotRemovable|5",
		`Set-Variable r 5 -Option ReadOnly; Set-Variable r 6 -Force; $r; (Get-Variable r).Options`:                                              "6|ReadOnly",
		`Set-Variable r 5 -Option ReadOnly; Clear-Variable r -Force; $null -eq $r; (Get-Variable r).Options`:                                    "True|ReadOnly",
		`New-Variable c 5 -Option Constant; Set-Variable c -Option None; Remove-Variable c -Force`:                                              "!VariableNotWritable|!VariableNotRemovable",
		`$n = 1; Set-Variable n -Option Constant; (Get-Variable n).Options`:                                                                     "!VariableCannotBeMadeConstant|None",
		`Set-Variable x; $null -eq (Get-Variable x -ValueOnly); Get-Variable none; Get-Variable none*`:                                          "True|!VariableNotFound",
		`Set-Alias a1 Get-Date -Description text; (Get-Alias a1).Description`:                                                                   "text",
		`function fx {}; Set-Alias a1 a2; Set-Alias a2 fx; (Get-Alias a1).DisplayName; (Get-Alias a1).Definition`:                               "a1 -> fx|a2",
		`Set-Alias a1 a2; Set-Alias a2 a1; $null -eq (Get-Alias a1).ResolvedCommand`:                                                            "True",
		`Set-Alias r Get-Date -Option ReadOnly; Remove-Alias r; Remove-Alias r -Force; Get-Alias r`:                                             "!AliasNotRemovable|!ItemNotFoundException",
		`Get-Alias -Definition Nothing; Get-Alias none*; Get-Alias echo -Scope 99; 1`:                                                           "!ItemNotFoundException|!ArgumentOutOfRange|1",
		`Set-Alias a1 Get-Date -WhatIf; Get-Alias a1`:                                                                                           "!ItemNotFoundException",
		`function f { Set-Alias mine Get-Date; Get-Alias -Scope 0 | ForEach-Object Name }; f`:                                                   "mine",
		`'int' -as [type]; 'nothing' -as [type]; [type] 'System.Collections.Hashtable'; try { [type] 'no' } catch { $_.FullyQualifiedErrorId }`: "int||hashtable|InvalidCastFromStringToType",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
