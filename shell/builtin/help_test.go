package builtin_test

import "testing"

// The page of a command has PowerShell's headings; a name that nothing has is an error.
func TestGetHelp(t *testing.T) {
	for script, want := range map[string]string{
		`(Get-Help Clear-History) -match '^[A-Z]+$'`:                                        "NAME|SYNOPSIS|SYNTAX|DESCRIPTION",
		`(Get-Help -Name clhy)[2].Trim()`:                                                   "Clear-History",
		`(Get-Help Clear-History -Detailed) -ccontains 'PARAMETERS'`:                        "True",
		`(Get-Help Clear-History -Parameter Newest) -match '^    -'`:                        "    -Newest",
		`(Get-Help Clear-History -Full).Count -ge (Get-Help Clear-History -Examples).Count`: "True",
		`function f { <# .SYNOPSIS
			Does it. #> }; (Get-Help f) -match 'Does it'`: "    Does it.",
		`Get-Help Get-Nothing`: "!HelpNotFound",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\n got %s\nwant %s", script, got, want)
		}
	}
}
