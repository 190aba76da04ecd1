package builtin_test

import (
	"context"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// traceOf is what a script traces: without what stands before each line.
func traceOf(t *testing.T, script string) string {
	t.Helper()
	lines := shelltest.Here(t, script+" -FilePath log; Get-Content log", []func() []*cmdlet.View{management.Views}, management.Cmdlets()...)
	var kept []string
	for _, line := range lines {
		if _, text, ok := strings.Cut(line, " Information: 0 : "); ok {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, "\n")
}

const plainCall = `BIND NAMED cmd line args [Get-Alias]
    BIND arg [gci] to parameter [Name]
        COERCE arg to [System.String[]]
            Trying to convert argument value from System.String to System.String[]
            ENCODING arg into collection
            Binding collection parameter Name: argument type [String], parameter type [System.String[]], collection type Array, element type [System.String], coerceElementType
            Creating array with element type [System.String] and 1 elements
            Argument type String is not IList, treating this as scalar
            Coercing scalar arg value to type System.String
            COERCE arg to [System.String]
                Parameter and arg types the same, no coercion is needed.
            Adding scalar element of type String to array position 0
        Executing VALIDATION metadata: [System.Management.Automation.ValidateNotNullOrEmptyAttribute]
        BIND arg [System.String[]] to param [Name] SUCCESSFUL
BIND POSITIONAL cmd line args [Get-Alias]
MANDATORY PARAMETER CHECK on cmdlet [Get-Alias]
CALLING BeginProcessing
CALLING ProcessRecord
CALLING EndProcessing`

const pipedCall = `BIND NAMED cmd line args [f]
BIND POSITIONAL cmd line args [f]
    BIND arg [5] to parameter [a]
        COERCE arg to [System.Int32]
            Trying to convert argument value from System.String to System.Int32
            CONVERT arg type to param type using LanguagePrimitives.ConvertTo
            CONVERT SUCCESSFUL using LanguagePrimitives.ConvertTo: [5]
        BIND arg [5] to param [a] SUCCESSFUL
MANDATORY PARAMETER CHECK on cmdlet [f]
CALLING BeginProcessing
BIND PIPELINE object to parameters: [f]
    PIPELINE object TYPE = [System.String]
    RESTORING pipeline parameter's original values
    Parameter [b] PIPELINE INPUT ValueFromPipeline NO COERCION
    BIND arg [x] to parameter [b]
        COERCE arg to [System.String]
            Parameter and arg types the same, no coercion is needed.
        BIND arg [x] to param [b] SUCCESSFUL
MANDATORY PARAMETER CHECK on cmdlet [f]
CALLING ProcessRecord
CALLING EndProcessing`

func TestTraceOfBinding(t *testing.T) {
	for script, want := range map[string]string{
		`Trace-Command -Name ParameterBinding -Expression { $null = Get-Alias -Name gci -ErrorAction Ignore; }`:                                                                          plainCall,
		`function f { [CmdletBinding()] param([Parameter(Position = 0)][int]$a, [Parameter(ValueFromPipeline)][string]$b) process { } }; Trace-Command ParameterBinding { 'x' | f '5' }`: pipedCall,
		`Trace-Command CommandDiscovery { function g { }; filter fh { }; g; fh; Write-Output 1; try { nope } catch { } }`: "Looking up command: g\nFunction found: g\nLooking up command: fh\nFilter found: fh\n" +
			"Looking up command: Write-Output\nCmdlet found: Write-Output  Microsoft.PowerShell.Commands.WriteOutputCommand\n" +
			"Looking up command: nope\nThe command [nope] was not found, trying again with get- prepended\nERROR: 'nope' is not recognized as a cmdlet, function, operable program or script file.",
		`Trace-Command CommandDiscovery -Command Get-Alias -ArgumentList '-Name', gci -Option WriteLine`:      "Looking up command: Get-Alias\nCmdlet found: Get-Alias  Microsoft.PowerShell.Commands.GetAliasCommand",
		`Trace-Command CommandDiscovery { 1 } -Option None`:                                                   "",
		`Trace-Command ParameterBinding { try { Get-Alias -Name $null } catch { } } -Option Error, WriteLine`: "Arg is null, parameter type not bool or SwitchParameter, value is null.\nERROR: VALIDATION FAILED: The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.",
		`Trace-Command ParameterBinding { try { Start-Sleep -Seconds x } catch { } } -Option Errors`:          "",
	} {
		got := regexp.MustCompile(`(?m)^    BIND arg \[Ignore\](.|\n)*?SUCCESSFUL\n`).ReplaceAllString(traceOf(t, script), "")
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", script, got, want)
		}
	}
}

func TestTraceCommands(t *testing.T) {
	for script, want := range map[string]string{
		`(Get-TraceSource).Count -gt 30; 'ParameterBin*' | Get-TraceSource | ForEach-Object Name`: "True|ParameterBinderBase|ParameterBinderController|ParameterBinding",
		`Get-TraceSource nope; Get-TraceSource nope*`:                                             "!TraceSourceNotFound",
		`$s = Set-TraceSource Modules -Option ExecutionFlow -FilePath log -Force -ListenerOption ProcessId, Timestamp -PassThru; "$($s.Options)"; $s.Listeners.Name; $s.Listeners.TraceOutputOptions; Set-TraceSource Modules -RemoveFileListener l*; (Get-TraceSource Modules).Listeners.Count; $s.Options = 'Data'; $s.Options; $s.Description`: "ExecutionFlow|log|Timestamp, ProcessId|0|Data|Module loading and analysis",
		`Set-TraceSource Modules -Debugger -PSHost; (Get-TraceSource Modules).Listeners.Name; Set-TraceSource Modules -RemoveListener H*; (Get-TraceSource Modules).Listeners.Name; Set-TraceSource no -RemoveListener *`:                                                                                                                         "Debug|Host|Debug|!TraceSourceNotFound",
		`1, 2 | Trace-Command Modules { "<$_>" }; 1, 2 | Trace-Command Modules -Command Write-Output`:                                                                              "<1>|<2>|1|2",
		`Trace-Command Modules -Command Get-PSDrive -ArgumentList nope 2>&1 | ForEach-Object FullyQualifiedErrorId`:                                                                "GetLocationNoMatchingDrive,Microsoft.PowerShell.Commands.TraceCommandCommand",
		`Trace-Command Modules { 1 } -FilePath Env:/x`:                                                                                                                             "!FileListenerPathResolutionFailed|1",
		`Trace-Command Modules { 1 } -FilePath no/x`:                                                                                                                               "!FileListenerPathResolutionFailed|1",
		`Set-Content a 1; Set-Content b 2; Trace-Command Modules { 1 } -FilePath [ab] -Debugger; $Error[0].Exception.Message`:                                                      "!FileListenerPathResolutionFailed|1|Trace output can only be written to a single file. The path '[ab]' resolved to more than one file.",
		`Set-Content a 1; Set-ItemProperty a IsReadOnly $true; Trace-Command CommandDiscovery { Get-Host | Out-Null } -FilePath a -Force; (Get-Content a).Count`:                   "5",
		`Trace-Command CommandDiscovery { Get-Host | Out-Null } -Option WriteLine -FilePath a -ListenerOption ProcessId, ThreadId, DateTime; (Get-Content a)[1..3] -replace '=.*'`: "    ProcessId|    ThreadId|    DateTime",
		`Get-TraceSource Modules | Out-Null; [System.Management.Automation.PSTraceSourceOptions] 'Data, Scope'`:                                                                    "Data, Scope",
	} {
		if got := strings.Join(shelltest.Here(t, script, []func() []*cmdlet.View{management.Views}, management.Cmdlets()...), "|"); got != want {
			t.Errorf("%s\n got %q\nwant %q", script, got, want)
		}
	}
}

// TestTraceOfHost shows lines as debug output, with the time.
func TestTraceOfHost(t *testing.T) {
	k := &traced{}
	s := eval.New(eval.Options{Out: k, Commands: builtin.Cmdlets(format.New(format.Config{}))})
	k.inv = s
	s.RunText(context.Background(), `Trace-Command CommandDiscovery { Get-Host | Out-Null } -PSHost -Option WriteLine -ListenerOption ProcessId`, eval.RunOptions{})
	want := regexp.MustCompile(`^DEBUG: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{4} CommandDiscovery Information: 0 : Looking up command: Get-Host$`)
	if len(k.lines) != 8 || !want.MatchString(k.lines[0]) || !strings.HasSuffix(k.lines[1], "ProcessId="+strconv.Itoa(os.Getpid())) {
		t.Errorf("%q", k.lines)
	}
}
