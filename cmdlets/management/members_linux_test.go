package management_test

import (
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/shelltest"
)

// TestMembers runs the tables of what items have.
func TestMembers(t *testing.T) {
	table, err := shelltest.ReadExpressions("testdata")
	if err != nil || len(table) == 0 {
		t.Fatalf("%d lines, %v", len(table), err)
	}
	for _, x := range table {
		t.Run(x.Place, func(t *testing.T) {
			if got := shelltest.Answer(t.TempDir(), x.Script, management.Cmdlets()...); got != x.Want {
				t.Errorf("%s\ngot  %s\nwant %s", x.Script, got, x.Want)
			}
		})
	}
}
