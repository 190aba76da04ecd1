package eval

import (
	"sort"
	"stagecoach/shell/cmdlet"
	"strings"

	"stagecoach/shell/object"
)

// Variable is a PSVariable: a variable of a scope as an object.
type Variable struct {
	object.Instance
	Name  string
	scope *scope
	sym   symbol
}

// PSType is System.Management.Automation.PSVariable.
func (*Variable) PSType() *object.Type { return variableType }

func (v *Variable) slot() *slot { return v.scope.own(v.sym) }

// Value is the variable's value now.
func (v *Variable) Value() any {
	if sl := v.slot(); sl != nil {
		return sl.value()
	}
	return nil
}

// SetValue assigns.
func (v *Variable) SetValue(x any) error { return v.scope.assign(v.sym, v.Name, x) }

// Options are the variable's options.
func (v *Variable) Options() ItemOptions {
	if sl := v.slot(); sl != nil {
		return sl.v.options
	}
	return 0
}

// SetOptions changes the options.
func (v *Variable) SetOptions(o ItemOptions) {
	sl := v.scope.slot(v.sym, v.Name, true)
	m := sl.more()
	m.options = o
}

// ChangeOptions changes the options where that is allowed: not of a constant, of a
// read-only variable not without force, and nothing becomes constant afterwards.
func (v *Variable) ChangeOptions(o ItemOptions, force bool) error {
	refuse := func(id, text string) error {
		return object.NewError(object.SessionStateUnauthorizedType, id, object.WriteError, v.Name, text, v.Name)
	}
	switch old := v.Options(); {
	case old&OptConstant != 0 || old&OptReadOnly != 0 && !force:
		return refuse("VariableNotWritable", "Cannot overwrite variable %s because it is read-only or constant.")
	case o&OptConstant != 0:
		return refuse("VariableCannotBeMadeConstant", "Existing variable %s cannot be made constant. Variables can be made constant only at creation time.")
	case old&OptAllScope != 0 && o&OptAllScope == 0:
		return refuse("VariableAllScopeOptionCannotBeRemoved", "The AllScope option cannot be removed from the variable '%s'.")
	}
	v.SetOptions(o)
	return nil
}

// Description is the variable's description.
func (v *Variable) Description() string {
	if sl := v.slot(); sl != nil {
		return sl.v.description
	}
	return ""
}

// SetDescription changes the description.
func (v *Variable) SetDescription(text string) {
	v.scope.slot(v.sym, v.Name, true).more().description = text
}

// SetPrivate makes the variable's Visibility Private, or Public.
func (v *Variable) SetPrivate(private bool) {
	v.scope.slot(v.sym, v.Name, true).more().private = private
}

func (v *Variable) visibility() int64 {
	if sl := v.slot(); sl != nil && sl.v.private {
		return 1
	}
	return 0
}

var itemOptionsType = cmdlet.ItemOptionsType

var variableType = &object.Type{Name: "PSVariable", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		p := params("name", object.StringType, "value", object.ObjectType, "options", itemOptionsType)
		for n := 1; n <= len(p); n++ {
			constructor(set, p[:n], newVariable)
		}
		property(set, "Name", object.StringType, func(v *Variable) any { return v.Name })
		writable(set, "Description", object.StringType, func(v *Variable) any { return v.Description() }, func(v *Variable, x any) error {
			v.SetDescription(x.(string))
			return nil
		})
		writable(set, "Value", object.ObjectType, func(v *Variable) any { return v.Value() }, (*Variable).SetValue)
		writable(set, "Visibility", visibilityType, func(v *Variable) any { return object.Enum{Type: visibilityType, Value: v.visibility()} }, func(v *Variable, x any) error {
			v.SetPrivate(x.(object.Enum).Value == 1)
			return nil
		})
		property(set, "Module", object.ObjectType, func(*Variable) any { return nil })
		property(set, "ModuleName", object.StringType, func(*Variable) any { return "" })
		writable(set, "Options", itemOptionsType, func(v *Variable) any { return object.Enum{Type: itemOptionsType, Value: int64(v.Options())} }, func(v *Variable, x any) error {
			return v.ChangeOptions(ItemOptions(x.(object.Enum).Value), false)
		})
		property(set, "Attributes", object.ObjectType, func(*Variable) any { return object.NewArray(nil) })
	}}

