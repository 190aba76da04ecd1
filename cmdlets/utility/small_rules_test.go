package utility_test

import "testing"

func TestRulesOfDataCmdlets(t *testing.T) {
	check(t, map[string]string{
		`42 | Add-Member MyProp test -PassThru | ConvertTo-Json -Compress; [DayOfWeek] 1 | Add-Member a 1 -PassThru | ConvertTo-Json -Compress`: "{\"value\":42,\"MyProp\":\"test\"}\n{\"value\":1,\"a\":1}",
		`'text' | Add-Member MyProp test -PassThru | ConvertTo-Json -Compress; 42 | ConvertTo-Json`:                                             "\"text\"\n42",
		`[uri] 'http://example.com' | ConvertTo-Json`:                                                                                           `"http://example.com"`,
		`'a' | Select-String a -Culture en-US`:                                                                                                  "ERROR CannotSpecifyCultureWithoutSimpleMatch,Microsoft.PowerShell.Commands.SelectStringCommand InvalidData: You must specify -Culture parameter only with -SimpleMatch parameter.",
		`'a' | Select-String a -Culture en-US -SimpleMatch | % Line`:                                                                            "a",
	})
}
