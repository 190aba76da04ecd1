package builtin_test

import (
	"os"
	"path/filepath"
	"testing"
)

// What a script sets and sees of its jobs. The jobs' names and texts are PowerShell's.
func TestJobs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "job.ps1")
	if err := os.WriteFile(file, []byte("param($a) \"file $a\""), 0o600); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		`$j = Start-Job -Name n -ScriptBlock { param($a) "$a,$b" } -ArgumentList 1 -InitializationScript { $b = 2 }; $null = Wait-Job $j; Receive-Job $j; $j.Name`:                                                                                                       "1,2|n",
		`$null = Start-Job -Name n { 'a' }; $null = Wait-Job -Name n -Timeout 60; Receive-Job -Name n -Keep; Receive-Job -Name n; @(Receive-Job -Name n).Count`:                                                                                                          "a|a|0",
		`$j = Start-Job { @($input).Count } -InputObject 7; Receive-Job $j -Wait -AutoRemoveJob; @(Get-Job).Count`:                                                                                                                                                       "1|0",
		`$j = Start-Job -FilePath '` + file + `' -ArgumentList 3; Receive-Job $j -Wait`:                                                                                                                                                                                  "file 3",
		`$j = Start-ThreadJob -Name t -ScriptBlock { param($a) $a + 1 } -ArgumentList 1 -ThrottleLimit 2; Receive-Job $j -Wait; $j.Name; $j.PSJobTypeName`:                                                                                                               "2|t|ThreadJob",
		`$j = Start-ThreadJob { "$b $(@($input).Count)" } -InitializationScript { $b = 4 } -InputObject 1; Receive-Job $j -Wait`:                                                                                                                                         "4 1",
		`$a = Start-Job -Name a { }; $b = Start-Job -Name b { while ($true) { } }; $null = Wait-Job $a; (Get-Job -Id $a.Id).Name; (Get-Job -Name b).State; (Get-Job -State Completed).Name; (Stop-Job -Name b -PassThru).State; Remove-Job -Name a, b; @(Get-Job).Count`: "a|Running|a|Stopped|0",
		`$j = Start-Job { "$PWD" } -WorkingDirectory '` + filepath.Dir(file) + `'; Receive-Job $j -Wait`:                                                                                                                                                                 filepath.Dir(file),
		`$j = 1, 2 | Start-Job { "$input" }; Receive-Job $j -Wait`:                                                                                                                                                                                                       "1 2",
		`$j = Start-Job { throw 'bad' }; $null = Wait-Job $j; $j.State; try { Receive-Job $j -ErrorAction Stop } catch { "$_" }`:                                                                                                                                         "Failed|bad",
		`$x = 5; $j = Start-Job { $using:x; "<$x>" }; Receive-Job $j -Wait`:                                                                                                                                                                                              "5|<>",
		`Get-Job -Name none -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId; Get-Job -Id 77 -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId`:                                                                     "JobWithSpecifiedNameNotFound,Microsoft.PowerShell.Commands.GetJobCommand|JobWithSpecifiedSessionIdNotFound,Microsoft.PowerShell.Commands.GetJobCommand",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
