package eval

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

var (
	actionPreferenceType = bind.ActionPreferenceType
	confirmImpactType    = newConfirmImpact()
	symNativeErrors      = intern("PSNativeCommandUseErrorActionPreference")
)

// errorViewType is System.Management.Automation.ErrorView.
var errorViewType = newErrorView()

func newErrorView() *object.Type {
	t := object.NewEnum("System.Management.Automation", "ErrorView", []string{"NormalView", "CategoryView", "ConciseView", "DetailedView"})
	t.Assembly = "System.Management.Automation"
	return t
}

// argumentPassingType is how programs get their arguments: $PSNativeCommandArgumentPassing.
var argumentPassingType = enumeration("NativeArgumentPassingStyle", "Legacy", "Standard", "Windows")

func newConfirmImpact() *object.Type {
	t := object.NewEnum("System.Management.Automation", "ConfirmImpact", []string{"None", "Low", "Medium", "High"})
	t.Assembly = "System.Management.Automation"
	return t
}

func newArrayList() *dotnet.List { return dotnet.NewArrayList() }

// defineVariables makes the global variables that every session has.
func (s *Session) defineVariables() {
	s.errors = newArrayList()
	g := s.global
	set := func(name string, v any, o ItemOptions) {
		y := intern(name)
		sl := g.slot(y, name, true)
		sl.val, sl.v = v, plain
		if o != 0 {
			sl.v = &variable{options: o}
		}
		if o&OptAllScope != 0 && o&(OptConstant|OptReadOnly) != 0 {
			s.fixed[y] = true
		}
	}
	computed := func(name string, get func() any, o ItemOptions) {
		y := intern(name)
		g.slot(y, name, true).v = &variable{get: get, options: o}
		if o&OptAllScope != 0 {
			s.fixed[y] = true
		}
	}
	always := OptConstant | OptAllScope
	set("true", true, always)
	set("false", false, always)
	set("null", nil, 0)
	set("Error", s.errors, OptConstant)
	set("Host", &HostValue{s}, always)
	set("ExecutionContext", &ExecutionContext{s: s}, always)
	set("PID", int32(os.Getpid()), always)
	set("PSVersionTable", s.versionTable(), always)
	set("PSEdition", "Core", always)
	set("ShellId", "Microsoft.PowerShell", always)
	set("HOME", homeFolder(), OptReadOnly|OptAllScope)
	set("PSHOME", installFolder(), always)
	computed("PSCulture", func() any { return s.culture.Name }, OptReadOnly|OptAllScope)
	set("PSUICulture", "en-US", OptReadOnly|OptAllScope)
	set("IsWindows", runtime.GOOS == "windows", always)
	set("IsLinux", runtime.GOOS == "linux", always)
	set("IsMacOS", runtime.GOOS == "darwin", always)
	set("IsCoreCLR", true, always)
	set("EnabledExperimentalFeatures", object.NewArray(nil), always)
	computed("PWD", func() any { return s.locationValue() }, OptReadOnly|OptAllScope)
	action := func(p ActionPreference) any { return object.Enum{Type: actionPreferenceType, Value: int64(p)} }
	set("ErrorActionPreference", action(Continue), 0)
	set("WarningPreference", action(Continue), 0)
	set("VerbosePreference", action(SilentlyContinue), 0)
	set("DebugPreference", action(SilentlyContinue), 0)
	set("InformationPreference", action(SilentlyContinue), 0)
	set("ProgressPreference", action(Continue), 0)
	set("ConfirmPreference", object.Enum{Type: confirmImpactType, Value: 3}, 0)
	set("WhatIfPreference", false, 0)
	set("ErrorView", object.Enum{Type: errorViewType, Value: 2}, 0)
	set("PSNativeCommandUseErrorActionPreference", false, 0)
	set("PSNativeCommandArgumentPassing", object.Enum{Type: argumentPassingType, Value: 1}, 0)
	set("PSDefaultParameterValues", newDefaultParameters(), 0)
	g.slot(symDefaultParams, "PSDefaultParameterValues", true).v = &variable{constraints: []constraint{typeCast{t: defaultParametersType}}}
	set("PSModuleAutoLoadingPreference", "All", 0)
	set("OutputEncoding", dotnet.UTF8NoBOM, 0)
	for name, t := range map[string]*object.Type{
		"ErrorActionPreference": actionPreferenceType, "WarningPreference": actionPreferenceType, "VerbosePreference": actionPreferenceType,
		"DebugPreference": actionPreferenceType, "InformationPreference": actionPreferenceType, "ProgressPreference": actionPreferenceType,
		"ConfirmPreference": confirmImpactType, "ErrorView": errorViewType, "OutputEncoding": dotnet.UTF8NoBOM.Type.Base,
		"PSNativeCommandUseErrorActionPreference": object.BooleanType, "PSNativeCommandArgumentPassing": argumentPassingType,
	} {
		g.slot(intern(name), name, true).v = &variable{constraints: []constraint{typeCast{t: t}}}
	}
	set("FormatEnumerationLimit", int32(4), 0)
	set("MaximumHistoryCount", int32(4096), 0)
	set("PSSessionApplicationName", "wsman", 0)
	set("PSSessionConfigurationName", "http://schemas.microsoft.com/powershell/Microsoft.PowerShell", 0)
	set("NestedPromptLevel", int32(0), 0)
	set("StackTrace", "", 0)
	set("?", nil, 0)
	g.slot(symQuestion, "?", true).v = &variable{get: func() any { return object.Bool(s.ok) }, options: OptReadOnly | OptAllScope}
	s.profile(set)
	for name, v := range s.options.Variables {
		set(name, v, 0)
	}
}

