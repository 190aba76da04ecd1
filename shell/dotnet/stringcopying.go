package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// stringCopying declares what few scripts use of String: interning, copying, runes.
func stringCopying(m members) {
	m.static("string Intern(string str)", plain(func(_ any, a []any) (any, error) { return str(a[0]), nil }))
	m.static("string IsInterned(string str)", plain(func(_ any, a []any) (any, error) { return str(a[0]), nil }))
	m.method("void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)", plain(func(v any, a []any) (any, error) {
		s, i, j, n := v.(string), intArg(a[0]), intArg(a[2]), intArg(a[3])
		to, ok := a[1].(object.MutableList)
		switch {
		case !ok:
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "destination", "Value cannot be null.")
		case n < 0:
			return nil, object.ThrowNegative("count", int32(n))
		case i < 0:
			return nil, object.ThrowNegative("sourceIndex", int32(i))
		case i+n > object.Len16(s):
			return nil, object.ThrowGreater("sourceIndex", int32(n), int32(object.Len16(s)-i))
		case j+n > to.Len():
			return nil, object.ThrowGreater("destinationIndex", int32(j), int32(to.Len()-n))
		case j < 0:
			return nil, object.ThrowNegative("destinationIndex", int32(j))
		}
		for k := range n {
			c, _ := object.CharAt(s, i+k)
			if err := to.SetAt(j+k, c); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
	m.method("string ReplaceLineEndings(string replacementText)", plain(func(v any, a []any) (any, error) {
		return lineEndings.Replace(strings.ReplaceAll(v.(string), "\r\n", "\n"), str(a[0])), nil
	}))
	m.method("System.Object[] EnumerateRunes()", plain(func(v any, _ []any) (any, error) {
		var out []any
		for _, r := range v.(string) {
			out = append(out, Rune(r))
		}
		return object.NewArrayOf(object.ArrayOf(RuneType), out), nil
	}))
}

// comparePart declares a comparison of parts: of two texts, from an index each, at most length characters.
func comparePart(m members, name, more string, compare func(a, b string, how any) int) {
	m.static(name+"(string strA, int indexA, string strB, int indexB, int length"+more+")", plain(func(_ any, a []any) (any, error) {
		n := intArg(a[4])
		parts := [2]string{}
		for i, at := range []int{0, 2} {
			s, from := str(a[at]), intArg(a[at+1])
			switch {
			case n < 0:
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Length cannot be less than zero.")
			case from < 0 || from > object.Len16(s):
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, [2]string{"indexA", "indexB"}[i], "Index was out of range. Must be non-negative and less than the size of the collection.")
			}
			parts[i] = object.Slice16(s, from, min(from+n, object.Len16(s)))
		}
		return object.Int(int32(compare(parts[0], parts[1], append(a, nil)[5]))), nil
	}))
}

// lineEnds replaces what ends a line.
type lineEnds string

const lineEndings = lineEnds("\n\r\f\u0085\u2028\u2029")

func (ends lineEnds) Replace(s, with string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(string(ends), r) {
			b.WriteString(with)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Rune is System.Text.Rune.
type Rune rune

// RuneType is System.Text.Rune.
var RuneType = &object.Type{Name: "Rune", Namespace: "System.Text", Base: object.ValueTypeType, Kind: object.KindStruct, Interfaces: []*object.Type{object.IComparableType}, Zero: Rune(0)}

// PSType is System.Text.Rune.
func (Rune) PSType() *object.Type { return RuneType }

// String is the character.
func (r Rune) String() string { return string(rune(r)) }

// CompareTo orders by code point.
func (r Rune) CompareTo(o any) (int, error) {
	x, ok := o.(Rune)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type Rune.")
	}
	return int(r) - int(x), nil
}

func runeMembers(m members) {
	self := func(v any) Rune { return v.(Rune) }
	m.prop("bool IsAscii", getter(func(v any) any { return self(v) < 0x80 }))
	m.prop("bool IsBmp", getter(func(v any) any { return self(v) < 0x10000 }))
	m.prop("int Plane", getter(func(v any) any { return object.Int(int32(self(v) >> 16)) }))
	m.prop("int Utf16SequenceLength", getter(func(v any) any { return object.Int(int32(object.Len16(self(v).String()))) }))
	m.prop("int Utf8SequenceLength", getter(func(v any) any { return object.Int(int32(len(self(v).String()))) }))
	m.prop("int Value", getter(func(v any) any { return object.Int(int32(self(v))) }))
	compareMembers(m, "System.Text.Rune")
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.static("bool IsValid(int value)", plain(func(_ any, a []any) (any, error) { return validRune(intArg(a[0])), nil }))
	m.static("System.Globalization.UnicodeCategory GetUnicodeCategory(System.Text.Rune value)", plain(func(_ any, a []any) (any, error) { return categoryOf(rune(self(a[0]))), nil }))
	m.ctor("int value", func(_ object.Invoker, a []any) (any, error) {
		if !validRune(intArg(a[0])) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Specified argument was out of the range of valid values.")
		}
		return Rune(intArg(a[0])), nil
	})
	m.ctor("char ch", func(_ object.Invoker, a []any) (any, error) { return Rune(a[0].(object.Char)), nil })
}

func validRune(n int) bool { return n >= 0 && n <= 0x10FFFF && (n < 0xD800 || n > 0xDFFF) }
