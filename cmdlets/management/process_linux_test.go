package management_test

import (
	"context"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

func TestProcesses(t *testing.T) {
	const commands = "Microsoft.PowerShell.Commands."
	for _, c := range []struct{ name, script, want string }{
		{"its exit code and output", `$p = Start-Process sh -ArgumentList '-c', '"echo out; echo err >&2; exit 3"' -Wait -PassThru -RedirectStandardOutput o.txt -RedirectStandardError e.txt
			$p.ExitCode; $p.HasExited; $p.ProcessName; [IO.File]::ReadAllText("$pwd/o.txt").Trim(); [IO.File]::ReadAllText("$pwd/e.txt").Trim()`, "3\nTrue\nsh\nout\nerr"},
		{"arguments are joined and split again", `Start-Process printf '"[%s]" "a b" c\"d' -Wait -RedirectStandardOutput o.txt; [IO.File]::ReadAllText("$pwd/o.txt")`, `[a b][c"d]`},
		{"input, folder and variables", `[void][IO.Directory]::CreateDirectory("$pwd/sub"); [IO.File]::WriteAllText("$pwd/i.txt", 'fed')
			Start-Process sh '-c "cat; pwd; echo $MARK"' -Wait -RedirectStandardInput i.txt -RedirectStandardOutput o.txt -WorkingDirectory sub -Environment @{MARK = 'yes'}
			[IO.File]::ReadAllText("$pwd/o.txt").Trim()`, "fedFOLDER/sub\nyes"},
		{"stopping and waiting", `$p = Start-Process sleep 600 -PassThru; (Get-Process -Id $p.Id).Name; $p.HasExited; $p | Stop-Process; Wait-Process -InputObject $p -Timeout 60; $p.HasExited; $p.ExitCode`,
			"sleep\nFalse\nTrue\n137"},
		{"waiting is limited", `$p = Start-Process sleep 600 -PassThru; try { Wait-Process -Id $p.Id -Timeout 0 } finally { $p.Kill(); $p.WaitForExit() }`,
			"ERROR ProcessNotTerminated," + commands + `WaitProcessCommand CloseError: This command stopped operation because process "sleep (ID)" is not stopped in the specified time-out.`},
		{"what it uses", `$p = Get-Process -Id $PID -IncludeUserName; $p.WS -gt 1MB; $p.CPU -ge 0; $p.StartTime -le (Get-Date); $p.Path -like '*management*'; $p.UserName -ne ''; $p.GetType().FullName; @(Get-Process).Id -contains $PID`,
			"True\nTrue\nTrue\nTrue\nTrue\nSystem.Diagnostics.Process\nTrue"},
		{"its files", `$p = Get-Process -Id $PID; $m = @(Get-Process -Id $PID -Module); $m[0].FileName -eq $p.Path; $m[0].GetType().FullName; $m[0].ModuleName -eq [IO.Path]::GetFileName($p.Path); $m[0].ModuleMemorySize -gt 1MB; $m[0].Size -eq [int][math]::Floor($m[0].ModuleMemorySize / 1KB); $m[0].BaseAddress -gt 0; "$($m[0])" -like 'System.Diagnostics.ProcessModule (*)'
			$v = $p | Get-Process -FileVersionInfo; $v.FileName -eq $p.Path; $v.GetType().Name; @(Get-Process -Id $PID -Module -FileVersionInfo).Count -eq $m.Count; $null -eq $m[0].Company; $m[0].EntryPointAddress; $m[0].FileVersionInfo.FileName -eq $p.Path`,
			"True\nSystem.Diagnostics.ProcessModule\nTrue\nTrue\nTrue\nTrue\nTrue\nTrue\nFileVersionInfo\nTrue\nTrue\n0\nTrue"},
		{"files of a process that is gone", `$p = Start-Process true -PassThru -Wait; $p | Get-Process -Module; $p | Get-Process -FileVersionInfo; $p | Get-Process -Module -FileVersionInfo`,
			"ERROR CouldNotEnumerateModules," + commands + `GetProcessCommand PermissionDenied: Cannot enumerate the modules of the "true" process.` +
				"\nERROR CouldNotEnumerateFileVer," + commands + `GetProcessCommand PermissionDenied: Cannot enumerate the file version information of the "true" process.` +
				"\nERROR CouldNotEnumerateModuleFileVer," + commands + `GetProcessCommand PermissionDenied: Cannot enumerate the modules and the file version information of the "true" process.`},
		{"no such name", `Get-Process nonesuch; Get-Process nonesuch*; Get-Process 123456789`, "ERROR NoProcessFoundForGivenName," + commands + `GetProcessCommand ObjectNotFound: Cannot find a process with the name "nonesuch". Verify the process name and call the cmdlet again.` +
			"\nERROR RecommendIdTagForGivenName," + commands + `GetProcessCommand ObjectNotFound: Cannot find a process with the name "123456789". Try running with -Id to search by Id of processes.`},
		{"no such number", `Stop-Process -Id 999999999`, "ERROR NoProcessFoundForGivenId," + commands + "StopProcessCommand ObjectNotFound: Cannot find a process with the process identifier 999999999."},
		{"itself", `Wait-Process -Id $PID`, "ERROR WaitOnItself," + commands + "WaitProcessCommand ObjectNotFound: This command stopped operation because it cannot wait on itself. Specify another process and Run your command again."},
		{"no such program", `Start-Process nonesuch`, "ERROR InvalidOperationException," + commands + "StartProcessCommand InvalidOperation: This command cannot be run due to the error: An error occurred trying to start process 'nonesuch' with working directory 'FOLDER'. No such file or directory"},
		{"no such folder", `Start-Process sh -WorkingDirectory none`, "ERROR DirectoryNotFoundException," + commands + `StartProcessCommand InvalidOperation: This command cannot be run because either the parameter "WorkingDirectory" has a value that is not valid or cannot be used with this command. Give a valid input and Run your command again.`},
		{"no such input", `Start-Process sh -RedirectStandardInput none`, "ERROR FileNotFoundException," + commands + `StartProcessCommand InvalidOperation: This command cannot be run because either the parameter "RedirectStandardInput 'none'" has a value that is not valid or cannot be used with this command. Give a valid input and Run your command again.`},
		{"the same file twice", `Start-Process sh -RedirectStandardOutput a -RedirectStandardError a`, "ERROR InvalidOperationException," + commands + `StartProcessCommand InvalidOperation: This command cannot be run because "RedirectStandardOutput" and "RedirectStandardError" are same. Give different inputs and Run your command again.`},
		{"of Windows only", `Start-Process sh -Verb RunAs`, "ERROR NotSupportedException," + commands + "StartProcessCommand NotImplemented: The parameter '-Verb' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell."},
		{"only said", `Start-Process sh '-c "echo > made"' -Wait -WhatIf; [IO.File]::Exists("$pwd/made")`, "False"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			var out shelltest.Texts
			s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{})), management.Cmdlets()...)})
			s.RunText(context.Background(), strings.ReplaceAll(c.script, "(Get-Date)", "[datetime]::Now"), eval.RunOptions{})
			got := strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "FOLDER")
			if c.name == "waiting is limited" {
				before, after, _ := strings.Cut(got, "sleep (")
				_, after, _ = strings.Cut(after, ")")
				got = before + "sleep (ID)" + after
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Starting, stopping and waiting with the other parameters.
func TestProcessParameters(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`$p = Start-Process sleep 60 -PassThru; $p.EnableRaisingEvents; $global:n = 0; $h = [EventHandler]{ $global:n++ }; $p.add_Exited($h); $p.EnableRaisingEvents = $true; Stop-Process -InputObject $p; while (!$n) { }; $n; $p.EnableRaisingEvents; $p | Get-Member -MemberType Event | % Name`, "False|1|True|Disposed|ErrorDataReceived|Exited|OutputDataReceived"},
		{`$p = Start-Process sleep 60 -PassThru; Stop-Process -Id $p.Id -Force -PassThru | % { $_.Id -eq $p.Id }; $p.WaitForExit(); $p.HasExited; Stop-Process -Name none_such`, "True|True|!NoProcessFoundForGivenName"},
		{`$p = Start-Process sleep 60.1 -PassThru; $q = Start-Process true -PassThru; Wait-Process -InputObject $p, $q -Any -PassThru | % Name; Stop-Process $p; Wait-Process -Name none_such`, "sleep|true|!NoProcessFoundForGivenName"},
		{`Start-Process sh '-c "echo out"' -NoNewWindow -Wait -RedirectStandardOutput o; Get-Content o`, "out"},
		{`$env:SC_X = 1; Start-Process sh '-c "echo [$SC_X]"' -UseNewEnvironment -Wait -RedirectStandardOutput o; Get-Content o; $env:SC_X = ''`, "[]"},
		{`Start-Process sh -LoadUserProfile; Start-Process sh -WindowStyle Hidden; Start-Process sh -Credential ([pscredential]::Empty)`, "!NotSupportedException|!NotSupportedException|!NotSupportedException"},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
