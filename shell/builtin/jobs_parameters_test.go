package builtin_test

import "testing"

// What each parameter of the jobs' cmdlets changes.
func TestJobParameters(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`$k = Start-ThreadJob { 1 }; $l = Start-ThreadJob { Start-Sleep 60 }; $r = @(Wait-Job $k, $l -Any); $r.Count; $r[0].Id -eq $k.Id; $l.State; Stop-Job $l; Wait-Job $l -Force -Timeout 5 | % State; $l.JobStateInfo.State`,
			`1|True|Running|Stopped|Stopped`},
		{`$j = 1, 2 | ForEach-Object -AsJob -Parallel { $_ * 2 } -ThrottleLimit 1; $j.PSJobTypeName; Wait-Job $j | % State; (Receive-Job $j) -join ' '; $j = 1 | ForEach-Object -Parallel { throw 'x' } -AsJob; (Wait-Job $j).State; $j = 1 | ForEach-Object -Parallel { 1 } -AsJob -TimeoutSeconds 1`,
			`PSTaskJob|Completed|2 4|Failed|!ParallelCannotUseTimeoutWithJob`},
		{`$a = 'x', 'y'; $h = @{ k = @(1, 2) }; 1 | ForEach-Object -Parallel { $using:a[1]; $using:h.k[1]; $using:a.Length; & { $using:a[0] } }; Start-Job { $using:a[-1] } | Receive-Job -Wait; $x = 5; 1 | ForEach-Object -Parallel { $x = 7; 1 | ForEach-Object -Parallel { $using:x }; $using:x }; Start-Job { $using:none }; 1 | ForEach-Object -Parallel { $using:none }`,
			`y|2|2|x|y|7|5|!UsingVariableIsUndefined|!UsingVariableIsUndefined`},
		{`1 | ForEach-Object -Parallel { throw 'x' }; 1 | ForEach-Object -Parallel { Write-Error e } 2>&1 | ForEach-Object FullyQualifiedErrorId; 1 | ForEach-Object -Parallel { 1 } -ErrorAction Stop; $b = { 1 }; 1 | ForEach-Object -Parallel { & $using:b }; $b | ForEach-Object -Parallel { 1 }; 1 | ForEach-Object -Parallel { Write-Information i } -InformationVariable v; "$v"; $null | Write-Information -InformationVariable v; $v.Count; $v[0].ProcessId -eq $PID; $v[0].User.Length -gt 0; $v[0].Computer -eq [Environment]::MachineName; $v[0].ManagedThreadId -gt 0; $v[0].NativeThreadId -gt 0`,
			`!PSTaskException|Microsoft.PowerShell.Commands.WriteErrorException|!ParallelCommonParametersNotSupported|!ParallelUsingVariableCannotBeScriptBlock|!ParallelPipedInputObjectCannotBeScriptBlock|i|1|True|True|True|True|True`},
		{`$j = Start-ThreadJob { 1; Write-Error e; Write-Warning w; $VerbosePreference = $DebugPreference = 'Continue'; Write-Verbose v; Write-Debug d; Write-Information i } | Wait-Job; "$($j.Output)|$($j.Error)|$($j.Warning)|$($j.Verbose)|$($j.Debug)|$($j.Information)|$($j.Progress.Count)"; $j.Warning[0].GetType().Name`,
			`1|e|w|v|d|i|0|WarningRecord`},
		{`1..3 | ForEach-Object -Parallel { if ($_ -eq 1) { 'first' } else { Start-Sleep 60; 'late' } } -TimeoutSeconds 1 -ThrottleLimit 2; 'x' | ForEach-Object -Parallel { "a$q"; $q = 1 } -UseNewRunspace`,
			`first|a`},
		{`1, 2 | ForEach-Object -Process { 'b' } -RemainingScripts { "r$_" }, { 'e' }`,
			`b|r1|r2|e`},
		{`$a = Start-ThreadJob { Start-Sleep 60 } -ThrottleLimit 1; $b = Start-ThreadJob { 2 }; $b.State; Stop-Job $a; Receive-Job $b -Wait; $c = Start-ThreadJob { Start-Sleep 60 }; $d = Start-ThreadJob { 3 }; Stop-Job $d; $d.State; Remove-Job *; Remove-Job -Name * -Force; @(Get-Job).Count`,
			`NotStarted|2|Stopped|!CannotConvertArgumentNoMessage|0`},
		{`$a = Start-Job { 'a' } -Name a; $b = Start-ThreadJob { 'b' } -Name b; $null = Wait-Job -InstanceId $a.InstanceId, $b.InstanceId; (Get-Job -InstanceId $a.InstanceId).Name; (Get-Job -Command '*b*').Name; (Get-Job -Filter @{ Name = 'a' }).Name; (Get-Job -State Completed).Count; (Get-Job -HasMoreData $true).Name -join ' '; Receive-Job -Id $a.Id; (Get-Job -HasMoreData $true).Name; (Get-Job -Newest 1).Name; @(Get-Job -Before 2000-01-01).Count; @(Get-Job -After 2000-01-01).Count; @(Get-Job -IncludeChildJob).Count; @(Get-Job -Name a -ChildJobState Completed).Count`,
			`a|b|a|2|a b|a|b|b|0|2|4|2`},
		{`$a = Start-Job { 'a' }; Receive-Job $a -WriteJobInResults; Receive-Job $a -AutoRemoveJob; Receive-Job $a -WriteEvents; Receive-Job $a -Force; Receive-Job $a -Wait -Keep; Receive-Job $a -Wait -Force -NoRecurse -WriteJobInResults | % { if ($_.Id) { 'job' } else { $_ } }; $b = Start-Job { 'b' }; $null = Wait-Job $b; Receive-Job $b -Location nowhere; Receive-Job $b -ComputerName localhost; $c = Start-ThreadJob { Start-Sleep -Milliseconds 50 }; Receive-Job -InstanceId $c.InstanceId -Wait -WriteEvents | % { "$($_.PreviousJobStateInfo.State) $($_.JobStateInfo.State)" }`,
			`!InvalidOperation|!InvalidOperation|!InvalidOperation|!InvalidOperation|!InvalidOperation|job|a|b|Running Completed`},
		{`$a = Start-Job { 'a' } -Name a; $null = Wait-Job -Filter @{ Name = 'a' }; Stop-Job -State Running; Stop-Job -Filter @{ Name = 'none' }; Stop-Job -InstanceId ([guid]::Empty); Remove-Job -Command 'none'; @(Get-Job).Count; Remove-Job -State Completed -WhatIf; @(Get-Job).Count; Remove-Job -State Completed; @(Get-Job).Count; $a = Start-Job { 'a' } -Name a; $null = Wait-Job -State Completed; Remove-Job -Filter @{ Name = 'a' } -Force; $b = Start-Job { 'b' }; Remove-Job -InstanceId $b.InstanceId -Force; $b = Start-Job { 'b' }; $null = Wait-Job $b; Remove-Job -Command *b*; @(Get-Job).Count`,
			`!JobWithSpecifiedInstanceIdNotFound|1|1|0|0`},
		{`Set-Content 's[1].ps1' x; Set-Content -LiteralPath 's[1].ps1' 'param($p) "p$p"'; Start-Job -LiteralPath 's[1].ps1' -ArgumentList 1 | Receive-Job -Wait; Set-Content t.ps1 '"t$args"'; Start-ThreadJob -FilePath t.ps1 -ArgumentList 2 | Receive-Job -Wait`,
			`!ItemNotFound|p1|t2`},
		{`Get-Job -State Nonsense`,
			`!CannotConvertArgumentNoMessage`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
