package main

import (
	"os"
	"strings"
	"testing"

	"stagecoach/shell/eval"
	"stagecoach/shell/object"
	"stagecoach/shell/shelltest"
)

// TestMain makes a session first: the types that belong to the evaluator get their members from it, and what a test reads
// before is kept.
func TestMain(m *testing.M) {
	eval.New(eval.Options{})
	os.Exit(m.Run())
}

// Some cmdlets are of Linux only, so the page is made, and tested, there.
func TestThePageIsCurrent(t *testing.T) {
	want, untested, err := makePage("../../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	have := strings.Split(string(got), "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(have) || have[i] != line {
			t.Fatalf("%s is not current: go generate ./cmd/stagecoach/surface; line %d should be\n%s", pageFile, i+1, line)
		}
	}
	for _, name := range untested {
		t.Errorf("%s works, and no test uses it", name)
	}
}

func TestUsesAreFound(t *testing.T) {
	thing := &command{name: "Get-Thing", parameters: []parameter{
		{name: "Deep", position: -1, isSwitch: true}, {name: "Name", position: -1}, {name: "Path", position: 0}, {name: "Second", position: 1},
		{name: "Input", position: -1, pipeline: true}, {name: "Age", position: -1, byName: true}, {name: "Depth", position: -1}, {name: "Weight", position: -1, byName: true},
	}}
	given := func(script string) string {
		u := newUses(map[string]*command{"get-thing": thing}, map[string]string{"get-thing": "Get-Thing", "gth": "Get-Thing"})
		u.read(script)
		var names []string
		for _, p := range thing.parameters {
			if u.parameter("get-thing", p) {
				names = append(names, p.name)
			}
		}
		return strings.Join(names, " ")
	}
	for script, want := range map[string]string{
		`gth first -Deep:$true -Na x`:                    "Deep Name Path",
		`Get-Thing -Deep first`:                          "Deep Path",
		`Get-Thing -Name first`:                          "Name",
		`Get-Thing -Name a b c`:                          "Name Path Second",
		`Get-Thing -De first`:                            "",
		`1, 2 | Get-Thing`:                               "Input",
		`[pscustomobject]@{ Age = 3 } | gth`:             "Input Age",
		`'Age,Other', '1,2' | ConvertFrom-Csv | gth`:     "Input Age",
		`$p = @{ Name = 1; Age = 2 }; if (1) { gth @p }`: "Name Age",
		`# gth -Name x` + "\n" + `'Get-Thing -Name x'`:   "",
		`iex 'x'; [powershell]::Create('gth -Name x')`:   "Name",
	} {
		if got := given(script); got != want {
			t.Errorf("%s gives %q, not %q", script, got, want)
		}
	}
}

// A member counts for the type whose it is, when it ran in a line that gave what was expected.
func TestMemberUsesAreOfTheirType(t *testing.T) {
	have, _ := readTypes()
	u := &memberUses{now: map[*object.Member]bool{}, used: map[*object.Member]bool{}}
	for _, x := range have {
		u.watch(x)
	}
	find := func(typeName, name string, static bool) *object.Member {
		m := have[typeName].Own().Find(name, static)
		if m == nil {
			t.Fatalf("%s has no %s", typeName, name)
		}
		return m
	}
	u.settle(shelltest.Answer(t.TempDir(), "'abc'.IndexOf('c'); [math]::Max(1, 2)") == "2|2")
	u.settle(shelltest.Answer(t.TempDir(), "'abc'.Insert(0, 'd')") == "wrong")
	for m, want := range map[*object.Member]bool{
		find("System.String", "IndexOf", false): true, find("System.Collections.ArrayList", "IndexOf", false): false,
		find("System.Math", "Max", true): true, find("System.Int32", "Max", true): false, find("System.String", "Insert", false): false,
	} {
		if u.used[m] != want {
			t.Errorf("%s is used: %v", m.Name, u.used[m])
		}
	}
}
