package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// methodInfo is what Type.GetMethod, GetProperty and their kin give: a member of a type,
// of a method or constructor one overload.
type methodInfo struct {
	object.Instance
	member   *object.Member
	owner    *object.Type
	overload *object.Overload // nil of properties
}

var methodInfoType = &object.Type{Name: "RuntimeMethodInfo", Namespace: "System.Reflection", Base: object.ObjectType}

// PSType is System.Reflection.RuntimeMethodInfo.
func (*methodInfo) PSType() *object.Type { return methodInfoType }

// String is the member as reflection writes it: "System.String Insert(Int32, System.String)".
func (i *methodInfo) String() string {
	if i.overload == nil {
		if i.member.Type == nil {
			return i.member.Name
		}
		return reflected(i.member.Type) + " " + i.member.Name
	}
	params := make([]string, len(i.overload.Params))
	for k, p := range i.overload.Params {
		params[k] = reflected(p.Type)
	}
	return reflected(i.returns()) + " " + i.member.Name + "(" + strings.Join(params, ", ") + ")"
}

// reflected leaves System. out of the names of primitive types, as reflection does.
func reflected(t *object.Type) string {
	if t.IsValue() && t.Namespace == "System" && primitiveSize(t) > 0 || t == object.VoidType {
		return t.Name
	}
	return t.FullName()
}

func (i *methodInfo) returns() *object.Type {
	if i.overload != nil && i.overload.Return != nil {
		return i.overload.Return
	}
	return object.VoidType
}

// parameterInfo is System.Reflection.ParameterInfo.
type parameterInfo struct {
	object.Instance
	of *object.Parameter
	at int
}

var parameterInfoType = &object.Type{Name: "RuntimeParameterInfo", Namespace: "System.Reflection", Base: object.ObjectType}

// PSType is System.Reflection.RuntimeParameterInfo.
func (*parameterInfo) PSType() *object.Type { return parameterInfoType }

// String is "type name".
func (p *parameterInfo) String() string { return reflected(p.of.Type) + " " + p.of.Name }

func parameterInfoMembers(m members) {
	self := func(v any) *parameterInfo { return v.(*parameterInfo) }
	m.prop("string Name", getter(func(v any) any { return self(v).of.Name }))
	m.prop("type ParameterType", getter(func(v any) any { return self(v).of.Type }))
	m.prop("int Position", getter(func(v any) any { return object.Int(int32(self(v).at)) }))
	m.prop("bool IsOptional", getter(func(v any) any { return self(v).of.Optional }))
	m.prop("bool IsOut", getter(func(v any) any { return self(v).of.ByRef }))
}

func methodInfoMembers(m members) {
	self := func(v any) *methodInfo { return v.(*methodInfo) }
	m.prop("string Name", getter(func(v any) any { return self(v).member.Name }))
	m.prop("bool IsStatic", getter(func(v any) any { return self(v).member.Static }))
	m.prop("bool IsPublic", constantly(true))
	m.prop("type DeclaringType", getter(func(v any) any { return self(v).owner }))
	m.prop("type PropertyType", getter(func(v any) any { return orNull(self(v).member.Type) }))
	m.prop("bool CanRead", getter(func(v any) any { return self(v).member.Get != nil }))
	m.prop("bool CanWrite", getter(func(v any) any { return self(v).member.Set != nil }))
	m.prop("type ReturnType", getter(func(v any) any { return self(v).returns() }))
	m.prop("string MemberType", getter(func(v any) any {
		switch i := self(v); {
		case i.overload == nil:
			return "Property"
		case i.member.Name == ".ctor":
			return "Constructor"
		}
		return "Method"
	}))
	m.method("System.Reflection.RuntimeParameterInfo[] GetParameters()", plain(func(v any, _ []any) (any, error) {
		var list []any
		if o := self(v).overload; o != nil {
			for i := range o.Params {
				list = append(list, &parameterInfo{of: &o.Params[i], at: i})
			}
		}
		return object.NewArrayOf(object.ArrayOf(parameterInfoType), list), nil
	}))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	read := func(inv object.Invoker, v any, a []any) (any, error) {
		return object.ReadMember(inv, a[0], self(v).member)
	}
	m.method("System.Object GetValue(System.Object obj)", read)
	m.method("System.Object GetValue(System.Object obj, System.Object[] index)", read)
	m.method("void SetValue(System.Object obj, System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, object.WriteMember(inv, a[0], self(v).member, a[1])
	})
	m.method("System.Object Invoke(System.Object obj, System.Object[] parameters)", func(inv object.Invoker, v any, a []any) (any, error) {
		i := self(v)
		if i.member.Static {
			return object.InvokeStatic(inv, i.owner, i.member.Name, copyItems(a[1]))
		}
		return object.InvokeMethod(inv, a[0], i.member.Name, copyItems(a[1]))
	})
	m.method("System.Object Invoke(System.Object[] parameters)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.New(inv, self(v).owner, copyItems(a[0]))
	})
}

