package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

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
	listed, err := os.ReadFile(untestedFile)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Split(strings.TrimSpace(string(listed)), "\n")
	for _, name := range untested {
		if !slices.Contains(known, name) {
			t.Errorf("%s works, and no test uses it", name)
		}
	}
}

func TestUsesAreFound(t *testing.T) {
	u := &uses{commands: map[string][]call{}, members: map[string]bool{}}
	u.read(`1, 2 | Get-Thing first -Deep:$true -Na x | gth; [math]::Round($x.Length)`, map[string]string{"get-thing": "Get-Thing", "gth": "Get-Thing"})
	all := []string{"Deep", "Name", "Path", "Input", "Other"}
	for p, want := range map[string]bool{"Deep": true, "Name": true, "Other": false} {
		if got := u.parameter("Get-Thing", parameter{name: p, position: -1}, all); got != want {
			t.Errorf("-%s is given: %v", p, got)
		}
	}
	if !u.parameter("Get-Thing", parameter{name: "Path", position: 0}, all) || u.parameter("Get-Thing", parameter{name: "Path", position: 1}, all) {
		t.Error("positions are counted wrongly")
	}
	if !u.parameter("Get-Thing", parameter{name: "Input", position: -1, pipeline: true}, all) {
		t.Error("the pipeline is not seen")
	}
	if !u.member("::Round") || !u.member("Length") || u.member("::Length") || !u.called("get-thing") {
		t.Error("members or calls are not seen")
	}
}