// profile sets $PROFILE, with its four notes.
func (s *Session) profile(set func(string, any, ItemOptions)) {
	if s.options.Home == "" {
		return
	}
	current := filepath.Join(s.options.Home, "profile.ps1")
	p := &object.PSObject{Base: current}
	notes := &p.Extension(true).Members
	for _, name := range []string{"AllUsersAllHosts", "AllUsersCurrentHost", "CurrentUserAllHosts", "CurrentUserCurrentHost"} {
		notes.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: object.StringType, Get: func(object.Invoker, any) (any, error) { return current, nil }})
	}
	set("PROFILE", p, 0)
}

func homeFolder() any {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

func installFolder() any {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	return filepath.Dir(exe)
}

// versionTable is $PSVersionTable.
func (s *Session) versionTable() any {
	t := object.NewHashtable(false)
	put := func(k string, v any) { _ = t.Set(k, v) }
	put("PSVersion", versionValue(s, PSVersion))
	put("PSEdition", "Core")
	put("GitCommitId", PSVersion)
	put("OS", runtime.GOOS)
	put("Platform", map[string]string{"windows": "Win32NT"}[runtime.GOOS])
	if runtime.GOOS != "windows" {
		put("Platform", "Unix")
	}
	put("PSCompatibleVersions", object.NewArray([]any{versionValue(s, "1.0"), versionValue(s, "2.0"), versionValue(s, "3.0"), versionValue(s, "4.0"), versionValue(s, "5.0"), versionValue(s, "5.1"), versionValue(s, "6.0"), versionValue(s, "7.0")}))
	put("PSRemotingProtocolVersion", versionValue(s, "2.4"))
	put("SerializationVersion", versionValue(s, "1.1.0.1"))
	put("WSManStackVersion", versionValue(s, "3.0"))
	put("Stagecoach", s.options.Version)
	return t
}

// versionValue is a System.Management.Automation.SemanticVersion or System.Version, when those are known.
func versionValue(s *Session, text string) any {
	for _, name := range []string{"semver", "version"} {
		if name == "semver" && text != PSVersion {
			continue
		}
		if t, err := dotnet.Find(name); err == nil {
			if v, err := object.Convert(s, text, t); err == nil {
				return v
			}
		}
	}
	return text
}

// helpFunction is Get-Help with all there is, a page at a time where somebody reads it.
const helpFunction = `[CmdletBinding(DefaultParameterSetName='AllUsersView')]
param(
    [Parameter(Position=0, ValueFromPipelineByPropertyName=$true)]
    [string] $Name,

    [string] $Path,

    [ValidateSet('Alias','Cmdlet','Provider','General','FAQ','Glossary','HelpFile','ScriptCommand','Function','Filter','ExternalScript','All','DefaultHelp','DscResource','Class','Configuration')]
    [string[]] $Category,

    [Parameter(ParameterSetName='DetailedView', Mandatory=$true)]
    [switch] $Detailed,

    [Parameter(ParameterSetName='AllUsersView')]
    [switch] $Full,

    [Parameter(ParameterSetName='Examples', Mandatory=$true)]
    [switch] $Examples,

    [Parameter(ParameterSetName='Parameters', Mandatory=$true)]
    [string[]] $Parameter,

    [string[]] $Component,

    [string[]] $Functionality,

    [string[]] $Role,

    [Parameter(ParameterSetName='Online', Mandatory=$true)]
    [switch] $Online)

if ($PSCmdlet.ParameterSetName -eq 'AllUsersView') { $PSBoundParameters['Full'] = $true }
$help = Get-Help @PSBoundParameters
if ([Console]::IsOutputRedirected -or -not $help) { $help } else { $help | Out-Host -Paging }`

// defineFunctions makes the functions that every session has.
func (s *Session) defineFunctions() {
	s.defineFunction("prompt", `"PS $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) ";`)
	s.defineFunction("cd..", "Set-Location ..")
	s.defineFunction(`cd\`, `Set-Location \`)
	s.defineFunction("cd~", "Set-Location ~")
	s.defineFunction("oss", "[CmdletBinding()]\nparam(\n    [ValidateRange(2, 2147483647)]\n    [int]\n    ${Width},\n\n    [Parameter(ValueFromPipeline=$true)]\n    [psobject]\n    ${InputObject})\n\nprocess { $_ | Out-String -Stream @PSBoundParameters }")
	s.defineFunction("help", helpFunction)
	s.defineFunction("Pause", `$null = Read-Host 'Press Enter to continue...'`)
	s.defineFunction("exec", "[CmdletBinding()] param([string]$Command)")
	delete(s.global.functions, "exec")
	if s.cmdlets["clear-host"] == nil {
		s.defineFunction("Clear-Host", `[Console]::Write("$([char]27)[H$([char]27)[2J$([char]27)[3J")`)
	}
}

func (s *Session) defineFunction(name, text string) {
	s.global.setFunction(&Function{Name: name, Block: &ScriptBlock{code: &code{session: s, layout: &layout{}, source: text}, state: s.top}, Visible: true})
}

// NewScriptBlock is [scriptblock]::Create.
func (s *Session) NewScriptBlock(text string) (*ScriptBlock, error) {
	tree, errs := s.Parse(text, "")
	if len(errs) > 0 {
		return nil, parseRecord(errs)
	}
	return &ScriptBlock{code: s.newCode(tree), state: s.state}, nil
}

// defineAliases makes the aliases that PowerShell has on Linux.
func (s *Session) defineAliases() {
	for _, line := range strings.Fields(builtinAliases) {
		name, target, _ := strings.Cut(line, "=")
		s.global.setAlias(&Alias{Name: name, Target: target, Options: OptAllScope})
	}
}

const builtinAliases = `
%=ForEach-Object ?=Where-Object cd=Set-Location chdir=Set-Location clc=Clear-Content clear=Clear-Host clhy=Clear-History
cli=Clear-Item clp=Clear-ItemProperty cls=Clear-Host clv=Clear-Variable copy=Copy-Item cpi=Copy-Item cvpa=Convert-Path
dbp=Disable-PSBreakpoint del=Remove-Item dir=Get-ChildItem ebp=Enable-PSBreakpoint echo=Write-Output epal=Export-Alias
epcsv=Export-Csv erase=Remove-Item etsn=Enter-PSSession exsn=Exit-PSSession fc=Format-Custom fhx=Format-Hex fl=Format-List
foreach=ForEach-Object ft=Format-Table fw=Format-Wide gal=Get-Alias gbp=Get-PSBreakpoint gc=Get-Content gcb=Get-Clipboard
gci=Get-ChildItem gcm=Get-Command gcs=Get-PSCallStack gdr=Get-PSDrive gerr=Get-Error ghy=Get-History gi=Get-Item gjb=Get-Job
gl=Get-Location gm=Get-Member gmo=Get-Module gp=Get-ItemProperty gps=Get-Process gpv=Get-ItemPropertyValue group=Group-Object
gsn=Get-PSSession gtz=Get-TimeZone gu=Get-Unique gv=Get-Variable h=Get-History history=Get-History icm=Invoke-Command
iex=Invoke-Expression ihy=Invoke-History ii=Invoke-Item ipal=Import-Alias ipcsv=Import-Csv ipmo=Import-Module
irm=Invoke-RestMethod iwr=Invoke-WebRequest kill=Stop-Process measure=Measure-Object md=mkdir mi=Move-Item move=Move-Item
mp=Move-ItemProperty nal=New-Alias ndr=New-PSDrive ni=New-Item nmo=New-Module nsn=New-PSSession nv=New-Variable oh=Out-Host
popd=Pop-Location pushd=Push-Location pwd=Get-Location r=Invoke-History rbp=Remove-PSBreakpoint rcjb=Receive-Job
rd=Remove-Item rdr=Remove-PSDrive ren=Rename-Item ri=Remove-Item rjb=Remove-Job rmo=Remove-Module rni=Rename-Item
rnp=Rename-ItemProperty rp=Remove-ItemProperty rsn=Remove-PSSession rv=Remove-Variable rvpa=Resolve-Path sajb=Start-Job
sal=Set-Alias saps=Start-Process sbp=Set-PSBreakpoint scb=Set-Clipboard select=Select-Object set=Set-Variable
si=Set-Item sl=Set-Location sls=Select-String sp=Set-ItemProperty spjb=Stop-Job spps=Stop-Process sv=Set-Variable
type=Get-Content where=Where-Object wjb=Wait-Job write=Write-Output`
