package utility_test

import "testing"

func TestRandomNumbersAndObjects(t *testing.T) {
	for script, want := range map[string]string{
		`(Get-Random -SetSeed 7) -eq (Get-Random -SetSeed 7)`:                                                                                      "True",
		`$a = Get-Random -SetSeed 3 -Count 5; $b = Get-Random -SetSeed 3; "$a" -eq "$b $(1..4 | % { Get-Random })"`:                                "True",
		`1..9 | Get-Random -Count 20 | Sort-Object | Join-String`:                                                                                  "123456789",
		`1..9 | Get-Random -Shuffle | Sort-Object | Join-String`:                                                                                   "123456789",
		`(Get-Random 1, 2, 3) -in 1, 2, 3; (Get-Random -InputObject 'x')`:                                                                          "True\nx",
		`$null | Get-Random; @() | Get-Random; (1, $null, $null | Get-Random -Shuffle).Count`:                                                      "\n3",
		`(Get-Random -Maximum 10).GetType().Name; (Get-Random -Maximum 10L).GetType().Name; (Get-Random -Minimum '1.5' -Maximum 2).GetType().Name`: "Int32\nInt64\nDouble",
		`Get-Random -Minimum 4 -Maximum 4`:                                                                                                         "ERROR MinGreaterThanOrEqualMax,Microsoft.PowerShell.Commands.GetRandomCommand InvalidArgument: The Minimum value (4) cannot be greater than or equal to the Maximum value (4).",
		`1..200 | % { Get-SecureRandom -Minimum ([int]::MinValue) -Maximum ([int]::MaxValue) } | % GetType | % Name | Get-Unique`:                  "Int32",
		`1..200 | % { Get-SecureRandom -Minimum -5 -Maximum 5 } | ? { $_ -lt -5 -or $_ -ge 5 }`:                                                    "",
		`1..50 | % { Get-SecureRandom -Minimum ([long]::MinValue) -Maximum ([long]::MaxValue) } | ? { $_ -isnot [long] }`:                          "",
		`1, 2, 3 | Get-SecureRandom -Count 2 | Measure-Object | % Count`:                                                                           "2",
		`New-Guid abc`: "ERROR StringNotRecognizedAsGuid,Microsoft.PowerShell.Commands.NewGuidCommand InvalidArgument: Unrecognized Guid format.",
	} {
		if got := run("/", script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
