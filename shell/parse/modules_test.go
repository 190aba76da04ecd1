package parse

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestUsingModule checks which classes a script knows from the modules that it uses. The
// expectations follow PowerShell's symbol resolver: a class of the script hides imported
// ones, the class of two modules is ambiguous, a module's name may stand before it.
func TestUsingModule(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.psm1": "class Shared {}; class OnlyA {}; function f { class Inner {} }", "b.psm1": "enum Shared { x }",
		"m/m.psd1": "@{ RootModule = 'root.psm1'; ModuleVersion = '1.0' }", "m/root.psm1": "class FromManifest {}",
		"v/1.9/v.psm1": "class Old {}", "v/1.10/v.psm1": "class New {}",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ src, want string }{
		{"using module ./a.psm1\nclass X : OnlyA {}", ""},
		{"using module .\\a.psm1\nclass X : Inner {}", "TypeNotFound 2:11 Unable to find type [Inner]."},
		{"using module ./a.psm1\nclass X { [a.OnlyA]$x; [List[OnlyA]]$y }", "TypeNotFound 2:25 Unable to find type [List]."},
		{"using module ./a.psm1\nusing module ./b.psm1\n[Shared]", "AmbiguousTypeReference 3:2 Type name 'Shared' is ambiguous, it could be 'a.Shared' or 'b.Shared'."},
		{"using module ./a.psm1\nusing module ./b.psm1\nclass Shared { [Shared]$x }", ""},
		{"using module ./m\nclass X : FromManifest {}", ""},
		{"using module ./m\nclass X : m.FromManifest {}", ""},
		{"using module ./v\nclass X { [New]$a; [Old]$b }", "TypeNotFound 2:21 Unable to find type [Old]."},
		{"using module ./none.psm1\nclass X : OnlyA {}", "ModuleNotFoundDuringParse 1:1 Could not find the module './none.psm1'.; TypeNotFound 2:11 Unable to find type [OnlyA]."},
		{"using module a]b", "WildCardModuleNameError 1:1 " + messages["WildCardModuleNameError"]},
	} {
		_, errors := Parse(test.src, filepath.Join(dir, "script.ps1"))
		got := make([]string, len(errors))
		for i, e := range errors {
			at := e.Extent.Start()
			got[i] = e.ID + " " + strings.TrimPrefix(strings.Join([]string{"", strconv.Itoa(at.Line), strconv.Itoa(at.Column)}, ":"), ":") + " " + e.Message
		}
		if all := strings.Join(got, "; "); all != test.want {
			t.Errorf("%q: %s, want %s", test.src, all, test.want)
		}
	}
}
