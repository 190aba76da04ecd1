package object

// TypeNames are the names a value goes by, most derived first (PSTypeNames):
// those given to the instance, or the type's and its bases'.
func TypeNames(v any) []string {
	if e, ok := v.(Extensible); ok {
		if ext := e.Extension(false); ext != nil && ext.TypeNames != nil {
			return ext.TypeNames
		}
	}
	if o, ok := v.(*PSObject); ok {
		return TypeNames(o.Base)
	}
	t := TypeOf(v)
	if t == nil {
		return nil
	}
	return t.Hierarchy()
}

// Hierarchy lists the type's name and its bases' names; not to be changed.
func (t *Type) Hierarchy() []string {
	if h := t.names.Load(); h != nil {
		return *h
	}
	var names []string
	for x := t; x != nil; x = x.Base {
		names = append(names, x.String())
	}
	if t.TypeNames != nil {
		names = t.TypeNames
	}
	t.names.Store(&names)
	return names
}

// SetTypeNames gives the instance names of its own. v must be Extensible; wrap
// other values with AsPSObject first.
func SetTypeNames(v Extensible, names []string) { v.Extension(true).TypeNames = names }

// AsPSObject returns something members can be added to: the value itself when
// it has a slot for them, else a wrapper.
func AsPSObject(v any) Extensible {
	if e, ok := v.(Extensible); ok {
		return e
	}
	return &PSObject{Base: v}
}

// mayHaveTypeMembers spares the look-up in the type tables for plain values.
func mayHaveTypeMembers(v any) bool {
	switch v.(type) {
	case nil, string, int32, int64, float64, bool, Char, *Array:
		return false
	}
	return true
}
