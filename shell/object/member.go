package object

import "strings"

// Intrinsics is implemented by an Invoker that has members every value answers
// to (ForEach and Where); looked up after everything else.
type Intrinsics interface {
	IntrinsicMember(v any, name string) *Member
}

// FindMember finds an instance member of v by PowerShell's order: added to the
// instance, type tables, the type's own. Note properties of a *Custom and keys
// of a dictionary are no members in this sense; GetProperty knows them.
func FindMember(inv Invoker, v any, name string) *Member {
	if m := extensionMember(v, name); m != nil {
		return m
	}
	if inv != nil {
		if m := inv.TypeMembers(TypeNames(v)).Find(name, false); m != nil {
			return m
		}
	}
	if t := TypeOf(Unwrap(v)); t != nil {
		return t.Member(name, false)
	}
	return nil
}

func extensionMember(v any, name string) *Member {
	if e, ok := v.(Extensible); ok {
		if ext := e.Extension(false); ext != nil {
			if m := ext.Members.Find(name, false); m != nil {
				return m
			}
		}
	}
	if o, ok := v.(*PSObject); ok {
		return extensionMember(o.Base, name)
	}
	return nil
}

// GetProperty reads v.name. found is false where PowerShell gives $null (or, in
// strict mode, an error): the member does not exist. A collection without the
// member is read element by element.
func GetProperty(inv Invoker, v any, name string) (value any, found bool, err error) {
	switch x := v.(type) {
	case *Custom:
		if i, ok := x.shape.Slot(name); ok {
			return x.values[i], true, nil
		}
	case nil:
		return nullProperty(inv, name)
	case Dictionary:
		if value, ok := x.Get(name); ok {
			return value, true, nil
		}
	case *PSObject:
		if m := extensionMember(x, name); m != nil {
			value, err = readMember(inv, v, m)
			return value, true, err
		}
		if IsNull(x.Base) {
			return nullProperty(inv, name)
		}
		switch x.Base.(type) {
		case *Custom, Dictionary:
			return GetProperty(inv, x.Base, name)
		}
	case *nothing:
		return nullProperty(inv, name)
	case *Bare:
		if m := x.PSType().Member(name, false); m != nil {
			value, err = readMember(inv, x.of, m)
			return value, true, err
		}
		return nil, false, nil
	}
	if d, ok := Unwrap(v).(Adapted); ok {
		if value, ok := d.AdaptedProperty(name); ok {
			return value, true, nil
		}
	}
	if m := FindMember(inv, v, name); m != nil {
		value, err = readMember(inv, v, m)
		return value, true, err
	}
	if value, ok := intrinsicProperty(inv, v, name); ok {
		return value, true, nil
	}
	if IsEnumerable(v) {
		value, found, err = enumerateMember(inv, v, name)
		if found || err != nil {
			return value, found, err
		}
	}
	if value, ok := scalarCount(inv, v, name); ok {
		return value, true, nil
	}
	return nil, false, nil
}

// Adapted is implemented by values whose data are properties beside those of
// their type: the children and attributes of an XML element.
type Adapted interface {
	AdaptedProperty(name string) (value any, ok bool)
	AdaptedNames() []string
	// SetAdapted changes such a property; ok is false when there is none of that name.
	SetAdapted(name string, value any) (ok bool, err error)
}

// nullProperty: $null has Count and Length 0 and nothing else, and in strict mode not even those.
func nullProperty(inv Invoker, name string) (any, bool, error) {
	if isCount(name) && !StrictProperties(inv) {
		return Int(0), true, nil
	}
	return nil, false, nil
}

func isCount(name string) bool {
	return (len(name) == 5 && strings.EqualFold(name, "Count")) || (len(name) == 6 && strings.EqualFold(name, "Length"))
}

// scalarCount: anything that is no collection counts as one, but in strict mode only what
// has its members looked up by name.
func scalarCount(inv Invoker, v any, name string) (any, bool) {
	if !isCount(name) || IsEnumerable(v) || StrictProperties(inv) && !missingIsNull(v) {
		return nil, false
	}
	return Int(1), true
}

