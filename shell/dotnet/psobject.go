package dotnet

import (
	"iter"
	"strings"

	"stagecoach/shell/object"
)

// PropertyInfo is one element of psobject.Properties, Members or Methods.
type PropertyInfo struct {
	object.Instance
	Owner  any
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
		t.Base = object.PropertyInfoType
		m[kind] = t
	}
	return m
}()

// PSType is PSNoteProperty, PSProperty ...
func (p *PropertyInfo) PSType() *object.Type { return infoTypes[p.Member.Kind] }

// String is "type name=value".
func (p *PropertyInfo) String() string {
	v, err := object.ReadMember(nil, p.Owner, p.Member)
	if err != nil {
		v = nil
	}
	name := "System.Object"
	if t := object.TypeOf(v); t != nil {
		name = t.Display()
	}
	return name + " " + p.Member.Name + "=" + object.Text(nil, v)
}

// MemberInfo is the member itself, as Add-Member adds it.
func (p *PropertyInfo) MemberInfo() *object.Member { return p.Member }

func propertyInfoMembers(m members) {
	info := func(v any) *PropertyInfo { return v.(*PropertyInfo) }
	m.prop("System.Management.Automation.PSMemberTypes MemberType", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: memberTypes, Value: memberKinds[info(v).Member.Kind].value}, nil
	})
	m.prop("bool IsSettable", func(_ object.Invoker, v any) (any, error) {
		mem := info(v).Member
		return mem.Set != nil || mem.Kind == object.NoteProperty || mem.Kind == object.AliasProperty, nil
	})
	m.prop("bool IsGettable", constantly(true))
	m.writable("System.Object Value", func(inv object.Invoker, v any) (any, error) {
		return object.ReadMember(inv, info(v).Owner, info(v).Member)
	},
		func(inv object.Invoker, v, x any) error {
			return object.WriteMember(inv, info(v).Owner, info(v).Member, x)
		})
	m.prop("string TypeNameOfValue", func(inv object.Invoker, v any) (any, error) {
		if t := info(v).Member.Type; t != nil {
			return t.String(), nil
		}
		x, err := object.ReadMember(inv, info(v).Owner, info(v).Member)
		if t := object.TypeOf(object.Unwrap(x)); t != nil {
			return object.TypeNames(x)[0], err
		}
		return "System.Object", err
	})
	m.prop("string Name", func(_ object.Invoker, v any) (any, error) { return info(v).Member.Name, nil })
	m.prop("bool IsInstance", func(_ object.Invoker, v any) (any, error) {
		k := info(v).Member.Kind
		return k != object.Property && k != object.Method, nil
	})
	m.prop("string[] OverloadDefinitions", func(_ object.Invoker, v any) (any, error) {
		x := object.MethodValue{Member: info(v).Member}
		return stringArray(x.Definitions()), nil
	})
	m.method("System.Object Invoke(Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.InvokeMethod(inv, info(v).Owner, info(v).Member.Name, copyItems(a[0]))
	})
	m.prop("string ReferencedMemberName", func(_ object.Invoker, v any) (any, error) {
		if name, ok := info(v).Member.Detail.(string); ok && info(v).Member.Kind == object.AliasProperty {
			return name, nil
		}
		return nil, nil
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return info(v).String(), nil })
}

// memberList is psobject.Properties, Members or Methods: looked at when asked,
// so that it shows what was added meanwhile.
type memberList struct {
	object.Instance
	inv  object.Invoker
	of   any
	kind string
}

// PSType is the collection's type.
func (*memberList) PSType() *object.Type { return object.MemberListType }

// Each yields the members.
func (l *memberList) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, m := range l.members() {
			if !yield(&PropertyInfo{Owner: l.of, Member: m}) {
				return
			}
		}
	}
}

func (l *memberList) members() []*object.Member {
	var list []*object.Member
	if l.kind != "Methods" {
		list = object.Properties(l.inv, l.of)
	}
	if l.kind != "Properties" {
		list = append(list, object.Methods(l.inv, l.of)...)
	}
	return list
}

