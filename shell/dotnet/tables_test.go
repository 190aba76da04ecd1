package dotnet_test

import (
	"os"
	"testing"

	"stagecoach/shell/eval"
	"stagecoach/shell/shelltest"
)

// TestMain makes a session first: the types that belong to the evaluator get their members
// from it, and what another test of this package reads before is kept.
func TestMain(m *testing.M) {
	if os.Getenv("HOME") == "" { // some lines ask for it
		os.Setenv("HOME", os.TempDir())
	}
	eval.New(eval.Options{})
	os.Exit(m.Run())
}

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
