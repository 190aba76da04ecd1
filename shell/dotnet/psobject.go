package dotnet

import (
	"iter"
	"strings"

	"stagecoach/shell/object"
)

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
		list = object.AllProperties(l.inv, l.of)
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
	for _, name := range []string{"ImmediateBaseObject", "BaseObject"} {
		m.prop("System.Object "+name, func(_ object.Invoker, v any) (any, error) { return baseObject(of(v)), nil })
	}
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

// baseObject is what lies under the members: of a custom object, which consists of
// members alone, an object without any.
func baseObject(v any) any {
	base := object.Unwrap(v)
	if _, custom := base.(*object.Custom); custom {
		return object.NewCustom(0)
	}
	return base
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
