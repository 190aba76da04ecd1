package eval

import (
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Drives lists the drives that hold no files.
func (s *Session) Drives() []*cmdlet.Drive {
	if s.drives == nil {
		add := func(name string, p cmdlet.Provider, description string) {
			d := &cmdlet.Drive{Name: name, Provider: p, Information: p.Info(), Description: description}
			d.Information.Drives = func() []*cmdlet.Drive { return []*cmdlet.Drive{d} }
			s.drives = append(s.drives, d)
		}
		add("Alias", &aliasProvider{s, info("Alias")}, "Drive that contains a view of the aliases stored in a session state")
		add("Env", &environmentProvider{s, info("Environment")}, "Drive that contains a view of the environment variables for the process.")
		add("Function", &functionProvider{s, info("Function")}, "Drive that contains a view of the functions stored in a session state")
		add("Variable", &variableProvider{s, info("Variable")}, "Drive that contains a view of those variables stored in a session state")
	}
	return s.drives
}

func info(name string) *cmdlet.ProviderInfo {
	return &cmdlet.ProviderInfo{Name: name, Capabilities: "ShouldProcess"}
}

// drive finds a drive that holds no files.
func (s *Session) drive(name string) *cmdlet.Drive {
	for _, d := range s.Drives() {
		if equalFold(d.Name, name) {
			return d
		}
	}
	return nil
}

// environmentProvider is Env:.
type environmentProvider struct {
	s    *Session
	info *cmdlet.ProviderInfo
}

// Info is the provider.
func (p *environmentProvider) Info() *cmdlet.ProviderInfo { return p.info }

// Names lists the process's environment.
func (*environmentProvider) Names() []string {
	var names []string
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Item is a DictionaryEntry of name and text.
func (p *environmentProvider) Item(name string) (any, bool) {
	v, ok := p.Value(name)
	return &object.DictionaryEntry{Key: name, Value: v}, ok
}

// Value is the text.
func (*environmentProvider) Value(name string) (any, bool) {
	v, ok := os.LookupEnv(name)
	if !ok {
		return nil, false
	}
	return v, true
}

// Set sets the text; nothing, or the empty text, removes.
func (p *environmentProvider) Set(name string, v any, _ bool) error {
	if v == nil || object.Text(p.s, v) == "" {
		return os.Unsetenv(name)
	}
	return os.Setenv(name, object.Text(p.s, v))
}

// Remove unsets.
func (*environmentProvider) Remove(name string, _ bool) error { return os.Unsetenv(name) }

// variableProvider is Variable:, of the scope that runs.
type variableProvider struct {
	s    *Session
	info *cmdlet.ProviderInfo
}

// Info is the provider.
func (p *variableProvider) Info() *cmdlet.ProviderInfo { return p.info }

// Names lists the variables the scope sees.
func (p *variableProvider) Names() []string {
	var names []string
	for _, v := range p.s.Variables("") {
		names = append(names, v.Name)
	}
	return names
}

// find takes a name with an optional scope before it.
func (p *variableProvider) find(name string) *Variable {
	if where, rest, ok := strings.Cut(name, ":"); ok && p.s.state.scopeNamed(where) != nil {
		return p.s.FindVariable(rest, where)
	}
	return p.s.FindVariable(name, "")
}

// Item is a PSVariable.
func (p *variableProvider) Item(name string) (any, bool) {
	v := p.find(name)
	return v, v != nil
}

// Value is the variable's value.
func (p *variableProvider) Value(name string) (any, bool) {
	v := p.find(name)
	if v == nil {
		return nil, false
	}
	return v.Value(), true
}

// Set assigns; a PSVariable gives its value.
func (p *variableProvider) Set(name string, v any, force bool) error {
	if x, ok := object.Unwrap(v).(*Variable); ok {
		v = x.Value()
	}
	if old := p.find(name); old != nil && force && old.Options()&OptReadOnly != 0 {
		kept := old.Options()
		old.SetOptions(kept &^ OptReadOnly)
		defer old.SetOptions(kept)
	}
	return p.s.SetVariable(name, v)
}

// Remove takes the variable away.
func (p *variableProvider) Remove(name string, force bool) error {
	if v := p.find(name); v != nil {
		return v.Remove(force)
	}
	return nil
}

// functionProvider is Function:, of the scope that runs.
type functionProvider struct {
	s    *Session
	info *cmdlet.ProviderInfo
}

// Info is the provider.
func (p *functionProvider) Info() *cmdlet.ProviderInfo { return p.info }

// Names lists the functions the scope sees.
func (p *functionProvider) Names() []string {
	var names []string
	seen := map[string]bool{}
	for sc := p.s.state.current; sc != nil; sc = sc.parent {
		for key, f := range sc.functions {
			if !seen[key] {
				seen[key] = true
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// find takes a name with an optional scope before it.
func (p *functionProvider) find(name string) (*Function, *scope) {
	rest, from := name, p.s.state.current
	only := false
	if where, tail, ok := strings.Cut(name, ":"); ok {
		if sc := p.s.state.scopeNamed(where); sc != nil {
			rest, from, only = tail, sc, true
		}
	}
	for sc := from; sc != nil; sc = sc.parent {
		if f := sc.functions[lower(rest)]; f != nil && (sc == from || f.Options&OptPrivate == 0) {
			return f, sc
		}
		if only {
			break
		}
	}
	return nil, nil
}

// Item is a FunctionInfo.
func (p *functionProvider) Item(name string) (any, bool) {
	f, _ := p.find(name)
	if f == nil {
		return nil, false
	}
	own := *f
	own.Instance = object.Instance{}
	return &own, true
}

// Value is the function's block.
func (p *functionProvider) Value(name string) (any, bool) {
	f, _ := p.find(name)
	if f == nil {
		return nil, false
	}
	return f.Block, true
}

// Set defines the function from a block, a function or a text.
func (p *functionProvider) Set(name string, v any, force bool) error {
	if f, _ := p.find(name); f != nil && (f.Options&OptConstant != 0 || f.Options&OptReadOnly != 0 && !force) {
		return object.NewError(object.SessionStateUnauthorizedType, "FunctionNotWritable", object.WriteError, f.Name, "Cannot write to function %s because it is read-only or constant.", f.Name)
	}
	return p.s.setFunctionDrive(p.s.innermost(), name, v)
}

// Remove takes the function away from the scope it stands in.
func (p *functionProvider) Remove(name string, force bool) error {
	f, sc := p.find(name)
	if f == nil {
		return nil
	}
	if f.Options&OptConstant != 0 || f.Options&OptReadOnly != 0 && !force {
		return object.NewError(object.SessionStateUnauthorizedType, "FunctionNotRemovable", object.WriteError, f.Name, "Cannot remove function %s because it is constant. If the function is read-only, try the operation again specifying the Force option.", f.Name)
	}
	delete(sc.functions, lower(f.Name))
	p.s.commandsChanged()
	return nil
}

// aliasProvider is Alias:, of the scope that runs.
type aliasProvider struct {
	s    *Session
	info *cmdlet.ProviderInfo
}

// Info is the provider.
func (p *aliasProvider) Info() *cmdlet.ProviderInfo { return p.info }

// Names lists the aliases the scope sees.
func (p *aliasProvider) Names() []string {
	var names []string
	for _, a := range p.s.Aliases() {
		names = append(names, a.Name)
	}
	return names
}

// Item is an AliasInfo.
func (p *aliasProvider) Item(name string) (any, bool) {
	a := p.s.state.findAlias(name)
	if a == nil {
		return nil, false
	}
	own := *a
	own.Instance = object.Instance{}
	return &own, true
}

// Value is the command the alias stands for.
func (p *aliasProvider) Value(name string) (any, bool) {
	a := p.s.state.findAlias(name)
	if a == nil {
		return nil, false
	}
	return a.Target, true
}

// Set defines the alias.
func (p *aliasProvider) Set(name string, v any, force bool) error {
	return p.s.DefineAlias(&Alias{Name: name, Target: object.Text(p.s, v)}, "", force, false)
}

// Remove takes the alias away.
func (p *aliasProvider) Remove(name string, force bool) error {
	_, err := p.s.RemoveAlias(name, "", force)
	return err
}
