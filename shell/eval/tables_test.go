package eval_test

import (
	"testing"

	"stagecoach/shell/shelltest"
)

// TestTables runs the tables of the language in testdata: what PowerShell's documentation and
// source say of each rule, line by line.
func TestTables(t *testing.T) {
	table, err := shelltest.ReadExpressions("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if len(table) == 0 {
		t.Fatal("the tables are empty")
	}
	for _, x := range table {
		t.Run(x.Place, func(t *testing.T) {
			if got := shelltest.Answer(t.TempDir(), x.Script); got != x.Want {
				t.Errorf("%s\ngot  %s\nwant %s", x.Script, got, x.Want)
			}
		})
	}
}
