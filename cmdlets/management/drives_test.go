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
	"stagecoach/shell/shelltest"
)

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
		{`$l = 1, 2, 3; Get-Content variable:l; Get-Content variable:l -Tail 1`, "1 2 3 ERROR TailNotSupported: The Tail parameter currently is supported only for the FileSystem provider."},
		{`Set-Content variable:s one; $s; 'a', 'b' | Set-Content variable:s; $s.Count; Add-Content variable:s c; "$s"`, "one 2 a b c"},
		{`Set-Content env:SC_SET x; $env:SC_SET; Set-Content env:SC_SET ''; Test-Path env:SC_SET`, "x False"},
		{`Set-Variable r 1 -Option ReadOnly; Remove-Item variable:r; $r; Remove-Item variable:r -Force; Test-Path variable:r`,
			"ERROR VariableNotRemovable: Cannot remove variable r because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option. 1 False"},
		{`function ro {1}; $function:ro = { 2 }; ro; ${function:none} -eq $null; ${variable:none} -eq $null`, "2 True True"},
		{`$env:SC_CLEAR = 1; Clear-Item env:SC_CLEAR; Test-Path env:SC_CLEAR; $cv = 1; Clear-Item variable:cv; $null -eq $cv`, "False True"},
		{`Set-Item function:o { 1 } -Options ReadOnly; Set-Item function:o { 2 }; o; Set-Item function:o { 2 } -Force; o`,
			"ERROR FunctionNotWritable: Cannot write to function o because it is read-only or constant. 1 2"},
		{`function r1 { 'r' }; Rename-Item function:r1 r2; r2; Test-Path function:r1; Rename-Item function:r2 r3 -PassThru | % Name`, "r False r3"},
		{`Set-Item function:k { 1 } -Options Constant; Rename-Item function:k k2 -Force`, "ERROR CannotRenameFunction: Cannot rename function because function k is read-only or constant."},
		{`Rename-Item env:SC_NONE x`, "ERROR PathNotFound: Cannot find path 'Env:/SC_NONE' because it does not exist."},
		{`$env:SC_C = 'c'; Copy-Item env:SC_C env:SC_D; $env:SC_D; $env:SC_D = ''; $env:SC_C = ''`, "c"},
		{`Move-Item env:SC_ITEM env:SC_M`, "ERROR NotSupported: Provider operation stopped because the provider does not support this operation."},
		{`Copy-Item env:SC_ITEM ./x`, "ERROR CopyItemSourceAndDestinationNotSameProvider: Source and destination path did not resolve to the same provider. (Parameter 'path')"},
		{`Set-Location env:; "$pwd"; (Get-Item SC_ITEM).Value; Test-Path SC_ITEM; (Get-Content SC_ITEM); Set-Location -; (Get-Location).Provider.Name`, "Env:/ text True text FileSystem"},
		{`Push-Location function:; (Get-Location).Drive.Name; Pop-Location; (Get-Location).Drive.Name`, "Function /"},
		{`Set-Location env:PATH`, "ERROR PathNotFound: Cannot find path 'Env:/PATH' because it does not exist."},
		{`Set-Location env:; Set-Location ~`, "ERROR InvalidOperation: Home location for this provider is not set. To set the home location, call \"(get-psprovider 'Environment').Home = 'path'\"."},
		{`(Get-PSDrive).Name -join ' '; (Get-PSDrive -PSProvider FileSystem).Name -join ' '; (Get-PSDrive E*).Name`, "/ Alias Env Function Temp Variable / Temp Env"},
		{`Get-PSDrive none; Get-PSDrive none*`, "ERROR GetLocationNoMatchingDrive: Cannot find drive. A drive with the name 'none' does not exist."},
		{`(Get-PSProvider).Name -join ' '; (Get-PSProvider FileSystem).Capabilities; "$(Get-PSProvider Env*)"`,
			"Alias Environment FileSystem Function Variable Filter, ShouldProcess, Credentials Microsoft.PowerShell.Core\\Environment"},
		{`Get-PSProvider none`, "ERROR ProviderNotFound: Cannot find a provider with the name 'none'."},
		{`Set-Content a.txt 1; $d = New-PSDrive T FileSystem . ; $d.Name; Get-Content T:/a.txt; (Resolve-Path T:/a.txt).Path; (Resolve-Path T:/*.txt).Drive.Name; Set-Location T:; "$pwd"; Test-Path a.txt; Remove-PSDrive T; Set-Location /; Remove-PSDrive T; Test-Path T:/a.txt`,
			"T 1 T:/a.txt T T:/ True ERROR InvalidOperation: Cannot remove drive 'T' because it is in use. False"},
		{`function f { $null = New-PSDrive L FileSystem .; Test-Path L: }; f; Test-Path L:`, "True False"},
		{`$null = New-PSDrive D FileSystem .; $null = New-PSDrive D FileSystem .`, "ERROR DriveAlreadyExists: A drive with the name 'D' already exists."},
		{`New-PSDrive D none .`, "ERROR ProviderNotFound: Cannot find a provider with the name 'none'."},
		{`New-PSDrive D FileSystem ./none`, "ERROR DriveRootError: The specified drive root \"./none\" either does not exist, or it is not a folder."},
		{`Remove-PSDrive none`, "ERROR DriveNotFound: Cannot find drive. A drive with the name 'none' does not exist."},
		{`Get-Content C:\x.csv; Test-Path C:\x.csv; Get-Item none::x`,
			"ERROR DriveNotFound: Cannot find drive. A drive with the name 'C' does not exist. False ERROR ProviderNotFound: Cannot find a provider with the name 'none'."},
		{`(Get-Location -PSDrive Env).Path; (Get-Location -PSProvider Variable).Path; Get-Location -PSDrive none`,
			"Env:/ Variable:/ ERROR GetLocationNoMatchingDrive: Cannot find drive. A drive with the name 'none' does not exist."},
		{`Get-ItemProperty env:SC_ITEM`, "ERROR NotSupported: Cannot use interface. The IPropertyCmdletProvider interface is not supported by this provider."},
		{`Set-Item function:bad 5`, `ERROR Argument: Cannot process argument because the value of argument "value" is not valid. Change the value of the "value" argument and run the operation again.`},
		{`Set-Content a.b 1; Set-Content noext 1; Set-Content .hid 1; (Get-ChildItem -Filter *.).Name; (Get-ChildItem -Filter n*.*).Name; @(Get-Item .h*).Count`, "noext noext 0"},
		{`Set-Content f 1; $null = New-Item d -ItemType Directory; Set-Content e 1; (Get-ChildItem).Name -join ' '`, "d e f"},
		{`Set-Content f 1; Rename-Item f g; Test-Path g; Rename-Item none x; Set-Content h 1; Rename-Item g h; Rename-Item g sub/x`,
			"True ERROR PathNotFound: Cannot find path 'HERE/none' because it does not exist. ERROR RenameItemIOError: The file 'HERE/h' already exists. ERROR Argument: Cannot rename the specified target, because it represents a path or device name."},
		{`Set-Content f 1; $null = New-Item d -ItemType Directory; Copy-Item f d; Copy-Item d f; Copy-Item f f; Copy-Item f none/f; Move-Item f d; Get-Content d/f`,
			"ERROR CopyContainerItemToLeafError: Container cannot be copied onto existing leaf item. (Parameter 'path') ERROR CopyError: Cannot overwrite the item HERE/f with itself. " +
				"ERROR CopyFileInfoItemIOError: Could not find a part of the path 'HERE/none/f'. ERROR MoveFileInfoItemIOError: The file 'HERE/d/f' already exists. 1"},
		{`$null = New-Item d/e -ItemType Directory -Force; Set-Content d/e/f 1; Copy-Item d c -Recurse; Test-Path c/e/f; Copy-Item d -Destination x -Recurse; Remove-Item x -Recurse; Test-Path x; Remove-Item d -Recurse -Include f; Test-Path d/e/f; Test-Path d/e`, "True False False True"},
		{`Set-Content .hid 1; Get-Item .hid; (Get-Item .hid -Force).Name; Remove-Item .hid; Test-Path .hid; Remove-Item .hid -Force; Test-Path .hid`,
			"ERROR ItemNotFound: Could not find item HERE/.hid. .hid ERROR RemoveFileSystemItemUnAuthorizedAccess: You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only. True False"},
		{`Set-Content f text; $l = New-Item l -ItemType SymbolicLink -Value f; $l.LinkType; $l.Target; "$($l.Attributes)"; Get-Content l; New-Item l -ItemType SymbolicLink -Value f; New-Item h -ItemType HardLink -Value none; (New-Item h -ItemType HardLink -Value f).LinkType`,
			"SymbolicLink f ReparsePoint text ERROR SymLinkExists: Cannot create link because the path already exists: HERE/l. ERROR ItemNotFound: Could not find item HERE/none. HardLink"},
		{`Set-Content f 123; (Get-ItemProperty f).Name; (Get-ItemProperty f Length).Length; Get-ItemPropertyValue f Name; Get-ItemProperty f none; Set-ItemProperty f IsReadOnly $true; (Get-Item f).IsReadOnly; Clear-ItemProperty f Attributes; (Get-Item f).IsReadOnly; Clear-ItemProperty f Length`,
			"f 4 f ERROR GetValueError: The property none does not exist or was not found. True False ERROR Argument: The property cannot be cleared because the property is not supported. Only the Attributes property can be cleared. (Parameter 'propertiesToClear')"},
		{`New-ItemProperty . a; Get-Content .; Set-Content . 1; Clear-Content .`, "ERROR NotSupported: Cannot use interface. The IDynamicPropertyCmdletProvider interface is not implemented by this provider. " +
			"ERROR GetContainerContentException: Unable to get content because it is a directory: 'HERE'. Please use 'Get-ChildItem' instead. ERROR WriteContainerContentException: Unable to write content because it is a directory: 'HERE'. " +
			"ERROR ClearDirectoryContent: Unable to clear content of 'HERE' because it is a directory. Clear-Content is only supported on files."},
		{`$null = New-Item d -ItemType Directory; Set-Location d; Remove-Item ../d; Rename-Item ../d e; Set-Location none; Set-Location ..; Set-Location -; Set-Location -; Split-Path (Get-Location) -Leaf`,
			"ERROR InvalidOperation: Cannot remove the item at 'HERE/d' because it is in use. ERROR InvalidOperation: Cannot rename the item at 'HERE/d' because it is in use. ERROR PathNotFound: Cannot find path 'HERE/d/none' because it does not exist. d"},
		{`Set-Content a.txt 1; Set-Content b.txt 1; Resolve-Path *.txt -Relative; (Resolve-Path a.txt).GetType().Name; Convert-Path ./a.txt; Join-Path a ''; Join-Path a b c; Split-Path /x/y.z -LeafBase`, "./a.txt ./b.txt PathInfo HERE/a.txt a/ a/b/c y"},
		{`Set-Item ./file 1`, "ERROR NotSupported: Provider operation stopped because the provider does not support this operation."},
	} {
		t.Run(c.script, func(t *testing.T) {
			out := shelltest.Texts{Fault: func(e *object.ErrorRecord) string {
				return "ERROR " + shelltest.FaultByFirstID(e) + ": " + e.Exception.Message
			}}
			here := t.TempDir()
			s := eval.New(eval.Options{Out: &out, Location: here, Commands: append(builtin.Cmdlets(format.New(format.Config{})), management.Cmdlets()...)})
			s.RunText(context.Background(), c.script, eval.RunOptions{})
			if got := strings.ReplaceAll(strings.Join(out.Lines, " "), here, "HERE"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
