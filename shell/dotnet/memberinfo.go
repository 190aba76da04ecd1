package dotnet

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// PropertyInfo is one element of psobject.Properties, Members or Methods: PSNoteProperty,
// PSProperty, PSScriptMethod and their like, each with properties in an order of its own.
type PropertyInfo struct {
	object.Instance
	Owner  any // nil: of none yet
	Member *object.Member
}

// memberTypes is System.Management.Automation.PSMemberTypes.
var memberTypes = object.NewFlags("System.Management.Automation", "PSMemberTypes",
	[]string{"AliasProperty", "CodeProperty", "Property", "NoteProperty", "ScriptProperty", "Properties", "PropertySet", "Method", "CodeMethod", "ScriptMethod", "Methods", "ParameterizedProperty", "MemberSet", "Event", "Dynamic", "InferredProperty", "All"},
	1, 2, 4, 8, 16, 31, 32, 64, 128, 256, 448, 512, 1024, 2048, 4096, 8192, 16383)

// memberKinds maps a kind to its type's name and its PSMemberTypes value.
var memberKinds = map[object.MemberKind]struct {
	name  string
	value int64
}{
	object.Property: {"PSProperty", 4}, object.NoteProperty: {"PSNoteProperty", 8}, object.AliasProperty: {"PSAliasProperty", 1},
	object.ScriptProperty: {"PSScriptProperty", 16}, object.CodeProperty: {"PSCodeProperty", 2}, object.Method: {"PSMethod", 64},
	object.ScriptMethod: {"PSScriptMethod", 256}, object.CodeMethod: {"PSCodeMethod", 128}, object.PropertySet: {"PSPropertySet", 32},
	object.MemberSetKind: {"PSMemberSet", 1024}, object.ParameterizedProperty: {"PSParameterizedProperty", 512}, object.Event: {"PSEvent", 2048},
}

// infoTypes are PSNoteProperty and its like, made by load.
var infoTypes = func() map[object.MemberKind]*object.Type {
	m := map[object.MemberKind]*object.Type{}
	for kind, k := range memberKinds {
		t := automationClass(k.name)
		t.Base = infoBase(kind)
		m[kind] = t
	}
	return m
}()

// psMethodInfoType is PSMethodInfo, the base of what can be called.
var psMethodInfoType = &object.Type{Name: "PSMethodInfo", Namespace: object.MemberInfoType.Namespace, Assembly: object.MemberInfoType.Assembly, Base: object.MemberInfoType}

func infoBase(kind object.MemberKind) *object.Type {
	switch kind {
	case object.Method, object.ScriptMethod, object.CodeMethod, object.ParameterizedProperty:
		return psMethodInfoType
	case object.MemberSetKind, object.PropertySet, object.Event:
		return object.MemberInfoType
	}
	return object.PropertyInfoType
}

// PSType is PSNoteProperty, PSProperty ...
func (p *PropertyInfo) PSType() *object.Type { return infoTypes[p.Member.Kind] }

// String is the member spelled out, as Get-Member's definitions are.
func (p *PropertyInfo) String() string {
	return MemberText(nil, p.Owner, p.Member, func(v any) string { return object.Text(nil, v) })
}

// MemberInfo is the member itself, as Add-Member adds it.
func (p *PropertyInfo) MemberInfo() *object.Member { return p.Member }

// value reads the member; a method is its own value.
func (p *PropertyInfo) value(inv object.Invoker) (any, error) {
	if p.PSType().Is(psMethodInfoType) || p.Member.Kind == object.PropertySet || p.Member.Kind == object.MemberSetKind {
		return p, nil
	}
	return object.ReadMember(inv, p.Owner, p.Member)
}

// instance tells whether the member belongs to the object or its .NET type; those of
// PowerShell's type tables do not.
func (p *PropertyInfo) instance(inv object.Invoker) bool {
	if p.Owner == nil || p.Member.Kind == object.NoteProperty && p.Member.Get != nil {
		return true
	}
	if slices.Contains(object.TypeDataMembers(object.TypeOf(object.Unwrap(p.Owner))), p.Member) {
		return false
	}
	return inv == nil || !slices.Contains(inv.TypeMembers(object.TypeNames(p.Owner)).All(), p.Member)
}

// referenced is the member behind an alias, nil when there is none.
func (p *PropertyInfo) referenced(inv object.Invoker) *PropertyInfo {
	name, _ := p.Member.Detail.(string)
	if p.Owner == nil || strings.EqualFold(name, p.Member.Name) {
		return nil
	}
	for _, m := range object.Properties(inv, p.Owner) {
		if strings.EqualFold(m.Name, name) {
			return &PropertyInfo{Owner: p.Owner, Member: m}
		}
	}
	return nil
}

