package ast

import "testing"

// TestVariablePath checks paths as PowerShell's VariablePath splits them.
func TestVariablePath(t *testing.T) {
	for _, test := range []struct {
		path  string
		scope VariableScope
		name  string
		drive string
	}{
		{"a", ScopeNone, "a", ""},
		{"global:a", ScopeGlobal, "a", ""},
		{"GLOBAL:a", ScopeGlobal, "a", ""},
		{"local:a", ScopeLocal, "a", ""},
		{"private:a", ScopePrivate, "a", ""},
		{"script:a", ScopeScript, "a", ""},
		{"script:env:a", ScopeScript, "env:a", ""},
		{"variable:a", ScopeVariableDrive, "a", ""},
		{"variable:global:a", ScopeVariableDrive, "global:a", ""},
		{"variable:env:a", ScopeVariableDrive, "env:a", ""},
		{"variables:a", ScopeDrive, "a", "variables"},
		{"env:a", ScopeDrive, "a", "env"},
		{"env:a:b", ScopeDrive, "a:b", "env"},
		{"globals:a", ScopeDrive, "a", "globals"},
		{"global", ScopeNone, "global", ""},
		{"global:", ScopeGlobal, "", ""},
		{":a", ScopeNone, "a", ""},
		{"::a", ScopeNone, ":a", ""},
	} {
		p := NewVariablePath(test.path)
		if p.Scope != test.scope || p.Name() != test.name || p.DriveName() != test.drive {
			t.Errorf("%s: scope %d, name %q, drive %q", test.path, p.Scope, p.Name(), p.DriveName())
		}
	}
}
