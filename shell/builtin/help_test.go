package builtin_test

import "testing"

// The page of a command has PowerShell's headings; a name that nothing has is an error.
func TestGetHelp(t *testing.T) {
	for script, want := range map[string]string{
		`(Get-Help Clear-History | Out-String -Stream) -cmatch '^[A-Z]+$'`:                                 "NAME|SYNOPSIS|SYNTAX|DESCRIPTION|REMARKS",
		`(Get-Help -Name clhy).Name`:                                                                       "Clear-History",
		`(Get-Help Clear-History -Detailed | Out-String -Stream) -ccontains 'PARAMETERS'`:                  "True",
		`(Get-Help Clear-History -Parameter Newest).name`:                                                  "Newest",
		`(Get-Help Clear-History -Full).PSTypeNames[0]; (Get-Help Clear-History -Examples).PSTypeNames[0]`: "MamlCommandHelpInfo#FullView|MamlCommandHelpInfo#ExamplesView",
		`function f { <# .SYNOPSIS
			Does it. #> }; (Get-Help f).Synopsis`: "Does it.",
		`Get-Help Get-Nothing`: "!HelpNotFound",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\n got %s\nwant %s", script, got, want)
		}
	}
}
