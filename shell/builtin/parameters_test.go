package builtin_test

import (
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/shelltest"
)

// runHere runs a script in a folder of its own, with the cmdlets of objects and files too; errors are
// their ids behind a mark.
func runHere(t *testing.T, script string) string {
	t.Helper()
	views := []func() []*cmdlet.View{utility.Views, management.Views}
	return strings.Join(shelltest.Here(t, script, views, append(management.Cmdlets(), utility.Cmdlets()...)...), "|")
}

// What each parameter of the cmdlets of variables, aliases, modules, type data and formatting changes.
func TestParameters(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{`function f { $script:v = 1; $v = 2; Clear-Variable v -Scope script -PassThru | % { "$($_.Name)=$($_.Value)." }; $v; $script:v }; f`,
			`v=.|2|`},
		{`Set-Alias one Get-Date; Set-Alias two Get-Item; Export-Alias a.csv -Name one; Export-Alias a.csv -Name two -Append; (Get-Content a.csv | Select-String '^"').Line; Export-Alias -LiteralPath 'x[1]' -Name one -Scope Global; Test-Path -LiteralPath 'x[1]'; Set-ItemProperty a.csv IsReadOnly $true; Export-Alias a.csv -Name one -Force; (Get-Content a.csv | Select-String '^"').Line; function f { Import-Alias -LiteralPath 'x[1]' -Scope Local -Force -PassThru | % Name }; f`,
			`"one","Get-Date","","None"|"two","Get-Item","","None"|True|"one","Get-Date","","None"|one`},
		{`$m = New-Module -Name M -ScriptBlock { function f { 'f' }; function g { 'g' }; Set-Alias ff f; Set-Alias gg g; Export-ModuleMember -Function f -Alias ff -Cmdlet none }; (@($m.ExportedFunctions.Keys) + $m.ExportedAliases.Keys) -join ' '`,
			`f ff`},
		{`Get-Alias g* -Exclude gc*, gp* | % Name | Where-Object { $_ -like 'g[cp]*' }; @(Get-Alias gc* -Exclude gc).Name -contains 'gci'`,
			`True`},
		{`Get-Command -Verb Get -Noun Item* -CommandType Cmdlet | % Name; (Get-Command Get-Item -All).Count; Get-Command -Module Microsoft.PowerShell.Management -ParameterName Stack | % Name; (Get-Command -TotalCount 2).Count; (Get-Command -ListImported -Name Get-Item).Name; Get-Command none-such`,
			`Get-Item|Get-ItemProperty|Get-ItemPropertyValue|1|Get-Location|2|Get-Item|!CommandNotFoundException`},
		{`Get-Variable e* -Include err*, ex* -Exclude *action* | % Name`,
			`Error|ErrorView|ExecutionContext`},
		{`$m = New-Module { param($a) function Get-A { $script:a }; $v = 5; Set-Alias aa Get-A; Export-ModuleMember -Function * -Variable v -Alias aa } -ArgumentList 7 -Name Mine; Import-Module $m -Global; Get-A; aa; $v`,
			`7|7|5`},
		{`Set-Content M.psm1 'param($p) function Get-P { $p }; function Get-Q { 2 }; $mv = 3; Set-Alias pp Get-P; Export-ModuleMember -Function * -Variable * -Alias *'; Import-Module ./M.psm1 -Function Get-P -Variable mv -Alias pp -ArgumentList 9 -Global; Get-P; pp; $mv; Get-Command Get-Q -ErrorAction Ignore; Remove-Module M -Force; Get-Command Get-P -ErrorAction Ignore`,
			`9|9|3`},
		{`Set-Content M.psm1 'function Get-P { 1 }; function Get-Q { 2 }'; $o = Import-Module ./M.psm1 -AsCustomObject; $o.'Get-P'(); (Import-Module ./M.psm1 -PassThru -Force -DisableNameChecking -SkipEditionCheck -Scope Global).Name; Import-Module ./M.psm1 -Cmdlet none; Remove-Module M; function Get-P { 'own' }; Import-Module ./M.psm1 -NoClobber; Get-P; Get-Q`,
			`1|M|own|2`},
		{`New-Item -ItemType Directory M | Out-Null; New-ModuleManifest M/M.psd1 -ModuleVersion 2.0; $env:PSModulePath = "$pwd"; Import-Module M -MaximumVersion 1.0; Import-Module M -MaximumVersion 3.0 -PassThru | % { "$($_.Version)" }; (Get-Module -ListAvailable -Refresh M).Name`,
			`!Modules_ModuleWithVersionNotFound|2.0|M`},
		{`New-Alias a1 Get-Date -Description d -Option ReadOnly -PassThru | % { "$($_.Description) $($_.Options)" }; New-Alias a1 Get-Item; New-Alias a1 Get-Item -Force -Option None; (Get-Alias a1).Definition; function f { New-Alias a2 Get-Date -Scope Global }; f; (Get-Alias a2).Definition; Set-Alias a3 Get-Date -Force -PassThru | % Name; function g { Set-Alias a4 Get-Date -Scope Global; Set-Alias a5 Get-Date -Scope Local }; g; (Get-Alias a4).Name; Get-Alias a5; Remove-Alias a4 -Scope Global; Get-Alias a4`,
			`d ReadOnly|!AliasAlreadyExists|Get-Item|Get-Date|a3|a4|!ItemNotFoundException|!ItemNotFoundException`},
		{`New-Module { "r$args" } -ReturnResult -ArgumentList 1, 2; $m = New-Module { function f { 'f' }; function g { 'g' } } -Function f -Cmdlet none; f; g`,
			`r1 2|f|!CommandNotFoundException`},
		{`New-Variable v 1 -Description d -PassThru -Scope Global -Visibility Private | % { "$($_.Description) $($_.Visibility)" }; New-Variable w 1; New-Variable w 2; New-Variable w 2 -Force; $w; Set-Variable v1, v2 3 -PassThru | % Name; Set-Variable v* 4 -Include v1 -Exclude v2; "$v1$v2"; Set-Variable v3 1 -Visibility Public; (Get-Variable v3).Visibility`,
			`d Private|!VariableAlreadyExists|2|v1|v2|43|Public`},
		{`$a1 = $a2 = $b1 = 1; Remove-Variable a*, b* -Include a*, b1 -Exclude a2; "$a1-$a2-$b1"`,
			`-1-`},
		{`Update-TypeData -TypeName My.T -DefaultDisplayProperty a -DefaultKeyPropertySet k -DefaultDisplayPropertySet a, b -Force; Get-TypeData My.T | % { $_.DefaultDisplayProperty; "$($_.DefaultKeyPropertySet.ReferencedProperties)"; "$($_.DefaultDisplayPropertySet.ReferencedProperties)" }`,
			`a|k|a b`},
		{`Update-TypeData -TypeName My.S -SerializationDepth 3 -InheritPropertySerializationSet $true -SerializationMethod SpecificProperties -PropertySerializationSet a, b -StringSerializationSource a -Force; Get-TypeData My.S | % { $_.SerializationDepth; $_.SerializationMethod; $_.InheritPropertySerializationSet; "$($_.PropertySerializationSet.ReferencedProperties)"; $_.StringSerializationSource }`,
			`3|SpecificProperties|True|a b|a`},
		{`Update-TypeData -TypeName My.U -TargetTypeForDeserialization ([int]) -Force; (Get-TypeData My.U).TargetTypeForDeserialization.Name`,
			`Int32`},
		{`Set-PSDebug -Strict; $undefined2; Set-PSDebug -Off; $undefined2; Set-PSDebug -Trace 9; Set-StrictMode -Version 1; $u3; Set-StrictMode -Off; $u3; 'end'`,
			`!VariableIsUndefined||!ParameterArgumentValidationError|!VariableIsUndefined||end`},
		{`Write-Progress a -Id 1 -ParentId 0 -CurrentOperation op -SecondsRemaining 5 -SourceId 7; Write-Progress -Activity a -Completed; 'done'`,
			`done`},
		{`Update-TypeData -TypeName My.V -TypeConverter ([int]) -TypeAdapter ([string]) -MemberName p -MemberType ScriptProperty -Value { $this.q } -SecondValue { $this.q = $args[0] }; $d = Get-TypeData My.V; "$($d.TypeConverter) $($d.TypeAdapter)"; $o = [pscustomobject]@{ PSTypeName = 'My.V'; q = 1 }; $o.p = 5; $o.q`,
			`int string|5`},
		{`[pscustomobject]@{ a = 1; b = [pscustomobject]@{ c = [pscustomobject]@{ d = 1 } } } | Format-Custom -Depth 1 | Out-String | % Trim; [pscustomobject]@{ a = 1; b = 2 } | Format-Custom -Property b | Out-String | % Trim`,
			"class PSCustomObject\n{\n  a = 1\n  b = \n    class PSCustomObject\n    {\n      c = @{d=1}\n    }\n}|class PSCustomObject\n{\n  b = 2\n}"},
		{`1, 2 | % { [pscustomobject]@{ g = $_; n = "n$_" } } | Format-Custom n -GroupBy g | Out-String | % Trim; , (1, 2) | Format-Custom -Expand EnumOnly | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-Custom -View none -Force; [pscustomobject]@{ a = 1 } | Format-Custom @{ e = { 1 / 0 } } -DisplayError -ShowError | Out-String | % { $_ -match '#ERR' }`,
			"g: 1\n\nclass PSCustomObject\n{\n  n = n1\n}\n\n\n   g: 2\n\nclass PSCustomObject\n{\n  n = n2\n}|1\n2|!FormatViewNotFound|True"},
		{`[pscustomobject]@{ a = 1 } | Format-Table { 1 / 0 }, a -ShowError | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-Table @{ n = 'x'; e = { 1 / 0 } } -DisplayError | Out-String | % Trim`,
			"1 / 0  a\n------- -\n        1\nInvalidArgument: Failed to evaluate expression \" 1 / 0 \".|x\n-\n#ERR"},
		{`1..3 | % { [pscustomobject]@{ a = $_ } } | Format-Table -RepeatHeader | Out-String | % Trim; , (1, 2, 3) | Format-Table Length, Rank -Expand CoreOnly | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-Table -View none; [pscustomobject]@{ a = 1 } | Format-Table -Force | Out-String | % Trim`,
			"a\n-\n1\n2\n3|Length Rank\n------ ----\n     3    1|!FormatViewNotFound|a\n-\n1"},
		{`[pscustomobject]@{ a = 1 } | Format-List -DisplayError -Property { 1 / 0 } | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-List -ShowError -Property { 1 / 0 } | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-List -View none; try { throw 'q' } catch { $_ | Format-List -Force | Out-String | % { $_ -match 'FullyQualifiedErrorId' } }`,
			"1 / 0  : #ERR|1 / 0  : \n\nInvalidArgument: Failed to evaluate expression \" 1 / 0 \".|!FormatViewNotFound|True"},
		{`'aa', 'b' | % { [pscustomobject]@{ a = $_ } } | Format-Wide -AutoSize | Out-String -Width 20 | % Trim; 'aa', 'b', 'cc' | % { [pscustomobject]@{ a = $_; l = $_.Length } } | Format-Wide a -Column 3 -GroupBy l | Out-String -Width 20 | % Trim; , (1, 2) | Format-Wide -Expand CoreOnly -Force { $_.Count } | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-Wide { 1 / 0 } -DisplayError -ShowError | Out-String | % Trim; [pscustomobject]@{ a = 1 } | Format-Wide -View none`,
			"aa  b|l: 2\n\n\naa            \n   l: 1\n\n\nb             \n   l: 2\n\ncc|2|InvalidArgument: Failed to evaluate expression \" 1 / 0 \".\n#ERR|!FormatViewNotFound"},
		{`'x' | Out-Default -Paging; 'y' | Out-Host -Paging; 'z'`,
			`z`},
		{`New-ModuleManifest m.psd1 -NestedModules n.psm1 -Guid 12345678-1234-1234-1234-123456789012 -CompanyName co -Copyright cr -Description de -ProcessorArchitecture None -PowerShellVersion 7.0 -ClrVersion 4.0 -DotNetFrameworkVersion 4.5 -PowerShellHostName ho -PowerShellHostVersion 1.0 -RequiredModules r1 -TypesToProcess t.ps1xml -FormatsToProcess f.ps1xml -ScriptsToProcess s.ps1 -RequiredAssemblies a.dll -FileList fi.txt -ModuleList ml -AliasesToExport al -VariablesToExport va -CmdletsToExport cm -DscResourcesToExport ds -CompatiblePSEditions Core -DefaultCommandPrefix pr -HelpInfoUri http://help; $h = Import-PowerShellDataFile m.psd1; 'NestedModules', 'GUID', 'CompanyName', 'Copyright', 'Description', 'ProcessorArchitecture', 'PowerShellVersion', 'CLRVersion', 'DotNetFrameworkVersion', 'PowerShellHostName', 'PowerShellHostVersion', 'RequiredModules', 'TypesToProcess', 'FormatsToProcess', 'ScriptsToProcess', 'RequiredAssemblies', 'FileList', 'ModuleList', 'AliasesToExport', 'VariablesToExport', 'CmdletsToExport', 'DscResourcesToExport', 'CompatiblePSEditions', 'DefaultCommandPrefix', 'HelpInfoURI' | % { "$_=$($h[$_])" }`,
			`NestedModules=n.psm1|GUID=12345678-1234-1234-1234-123456789012|CompanyName=co|Copyright=cr|Description=de|ProcessorArchitecture=None|PowerShellVersion=7.0|CLRVersion=4.0|DotNetFrameworkVersion=4.5|PowerShellHostName=ho|PowerShellHostVersion=1.0|RequiredModules=r1|TypesToProcess=t.ps1xml|FormatsToProcess=f.ps1xml|ScriptsToProcess=s.ps1|RequiredAssemblies=a.dll|FileList=fi.txt|ModuleList=ml|AliasesToExport=al|VariablesToExport=va|CmdletsToExport=cm|DscResourcesToExport=ds|CompatiblePSEditions=Core|DefaultCommandPrefix=pr|HelpInfoURI=http://help`},
		{`New-ModuleManifest m.psd1 -Tags t1, t2 -ProjectUri http://p -LicenseUri http://l -IconUri http://i -ReleaseNotes rn -Prerelease beta -RequireLicenseAcceptance -ExternalModuleDependencies e1 -PassThru | Select-String 'RootModule' -Quiet; $d = (Import-PowerShellDataFile m.psd1).PrivateData.PSData; "$($d.Tags) $($d.ProjectUri) $($d.LicenseUri) $($d.IconUri) $($d.ReleaseNotes) $($d.Prerelease) $($d.RequireLicenseAcceptance) $($d.ExternalModuleDependencies)"; New-ModuleManifest p.psd1 -PrivateData @{ own = 3 }; (Import-PowerShellDataFile p.psd1).PrivateData.own`,
			`True|t1 t2 http://p http://l http://i rn beta True e1|3`},
		{`Import-Module x -UseWindowsPowerShell; Set-PSDebug -Off`,
			``},
		{`Set-Variable y -Value 1; Set-Variable y -Value 2, 3 -Append; $y.Count; "$($y[1])"; 4..5 | Set-Variable y -Append; $y.Count; Set-Variable a, b -Value 1 -Append; 1, 2 > variable:x; 3 >> variable:x; "$x"; [pscustomobject]@{ Name = 'aa' }, [pscustomobject]@{ Name = 'bb' } | Set-Variable; $aa.Name; $bb.Name`,
			`2|2 3|4|!SetVariableAppend|1 2 3|aa|bb`},
		{`Set-Content d.psd1 '@{ a = Get-Verb Get | ForEach-Object Verb }'; Import-LocalizedData -BindingVariable v -BaseDirectory . -FileName d.psd1 -SupportedCommand Get-Verb, ForEach-Object; $v.a; Import-LocalizedData -BindingVariable w -BaseDirectory . -FileName d.psd1`,
			`Get|!InvalidOperation`},
	} {
		t.Run(c.script, func(t *testing.T) {
			if got := runHere(t, c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
