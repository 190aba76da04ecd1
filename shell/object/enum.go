package object

import (
	"strconv"
	"strings"
)

// Enum is a value of an enumeration.
type Enum struct {
	Type  *Type
	Value int64 // a UInt64's bits for an enumeration of that type
}

// PSType is the enumeration.
func (e Enum) PSType() *Type { return e.Type }

// String is the name, the names of the flags, or the number when nothing fits.
func (e Enum) String() string { return e.Type.enumText(e.Value) }

// NewEnum declares an enumeration over Int32; names without values count from zero.
func NewEnum(namespace, name string, names []string, values ...int64) *Type {
	info := &EnumInfo{Names: names, Values: values}
	if values == nil {
		info.Values = make([]int64, len(names))
		for i := range names {
			info.Values[i] = int64(i)
		}
	}
	t := &Type{Name: name, Namespace: namespace, Base: EnumType, Kind: KindEnum, Elem: Int32Type, Enum: info}
	t.Zero = Enum{Type: t}
	return t
}

// NewFlags declares an enumeration whose values combine.
func NewFlags(namespace, name string, names []string, values ...int64) *Type {
	t := NewEnum(namespace, name, names, values...)
	t.Enum.Flags = true
	return t
}

func (t *Type) enumText(v int64) string {
	for i, x := range t.Enum.Values {
		if x == v {
			return t.Enum.Names[i]
		}
	}
	if t.Enum.Flags && v != 0 {
		if s, ok := t.flagNames(v); ok {
			return s
		}
	}
	if t.Elem == UInt64Type {
		return strconv.FormatUint(uint64(v), 10)
	}
	return strconv.FormatInt(v, 10)
}

// flagNames lists the names whose bits make up v, as .NET does: largest value
// first while choosing, smallest first in the text.
func (t *Type) flagNames(v int64) (string, bool) {
	order := t.Enum.byValue()
	rest := uint64(v)
	var names []string
	for i := len(order) - 1; i >= 0 && rest != 0; i-- {
		bits := uint64(t.Enum.Values[order[i]])
		if bits != 0 && rest&bits == bits {
			names = append(names, t.Enum.Names[order[i]])
			rest &^= bits
		}
	}
	if rest != 0 {
		return "", false
	}
	for i, j := 0, len(names)-1; i < j; i, j = i+1, j-1 {
		names[i], names[j] = names[j], names[i]
	}
	return strings.Join(names, ", "), true
}

// byValue is the order of .NET's Enum.GetValues: by unsigned value, stable.
func (e *EnumInfo) byValue() []int {
	order := make([]int, len(e.Values))
	for i := range order {
		order[i] = i
	}
	for i := 1; i < len(order); i++ {
		for j := i; j > 0 && uint64(e.Values[order[j]]) < uint64(e.Values[order[j-1]]); j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	return order
}

// Sorted returns names and values in the order of .NET's Enum.GetNames and GetValues.
func (e *EnumInfo) Sorted() (names []string, values []int64) {
	for _, i := range e.byValue() {
		names, values = append(names, e.Names[i]), append(values, e.Values[i])
	}
	return names, values
}

// all are the bits any name has.
func (e *EnumInfo) all() (bits int64) {
	for _, v := range e.Values {
		bits |= v
	}
	return bits
}

func (e *EnumInfo) has(v int64) bool {
	for _, x := range e.Values {
		if x == v {
			return true
		}
	}
	return false
}

// find resolves a name: exactly, or by a prefix that only one name has. several
// lists the names when more than one has it.
func (e *EnumInfo) find(name string) (value int64, several []string, ok bool) {
	for i, n := range e.Names {
		if strings.EqualFold(n, name) {
			return e.Values[i], nil, true
		}
	}
	for i, n := range e.Names {
		if len(n) >= len(name) && strings.EqualFold(n[:len(name)], name) {
			several, value = append(several, n), e.Values[i]
		}
	}
	return value, several, len(several) == 1
}