func intrinsicProperty(inv Invoker, v any, name string) (any, bool) {
	if len(name) >= 6 && (name[0] == 'p' || name[0] == 'P') {
		switch strings.ToLower(name) {
		case "psobject":
			return &Self{Of: v}, true
		case "pstypenames":
			return &typeNameList{of: v}, true
		case "psbase", "psadapted":
			return &Bare{of: v}, true
		case "psextended":
			return extended(v), true
		}
	}
	if x, ok := inv.(Intrinsics); ok {
		if m := x.IntrinsicMember(v, name); m != nil {
			return &MethodValue{Self: v, Member: m}, true
		}
	}
	return nil, false
}

// extended is psextended: only what was added to the object.
func extended(v any) any {
	c := NewCustom(0)
	if x, ok := Unwrap(v).(*Custom); ok {
		for n, value := range x.All() {
			c.Set(n, value)
		}
	}
	return c
}

// enumerateMember reads the property of each element; results that are
// collections are taken apart. Elements that lack it are looked into.
func enumerateMember(inv Invoker, v any, name string) (any, bool, error) {
	var out []any
	if err := gatherMember(inv, v, name, &out, 0); err != nil {
		return nil, false, err
	}
	switch len(out) {
	case 0:
		return nil, false, nil
	case 1:
		return out[0], true, nil
	}
	return NewArray(out), true, nil
}

const maxNesting = 1000

