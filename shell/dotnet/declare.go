package dotnet

import (
	"fmt"
	"strings"

	"stagecoach/shell/object"
)

// call is the Go side of a method: the arguments have the parameters' types.
type call = func(inv object.Invoker, self any, a []any) (any, error)

// members fills a MemberSet from signatures as PowerShell shows them.
type members struct {
	*object.MemberSet
	vars map[string]*object.Type // type parameters by name
	null string                  // what a first argument that is null is called in its error; empty: not looked at
}

// guarded declares static methods whose first argument may not be null.
func (m members) guarded(name string) members {
	m.null = name
	return m
}

// method declares an instance method: "string Substring(int startIndex, int length)".
func (m members) method(signature string, do call) { m.add(signature, false, do) }

// static declares a static method.
func (m members) static(signature string, do call) { m.add(signature, true, do) }

func (m members) add(signature string, static bool, do call) {
	head, params, ok := strings.Cut(strings.TrimSuffix(signature, ")"), "(")
	if !ok {
		panic("dotnet: not a method signature: " + signature)
	}
	returns, name := lastWord(head)
	if m.null != "" && static && params != "" {
		do = m.refuseNull(do)
	}
	o := &object.Overload{Params: m.parameters(params), Call: do}
	if returns != "void" {
		o.Return = m.typeNamed(returns)
	}
	m.Add(&object.Member{Name: name, Kind: object.Method, Static: static, Overloads: []*object.Overload{o}})
}

func (m members) refuseNull(do call) call {
	return func(inv object.Invoker, self any, a []any) (any, error) {
		if len(a) > 0 && a[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, m.null, "Value cannot be null.")
		}
		return do(inv, self, a)
	}
}

// ctor declares a constructor: "int year, int month".
func (m members) ctor(params string, do func(inv object.Invoker, a []any) (any, error)) {
	m.Constructors = append(m.Constructors, &object.Overload{Params: m.parameters(params),
		Call: func(inv object.Invoker, _ any, a []any) (any, error) { return do(inv, a) }})
}

// prop declares a read-only property: "int Length".
func (m members) prop(declaration string, get func(inv object.Invoker, self any) (any, error)) {
	m.writable(declaration, get, nil)
}

// writable declares a property that can be set.
func (m members) writable(declaration string, get func(inv object.Invoker, self any) (any, error), set func(inv object.Invoker, self, v any) error) {
	t, name := lastWord(declaration)
	m.Add(&object.Member{Name: name, Kind: object.Property, Type: m.typeNamed(t), Get: get, Set: set})
}

// staticProp declares a static property or field.
func (m members) staticProp(declaration string, get func(inv object.Invoker) (any, error)) {
	t, name := lastWord(declaration)
	m.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: m.typeNamed(t),
		Get: func(inv object.Invoker, _ any) (any, error) { return get(inv) }})
}

// constant declares a static field.
func (m members) constant(declaration string, value any) {
	m.staticProp(declaration, func(object.Invoker) (any, error) { return value, nil })
}

// computed declares a script property that PowerShell's type data add to a .NET
// type; script is the text that Get-Member shows as its getter.
func (m members) computed(name, script string, get func(inv object.Invoker, self any) (any, error)) {
	m.Add(object.ComputedProperty(name, script, get))
}

// coded declares a code property that PowerShell's type data add: "string Mode".
func (m members) coded(declaration string, get func(inv object.Invoker, self any) (any, error)) *object.Member {
	t, name := lastWord(declaration)
	p := &object.Member{Name: name, Kind: object.CodeProperty, Type: m.typeNamed(t), Detail: name, Get: get}
	m.Add(p)
	return p
}

// indexer declares the Item property: "string Item(int index)".
func (m members) indexer(signature string, get call) {
	head, params, _ := strings.Cut(strings.TrimSuffix(signature, ")"), "(")
	returns, name := lastWord(head)
	o := &object.Overload{Params: m.parameters(params), Return: m.typeNamed(returns), Call: get}
	m.Add(&object.Member{Name: name, Kind: object.ParameterizedProperty, Type: o.Return, Overloads: []*object.Overload{o}})
}

func lastWord(s string) (before, word string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}

// parameters reads "Params string[] values, [ref] int result, bool ignoreCase = false".
func (m members) parameters(list string) []object.Parameter {
	if list == "" {
		return nil
	}
	parts := splitTop(list)
	out := make([]object.Parameter, len(parts))
	for i, p := range parts {
		out[i] = m.parameter(strings.TrimSpace(p))
	}
	return out
}

func (m members) parameter(text string) (p object.Parameter) {
	if rest, ok := strings.CutPrefix(text, "Params "); ok {
		p.ParamArray, text = true, rest
	}
	if rest, ok := strings.CutPrefix(text, "[ref] "); ok {
		p.ByRef, text = true, rest
	}
	if decl, def, ok := strings.Cut(text, " = "); ok {
		p.Optional, text = true, decl
		switch def {
		case "True":
			p.Default = true
		case "False":
			p.Default = false
		case "null":
		default:
			p.Default, _ = object.ScanNumber(def)
		}
	}
	var t string
	t, p.Name = lastWord(text)
	p.Type = m.typeNamed(t)
	return p
}

// generic declares a static method whose type arguments must be given: [type]::Name[T](...).
// do gets the types before the arguments.
func (m members) generic(signature string, types int, do call) {
	m.static(signature, do)
	_, head := lastWord(signature[:strings.IndexByte(signature, '(')])
	list := m.Find(head, true).Overloads
	list[len(list)-1].TypeParameters = types
}

// without takes away what a shared set of members has and this type has not.
func (m members) without(names ...string) {
	for _, name := range names {
		m.Remove(name)
	}
}

// splitTop cuts at commas outside brackets.
func splitTop(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, s[start:])
}

func (m members) typeNamed(name string) *object.Type {
	if t := m.vars[name]; t != nil {
		return t
	}
	if inner, ok := strings.CutSuffix(name, "[]"); ok {
		return object.ArrayOf(m.typeNamed(inner))
	}
	if i := strings.IndexByte(name, '['); i > 0 && m.vars != nil {
		var args []*object.Type
		for _, a := range splitTop(name[i+1 : len(name)-1]) {
			args = append(args, m.typeNamed(strings.TrimSpace(a)))
		}
		if t, err := closeGeneric(name[:i], args); err == nil {
			return t
		}
	}
	t, err := Find(name)
	if err != nil {
		panic(fmt.Sprintf("dotnet: a signature names the unknown type %q", name))
	}
	return t
}
