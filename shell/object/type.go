package object

import "strings"

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

	own  *MemberSet
	text string
}

// EnumInfo holds an enum's names and values in declaration order.
type EnumInfo struct {
	Names  []string
	Values []int64
	Flags  bool
}

// FullName is the name with its namespace, as .NET's Type.FullName shows it for non-generic types.
func (t *Type) FullName() string {
	if t.text == "" {
		t.text = t.Name
		if t.Namespace != "" {
			t.text = t.Namespace + "." + t.Name
		}
	}
	return t.text
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
	if t.own == nil {
		set := &MemberSet{}
		t.own = set
		if t.Members != nil {
			t.Members(set)
		}
	}
	return t.own
}

// Member finds an instance or static member by name, case-insensitively, in the type and its bases.
func (t *Type) Member(name string, static bool) *Member {
	for x := t; x != nil; x = x.Base {
		if m := x.Own().Find(name, static); m != nil {
			return m
		}
		for _, i := range x.Interfaces {
			if m := i.Member(name, static); m != nil && i != ObjectType {
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
}

// Overload is one signature of a method or constructor.
type Overload struct {
	Params []Parameter
	Return *Type // nil: void
	Call   func(inv Invoker, self any, args []any) (any, error)
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

// MemberSet is an ordered, case-insensitive collection of members.
type MemberSet struct {
	list         []*Member
	index        map[string]*Member // lower-case name; static members prefixed with "::"
	Constructors []*Overload
}

// Add appends m, or merges its overloads with a method of that name.
func (s *MemberSet) Add(m *Member) {
	key := memberKey(m.Name, m.Static)
	if old := s.index[key]; old != nil && old.Kind == Method && m.Kind == Method {
		old.Overloads = append(old.Overloads, m.Overloads...)
		return
	}
	if s.index == nil {
		s.index = map[string]*Member{}
	}
	s.index[key] = m
	s.list = append(s.list, m)
}

// Find returns the member of that name, nil when there is none.
func (s *MemberSet) Find(name string, static bool) *Member {
	if s == nil || s.index == nil {
		return nil
	}
	return s.index[memberKey(name, static)]
}

// All returns the members in the order they were added.
func (s *MemberSet) All() []*Member { return s.list }

func memberKey(name string, static bool) string {
	name = strings.ToLower(name)
	if static {
		return "::" + name
	}
	return name
}