func (p *PropertyInfo) settable(inv object.Invoker) bool {
	switch p.Member.Kind {
	case object.NoteProperty:
		return p.instance(inv)
	case object.AliasProperty:
		to := p.referenced(inv)
		return to != nil && to.settable(inv)
	}
	return p.Member.Set != nil
}

func (p *PropertyInfo) gettable(inv object.Invoker) bool {
	switch p.Member.Kind {
	case object.AliasProperty:
		to := p.referenced(inv)
		return to != nil && to.gettable(inv)
	case object.ScriptProperty:
		return p.Member.Get != nil || p.Member.Detail != nil
	case object.Property, object.CodeProperty:
		return p.Member.Get != nil
	}
	return true
}

// valueType is TypeNameOfValue.
func (p *PropertyInfo) valueType(inv object.Invoker) string {
	switch p.Member.Kind {
	case object.NoteProperty:
		v, err := object.ReadMember(inv, p.Owner, p.Member)
		if err == nil && object.TypeOf(object.Unwrap(v)) != nil {
			return object.TypeNames(v)[0]
		}
	case object.AliasProperty:
		if p.Member.Type == nil {
			if to := p.referenced(inv); to != nil {
				return to.valueType(inv)
			}
		}
	case object.PropertySet, object.MemberSetKind:
		return p.PSType().FullName()
	case object.Method, object.CodeMethod:
		return "System.Management.Automation.PSMethod"
	}
	if t := p.Member.Type; t != nil {
		return t.FullName()
	}
	return "System.Object"
}

func memberInfoMembers(m members) {
	info := func(v any) *PropertyInfo { return v.(*PropertyInfo) }
	m.prop("string Name", getter(func(v any) any { return info(v).Member.Name }))
	m.prop("bool IsInstance", func(inv object.Invoker, v any) (any, error) { return info(v).instance(inv), nil })
	m.method("System.Management.Automation.PSMemberInfo Copy()", plain(func(v any, _ []any) (any, error) {
		member := *info(v).Member
		return &PropertyInfo{Owner: info(v).Owner, Member: &member}, nil
	}))
}

// kindMembers declares the properties of one kind of member in the order of its class.
func kindMembers(kind object.MemberKind) func(m members) {
	return func(m members) {
		d := kindDeclarer{m}
		switch kind {
		case object.NoteProperty:
			d.declare("MemberType", "IsSettable", "IsGettable", "Value", "TypeNameOfValue")
		case object.AliasProperty:
			d.declare("ReferencedMemberName", "ConversionType", "MemberType", "TypeNameOfValue", "IsSettable", "IsGettable", "Value")
		case object.CodeProperty:
			d.declare("GetterCodeReference", "SetterCodeReference", "MemberType", "IsSettable", "IsGettable", "Value", "TypeNameOfValue")
		case object.Property:
			d.declare("MemberType", "Value", "IsSettable", "IsGettable", "TypeNameOfValue")
		case object.ScriptProperty:
			d.declare("GetterScript", "SetterScript", "MemberType", "IsSettable", "IsGettable", "Value", "TypeNameOfValue")
		case object.ScriptMethod:
			d.declare("Script", "OverloadDefinitions", "MemberType", "TypeNameOfValue", "Value", "Invoke")
		case object.Method, object.CodeMethod, object.ParameterizedProperty:
			d.declare("OverloadDefinitions", "MemberType", "TypeNameOfValue", "Value", "Invoke")
		case object.PropertySet:
			d.declare("ReferencedPropertyNames", "MemberType", "Value", "TypeNameOfValue")
		default:
			d.declare("MemberType", "Value", "TypeNameOfValue")
		}
		m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*PropertyInfo).String(), nil }))
		infoConstructors(kind)(m)
	}
}

// kindDeclarer declares the properties that kinds of members have, by name.
type kindDeclarer struct{ members }

func (d kindDeclarer) declare(names ...string) {
	for _, name := range names {
		d.one(name)
	}
}

