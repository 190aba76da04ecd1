package object

// The types of what psobject and its collections give.
var (
	SelfType         = automationType("PSInternalMemberSet")
	MemberInfoType   = automationType("PSMemberInfo")
	PropertyInfoType = &Type{Name: "PSPropertyInfo", Namespace: automation, Assembly: automation, Base: MemberInfoType}
	MemberListType   = automationType("PSMemberInfoIntegratingCollection`1")
	TypeNamesType    = &Type{Name: "Collection`1", Namespace: "System.Collections.ObjectModel", Base: ObjectType, Interfaces: []*Type{IListType}, Args: []*Type{StringType}}
)

func automationType(name string) *Type {
	return &Type{Name: name, Namespace: automation, Assembly: automation, Base: ObjectType}
}

// Self is v.psobject: the value as PowerShell's extended type system sees it.
// Its members are package dotnet's.
type Self struct{ Of any }

// PSType is the member set's type.
func (*Self) PSType() *Type { return SelfType }

// typeNameList is v.PSTypeNames, which can be changed.
type typeNameList struct{ of any }

func (*typeNameList) PSType() *Type     { return TypeNamesType }
func (l *typeNameList) Len() int        { return len(TypeNames(l.of)) }
func (l *typeNameList) At(i int) any    { return TypeNames(l.of)[i] }
func (l *typeNameList) names() []string { return append([]string(nil), TypeNames(l.of)...) }

// SetAt replaces a name.
func (l *typeNameList) SetAt(i int, v any) error {
	names := l.names()
	names[i] = Text(nil, v)
	return l.store(names)
}

func (l *typeNameList) store(names []string) error {
	e, ok := l.of.(Extensible)
	if !ok {
		return nil // a copy, as PowerShell's boxing of a value makes it
	}
	SetTypeNames(e, names)
	return nil
}

// Insert and the other verbs are those of Collection[string].
func (l *typeNameList) Insert(i int, name string) error {
	names := l.names()
	if i < 0 || i > len(names) {
		return ThrowArgument(ArgumentOutOfRangeType, "index", "Index must be within the bounds of the List.")
	}
	names = append(names[:i:i], append([]string{name}, names[i:]...)...)
	return l.store(names)
}

// RemoveAt deletes a name.
func (l *typeNameList) RemoveAt(i int) error {
	names := l.names()
	if i < 0 || i >= len(names) {
		return ThrowArgument(ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
	}
	return l.store(append(names[:i:i], names[i+1:]...))
}

// Clear deletes all names.
func (l *typeNameList) Clear() error { return l.store([]string{}) }

// NameList is what the members of PSTypeNames work on.
type NameList interface {
	MutableList
	Insert(i int, name string) error
	RemoveAt(i int) error
	Clear() error
}

// Bare is v.psbase: the value seen without the keys of a dictionary or what was
// added to the instance. Unwrap looks through it.
type Bare struct{ of any }

// PSType is that of the value itself.
func (b *Bare) PSType() *Type { return TypeOf(Unwrap(b.of)) }
