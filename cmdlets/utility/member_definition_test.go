package utility_test

import (
	"strings"
	"testing"
)

// TestScriptPropertyDefinition shows both script blocks of a property, however it was added.
func TestScriptPropertyDefinition(t *testing.T) {
	for _, script := range []string{
		`[pscustomobject]@{} | Add-Member ScriptProperty B { 1 } { param($v) 2 } -PassThru | Get-Member B | ForEach-Object Definition`,
		`Update-TypeData -TypeName T.B -MemberType ScriptProperty -MemberName B -Value { 1 } -SecondValue { param($v) 2 }
		[pscustomobject]@{ PSTypeName = 'T.B' } | Get-Member B | ForEach-Object Definition`,
	} {
		if got, want := strings.TrimSpace(run(t.TempDir(), script)), "System.Object B {get= 1 ;set= param($v) 2 ;}"; got != want {
			t.Errorf("%s\nis %q, want %q", script, got, want)
		}
	}
}
