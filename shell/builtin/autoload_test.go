package builtin_test

import (
	"os"
	"path/filepath"
	"testing"
)

// A command is found in the module of $env:PSModulePath that exports it, and only there; the
// module's code knows its file.
func TestAutoload(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"real":    `$script:from = $MyInvocation.MyCommand.Name; function getreal { "real $from" }; function Get-Real { getreal }`,
		"mention": `# Get-Nothing and Get-Real`,
		"broken":  `function Get-Broken {`,
	} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name, name+".psm1"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PSModulePath", folder)
	for script, want := range map[string]string{
		`Get-Real; (Get-Module).Name`:     "real real.psm1|real",
		`getreal`:                         "real real.psm1",
		`Get-Nothing`:                     "!CommandNotFoundException",
		`Get-Broken; @(Get-Module).Count`: "!CommandNotFoundException|0",
	} {
		if got := runScript(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