func gatherMember(inv Invoker, v any, name string, out *[]any, depth int) error {
	seq, ok := Enumerate(v)
	if !ok || depth > maxNesting {
		return nil
	}
	for e := range seq {
		value, found, err := elementProperty(inv, e, name)
		switch {
		case err != nil:
			return err
		case found:
			flatten(value, out)
		case StrictProperties(inv):
			return NewError(PropertyNotFoundExceptionType, "PropertyNotFoundStrict", NotSpecified, nil, "The property '%s' cannot be found on this object. Verify that the property exists.", name)
		case isCount(name):
			n := int32(1)
			if IsNull(e) {
				n = 0
			}
			*out = append(*out, Int(n))
		case missingIsNull(e):
			*out = append(*out, nil)
		default:
			if err := gatherMember(inv, e, name, out, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// StrictProperties tells whether reading a property that is not there is an error now.
func StrictProperties(inv Invoker) bool {
	s, ok := inv.(interface{ StrictProperties() bool })
	return ok && s.StrictProperties()
}

// missingIsNull: a property that an element of a list does not have counts as $null when
// the element's members are looked up by name, as a custom object's or an XML element's
// are, and as nothing when they follow from its type.
func missingIsNull(e any) bool {
	switch Unwrap(e).(type) {
	case *Custom, Adapted:
		return true
	}
	return false
}

// elementProperty reads the property of one element, which is not looked into.
func elementProperty(inv Invoker, e any, name string) (any, bool, error) {
	if IsNull(e) {
		return nil, false, nil
	}
	if IsEnumerable(e) {
		if m := FindMember(inv, e, name); m != nil {
			value, err := readMember(inv, e, m)
			return value, true, err
		}
		return nil, false, nil
	}
	if isCount(name) && FindMember(inv, e, name) == nil {
		switch x := Unwrap(e).(type) {
		case *Custom:
			value, ok := x.Get(name)
			return value, ok, nil
		case Dictionary:
			value, ok := x.Get(name)
			return value, ok, nil
		}
		return nil, false, nil
	}
	return GetProperty(inv, e, name)
}

// flatten appends v, or its elements when it is taken apart.
func flatten(v any, out *[]any) {
	if v == any(Null) {
		return
	}
	if seq, ok := Enumerate(v); ok {
		for e := range seq {
			if e != any(Null) {
				*out = append(*out, e)
			}
		}
		return
	}
	*out = append(*out, v)
}

func isProperty(m *Member) bool {
	switch m.Kind {
	case Property, NoteProperty, AliasProperty, ScriptProperty, CodeProperty:
		return !m.Static
	}
	return false
}

// ReadMember reads a property member of v, or gives the method as a value.
func ReadMember(inv Invoker, v any, m *Member) (any, error) { return readMember(inv, v, m) }

func readMember(inv Invoker, v any, m *Member) (any, error) {
	switch m.Kind {
	case NoteProperty:
		if m.Get == nil {
			return m.Detail, nil
		}
		return m.Get(inv, Unwrap(v))
	case Property, CodeProperty:
		if m.Get == nil {
			return nil, NewError(GetValueExceptionType, "WriteOnlyProperty", NotSpecified, nil, `Cannot get property value because "%s" is a write-only property.`, m.Name)
		}
		value, err := m.Get(inv, Unwrap(v))
		if err != nil {
			return nil, gettingFailed(m, err, "ExceptionWhenGetting")
		}
		return value, nil
	case AliasProperty:
		value, _, err := GetProperty(inv, v, m.Detail.(string))
		if m.Type != nil && err == nil {
			return Convert(inv, value, m.Type)
		}
		return value, err
	case ScriptProperty:
		return readScript(inv, v, m)
	case PropertySet:
		return m.Detail, nil
	case MemberSetKind:
		return m.Detail, nil
	}
	return &MethodValue{Self: v, Member: m}, nil
}

func readScript(inv Invoker, v any, m *Member) (any, error) {
	if m.Get != nil {
		value, err := m.Get(inv, v)
		if err != nil {
			return nil, gettingFailed(m, err, "ScriptGetValueRuntimeException")
		}
		return value, nil
	}
	sb, ok := m.Detail.(ScriptBlock)
	if !ok {
		return nil, NewError(GetValueExceptionType, "GetWithoutGetterFromScriptPropertyValue", NotSpecified, nil, `Get accessor for property "%s" is unavailable.`, m.Name)
	}
	out, err := inv.Call(sb, v, nil)
	if err != nil {
		return nil, gettingFailed(m, err, "ScriptGetValueRuntimeException")
	}
	return Collapse(out), nil
}

// Collapse makes one value of a block's output: nothing is $null, one object
// stands for itself, several are an array.
func Collapse(out []any) any {
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return NewArray(out)
}

// Control is implemented by errors that are no failures (break, a stopped
// pipeline): they pass through everything unchanged.
type Control interface{ FlowControl() }

func isControl(err error) bool {
	_, ok := err.(Control)
	return ok
}

func gettingFailed(m *Member, err error, id string) error {
	if isControl(err) {
		return err
	}
	inner := FromGo(err)
	if inner.PSType().Is(GetValueExceptionType) {
		return err
	}
	r := NewError(GetValueInvocationType, id, NotSpecified, nil, `Exception getting "%s": "%s"`, m.Name, inner.Message)
	r.Exception.Inner = inner
	return r
}

// SetProperty is v.name = value.
func SetProperty(inv Invoker, v any, name string, value any) error {
	switch x := v.(type) {
	case *Custom:
		if i, ok := x.shape.Slot(name); ok {
			x.values[i] = value
			return nil
		}
	case Dictionary:
		if _, own := x.Get(name); own || FindMember(inv, v, name) == nil {
			return x.Set(name, value)
		}
	case *PSObject:
		if m := extensionMember(x, name); m != nil {
			return WriteMember(inv, v, m, value)
		}
		switch x.Base.(type) {
		case *Custom, Dictionary:
			return SetProperty(inv, x.Base, name, value)
		}
	}
	if IsNull(v) {
		return noSuchProperty(name)
	}
	if d, ok := Unwrap(v).(Adapted); ok {
		if ok, err := d.SetAdapted(name, value); ok {
			return err
		}
	}
	if m := FindMember(inv, v, name); m != nil {
		return WriteMember(inv, v, m, value)
	}
	if IsEnumerable(v) {
		return setEach(inv, v, name, value)
	}
	if _, custom := v.(*Custom); custom {
		r := NewError(SetValueInvocationType, "ExceptionWhenSetting", NotSpecified, nil, `Exception setting "%s": "%s"`, name, noSuchProperty(name).Exception.Message)
		return r
	}
	r := noSuchProperty(name)
	r.ID = "PropertyAssignmentException"
	return r
}

func noSuchProperty(name string) *ErrorRecord {
	return RuntimeError("PropertyNotFound", InvalidOperation, nil, "The property '%s' cannot be found on this object. Verify that the property exists and can be set.", name)
}

// setEach sets the property of every element of a collection.
func setEach(inv Invoker, v any, name string, value any) error {
	seq, _ := Enumerate(v)
	n := 0
	for e := range seq {
		n++
		if err := SetProperty(inv, e, name, value); err != nil {
			return err
		}
	}
	if n == 0 {
		return noSuchProperty(name)
	}
	return nil
}

// WriteMember sets a property member of v.
func WriteMember(inv Invoker, v any, m *Member, value any) error {
	switch m.Kind {
	case NoteProperty:
		if m.Set != nil {
			return m.Set(inv, Unwrap(v), value)
		}
		m.Detail = value
		return nil
	case AliasProperty:
		return SetProperty(inv, v, m.Detail.(string), value)
	case ScriptProperty:
		if m.Set == nil {
			return NewError(SetValueExceptionType, "SetWithoutSetterFromScriptPropertyValue", NotSpecified, nil, `Set accessor for property "%s" is unavailable.`, m.Name)
		}
		if err := m.Set(inv, v, value); err != nil {
			return settingFailed(m, err, "ScriptSetValueRuntimeException")
		}
		return nil
	case Property, CodeProperty:
		if m.Set == nil {
			return RuntimeError("PropertyAssignmentException", InvalidOperation, nil, "'%s' is a ReadOnly property.", m.Name)
		}
		value, err := Convert(inv, value, typeOrObject(m.Type))
		if err == nil {
			err = m.Set(inv, Unwrap(v), value)
		}
		if err != nil {
			return settingFailed(m, err, "ExceptionWhenSetting")
		}
		return nil
	}
	return RuntimeError("PropertyAssignmentException", InvalidOperation, nil, "'%s' is a ReadOnly property.", m.Name)
}

func typeOrObject(t *Type) *Type {
	if t == nil {
		return ObjectType
	}
	return t
}

func settingFailed(m *Member, err error, id string) error {
	if isControl(err) {
		return err
	}
	inner := FromGo(err)
	if inner.PSType().Is(SetValueExceptionType) {
		return err
	}
	r := NewError(SetValueInvocationType, id, NotSpecified, nil, `Exception setting "%s": "%s"`, m.Name, inner.Message)
	r.Exception.Inner = inner
	return r
}

// AdaptedTyped is implemented by adapted values whose properties have types of their own.
type AdaptedTyped interface {
	AdaptedType(name string) *Type
}

// AdaptedBeside is implemented by adapted values whose own properties stand beside the
// adapted ones where all are listed (Select-Object *), though not where they are shown.
type AdaptedBeside interface {
	Adapted
	AdaptedBeside()
}

func adaptedMember(of Adapted, name string) *Member {
	var t *Type
	if typed, ok := of.(AdaptedTyped); ok {
		t = typed.AdaptedType(name)
	}
	return &Member{Name: name, Kind: Property, Type: t,
		Get: func(_ Invoker, self any) (any, error) { v, _ := self.(Adapted).AdaptedProperty(name); return v, nil },
		Set: func(_ Invoker, self, v any) error { _, err := self.(Adapted).SetAdapted(name, v); return err }}
}

// inheritedFirstOwn lists a type's members, its own before its bases', as reflection does.
func inheritedFirstOwn(t *Type) []*Member {
	var list []*Member
	for x := t; x != nil; x = x.Base {
		list = append(list, x.Own().All()...)
	}
	return list
}

// noteMember makes a member of the note property in a slot.
func (c *Custom) noteMember(slot int) *Member {
	return &Member{Name: c.shape.names[slot], Kind: NoteProperty,
		Get: func(_ Invoker, self any) (any, error) { return self.(*Custom).values[slot], nil },
		Set: func(_ Invoker, self, v any) error { self.(*Custom).values[slot] = v; return nil }}
}

// Methods lists the methods of v: the type's, those of the type tables and those
// added to the instance.
func Methods(inv Invoker, v any) []*Member {
	var list []*Member
	seen := map[string]bool{}
	add := func(m *Member) {
		key := strings.ToLower(m.Name)
		if m.Static || m.Hidden || isProperty(m) || seen[key] || strings.HasPrefix(m.Name, "op_") {
			return
		}
		seen[key] = true
		list = append(list, m)
	}
	if e, ok := v.(Extensible); ok {
		if ext := e.Extension(false); ext != nil {
			for _, m := range ext.Members.All() {
				add(m)
			}
		}
	}
	if inv != nil {
		for _, m := range inv.TypeMembers(TypeNames(v)).All() {
			add(m)
		}
	}
	if t := TypeOf(Unwrap(v)); t != nil {
		for _, m := range inheritedFirstOwn(t) {
			add(m)
		}
	}
	return list
}
