package builtin_test

import (
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/shelltest"
)

// TestOwnModules looks at the modules that PowerShell brings along.
func TestOwnModules(t *testing.T) {
	for script, want := range map[string]string{
		`@(Get-Module).Count; $null = Get-Date; (Get-Module).Name; Import-Module Microsoft.PowerShell.Management; (Get-Module).Name`: "0|Microsoft.PowerShell.Utility|Microsoft.PowerShell.Management|Microsoft.PowerShell.Utility",
		`(Get-Module -ListAvailable Microsoft.PowerShell.*).Name`:                                                                    "Microsoft.PowerShell.Host|Microsoft.PowerShell.Management|Microsoft.PowerShell.Security|Microsoft.PowerShell.ThreadJob|Microsoft.PowerShell.Utility",
		`$m = Import-Module Microsoft.PowerShell.Utility -PassThru; "$($m.Version) $($m.ModuleType) $($m.Guid) $($m.CompanyName) $($m.Author)"; $m.ExportedCmdlets.ContainsKey('Get-Date'); $m.ExportedCommands['Get-Date'].Name; $m.ExportedAliases.Count; $m.Path -eq "$PSHOME/Modules/Microsoft.PowerShell.Utility/Microsoft.PowerShell.Utility.psd1"`: "7.0.0.0 Manifest 1da87e53-152b-403e-98dc-74d7b4d63d59 Microsoft Corporation PowerShell|True|Get-Date|0|True",
		`(Get-Command Get-Date).Module.Name; (Get-Command Get-Command).Module -eq $null; (Get-Command -Module Microsoft.PowerShell.Utility Get-Date).ModuleName`:                                                                                                                                                                                          "Microsoft.PowerShell.Utility|True|Microsoft.PowerShell.Utility",
		`$null = Get-Module -ListAvailable; $null = Get-Date; (Get-Module).pstypenames[0]; (Get-Module -ListAvailable Microsoft.PowerShell.Host).pstypenames[0]`:                                                                                                                                                                                          "System.Management.Automation.PSModuleInfo|ModuleInfoGrouping",
	} {
		got := strings.Join(shelltest.Here(t, script, []func() []*cmdlet.View{management.Views}, append(management.Cmdlets(), utility.Cmdlets()...)...), "|")
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", script, got, want)
		}
	}
}
