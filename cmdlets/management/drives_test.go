package management_test

import (
	"context"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// recorder keeps the texts of what a script writes, and its errors by id and message.
type recorder struct {
	eval.Discard
	lines []string
}

func (r *recorder) Object(v any) error {
	r.lines = append(r.lines, object.Text(nil, v))
	return nil
}

func (r *recorder) Error(e *object.ErrorRecord) error {
	id, _, _ := strings.Cut(e.FullyQualifiedErrorID(), ",")
	r.lines = append(r.lines, "ERROR "+id+": "+e.Exception.Message)
	return nil
}

func TestDrives(t *testing.T) {
	t.Setenv("SC_ITEM", "text")
	for _, c := range []struct{ script, want string }{
		{`$i = Get-Item env:SC_ITEM; $i.GetType().FullName; $i.Name; $i.Value; $i.PSPath; "$($i.PSDrive)"; $i.PSProvider.Name; $i.PSIsContainer`,
			"System.Collections.DictionaryEntry SC_ITEM text Microsoft.PowerShell.Core\\Environment::SC_ITEM Env Environment False"},
		{`(Get-Item Environment::SC_ITEM).Value; Test-Path Microsoft.PowerShell.Core\Environment::SC_ITEM`, "text True"},
		{`$v = 7; $i = Get-Item variable:v; $i.GetType().Name; $i.Value; $i.PSPath`, "PSVariable 7 Microsoft.PowerShell.Core\\Variable::v"},
		{`function f1 { 'body' }; $i = Get-Item function:f1; $i.GetType().Name; $i.PSDrive.Name; & $i`, "FunctionInfo Function body"},
		{`Set-Alias zz Get-Date; $i = Get-ChildItem alias:zz; $i.GetType().Name; $i.Definition; (Get-Alias zz).PSPath -eq $null`, "AliasInfo Get-Date True"},
		{`Get-Item env:SC_NONE`, "ERROR PathNotFound: Cannot find path 'Env:/SC_NONE' because it does not exist."},
		{`Get-ChildItem env:SC_NONE`, "ERROR PathNotFound: Cannot find path 'SC_NONE' because it does not exist."},
		{`Remove-Item variable:none`, "ERROR PathNotFound: Cannot find path 'Variable:/none' because it does not exist."},
		{`Get-Item env:SC_NO*; Test-Path env:SC_NO*; Test-Path env:SC_IT*; Test-Path env:SC_ITEM -PathType Container; Test-Path env: -PathType Container`, "False True False True"},
		{`Get-ChildItem env:SC_* -Name`, "SC_ITEM"},
		{`$a = 1; New-Item variable:a -Value 2; $a; (New-Item variable:a -Value 2 -Force).Value; $a`, "ERROR Argument: The item at path 'a' already exists. 1 2 2"},
		{`Set-Item variable:n 5; $n; Remove-Item variable:n; Test-Path variable:n`, "5 False"},
		{`Set-Item function:g { 'from g' }; g; Remove-Item function:g; Test-Path function:g`, "from g False"},
		{`Set-Item alias:yy Write-Output; yy 3; Remove-Item alias:yy; Test-Path alias:yy`, "3 False"},
		{`$l = 1, 2, 3; Get-Content variable:l; Get-Content variable:l -Tail 1`, "1 2 3 3"},
		{`Set-Content variable:s one; $s; 'a', 'b' | Set-Content variable:s; $s.Count; Add-Content variable:s c; "$s"`, "one 2 a b c"},
		{`Set-Content env:SC_SET x; $env:SC_SET; Set-Content env:SC_SET ''; Test-Path env:SC_SET`, "x False"},
		{`Set-Variable r 1 -Option ReadOnly; Remove-Item variable:r; $r; Remove-Item variable:r -Force; Test-Path variable:r`,
			"ERROR VariableNotRemovable: Cannot remove variable r because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option. 1 False"},
		{`function ro {1}; $function:ro = { 2 }; ro; ${function:none} -eq $null; ${variable:none} -eq $null`, "2 True True"},
		{`Set-Item ./file 1`, "ERROR NotSupported: Provider operation stopped because the provider does not support this operation."},
	} {
		t.Run(c.script, func(t *testing.T) {
			var out recorder
			s := eval.New(eval.Options{Out: &out, Location: t.TempDir(), Commands: append(builtin.Cmdlets(format.New(format.Config{})), management.Cmdlets()...)})
			s.RunText(context.Background(), c.script, eval.RunOptions{})
			if got := strings.Join(out.lines, " "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
