package builtin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// What the event cmdlets do with New-Event's events, of which nothing depends on time.
func TestEvents(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`$e = New-Event a -Sender s -EventArguments 1, 'b' -MessageData m; $e.SourceIdentifier, $e.Sender, $e.MessageData, ($e.SourceArgs -join ' '), $e.EventIdentifier, $e.GetType().FullName, ($e.TimeGenerated -le (Get-Date)), ($e.RunspaceId -is [guid]), ($null -eq $e.SourceEventArgs), ($null -eq $e.ComputerName); (Get-Event a).Sender; (Get-Event -EventIdentifier 1).Sender; Wait-Event a* -Timeout 60 | % EventIdentifier; Get-Event -SourceIdentifier b; Get-Event -EventIdentifier 7; Get-Event b*; Get-Event ''`,
			`a|s|m|1 b|1|System.Management.Automation.PSEventArgs|True|True|True|True|s|s|1|!INVALID_SOURCE_IDENTIFIER|!INVALID_SOURCE_IDENTIFIER|!ParameterArgumentValidationError`},
		{`1..3 | % { $null = New-Event e$_ }; Remove-Event e1; Remove-Event -EventIdentifier 2 -WhatIf; Remove-Event -EventIdentifier 2; Get-Event | % SourceIdentifier; Get-Event | Remove-Event; @(Get-Event).Count; Remove-Event x; Remove-Event x*; Remove-Event -EventIdentifier 99`,
			`e3|0|!INVALID_SOURCE_IDENTIFIER|!INVALID_EVENT_IDENTIFIER`},
		{`Wait-Event never -Timeout 0; Wait-Event -Timeout -2; 'on'`, `!ParameterArgumentValidationError|on`},
		{`$j = Register-EngineEvent e -Action { param($a, $b) "a=$a b=$b"; $script:n++; $event.MessageData; $sender; $eventSubscriber.SubscriptionId; $args.Count; Write-Error boo; $Error.Count }; $j.GetType().Name; $j.State; $j.HasMoreData; $null = New-Event e -EventArguments 1, 2 -Sender s -MessageData m; $null = New-Event e -EventArguments 3; (Receive-Job $j) -join ' '; $j.State; $j.HasMoreData; & $j.Module { $n }; $Error.Count`,
			`PSEventJob|NotStarted|False|!Microsoft.PowerShell.Commands.WriteErrorException|!Microsoft.PowerShell.Commands.WriteErrorException|a=1 b=2 m s 1 0 1 a=3 b=   1 0 2|Running|True|2|2`},
		{`$j = Register-EngineEvent e -Action { 'out'; 1/0; 'never' }; $null = New-Event e; $null = New-Event e; Get-Date | Out-Null; $j.State; $j.Output.Count; $j.Error.Count; $null -eq $j.JobStateInfo.Reason; $Error.Count; $j.ChildJobs.Count; $j.Location; $j.PSJobTypeName`,
			`Failed|1|1|True|0|0||`},
		{`$null = Register-EngineEvent e -Action { $global:g += 'x' } -MaxTriggerCount 2; 1..3 | % { $null = New-Event e }; 1 | Out-Null; $g; @(Get-EventSubscriber).Count; (Get-Event).Count; Get-Job | % State`,
			`xx|0|1|Stopped`},
		{`Register-EngineEvent e; Register-EngineEvent e -Forward -Action { }; Register-EngineEvent e -Forward; $null = New-Event e; @(Get-Event).Count; $s = Get-EventSubscriber e; $s.ForwardEvent; $s.SupportEvent; $null -eq $s.Action; $s.GetType().FullName; Get-EventSubscriber -SubscriptionId $s.SubscriptionId | % SourceIdentifier; Get-EventSubscriber nope; Get-EventSubscriber nope*; Get-EventSubscriber -SubscriptionId 99; Unregister-Event nope; Unregister-Event nope*; Unregister-Event -SubscriptionId 99; Unregister-Event e -WhatIf; Unregister-Event -SubscriptionId $s.SubscriptionId; @(Get-EventSubscriber).Count`,
			`!ACTION_MANDATORY_FOR_LOCAL|!ACTION_AND_FORWARD_NOT_SUPPORTED|0|True|False|True|System.Management.Automation.PSEventSubscriber|e|!INVALID_SOURCE_IDENTIFIER|!INVALID_SOURCE_IDENTIFIER|!INVALID_SOURCE_IDENTIFIER|!INVALID_SUBSCRIPTION_IDENTIFIER|0`},
		{`Register-EngineEvent -SourceIdentifier h -MessageData m -SupportEvent -Action { $global:g = 1 }; @(Get-EventSubscriber).Count; @(Get-EventSubscriber -Force).Count; @(Get-Job).Count; Unregister-Event h; $null = New-Event h; 1 | Out-Null; $g; Unregister-Event h -Force; @(Get-EventSubscriber -Force).Count`,
			`0|1|0|!INVALID_SOURCE_IDENTIFIER|1|0`},
		{`$j = Register-EngineEvent e -Action { 'late' }; $null = New-Event e; Unregister-Event e; $j.State; Receive-Job $j; Remove-Job $j; $k = Register-EngineEvent f -Action { }; Remove-Job $k; Remove-Job $k -Force; @(Get-EventSubscriber).Count; $l = Register-EngineEvent i -Action { }; Stop-Job $l; $l.State; @(Get-EventSubscriber).Count`,
			`Stopped|late|!JobObjectNotFinishedCannotBeRemoved|0|Stopped|0`},
		{`$m = $ExecutionContext.Events; $a = $m.GenerateEvent('a', 's', @(1, 2), 'd'); $a.SourceArgs.Count; $m.ReceivedEvents.Count; $m.ReceivedEvents | % Sender; $s = $m.SubscribeEvent($null, $null, 'b', 'd', { $global:g += $event.MessageData }, $true, $false, 2); $s.SubscriptionId; $null = $m.GenerateEvent('b', $null, $null, 'x', $true, $true); $g; $m.GetEventSubscribers('B').Count; $m.Subscribers.Count; $m.UnsubscribeEvent($s); $m.Subscribers.Count; $m.ReceivedEvents.RemoveAt(0); $m.ReceivedEvents.Count; [System.Management.Automation.PSEngineEvent]::Exiting; [System.Management.Automation.PSEngineEvent]::OnIdle`,
			`2|1|s|1|x|1|1|0|0|PowerShell.Exiting|PowerShell.OnIdle`},
		{`$null = Register-EngineEvent e -Action { $global:g += 1; if ($g -lt 5) { $null = New-Event e } }; $null = New-Event e; while ($g -lt 5) { }; $g; try { $null = New-Event e; throw 'mine' } catch { "$_" }; foreach ($i in 1..3) { }; $g`,
			`5|mine|6`},
		{`$d = @{}; $null = Register-EngineEvent e -Action { $global:seen = $?; Get-Item /no/such -ErrorAction SilentlyContinue } ; $null = New-Event e; 1 | % { $_ } | Out-Null; $?; $Error.Count; $seen`,
			`True|0|True`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// Timers, folders, jobs and subscriptions as sources; each case waits for what it raises.
func TestEventSources(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`$t = New-Object Timers.Timer 1; $t.AutoReset = $false; Register-ObjectEvent $t Elapsed T -MessageData m; $t.Start(); $e = Wait-Event T -Timeout 60; $e.SourceEventArgs.GetType().FullName; $e.SourceEventArgs.SignalTime -le (Get-Date); [object]::ReferenceEquals($e.Sender, $t); $e.SourceArgs.Count; $e.MessageData; $t.Enabled; $s = Get-EventSubscriber T; $s.EventName; $s.SourceObject.Interval; Register-ObjectEvent $t Elapsed T; Register-ObjectEvent $t Nothing; Register-ObjectEvent 5 Elapsed; Register-ObjectEvent $t Elapsed PowerShell.x; Register-ObjectEvent $t Elapsed -Forward -Action { }`,
			`System.Timers.ElapsedEventArgs|True|True|2|m|False|Elapsed|1|!SUBSCRIBER_EXISTS|!INVALID_REGISTRATION|!INVALID_REGISTRATION|!INVALID_REGISTRATION|!ACTION_AND_FORWARD_NOT_SUPPORTED`},
		{`$t = [System.Timers.Timer]::new([timespan]'0:0:0.001'); $j = Register-ObjectEvent $t Elapsed -SourceIdentifier T -Action { $global:n++; $sender.GetType().Name } -MaxTriggerCount 3; $t.Enabled = $true; while ($j.State -ne 'Stopped') { }; $n; $t.Stop(); $t.Enabled; $t.Interval = 5; $t.Interval; $t.AutoReset; $t.Interval = 0; [Timers.Timer]::new(-1); $t.Close(); $t.Start(); (Receive-Job $j) -join ' '`,
			`3|False|5|True|!ExceptionWhenSetting|!ArgumentException|!ObjectDisposedException|Timer Timer Timer`},
		{`$t = [Timers.Timer]::new(1); $t.AutoReset = $false; $h = [System.Timers.ElapsedEventHandler]{ param($s, $e) $global:got = $e.GetType().Name }; $t.add_Elapsed($h); $t.Start(); while (!$got) { }; $got; $got = $null; $t.remove_Elapsed($h); Register-ObjectEvent $t Elapsed T; $t.Start(); $null = Wait-Event T -Timeout 60; $null -eq $got; $t.add_Nothing({ }); $t | Get-Member -MemberType Event | % Definition`,
			`ElapsedEventArgs|True|!MethodNotFound|System.EventHandler Disposed(System.Object, System.EventArgs)|System.Timers.ElapsedEventHandler Elapsed(System.Object, System.Timers.ElapsedEventArgs)`},
		{`$null = New-Item -ItemType Directory d; $w = [IO.FileSystemWatcher]::new("$pwd/d", '*.txt'); 'Created', 'Renamed', 'Deleted' | % { Register-ObjectEvent $w $_ $_ }; $w.EnableRaisingEvents; Set-Content d/a.log x; Set-Content d/a.txt x; $e = (Wait-Event Created -Timeout 60).SourceEventArgs; "$($e.ChangeType) $($e.Name) $($e.FullPath -eq (Join-Path $pwd d a.txt))"; Rename-Item d/a.txt b.txt; $e = (Wait-Event Renamed -Timeout 60).SourceEventArgs; "$($e.ChangeType) $($e.OldName) $($e.Name) $($e.OldFullPath -eq (Join-Path $pwd d a.txt))"; Remove-Item d/b.txt; (Wait-Event Deleted -Timeout 60).SourceEventArgs.Name; @(Get-Event).Count; $w.Dispose(); $w.EnableRaisingEvents`,
			`True|Created a.txt True|Renamed a.txt b.txt True|b.txt|3|False`},
		{`$null = New-Item -ItemType Directory d/e; $w = New-Object IO.FileSystemWatcher; $w.Path = "$pwd/d"; $w.IncludeSubdirectories = $true; $w.NotifyFilter = 'LastWrite'; $w.Filter = 'f?'; $w.Filters.Add('g*'); Register-ObjectEvent $w Changed C; $null = New-Item -ItemType Directory d/n; Set-Content d/e/f1 x; $e = (Wait-Event C -Timeout 60).SourceEventArgs; $e.Name; $e.ChangeType; $w.Filter; $w.Filters.Count; $w.InternalBufferSize = 1; $w.InternalBufferSize; $w.Path = '/no/such'; [IO.FileSystemWatcher]::new('/no/such'); [IO.FileSystemWatcher]::new(''); $w.Dispose(); $r = $w.WaitForChanged('All', 1); $r.TimedOut; $w.WaitForChanged([IO.WatcherChangeTypes]::Created, [timespan]::Zero).TimedOut; ($w | Get-Member Error).Definition`,
			`e/f1|Changed|f?|2|4096|!ExceptionWhenSetting|!ArgumentException|!ArgumentException|True|True|System.IO.ErrorEventHandler Error(System.Object, System.IO.ErrorEventArgs)`},
		{`$k = Start-ThreadJob { Start-Sleep 60 }; Register-ObjectEvent $k StateChanged J; Stop-Job $k; $e = (Wait-Event J -Timeout 60).SourceEventArgs; "$($e.PreviousJobStateInfo.State) $($e.JobStateInfo.State)"; $null = Register-EngineEvent x -Action { }; $s = Get-EventSubscriber x; [EventArgs]::Empty.GetType().FullName; [System.EventArgs]::new() -is [EventArgs]; Register-ObjectEvent $s Unsubscribed U -SupportEvent; @(Get-EventSubscriber U*).Count; $null -eq (Get-Event U -ErrorAction Ignore)`,
			`Running Stopped|System.EventArgs|True|0|True`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// signals sends each Write-Host on.
type signals struct {
	eval.Discard
	said chan string
}

func (k signals) Information(r *eval.InformationRecord) error {
	k.said <- object.Text(nil, r.Data)
	return nil
}

// At a prompt that waits for input actions run by themselves, PowerShell.OnIdle comes, and the end
// of the session is told.
func TestEventsBetweenInputs(t *testing.T) {
	out := signals{said: make(chan string, 100)}
	s := eval.New(eval.Options{Out: out, Interactive: true, Commands: append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...)})
	next := func(want string) {
		t.Helper()
		select {
		case got := <-out.said:
			if got != want {
				t.Errorf("heard %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%q was not heard", want)
		}
	}
	s.RunText(context.Background(), `$t = [Timers.Timer]::new(1); $t.AutoReset = $false
		$null = Register-ObjectEvent $t Elapsed -Action { Write-Host "tick $($EventSubscriber.SubscriptionId)" }; $t.Start()`, eval.RunOptions{})
	next("tick 1")
	s.RunText(context.Background(), `Register-EngineEvent PowerShell.OnIdle -SupportEvent -MaxTriggerCount 1 -Action { Write-Host idle }
		$null = Register-EngineEvent PowerShell.Exiting -Action { Write-Host bye }`, eval.RunOptions{})
	next("idle")
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	next("bye")
}

// Register-ArgumentCompleter keeps blocks by parameter, command and program.
func TestArgumentCompleters(t *testing.T) {
	s := eval.New(eval.Options{Commands: builtin.Cmdlets(format.New(format.Config{}))})
	s.RunText(context.Background(), `Register-ArgumentCompleter -ParameterName Zone -ScriptBlock { 'any' }
		Register-ArgumentCompleter -CommandName ' Get-It ', Set-It -ParameterName Zone -ScriptBlock { 'own' }
		Register-ArgumentCompleter -Native -CommandName git -ScriptBlock { 'git' }
		Register-ArgumentCompleter -NativeFallback -ScriptBlock { 'rest' }
		Register-ArgumentCompleter -CommandName Set-It -ParameterName zone -ScriptBlock $null`, eval.RunOptions{})
	for _, c := range []struct {
		block *eval.ScriptBlock
		want  string
	}{
		{s.ParameterCompleter("get-it", "ZONE"), "own"}, {s.ParameterCompleter("Set-It", "Zone"), "any"}, {s.ParameterCompleter("Get-Other", "zone"), "any"},
		{s.ProgramCompleter("/usr/bin/git"), "git"}, {s.ProgramCompleter("Git.exe"), "git"}, {s.ProgramCompleter("svn"), "rest"},
	} {
		if c.block == nil || !strings.Contains(c.block.String(), c.want) {
			t.Errorf("got %v, want %s", c.block, c.want)
		}
	}
	if b := s.ParameterCompleter("Get-It", "Other"); b != nil {
		t.Errorf("a parameter without a completer has %v", b)
	}
}
