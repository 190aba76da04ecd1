package builtin_test

import "testing"

// What a script runs through [powershell] and runspaces. Start-Sleep is no cmdlet of this
// package: what waits here is the end of another runspace.
func TestRunspaces(t *testing.T) {
	for script, want := range map[string]string{
		`$p = [powershell]::Create().AddScript({ param($a, $b) $a + $b; Write-Error no; Write-Warning w }).AddArgument(2).AddArgument(3); $p.Invoke(); $p.HadErrors; $p.Streams.Error.Count; "$($p.Streams.Warning[0])"`:                                                                                                                                                                             "5|True|1|w",
		`[powershell]::Create().AddScript('"$args"').AddArgument(1).AddCommand('ForEach-Object').AddParameter('Process', { "<$_>" }).Invoke()`:                                                                                                                                                                                                                                                       "<1>",
		`try { [powershell]::Create().AddScript('throw "bad"').Invoke() } catch { $_.Exception.InnerException.Message; $_.Exception.GetType().Name }`:                                                                                                                                                                                                                                                "bad|MethodInvocationException",
		`try { [powershell]::Create().Invoke() } catch { $_.FullyQualifiedErrorId }; try { [powershell]::Create().AddArgument(1) } catch { 'no command' }`:                                                                                                                                                                                                                                           "PSInvalidOperationException|no command",
		`$x = 1; [powershell]::Create().AddScript('"<$x>"').Invoke(); [powershell]::Create('CurrentRunspace').AddScript('"<$x>"').Invoke()`:                                                                                                                                                                                                                                                          "<>|<1>",
		`$r = [runspacefactory]::CreateRunspace(); $r.Open(); $r.SessionStateProxy.SetVariable('v', 4); $p = [powershell]::Create(); $p.Runspace = $r; $p.AddScript('$v; $global:w = 5').Invoke(); $r.SessionStateProxy.GetVariable('w'); $r.Close(); try { $p.Invoke() } catch { 'closed' }`:                                                                                                        "4|5|closed",
		`$h = @{ n = 0 }; $pool = [runspacefactory]::CreateRunspacePool(1, 2); $pool.Open(); $all = foreach ($i in 1..8) { $p = [powershell]::Create().AddScript({ param($h) foreach ($k in 1..50) { $h["k$k"] = $k; $h.n++ }; $h.n }).AddArgument($h); $p.RunspacePool = $pool; @{ P = $p; A = $p.BeginInvoke() } }; $null = $all.ForEach({ $_.P.EndInvoke($_.A) }); $h.n; $h.Count; $pool.Close()`: "400|51",
		`$i = [initialsessionstate]::CreateDefault(); $i.Commands.Add([System.Management.Automation.Runspaces.SessionStateFunctionEntry]::new('g', '"g$args"')); [powershell]::Create($i).AddCommand('g').AddArgument(7).Invoke()`:                                                                                                                                                                   "g7",
		`$d = [runspace]::DefaultRunspace; "$($d.Id) $($d.Name) $($d.RunspaceAvailability)"; $r = [runspacefactory]::CreateRunspace(); $r.Open(); (Get-Runspace).Id -join ','; (Get-Runspace -Id $r.Id).Name; (Get-Runspace *2).RunspaceAvailability; (Get-Runspace -InstanceId $d.InstanceId).Id; $p = [powershell]::Create(); $p.Runspace = $r; $p.AddScript('[runspace]::DefaultRunspace.Id').Invoke(); $d.Events.Subscribers.Count; $r.Dispose(); @(Get-Runspace).Count; @(Get-Runspace nothing).Count`: "1 Runspace1 Busy|1,2|Runspace2|Available|1|2|0|1|0",
		`$p = [powershell]::Create().AddScript('1; 2'); $a = $p.BeginInvoke(); $a.AsyncWaitHandle.WaitOne(); $a.IsCompleted; $p.EndInvoke($a) -join ','; $p.InvocationStateInfo.State`: "True|True|1,2|Completed",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

// Jobs, parallel blocks and runspaces change the same objects and none is lost; one that never ends
// by itself keeps nobody else from their turn.
func TestSharedObjects(t *testing.T) {
	for script, want := range map[string]string{
		`$h = @{ n = 0 }; 1..40 | ForEach-Object -Parallel { $h = $using:h; foreach ($i in 1..50) { $h["$_,$i"] = $i; $h.n++ } } -ThrottleLimit 8; $h.Count; $h.n`: "2001|2000",
		`$h = @{}; $j = Start-ThreadJob { param($h) 1..1000 | ForEach-Object { $h["a$_"] = $_ } } -ArgumentList $h
		1..1000 | ForEach-Object { $h["b$_"] = $_ }; $null = Wait-Job $j; $h.Count; $j.State`: "2000|Completed",
		`$j = Start-Job { while ($true) { } }; [Threading.Thread]::Sleep(50); 'on'; Stop-Job $j; $j.State`:                                                             "on|Stopped",
		`$j = Start-Job { 1; [Threading.Thread]::Sleep(60000) }; while (-not $j.HasMoreData) { }; Receive-Job $j; Remove-Job $j -Force; @(Get-Job).Count`:              "1|0",
		`$p = [powershell]::Create().AddScript({ while ($true) { } }); $null = $p.BeginInvoke(); foreach ($i in 1..3) { $i }; $p.Stop(); $p.InvocationStateInfo.State`: "1|2|3|Stopped",
		`@(1..4 | ForEach-Object -Parallel { 1..3 | ForEach-Object -Parallel { $_ } }).Count`:                                                                          "12",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
