package ast

import "strings"

// A VariableScope is the scope or drive that a variable's name starts with.
type VariableScope uint8

// The scopes.
const (
	ScopeNone          VariableScope = iota // `$name`
	ScopeGlobal                             // `$global:name`
	ScopeLocal                              // `$local:name`
	ScopePrivate                            // `$private:name`
	ScopeScript                             // `$script:name`
	ScopeVariableDrive                      // `$variable:name`: the drive, any scope
	ScopeDrive                              // `$env:name`, `$function:name`, `$using:name` ...
)

// A VariablePath is the name of a variable with its scope or drive split off.
type VariablePath struct {
	UserPath string // as written, without `$`, `@` and braces
	Scope    VariableScope
	start    int32 // where the name starts in UserPath
}

var scopeNames = [...]string{ScopeGlobal: "global", ScopeLocal: "local", ScopePrivate: "private", ScopeScript: "script", ScopeVariableDrive: "variable"}

// NewVariablePath splits a path. A scope behind `variable:` is part of the name:
// PowerShell looks for one there, but at the wrong place, and never finds it.
func NewVariablePath(path string) VariablePath {
	p := VariablePath{UserPath: path}
	for s := ScopeGlobal; s <= ScopeVariableDrive; s++ {
		if hasScope(path, scopeNames[s]) {
			p.Scope, p.start = s, int32(len(scopeNames[s])+1)
			return p
		}
	}
	if i := strings.IndexByte(path, ':'); i > 0 {
		p.Scope, p.start = ScopeDrive, int32(i+1)
	} else if i == 0 {
		p.start = 1
	}
	return p
}

func hasScope(path, scope string) bool {
	return len(path) > len(scope) && path[len(scope)] == ':' && foldEqual(path[:len(scope)], scope)
}

// foldEqual compares ASCII words without case.
func foldEqual(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// Name returns the name without scope or drive; PowerShell's UnqualifiedPath.
func (p *VariablePath) Name() string { return p.UserPath[p.start:] }

// DriveName returns the drive, or "" when the path names a variable.
func (p *VariablePath) DriveName() string {
	if p.Scope != ScopeDrive {
		return ""
	}
	return p.UserPath[:p.start-1]
}

// QualifiedName returns the path with its drive, without a scope.
func (p *VariablePath) QualifiedName() string {
	if p.Scope == ScopeDrive {
		return p.UserPath
	}
	return p.Name()
}

// IsVariable reports whether the path names a variable and not another drive's item.
func (p *VariablePath) IsVariable() bool { return p.Scope != ScopeDrive }

// IsUnqualified reports whether neither scope nor drive is written.
func (p *VariablePath) IsUnqualified() bool { return p.Scope == ScopeNone }

// IsUnscopedVariable reports whether it is a variable looked up in all scopes.
func (p *VariablePath) IsUnscopedVariable() bool {
	return p.Scope == ScopeNone || p.Scope == ScopeVariableDrive
}

// IsDriveQualified reports whether a drive other than variable: is written.
func (p *VariablePath) IsDriveQualified() bool { return p.Scope == ScopeDrive }

// IsUsing reports whether the path is `using:name`.
func (p *VariablePath) IsUsing() bool {
	return p.Scope == ScopeDrive && foldEqual(p.UserPath[:p.start-1], "using")
}

// IsGlobal reports whether the scope is global:.
func (p *VariablePath) IsGlobal() bool { return p.Scope == ScopeGlobal }

// IsLocal reports whether the scope is local:.
func (p *VariablePath) IsLocal() bool { return p.Scope == ScopeLocal }

// IsPrivate reports whether the scope is private:.
func (p *VariablePath) IsPrivate() bool { return p.Scope == ScopePrivate }

// IsScript reports whether the scope is script:.
func (p *VariablePath) IsScript() bool { return p.Scope == ScopeScript }