// newVariable is [psvariable]::new(name, value, options): a variable of no session's scope
// yet, as InvokeWithContext takes it.
func newVariable(inv object.Invoker, args []any) (any, error) {
	name := args[0].(string)
	if name == "" {
		return nil, object.ThrowArgument(object.PSArgumentType, "name", `Cannot process argument because the value of argument "name" is not valid. Change the value of the "name" argument and run the operation again.`)
	}
	v := &Variable{Name: name, scope: newScope(nil, &layout{}, sessionOf(inv).state), sym: intern(name)}
	var value any
	if len(args) > 1 {
		value = args[1]
	}
	v.scope.slot(v.sym, name, true)
	if err := v.SetValue(value); err != nil {
		return nil, err
	}
	if len(args) > 2 {
		v.SetOptions(ItemOptions(args[2].(object.Enum).Value))
	}
	return v, nil
}

// FindVariable finds a variable from a scope (by name or number; empty: the current
// one) outwards; with a scope named only in that one.
func (s *Session) FindVariable(name, where string) *Variable {
	y := intern(name)
	if where != "" {
		sc := s.state.scopeNamed(where)
		if sc == nil || sc.own(y) == nil {
			return nil
		}
		return &Variable{Name: name, scope: sc, sym: y}
	}
	_, sc := s.state.current.lookup(y)
	if sc == nil {
		return nil
	}
	i := sc.layout.find(y)
	if i >= 0 {
		name = sc.layout.names[i]
	}
	return &Variable{Name: name, scope: sc, sym: y}
}

// Variables lists the variables that the current scope sees, or those of one scope, by name.
func (s *Session) Variables(where string) []*Variable {
	from := s.state.current
	if where != "" {
		from = s.state.scopeNamed(where)
	}
	var list []*Variable
	seen := map[symbol]bool{}
	for sc := from; sc != nil; sc = sc.parent {
		for i, y := range sc.layout.syms {
			if i >= len(sc.slots) || sc.slots[i].v == nil || seen[y] || strings.HasPrefix(sc.layout.names[i], "using:") {
				continue
			}
			seen[y] = true
			list = append(list, &Variable{Name: sc.layout.names[i], scope: sc, sym: y})
		}
		if where != "" {
			break
		}
	}
	sort.Slice(list, func(i, j int) bool { return strings.ToLower(list[i].Name) < strings.ToLower(list[j].Name) })
	return list
}

// SetVariableIn sets or makes a variable in a scope; where is empty for the current one.
func (s *Session) SetVariableIn(name, where string, v any) (*Variable, error) {
	sc := s.state.current
	if where != "" {
		if sc = s.state.scopeNamed(where); sc == nil {
			return nil, scopeNotFound(where)
		}
	}
	if err := sc.assign(intern(name), name, v); err != nil {
		return nil, err
	}
	return &Variable{Name: name, scope: sc, sym: intern(name)}, nil
}

// CheckScope tells that a scope's name or number leads nowhere; empty is the current one.
func (s *Session) CheckScope(where string) error {
	if where == "" || s.state.scopeNamed(where) != nil {
		return nil
	}
	return scopeNotFound(where)
}

func scopeNotFound(where string) error {
	if _, ok := parseScopeNumber(where); !ok {
		const why = `Cannot process argument because the value of parameter "%[1]s" is not valid. Valid values are "Global", "Local", or "Script", or a number relative to the current scope (0 through the number of scopes where 0 is the current scope and 1 is its parent). Change the value of the "%[1]s" parameter and run the operation again.`
		return &object.ErrorRecord{Exception: object.ThrowArgument(object.PSArgumentType, "scopeID", why, "scopeID"), ID: "Argument", Category: object.InvalidArgument}
	}
	e := object.ThrowArgument(object.ArgumentOutOfRangeType, "scopeID", "The scope number '%s' exceeds the number of active scopes.", where)
	e.Message += "\nActual value was " + where + "."
	return &object.ErrorRecord{Exception: e, ID: "ArgumentOutOfRange", Category: object.InvalidArgument}
}

// Remove takes the variable away.
func (v *Variable) Remove(force bool) error {
	o := v.Options()
	if o&OptConstant != 0 || o&OptReadOnly != 0 && !force {
		return object.NewError(object.SessionStateUnauthorizedType, "VariableNotRemovable", object.WriteError, v.Name, "Cannot remove variable %s because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option.", v.Name)
	}
	if i := v.scope.layout.find(v.sym); i >= 0 && i < len(v.scope.slots) {
		v.scope.slots[i] = slot{}
	}
	return nil
}
