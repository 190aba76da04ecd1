package eval

import (
	"os"
	"stagecoach/shell/cmdlet"
	"strings"

	"stagecoach/shell/object"
)

// environmentProvider is Env:.
type environmentProvider struct{ s *Session }

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
type variableProvider struct{ s *Session }

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
type functionProvider struct{ s *Session }

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
	switch object.Unwrap(v).(type) {
	case nil, string, *ScriptBlock, *Function:
		return p.s.setFunctionDrive(p.s.innermost(), name, v)
	}
	return object.NewError(object.PSArgumentType, "Argument", object.InvalidArgument, nil,
		"Cannot process argument because the value of argument \"value\" is not valid. Change the value of the \"value\" argument and run the operation again.")
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
type aliasProvider struct{ s *Session }

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

// unwritable refuses to change what is constant, or without force read-only;
// making what exists constant is refused too.
func unwritable(kind, id, name string, old, now ItemOptions, force bool) error {
	switch {
	case old&OptConstant != 0, old&OptReadOnly != 0 && !force:
		text := "Cannot write to function %s because it is read-only or constant."
		switch kind {
		case "Alias":
			text = "Alias is not writeable because alias %s is read-only or constant and cannot be written to."
		case "Variable":
			text = "Cannot overwrite variable %s because it is read-only or constant."
		}
		return object.NewError(object.SessionStateUnauthorizedType, id, object.WriteError, name, text, name)
	case now&OptConstant != 0:
		text := "Existing %s %s cannot be made constant. %ss can be made constant only at creation time."
		return object.NewError(object.SessionStateUnauthorizedType, kind+"CannotBeMadeConstant", object.WriteError, name, text, lower(kind), name, kind)
	}
	return nil
}

func mayRename(kind, name string, old ItemOptions, force bool) error {
	if old&OptConstant == 0 && (old&OptReadOnly == 0 || force) {
		return nil
	}
	return object.NewError(object.SessionStateUnauthorizedType, "CannotRename"+kind, object.WriteError, name, "Cannot rename %s because %s %s is read-only or constant.", lower(kind), lower(kind), name)
}

// SetOptions sets a function's options.
func (p *functionProvider) SetOptions(name string, options cmdlet.ItemOptions, force bool) error {
	f, _ := p.find(name)
	if f == nil {
		return nil
	}
	if err := unwritable("Function", "FunctionNotWritable", f.Name, f.Options, 0, force); err != nil {
		return err
	}
	f.Options = ItemOptions(options)
	return nil
}

// MayRename refuses constant and read-only functions.
func (p *functionProvider) MayRename(name string, force bool) error {
	if f, _ := p.find(name); f != nil {
		return mayRename("Function", f.Name, f.Options, force)
	}
	return nil
}

// SetOptions sets an alias's options.
func (p *aliasProvider) SetOptions(name string, options cmdlet.ItemOptions, force bool) error {
	a := p.s.state.findAlias(name)
	if a == nil {
		return nil
	}
	if err := unwritable("Alias", "AliasNotWritable", a.Name, a.Options, 0, force); err != nil {
		return err
	}
	a.Options = ItemOptions(options)
	return nil
}

// MayRename refuses constant and read-only aliases.
func (p *aliasProvider) MayRename(name string, force bool) error {
	if a := p.s.state.findAlias(name); a != nil {
		return mayRename("Alias", a.Name, a.Options, force)
	}
	return nil
}

// SetOptions sets a variable's options.
func (p *variableProvider) SetOptions(name string, options cmdlet.ItemOptions, force bool) error {
	v := p.find(name)
	if v == nil {
		return nil
	}
	if err := unwritable("Variable", "VariableNotWritable", v.Name, v.Options(), ItemOptions(options), force); err != nil {
		return err
	}
	v.SetOptions(ItemOptions(options))
	return nil
}

// MayRename refuses constant and read-only variables.
func (p *variableProvider) MayRename(name string, force bool) error {
	if v := p.find(name); v != nil {
		return mayRename("Variable", v.Name, v.Options(), force)
	}
	return nil
}
