package cmdlets

import (
	"strings"
	"testing"

	"stagecoach/engine"
)

// TestEveryCmdletDefines reads every cmdlet's tags, so that a bad one fails here and never at a user.
func TestEveryCmdletDefines(t *testing.T) {
	open := func() (*engine.Engine, error) { panic("reading a definition must not open the engine") }
	seen := map[string]bool{}
	for _, d := range All(open) {
		t.Run(d.Name, func(t *testing.T) {
			if seen[strings.ToLower(d.Name)] {
				t.Error("is in the list twice")
			}
			seen[strings.ToLower(d.Name)] = true
			if verb, noun, ok := strings.Cut(d.Name, "-"); !ok || verb == "" || noun == "" {
				t.Error("is not a verb and a noun")
			}
			if d.Options.Synopsis == "" || d.Options.Module == "" {
				t.Error("has no synopsis or no module")
			}
			names := map[string]bool{}
			for _, p := range d.Info().Parameters {
				for _, name := range append([]string{p.Name}, p.Aliases...) {
					if names[strings.ToLower(name)] {
						t.Errorf("-%s is declared twice", name)
					}
					names[strings.ToLower(name)] = true
				}
				if p.Help == "" {
					t.Errorf("-%s has no help", p.Name)
				}
				if p.Type == nil {
					t.Errorf("-%s has no type", p.Name)
				}
			}
		})
	}
	for _, want := range []string{"New-MigrationBatch", "Get-Mailbox", "Connect-ExchangeOnline", "Select-Object", "Test-Path"} {
		if !seen[strings.ToLower(want)] {
			t.Errorf("%s is not in the list", want)
		}
	}
}

// TestViewsNameTypes checks that each view is of one shape and names the types it is for.
func TestViewsNameTypes(t *testing.T) {
	for _, v := range Views() {
		shapes := 0
		for _, has := range []bool{v.Table != nil, v.List != nil, v.Wide != nil, v.Custom != nil} {
			if has {
				shapes++
			}
		}
		if shapes != 1 || len(v.TypeNames) == 0 {
			t.Errorf("view %q has %d shapes and the types %q", v.Name, shapes, v.TypeNames)
		}
	}
}
