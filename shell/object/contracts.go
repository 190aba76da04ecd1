package object

// The interfaces of .NET that conversions, comparisons and -is ask about.
var (
	IEnumerableType  = contract("System.Collections", "IEnumerable")
	ICollectionType  = contract("System.Collections", "ICollection", IEnumerableType)
	IListType        = contract("System.Collections", "IList", ICollectionType)
	IDictionaryType  = contract("System.Collections", "IDictionary", ICollectionType)
	IEnumeratorType  = contract("System.Collections", "IEnumerator")
	IComparableType  = contract("System", "IComparable")
	IFormattableType = contract("System", "IFormattable")
	IConvertibleType = contract("System", "IConvertible")
	ICloneableType   = contract("System", "ICloneable")
	IDisposableType  = contract("System", "IDisposable")
	IFormatProvider  = contract("System", "IFormatProvider")

	DelegateType     = &Type{Name: "Delegate", Namespace: "System", Base: ObjectType, Abstract: true}
	MulticastType    = &Type{Name: "MulticastDelegate", Namespace: "System", Base: DelegateType, Abstract: true}
	VoidType         = &Type{Name: "Void", Namespace: "System", Base: ValueTypeType, Kind: KindStruct}
	NullableType     = &Type{Name: "Nullable`1", Namespace: "System", Base: ValueTypeType, Kind: KindGenericDefinition}
	SwitchType       = &Type{Name: "SwitchParameter", Namespace: automation, Assembly: automation, Base: ValueTypeType, Kind: KindStruct, Zero: SwitchParameter(false)}
	ReferenceType    = &Type{Name: "PSReference", Namespace: automation, Assembly: automation, Base: ObjectType}
	boundMethodType  = &Type{Name: "PSMethod`1", Namespace: automation, Assembly: automation, Base: MethodValueType}
	MethodValueType  = &Type{Name: "PSMethod", Namespace: automation, Assembly: automation, Base: ObjectType}
	DictionaryEntryT = &Type{Name: "DictionaryEntry", Namespace: "System.Collections", Base: ValueTypeType, Kind: KindStruct}
)

var (
	listContracts   = []*Type{IListType, ICloneableType}
	numberContracts = []*Type{IComparableType, IConvertibleType, IFormattableType}
	plainContracts  = []*Type{IComparableType, IConvertibleType}
	stringContracts = []*Type{IComparableType, IConvertibleType, IEnumerableType, ICloneableType}
	enumContracts   = []*Type{IComparableType, IConvertibleType, IFormattableType}
	mapContracts    = []*Type{IDictionaryType}
)

func contract(namespace, name string, bases ...*Type) *Type {
	return &Type{Name: name, Namespace: namespace, Kind: KindInterface, Interfaces: bases, Abstract: true}
}

// NullableOf returns Nullable[elem]; the same pointer each time. A value of it
// is the value itself or nil.
func NullableOf(elem *Type) *Type {
	arrayTypes.Lock()
	defer arrayTypes.Unlock()
	t := arrayTypes.nullable[elem]
	if t == nil {
		t = &Type{Name: "Nullable`1", Namespace: "System", Base: ValueTypeType, Kind: KindStruct, Elem: elem, Args: []*Type{elem}, Definition: NullableType}
		if arrayTypes.nullable == nil {
			arrayTypes.nullable = map[*Type]*Type{}
		}
		arrayTypes.nullable[elem] = t
	}
	return t
}

// Nullable returns T of Nullable[T]; nil for any other type.
func (t *Type) Nullable() *Type {
	if t.Definition == NullableType {
		return t.Elem
	}
	return nil
}

// IsValue tells whether the type is a value type: $null does not convert to it.
func (t *Type) IsValue() bool {
	return t.Kind == KindStruct || t.Kind == KindEnum
}

// String is .NET's Type.ToString().
func (t *Type) String() string {
	switch {
	case t.Kind == KindArray && t.Elem != nil:
		return t.Elem.String() + t.rankSuffix()
	case len(t.Args) > 0:
		s := t.qualified() + "["
		for i, a := range t.Args {
			if i > 0 {
				s += ","
			}
			s += a.String()
		}
		return s + "]"
	}
	return t.qualified()
}

func (t *Type) qualified() string {
	if t.Namespace == "" {
		return t.Name
	}
	return t.Namespace + "." + t.Name
}

// rankSuffix is the brackets of an array type's name.
func (t *Type) rankSuffix() string {
	return t.Name[len(t.Elem.Name):]
}

// Display is PowerShell's name for the type: the accelerator, or the full name
// with type arguments in brackets. Casting a type to a string gives it.
func (t *Type) Display() string {
	switch {
	case t.Accelerator != "":
		return t.Accelerator
	case t.Kind == KindArray && t.Elem != nil:
		return t.Elem.Display() + t.rankSuffix()
	case t.Nullable() != nil:
		return "System.Nullable[" + t.Elem.Display() + "]"
	case len(t.Args) > 0:
		name := t.qualified()
		for i := 0; i < len(name); i++ {
			if name[i] == '`' {
				name = name[:i]
				break
			}
		}
		s := name + "["
		for i, a := range t.Args {
			if i > 0 {
				s += ","
			}
			s += a.Display()
		}
		return s + "]"
	}
	return t.qualified()
}