// Index finds a member by name.
func (l *memberList) Index(inv object.Invoker, key any) (any, bool, error) {
	name := object.Text(inv, key)
	for _, m := range l.members() {
		if strings.EqualFold(m.Name, name) {
			return &PropertyInfo{Owner: l.of, Member: m}, true, nil
		}
	}
	return nil, false, nil
}

func memberListMembers(m members) {
	list := func(v any) *memberList { return v.(*memberList) }
	m.method("System.Object Item(string name)", func(inv object.Invoker, v any, a []any) (any, error) {
		x, _, err := list(v).Index(inv, a[0])
		return x, err
	})
	m.method("System.Object[] Match(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		w, err := object.CompileWildcard(str(a[0]), true)
		if err != nil {
			return nil, err
		}
		out := []any{}
		for _, x := range list(v).members() {
			if w.Match(x.Name) {
				out = append(out, &PropertyInfo{Owner: list(v).of, Member: x})
			}
		}
		return object.NewArray(out), nil
	})
	m.method("void Add(System.Object member)", func(_ object.Invoker, v any, a []any) (any, error) {
		p, ok := a[0].(*PropertyInfo)
		if !ok {
			return nil, object.Throw(object.ArgumentExceptionType, "The argument is not a member.")
		}
		return nil, addMember(list(v).of, p.Member, false)
	})
	m.method("void Add(System.Object member, bool preValidated)", func(_ object.Invoker, v any, a []any) (any, error) {
		p, ok := a[0].(*PropertyInfo)
		if !ok {
			return nil, object.Throw(object.ArgumentExceptionType, "The argument is not a member.")
		}
		return nil, addMember(list(v).of, p.Member, true)
	})
	m.method("void Remove(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		of := list(v).of
		if c, ok := object.Unwrap(of).(*object.Custom); ok && c.Remove(str(a[0])) {
			return nil, nil
		}
		if e, ok := of.(object.Extensible); ok {
			if ext := e.Extension(false); ext != nil {
				ext.Members.Remove(str(a[0]))
			}
		}
		return nil, nil
	})
}

// addMember adds a member to one instance; a note property of a custom object
// becomes one of its own.
func addMember(of any, mem *object.Member, force bool) error {
	c, custom := object.Unwrap(of).(*object.Custom)
	if custom && mem.Kind == object.NoteProperty && mem.Get == nil {
		if _, there := c.Get(mem.Name); there && !force {
			return object.NewError(object.ExtendedTypeSystemType, "MemberAlreadyPresent", object.NotSpecified, nil, `The member "%s" is already present.`, mem.Name)
		}
		c.Set(mem.Name, mem.Detail)
		return nil
	}
	e, ok := of.(object.Extensible)
	if !ok {
		return nil // a value's box, which nobody holds
	}
	set := &e.Extension(true).Members
	if set.Find(mem.Name, false) != nil && !force {
		return object.NewError(object.ExtendedTypeSystemType, "MemberAlreadyPresent", object.NotSpecified, nil, `The member "%s" is already present.`, mem.Name)
	}
	set.Replace(mem)
	return nil
}

func selfMembers(m members) {
	of := func(v any) any { return v.(*object.Self).Of }
	for _, kind := range []string{"Members", "Properties", "Methods"} {
		m.prop("System.Object "+kind, func(inv object.Invoker, v any) (any, error) { return &memberList{inv: inv, of: of(v), kind: kind}, nil })
	}
	m.prop("System.Object ImmediateBaseObject", func(_ object.Invoker, v any) (any, error) { return object.Unwrap(of(v)), nil })
	m.prop("System.Object BaseObject", func(_ object.Invoker, v any) (any, error) { return object.Unwrap(of(v)), nil })
	m.prop("System.Object TypeNames", func(inv object.Invoker, v any) (any, error) {
		x, _, err := object.GetProperty(inv, of(v), "PSTypeNames")
		return x, err
	})
	m.method("System.Object Copy()", func(_ object.Invoker, v any, _ []any) (any, error) { return copyObject(of(v)), nil })
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) { return object.Text(inv, of(v)), nil })
	m.method("bool Equals(System.Object obj)", func(inv object.Invoker, v any, a []any) (any, error) {
		other := a[0]
		if self, ok := other.(*object.Self); ok {
			other = self.Of
		}
		return sameOrNull(inv, of(v), other), nil
	})
}

