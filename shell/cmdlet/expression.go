package cmdlet

import (
	"strings"

	"stagecoach/shell/object"
)

// Expression names a property of whatever object it meets, or computes a value
// from it: what -Property arguments, -GroupBy and calculated properties are made of.
type Expression struct {
	Name     string // a property name, with or without wildcards
	Script   object.ScriptBlock
	resolved bool // Name is a property of the object at hand
}

// String is the name, or the script block's text.
func (x Expression) String() string {
	if x.Script != nil {
		return x.Script.String()
	}
	return x.Name
}

// HasWildcard tells whether the name may fit several properties.
func (x Expression) HasWildcard() bool {
	return x.Script == nil && object.HasWildcard(x.Name)
}

// Resolved is the expression for a property known to exist.
func Resolved(name string) Expression { return Expression{Name: name, resolved: true} }

// Resolve finds the properties of target that the expression names, as the
// object spells them; a script block stands for itself. Property sets are taken
// apart when expand is true.
func (x Expression) Resolve(inv object.Invoker, target any, expand bool) []Expression {
	if x.resolved || x.Script != nil {
		x.resolved = true
		return []Expression{x}
	}
	if !x.HasWildcard() {
		return resolveExact(inv, target, x.Name, expand)
	}
	var out []Expression
	pattern, err := object.CompileWildcard(x.Name, true)
	if err != nil {
		return nil
	}
	seen := map[string]bool{}
	for _, name := range PropertyNames(inv, target) {
		if pattern.Match(name) && !seen[name] {
			seen[name] = true
			out = append(out, Resolved(name))
		}
	}
	return out
}

func resolveExact(inv object.Invoker, target any, name string, expand bool) []Expression {
	switch t := object.Unwrap(target).(type) {
	case *object.Custom:
		if i, ok := t.Shape().Slot(name); ok {
			return []Expression{Resolved(t.Shape().Names()[i])}
		}
	case *object.Hashtable:
		for k := range t.All() {
			if s, ok := k.(string); ok && strings.EqualFold(s, name) {
				return []Expression{Resolved(s)}
			}
		}
	case object.Adapted:
		for _, n := range t.AdaptedNames() {
			if strings.EqualFold(n, name) {
				return []Expression{Resolved(n)}
			}
		}
	}
	m := object.FindMember(inv, target, name)
	switch {
	case m == nil || m.Static:
		return nil
	case m.Kind == object.PropertySet && expand:
		var out []Expression
		names, _ := m.Detail.([]string)
		for _, n := range names {
			out = append(out, resolveExact(inv, target, n, false)...)
		}
		return out
	case isProperty(m):
		return []Expression{Resolved(m.Name)}
	}
	return nil
}

func isProperty(m *object.Member) bool {
	switch m.Kind {
	case object.Property, object.NoteProperty, object.AliasProperty, object.ScriptProperty, object.CodeProperty, object.ParameterizedProperty:
		return !m.Static
	}
	return false
}

// PropertyNames lists the properties of target that wildcards range over: the
// keys of a hashtable, else what object.Properties lists.
func PropertyNames(inv object.Invoker, target any) []string {
	switch t := object.Unwrap(target).(type) {
	case *object.Hashtable:
		var names []string
		for k := range t.All() {
			if s, ok := k.(string); ok {
				names = append(names, s)
			}
		}
		return names
	case *object.Custom:
		if plainCustom(target, t) && inv.TypeMembers(object.TypeNames(target)) == nil {
			return t.Shape().Names()
		}
	}
	members := object.AllProperties(inv, target)
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	return names
}

func plainCustom(target any, c *object.Custom) bool {
	if target != any(c) {
		return false
	}
	ext := c.Extension(false)
	return ext == nil || len(ext.Members.All()) == 0
}

// Result is one value an expression gave.
type Result struct {
	Expression Expression // resolved
	Value      any
	Err        error // the value could not be computed; Value is nil
}

// languageProperty tells whether name is the Count or Length that the language gives to every value: a
// property that cmdlets do not see.
func languageProperty(inv object.Invoker, target any, name string) bool {
	if !strings.EqualFold(name, "Count") && !strings.EqualFold(name, "Length") {
		return false
	}
	if _, ok := object.Unwrap(target).(object.Dictionary); ok {
		return false
	}
	return object.FindMember(inv, target, name) == nil
}

// Value computes a resolved expression's value. A script block runs with
// target as $_; several results become an array.
func (x Expression) Value(inv object.Invoker, target any) (any, error) {
	if x.Script == nil {
		switch t := target.(type) {
		case *object.Custom:
			if i, ok := t.Shape().Slot(x.Name); ok {
				return t.At(i), nil
			}
		}
		if languageProperty(inv, target, x.Name) {
			return nil, nil
		}
		v, _, err := object.GetProperty(inv, target, x.Name)
		return v, err
	}
	call := inv.Call
	if q, ok := inv.(interface {
		CallQuietly(sb object.ScriptBlock, self, underscore any, args ...any) ([]any, error)
	}); ok {
		call = q.CallQuietly
	}
	out, err := call(x.Script, nil, target)
	if err != nil {
		return nil, err
	}
	switch len(out) {
	case 0:
		return nil, nil
	case 1:
		return out[0], nil
	}
	return object.NewArray(out), nil
}

// Values resolves the expression and computes every value. An error of a
// property or script block is in its result, one that ends the pipeline comes back.
func (x Expression) Values(inv object.Invoker, target any, expand bool) ([]Result, error) {
	var out []Result
	for _, r := range x.Resolve(inv, target, expand) {
		v, err := r.Value(inv, target)
		if err != nil && Ends(err) {
			return nil, err
		}
		out = append(out, Result{Expression: r, Value: v, Err: err})
	}
	return out, nil
}

// Ends tells whether an error is no failure of what was tried but the end of
// the pipeline (stopped, break, exit), which nobody may swallow.
func Ends(err error) bool {
	_, control := err.(object.Control)
	return control
}
