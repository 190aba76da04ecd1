package builtin_test

import (
	"os"
	"path/filepath"
	"testing"
)

// Modules on disk: what is exported, found, versioned, removed. The answers follow
// PowerShell's own tests of the module cmdlets.
func TestModulesOnDisk(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"Alpha/Alpha.psm1":       "$script:n = 1\nfunction Step-Alpha { $script:n++; $script:n }\nfunction hidden { 'h' }\n$MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { $global:gone = 'removed' }\nExport-ModuleMember -Function Step-*",
		"Beta/1.2.0/Beta.psm1":   "function Get-Beta { 'beta ' + (Get-Helper) }",
		"Beta/1.2.0/Helper.psm1": "function Get-Helper { 'helped' }",
		"Beta/1.2.0/Beta.psd1":   "@{ RootModule = 'Beta.psm1'; NestedModules = 'Helper.psm1'; ModuleVersion = '1.2.0'; FunctionsToExport = 'Get-Beta'; Author = 'Me' }",
		"Beta/1.1.0/Beta.psm1":   "function Get-Beta { 'old' }",
		"Beta/1.1.0/Beta.psd1":   "@{ RootModule = 'Beta.psm1'; ModuleVersion = '1.1.0'; FunctionsToExport = '*' }",
		"Self/Self.psm1":         "Import-Module $PSCommandPath -Force",
		"lib.ps1":                "\"$args $([IO.Path]::GetFileName($PSCommandPath)) $($MyInvocation.InvocationName)\"",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PSModulePath", dir)
	set := "$d = '" + dir + "'; "
	for script, want := range map[string]string{
		`Import-Module "$d/Alpha/Alpha.psm1"; Step-Alpha; Step-Alpha; (Get-Module Alpha).ExportedFunctions.Keys; hidden`:             "2|3|Step-Alpha|!CommandNotFoundException",
		`Import-Module Alpha; & (Get-Module Alpha) { $script:n = 9; hidden }; Step-Alpha; Alpha\Step-Alpha`:                          "h|10|11",
		`Import-Module Alpha; Remove-Module Alpha; $gone; Get-Command Step-Alpha -ErrorAction SilentlyContinue; @(Get-Module).Count`: "removed|0",
		`Import-Module Alpha -Prefix My; Step-MyAlpha`:                                                                               "2",
		`Import-Module Beta; Get-Beta; (Get-Module Beta).Version.ToString(); (Get-Module Beta).NestedModules.Name; Get-Helper`:       "beta helped|1.2.0|Helper|!CommandNotFoundException",
		`Import-Module Beta -RequiredVersion 1.1.0; Get-Beta`:                                                                        "old",
		`Import-Module Beta -MinimumVersion 2.0`:                                                                                     "!Modules_ModuleWithVersionNotFound",
		`Import-Module -FullyQualifiedName @{ ModuleName = 'Beta'; ModuleVersion = '1.0'; MaximumVersion = '1.1.9' }; Get-Beta; @(Get-Module -FullyQualifiedName @{ ModuleName = 'Beta'; RequiredVersion = '1.1.0' }).Count; @(Get-Module -FullyQualifiedName @{ ModuleName = 'Beta'; ModuleVersion = '1.2' }).Count`: "old|1|0",
		`Import-Module -FullyQualifiedName @{ ModuleName = 'Beta'; ModuleVersion = '1.0'; Guid = '9b945229-65fd-4629-ae99-88e2618377ff' }`:                                                                                                                                                                            "!Modules_ModuleWithVersionNotFound",
		`Import-Module "$d/Beta/1.2.0/Beta.psd1" -MaximumVersion 1.0`: "!Modules_ModuleWithVersionNotFound",
		`[IO.File]::WriteAllText("$d/r.ps1", "#requires -Modules @{ ModuleName = 'Beta'; ModuleVersion = '3.0' }` + "`" + `n'ran'"); try { & "$d/r.ps1" } catch { $_.FullyQualifiedErrorId; $_.Exception.Message -replace '.*missing: ' }`: "ScriptRequiresMissingModules|The module 'Beta' cannot be found with ModuleVersion '3.0'..",
		`[IO.File]::WriteAllText("$d/r.ps1", "#requires -Version 99.0` + "`" + `n'ran'"); & "$d/r.ps1"`:                                                                                                                                    "!ScriptRequiresUnmatchedPSVersion",
		`Import-Module Nothing`: "!Modules_ModuleNotFound",
		`Get-Module -ListAvailable Alpha, Beta | ForEach-Object { "$($_.Name) $($_.Version) $($_.ExportedCommands.Count)" }`: "Alpha 0.0 2|Beta 1.2.0 1|Beta 1.1.0 1",
		`(Import-Module Beta -PassThru).Author; (Get-Module -All).Name`:                                                      "Me|Beta|Helper",
		`Import-Module Self`: "!Modules_ModuleTooDeeplyNested",
		`. "$d/lib.ps1" 1 2; & "$d/lib.ps1" 3; function f { . "$d/lib.ps1" 4; "$args" }; f 5`: "1 2 lib.ps1 .|3 lib.ps1 &|4 lib.ps1 .|5",
		`New-ModuleManifest "$d/N.psd1" -RootModule Alpha/Alpha.psm1 -ModuleVersion 2.5 -Author A -FunctionsToExport X, Y; $m = Test-ModuleManifest "$d/N.psd1"; "$($m.Name) $($m.Version) $($m.Author) $($m.ExportedFunctions.Keys)"`: "N 2.5 A X Y",
		`New-ModuleManifest "$d/N.txt"`: "!Modules_InvalidModuleManifestPath",
		`$o = New-Module -AsCustomObject { $n = 1; function Inc { $script:n++; $n }; Export-ModuleMember -Function * -Variable * }; $o.Inc(); $o.n`: "2|2",
		`(New-Module -Name T { function g { 1 } }).Name; g; (Get-Command g).ModuleName`:                                                             "T|1|T",
	} {
		if got := runScript(set + script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

// Proxies, dynamic parameters and classes as the language's own tests have them.
func TestProxiesAndClasses(t *testing.T) {
	for script, want := range map[string]string{
		`function p { [CmdletBinding()] param([Parameter(ValueFromPipeline)]$x) begin { $s = { Where-Object { $_ -gt 1 } | ForEach-Object { $_ * 10 } }.GetSteppablePipeline(); $s.Begin($PSCmdlet) } process { $s.Process($_) } end { $s.End() } }; 1..3 | p`:                                                                                             "20|30",
		`$s = { ForEach-Object { $_ * 2 } }.GetSteppablePipeline(); $s.Begin($true); "$($s.Process(3))"; $s.End()`:                                                                                                                                                                                                                                         "6",
		`function d { [CmdletBinding()] param() dynamicparam { $r = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new(); $r.Add('Q', [System.Management.Automation.RuntimeDefinedParameter]::new('Q', [int], [System.Attribute[]]@([Parameter]@{}))); $r } end { "$($r.Q.Value) $($r.Q.IsSet) $($PSBoundParameters.Q)" } }; d -Q 4; d`: "4 True 4| False ",
		`class S : System.Collections.Generic.List[int] { [int] Top() { return $this[$this.Count - 1] } }; $s = [S]::new(); $s.Add(1); $s.Add(5); $s.Top(); "$s"; ($s | ForEach-Object { $_ + 1 }) -join ','`:                                                                                                                                              "5|1 5|2,6",
		`class H : hashtable { [void] Put($k, $v) { $this[$k] = $v } }; $h = [H]::new(); $h.Put('a', 1); $h['a']; $h.Count`:                                                                                                                                                                                                                                "1|1",
		`class R : System.Collections.IEnumerable { [System.Collections.IEnumerator] GetEnumerator() { return (1..3).GetEnumerator() } }; foreach ($i in [R]::new()) { $i }`:                                                                                                                                                                               "1|2|3",
		`function f { function inner { 'in' }; class C { [string] M() { return inner } }; [C]::new().M() }; f`:                                                                                                                                                                                                                                             "in",
		`$PSDefaultParameterValues.Add('a:b', 1); try { $PSDefaultParameterValues.Add('a:b', 2) } catch { $_.Exception.InnerException.GetType().Name }; try { $PSDefaultParameterValues['x'] = 1 } catch { 'bad key' }`:                                                                                                                                    "PSArgumentException|bad key",
		`function t { param([ValidateSet('a', 'b')]$x) }; (Get-Command t).Parameters.x.Attributes.ValidValues -join ','`:                                                                                                                                                                                                                                   "a,b",
		`Update-TypeData -TypeName Some.Type -MemberType NoteProperty -MemberName M -Value 1; (Get-TypeData Some.Type).Members.Keys; Remove-TypeData Some.Type; @(Get-TypeData Some.Type).Count`:                                                                                                                                                           "M|0",
		`$null.Where({ $_ }).Count; try { $null.Where() } catch { $_.FullyQualifiedErrorId }`:                                                                                                                                                                                                                                                              "0|InvokeMethodOnNull",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
