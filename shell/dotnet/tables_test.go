package dotnet_test

import (
	"testing"

	"stagecoach/shell/shelltest"
)

// TestTables runs the tables of members in testdata: what .NET documents, line by line.
func TestTables(t *testing.T) {
	table, err := shelltest.ReadExpressions("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if len(table) < 100 {
		t.Fatalf("the tables have %d lines only", len(table))
	}
	for _, x := range table {
		t.Run(x.Place, func(t *testing.T) {
			if got := shelltest.Answer(t.TempDir(), x.Script); got != x.Want {
				t.Errorf("%s\ngot  %s\nwant %s", x.Script, got, x.Want)
			}
		})
	}
}