func (d kindDeclarer) one(name string) {
	info := func(v any) *PropertyInfo { return v.(*PropertyInfo) }
	switch name {
	case "MemberType":
		d.prop("System.Management.Automation.PSMemberTypes MemberType", getter(func(v any) any {
			return object.Enum{Type: memberTypes, Value: memberKinds[info(v).Member.Kind].value}
		}))
	case "IsSettable":
		d.prop("bool IsSettable", func(inv object.Invoker, v any) (any, error) { return info(v).settable(inv), nil })
	case "IsGettable":
		d.prop("bool IsGettable", func(inv object.Invoker, v any) (any, error) { return info(v).gettable(inv), nil })
	case "Value":
		d.writable("System.Object Value", func(inv object.Invoker, v any) (any, error) { return info(v).value(inv) },
			func(inv object.Invoker, v, x any) error {
				return object.WriteMember(inv, info(v).Owner, info(v).Member, x)
			})
	case "TypeNameOfValue":
		d.prop("string TypeNameOfValue", func(inv object.Invoker, v any) (any, error) { return info(v).valueType(inv), nil })
	case "ReferencedMemberName":
		d.prop("string ReferencedMemberName", getter(func(v any) any { return info(v).Member.Detail }))
	case "ConversionType":
		d.prop("type ConversionType", getter(func(v any) any {
			if t := info(v).Member.Type; t != nil {
				return t
			}
			return nil
		}))
	case "GetterScript", "Script":
		d.prop("scriptblock "+name, getter(func(v any) any { return info(v).Member.Detail }))
	case "SetterScript":
		d.prop("scriptblock SetterScript", getter(func(v any) any {
			if sb := info(v).Member.Setter; sb != nil {
				return sb
			}
			return nil
		}))
	case "GetterCodeReference":
		d.prop("System.Object GetterCodeReference", getter(func(v any) any {
			method, _ := info(v).Member.Detail.(string)
			return info(v).valueType(nil) + " " + method + "(System.Management.Automation.PSObject)"
		}))
	case "SetterCodeReference":
		d.prop("System.Object SetterCodeReference", constantly(nil))
	case "OverloadDefinitions":
		d.prop("string[] OverloadDefinitions", getter(func(v any) any {
			if kind := info(v).Member.Kind; kind == object.ScriptMethod || kind == object.ParameterizedProperty {
				return stringArray([]string{info(v).String()})
			}
			return stringArray((&object.MethodValue{Member: info(v).Member}).Definitions())
		}))
	case "ReferencedPropertyNames":
		d.prop("System.Collections.ObjectModel.Collection[string] ReferencedPropertyNames", getter(func(v any) any {
			names, _ := info(v).Member.Detail.([]string)
			return stringArray(names)
		}))
	case "Invoke":
		d.method("System.Object Invoke(Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
			return object.InvokeMethod(inv, info(v).Owner, info(v).Member.Name, copyItems(a[0]))
		})
	}
}

// infoConstructors declares the constructor of PSNoteProperty and its like.
func infoConstructors(kind object.MemberKind) func(m members) {
	return func(m members) {
		make := func(name any, detail any) any {
			return &PropertyInfo{Member: &object.Member{Name: str(name), Kind: kind, Detail: detail}}
		}
		switch kind {
		case object.NoteProperty:
			m.ctor("string name, System.Object value", func(_ object.Invoker, a []any) (any, error) { return make(a[0], a[1]), nil })
		case object.AliasProperty:
			m.ctor("string name, string referencedMemberName", func(_ object.Invoker, a []any) (any, error) { return make(a[0], a[1]), nil })
		case object.ScriptProperty:
			m.ctor("string name, scriptblock getterScript", func(_ object.Invoker, a []any) (any, error) { return make(a[0], a[1]), nil })
			m.ctor("string name, scriptblock getterScript, scriptblock setterScript", func(_ object.Invoker, a []any) (any, error) {
				p := make(a[0], a[1]).(*PropertyInfo)
				if sb, ok := a[2].(object.ScriptBlock); ok {
					p.Member.Setter = sb
					p.Member.Set = func(inv object.Invoker, self, v any) error {
						_, err := inv.Call(sb, self, nil, v)
						return err
					}
				}
				return p, nil
			})
		case object.ScriptMethod:
			m.ctor("string name, scriptblock script", func(_ object.Invoker, a []any) (any, error) { return make(a[0], a[1]), nil })
		case object.PropertySet:
			m.ctor("string name, string[] referencedPropertyNames", func(inv object.Invoker, a []any) (any, error) {
				items, _ := object.Elements(a[1])
				names := []string{}
				for _, x := range items {
					names = append(names, object.Text(inv, x))
				}
				return make(a[0], names), nil
			})
		case object.MemberSetKind:
			m.ctor("string name", func(_ object.Invoker, a []any) (any, error) { return make(a[0], &object.MemberSet{}), nil })
			m.ctor("string name, System.Object members", func(_ object.Invoker, a []any) (any, error) {
				set := &object.MemberSet{}
				items, _ := object.Elements(a[1])
				for _, x := range items {
					if p, ok := object.Unwrap(x).(*PropertyInfo); ok {
						set.Add(p.Member)
					}
				}
				return make(a[0], set), nil
			})
		}
	}
}
