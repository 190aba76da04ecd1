package utility_test

import "testing"

// .NET's own assemblies are there; others, and source code, are refused.
func TestAddType(t *testing.T) {
	for script, want := range map[string]string{
		`Add-Type -AssemblyName System.Web, 'System.Xml.Linq, Version=4.0.0.0'; 'next'`: "next",
		`Add-Type -Assembly system.io.compression.filesystem; 'next'`:                   "next",
		`Add-Type -AssemblyName System.Windows.Forms`:                                   "ERROR ErrorLoadingAssembly,Microsoft.PowerShell.Commands.AddTypeCommand InvalidOperation: Cannot load assembly 'System.Windows.Forms'.",
		`Add-Type 'class X { }'`: "ERROR CompilerNotAvailable,Microsoft.PowerShell.Commands.AddTypeCommand NotImplemented: Cannot add type. This shell has no compiler for .NET source code and loads no assemblies from files.",
	} {
		if got := run(t.TempDir(), script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}