// copyObject is psobject.Copy(): a custom object's properties are copied, a
// cloneable value is cloned, anything else is the same.
func copyObject(v any) any {
	switch x := v.(type) {
	case *object.Custom:
		values := make([]any, 0, len(x.Shape().Names()))
		for _, value := range x.All() {
			values = append(values, value)
		}
		c := object.NewCustomOf(x.Shape(), values)
		if ext := x.Extension(false); ext != nil {
			*c.Extension(true) = ext.Clone()
		}
		return c
	case *object.Hashtable:
		return copyTable(x, x.CaseSensitive())
	case *object.Array, *object.Bytes:
		return cloneArray(x)
	}
	return v
}

func psobjectMembers(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return object.NewCustom(4), nil })
	m.ctor("System.Object obj", func(_ object.Invoker, a []any) (any, error) { return object.AsPSObject(a[0]), nil })
	m.static("psobject AsPSObject(System.Object obj)", func(_ object.Invoker, _ any, a []any) (any, error) { return object.AsPSObject(a[0]), nil })
}

func referenceMembers(m members) {
	m.writable("System.Object Value", func(_ object.Invoker, v any) (any, error) { return v.(*object.Reference).Get(), nil },
		func(_ object.Invoker, v, x any) error { return v.(*object.Reference).Set(x) })
	m.ctor("System.Object value", func(_ object.Invoker, a []any) (any, error) { return object.NewReference(a[0], nil, nil), nil })
}

func methodValueMembers(m members) {
	self := func(v any) *object.MethodValue { return v.(*object.MethodValue) }
	m.prop("System.Management.Automation.PSMemberTypes MemberType", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: memberTypes, Value: memberKinds[self(v).Member.Kind].value}, nil
	})
	m.prop("string[] OverloadDefinitions", func(_ object.Invoker, v any) (any, error) { return stringArray(self(v).Definitions()), nil })
	m.prop("string Name", func(_ object.Invoker, v any) (any, error) { return self(v).Member.Name, nil })
	m.prop("System.Object Value", func(_ object.Invoker, v any) (any, error) { return v, nil })
	m.prop("bool IsInstance", constantly(false))
	m.method("System.Object Invoke(Params System.Object[] arguments)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.InvokeMethod(inv, self(v).Self, self(v).Member.Name, copyItems(a[0]))
	})
}

func typeNamesMembers(m members) {
	list := func(v any) object.NameList { return v.(object.NameList) }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(list(v).Len())), nil })
	m.method("void Insert(int index, string item)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, list(v).Insert(intArg(a[0]), str(a[1]))
	})
	m.method("void Add(string item)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, list(v).Insert(list(v).Len(), str(a[0]))
	})
	m.method("void RemoveAt(int index)", func(_ object.Invoker, v any, a []any) (any, error) { return nil, list(v).RemoveAt(intArg(a[0])) })
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, list(v).Clear() })
	find := func(v any, name string) int {
		for i := range list(v).Len() {
			if strings.EqualFold(list(v).At(i).(string), name) {
				return i
			}
		}
		return -1
	}
	m.method("bool Contains(string item)", func(_ object.Invoker, v any, a []any) (any, error) { return find(v, str(a[0])) >= 0, nil })
	m.method("int IndexOf(string item)", func(_ object.Invoker, v any, a []any) (any, error) { return object.Int(int32(find(v, str(a[0])))), nil })
	m.method("bool Remove(string item)", func(_ object.Invoker, v any, a []any) (any, error) {
		i := find(v, str(a[0]))
		if i < 0 {
			return false, nil
		}
		return true, list(v).RemoveAt(i)
	})
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
			m.prop("System.Collections.ObjectModel.Collection[string] ReferencedPropertyNames", func(_ object.Invoker, v any) (any, error) {
				names, _ := v.(*PropertyInfo).Member.Detail.([]string)
				return stringArray(names), nil
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
