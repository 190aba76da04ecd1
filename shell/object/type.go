package object

import "sync/atomic"

// Typed is implemented by every value that is not one of Go's own basic types.
type Typed interface {
	PSType() *Type
}

// Kind is what sort of .NET type a Type is.
type Kind uint8

// The kinds.
const (
	KindClass Kind = iota
	KindStruct
	KindEnum
	KindInterface
	KindArray
	KindGenericDefinition
	KindDelegate
)

// Type describes a .NET type, a class of a script or a presentation type of a
// cmdlet. There is one Type per type: compare pointers.
type Type struct {
	Name       string // "Int32", "List`1", "Object[]"
	Namespace  string // "System"; empty for a script's class
	Assembly   string // for error texts that show it; empty: System.Private.CoreLib
	Base       *Type
	Interfaces []*Type
	Kind       Kind
	Elem       *Type   // element of an array, underlying type of Nullable and of an enum
	Args       []*Type // arguments of a closed generic type
	Definition *Type   // generic definition of a closed generic type
	Enum       *EnumInfo
	Abstract   bool
	Hidden     bool // exists, but Get-Member and completion leave it out
	// Accelerator is PowerShell's short name, shown where a type becomes text ("int").
	Accelerator string

	// Members fills in the type's own members (not the inherited ones). It is called at
	// most once, when a member is first asked for. Whoever defines the type sets it.
	Members func(*MemberSet)
	// Convert turns v into a value of this type, for conversions beyond the general
	// rules (ParseExact-like parsing, op_Implicit, PSTypeConverter). ok false: not mine.
	Convert func(inv Invoker, v any) (result any, ok bool, err error)
	// Zero is default(T); nil means $null.
	Zero any
	// Format is IFormattable.ToString(format, culture).
	Format func(v any, format string, culture *Culture) (string, error)

	// Script marks a class of a script: what its methods throw is not wrapped.
	Script bool
	// TypeNames replaces the names a value goes by (PSTypeNames); nil: its name and its bases'.
	TypeNames []string

	own   atomic.Pointer[MemberSet]
	names atomic.Pointer[[]string]
	data  atomic.Pointer[[]*Member] // TypeDataMembers
}

// EnumInfo holds an enum's names and values in declaration order.
type EnumInfo struct {
	Names  []string
	Values []int64
	Flags  bool
}

// FullName is the name with its namespace, as .NET's Type.FullName shows it for non-generic types.
func (t *Type) FullName() string {
	if len(t.Args) > 0 {
		return t.String()
	}
	return t.qualified()
}

// Is tells whether a value of t is an instance of other: the same type, a
// base class or an implemented interface.
func (t *Type) Is(other *Type) bool {
	for x := t; x != nil; x = x.Base {
		if x == other {
			return true
		}
		for _, i := range x.Interfaces {
			if i.Is(other) {
				return true
			}
		}
	}
	return other == ObjectType
}

// PSType makes a Type itself a value ([int] is a System.RuntimeType).
func (t *Type) PSType() *Type { return RuntimeType }

// Own returns the members the type itself declares.
func (t *Type) Own() *MemberSet {
	if set := t.own.Load(); set != nil {
		return set
	}
	set := &MemberSet{}
	if t.Members != nil {
		t.Members(set)
	}
	if !t.own.CompareAndSwap(nil, set) {
		return t.own.Load()
	}
	return set
}

// Member finds an instance or static member by name, case-insensitively, in the type and its bases.
func (t *Type) Member(name string, static bool) *Member {
	for x := t; x != nil; x = x.Base {
		if m := x.Own().Find(name, static); m != nil {
			return m
		}
		for _, i := range x.Interfaces {
			if m := i.Member(name, static); m != nil {
				return m
			}
		}
	}
	return nil
}

// MemberKind is PowerShell's PSMemberTypes.
type MemberKind uint16

// The kinds of member.
const (
	Property MemberKind = iota
	Method
	NoteProperty
	AliasProperty
	ScriptProperty
	ScriptMethod
	CodeProperty
	CodeMethod
	ParameterizedProperty
	PropertySet
	MemberSetKind
	Event
)

// Member is one property or method.
type Member struct {
	Name      string
	Kind      MemberKind
	Static    bool
	Hidden    bool
	Type      *Type // value type of a property
	Get       func(inv Invoker, self any) (any, error)
	Set       func(inv Invoker, self, value any) error // nil: read-only
	Overloads []*Overload                              // of a method or parameterized property
	// Detail is what the kind needs beside: the script block of a ScriptProperty, the
	// target of an AliasProperty, the names of a PropertySet.
	Detail any
	// Setter is the script block behind Set of a ScriptProperty, for showing it.
	Setter ScriptBlock
}

// Overload is one signature of a method or constructor.
type Overload struct {
	Params []Parameter
	Return *Type // nil: void
	Call   func(inv Invoker, self any, args []any) (any, error)
	// TypeParameters is how many type arguments a generic method takes that cannot be told from
	// its arguments; Call gets them, as *Type, before the arguments.
	TypeParameters int
	// Shown is for a signature that is listed only: it takes pointers or spans, which no
	// value of a script fits.
	Shown bool
}

// Parameter is one parameter of an overload.
type Parameter struct {
	Name       string
	Type       *Type
	Optional   bool
	Default    any
	ParamArray bool
	ByRef      bool // out or ref
}
