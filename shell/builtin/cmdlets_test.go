package builtin

import (
	"testing"

	"stagecoach/shell/format"
)

// A bad tag panics here and never at a user.
func TestEveryCmdletDefines(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Cmdlets(format.New(format.Config{})) {
		if seen[d.Name] {
			t.Errorf("%s is listed twice", d.Name)
		}
		seen[d.Name] = true
		if info := d.Info(); info.Options.Synopsis == "" {
			t.Errorf("%s has no synopsis", d.Name)
		}
	}
}