// membersOf are a type's members and those that it inherits, a method for each overload.
func membersOf(t *object.Type, kinds ...object.MemberKind) []any {
	var list []any
	for x := t; x != nil; x = x.Base {
		for _, mem := range x.Own().All() {
			for _, kind := range kinds {
				switch {
				case mem.Kind != kind || mem.Hidden:
				case kind == object.Method:
					for _, o := range mem.Overloads {
						list = append(list, &methodInfo{member: mem, owner: x, overload: o})
					}
				default:
					list = append(list, &methodInfo{member: mem, owner: x})
				}
			}
		}
	}
	return list
}

func constructorsOf(t *object.Type) []any {
	var list []any
	for _, o := range t.Own().Constructors {
		list = append(list, &methodInfo{member: &object.Member{Name: ".ctor", Kind: object.Method}, owner: t, overload: o})
	}
	return list
}

// enumField is a named value of an enumeration, as GetFields gives it.
func enumFields(t *object.Type) []any {
	var list []any
	if t.Enum == nil {
		return nil
	}
	for i, name := range t.Enum.Names {
		value := object.Enum{Type: t, Value: t.Enum.Values[i]}
		list = append(list, &methodInfo{owner: t, member: &object.Member{Name: name, Kind: object.Property, Static: true, Type: t,
			Get: func(object.Invoker, any) (any, error) { return value, nil }}})
	}
	return list
}

// bound keeps the members that BindingFlags ask for; nothing here is other than public.
func bound(t *object.Type, list []any, flags any) []any {
	e, ok := flags.(object.Enum)
	if !ok {
		return list
	}
	var out []any
	for _, x := range list {
		i := x.(*methodInfo)
		if want := int64(4); i.member.Static {
			want = 8
			if e.Value&want == 0 {
				continue
			}
		} else if e.Value&want == 0 {
			continue
		}
		if e.Value&16 == 0 || e.Value&2 != 0 && i.owner != t {
			continue
		}
		out = append(out, x)
	}
	return out
}

// reflectionMembers declares what of Type looks at members.
func reflectionMembers(m members) {
	self := func(v any) *object.Type { return v.(*object.Type) }
	infos := func(items []any) any { return object.NewArrayOf(object.ArrayOf(methodInfoType), items) }
	lists := map[string]func(t *object.Type) []any{
		"GetMethods":      func(t *object.Type) []any { return membersOf(t, object.Method) },
		"GetProperties":   func(t *object.Type) []any { return membersOf(t, object.Property) },
		"GetFields":       enumFields,
		"GetConstructors": constructorsOf,
		"GetMembers": func(t *object.Type) []any {
			return append(append(membersOf(t, object.Method, object.Property), constructorsOf(t)...), enumFields(t)...)
		},
	}
	const flags = "System.Reflection.BindingFlags bindingAttr"
	for name, list := range lists {
		m.method("System.Object[] "+name+"()", plain(func(v any, _ []any) (any, error) { return infos(list(self(v))), nil }))
		m.method("System.Object[] "+name+"("+flags+")", plain(func(v any, a []any) (any, error) { return infos(bound(self(v), list(self(v)), a[0])), nil }))
	}
	named := func(t *object.Type, name string, list []any) []any {
		var out []any
		for _, x := range list {
			if x.(*methodInfo).member.Name == name {
				out = append(out, x)
			}
		}
		return out
	}
	m.method("System.Object[] GetMember(string name)", plain(func(v any, a []any) (any, error) {
		return infos(named(self(v), str(a[0]), lists["GetMembers"](self(v)))), nil
	}))
	one := func(kind string) func(v any, a []any) (any, error) {
		return func(v any, a []any) (any, error) {
			found := named(self(v), str(a[0]), lists[kind](self(v)))
			if len(a) > 1 {
				found = bound(self(v), found, a[1])
			}
			if types, ok := append(a, nil)[1].(*object.Array); ok {
				return byParameters(found, types.Items), nil
			}
			switch {
			case len(found) == 0:
				return nil, nil
			case len(found) > 1 && kind == "GetMethods" && found[0].(*methodInfo).owner == found[1].(*methodInfo).owner:
				return nil, object.Throw(exceptionNamed("System.Reflection.AmbiguousMatchException"), "Ambiguous match found for '%s %s'.", found[0].(*methodInfo).owner.FullName(), found[0].(*methodInfo).String())
			}
			return found[0], nil
		}
	}
	for name, kind := range map[string]string{"GetMethod": "GetMethods", "GetProperty": "GetProperties", "GetField": "GetFields"} {
		m.method("System.Object "+name+"(string name)", plain(one(kind)))
		m.method("System.Object "+name+"(string name, "+flags+")", plain(one(kind)))
	}
	m.method("System.Object GetMethod(string name, type[] types)", plain(one("GetMethods")))
	m.method("System.Object GetConstructor(type[] types)", plain(func(v any, a []any) (any, error) {
		return byParameters(constructorsOf(self(v)), copyItems(a[0])), nil
	}))
}

// byParameters finds the overload of exactly these parameter types.
func byParameters(list []any, types []any) any {
	for _, x := range list {
		i := x.(*methodInfo)
		same := i.overload != nil && len(i.overload.Params) == len(types)
		for k := range types {
			same = same && i.overload.Params[k].Type == types[k]
		}
		if same {
			return x
		}
	}
	return nil
}
