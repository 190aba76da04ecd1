package eval

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// SessionState is where code looks things up: the session's own, or a module's.
// current is the innermost scope of the code that runs in it now.
type SessionState struct {
	session *Session
	module  *Module // nil: the session's own
	root    *scope
	current *scope
}

// Function is a function, filter or script that can be called.
type Function struct {
	object.Instance
	Name        string
	Block       *ScriptBlock
	Filter      bool
	Options     ItemOptions
	Description string
	Module      *Module
	Visible     bool // exported to where it stands; false: the module's own table
	info        *cmdlet.Info
}

// Alias is another name of a command.
type Alias struct {
	object.Instance
	Name, Target string
	Options      ItemOptions
	Description  string
	Module       *Module
	session      *Session
}

// findFunction looks a function up from the current scope outwards.
func (st *SessionState) findFunction(name string) *Function {
	key := strings.ToLower(name)
	for sc := st.current; sc != nil; sc = sc.parent {
		if f := sc.functions[key]; f != nil && (sc == st.current || f.Options&OptPrivate == 0) {
			return f
		}
	}
	return nil
}

// findAlias looks an alias up from the current scope outwards.
func (st *SessionState) findAlias(name string) *Alias {
	key := strings.ToLower(name)
	for sc := st.current; sc != nil; sc = sc.parent {
		if a := sc.aliases[key]; a != nil && (sc == st.current || a.Options&OptPrivate == 0) {
			return a
		}
	}
	return nil
}

// setFunction defines a function in a scope.
func (sc *scope) setFunction(f *Function) {
	if sc.functions == nil {
		sc.functions = map[string]*Function{}
	}
	sc.functions[strings.ToLower(f.Name)] = f
	sc.state.session.commandsChanged()
}

// setAlias defines an alias in a scope.
func (sc *scope) setAlias(a *Alias) {
	a.session = sc.state.session
	if sc.aliases == nil {
		sc.aliases = map[string]*Alias{}
	}
	sc.aliases[strings.ToLower(a.Name)] = a
	sc.state.session.commandsChanged()
}

// scopeNamed finds the scope of a name such as "global", "script", "local",
// "private" or a number of levels; nil when there is none.
func (st *SessionState) scopeNamed(name string) *scope {
	switch strings.ToLower(name) {
	case "global":
		return st.session.global
	case "local", "private", "":
		return st.current
	case "script":
		return st.current.script
	}
	n, ok := parseScopeNumber(name)
	if !ok {
		return nil
	}
	sc := st.current
	for ; n > 0 && sc != nil; n-- {
		sc = sc.parent
	}
	return sc
}

func parseScopeNumber(text string) (int, bool) {
	n := 0
	if text == "" || len(text) > 9 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
