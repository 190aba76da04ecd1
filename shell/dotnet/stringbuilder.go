package dotnet

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// StringBuilder is System.Text.StringBuilder. While only text is appended it is
// a Go builder; an edit in the middle works on the whole text.
type StringBuilder struct {
	object.Instance
	b        strings.Builder
	capacity int
}

var stringBuilderType = &object.Type{Name: "StringBuilder", Namespace: "System.Text", Base: object.ObjectType}

// PSType is System.Text.StringBuilder.
func (*StringBuilder) PSType() *object.Type { return stringBuilderType }

// String is the text.
func (s *StringBuilder) String() string { return s.b.String() }

// SetIndex is $builder[i] = character.
func (s *StringBuilder) SetIndex(inv object.Invoker, key, value any) error {
	n, err := object.Convert(inv, key, object.Int32Type)
	if err != nil {
		return err
	}
	c, err := object.Convert(inv, value, object.CharType)
	if err != nil {
		return err
	}
	units := object.Units(s.String())
	i := intArg(n)
	if i < 0 || i >= len(units) {
		return errIndex()
	}
	units[i] = uint16(c.(object.Char))
	s.set(object.FromUnits(units))
	return nil
}

func (s *StringBuilder) set(text string) {
	s.b = strings.Builder{}
	s.b.WriteString(text)
}

// room is the capacity .NET would have: it doubles from 16.
func (s *StringBuilder) room() int {
	n := object.Len16(s.b.String())
	for s.capacity < n {
		s.capacity = max(2*s.capacity, 16)
	}
	return max(s.capacity, 16)
}

func stringBuilderMembers(m members) {
	self := func(v any) *StringBuilder { return v.(*StringBuilder) }
	const sb = "System.Text.StringBuilder"
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(object.Len16(self(v).String()))), nil
	})
	lengthSetter(m)
	m.writable("int Capacity", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).room())), nil },
		func(_ object.Invoker, v, n any) error {
			if intArg(n) < object.Len16(self(v).String()) {
				return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "capacity was less than the current size.")
			}
			self(v).capacity = intArg(n)
			return nil
		})
	m.prop("int MaxCapacity", constantly(int32(1<<31-1)))
	m.indexer("char Chars(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		c, ok := object.CharAt(self(v).String(), intArg(a[0]))
		if !ok {
			return nil, object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
		}
		return c, nil
	})
	m.method(sb+" Append(string value)", func(_ object.Invoker, v any, a []any) (any, error) { self(v).b.WriteString(str(a[0])); return v, nil })
	m.method(sb+" Append(char value)", func(_ object.Invoker, v any, a []any) (any, error) {
		self(v).b.WriteString(object.CharText(a[0].(object.Char)))
		return v, nil
	})
	m.method(sb+" Append(char value, int repeatCount)", func(_ object.Invoker, v any, a []any) (any, error) {
		self(v).b.WriteString(strings.Repeat(object.CharText(a[0].(object.Char)), max(intArg(a[1]), 0)))
		return v, nil
	})
	m.method(sb+" Append(string value, int startIndex, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i, n := str(a[0]), intArg(a[1]), intArg(a[2])
		if i < 0 || n < 0 || i+n > object.Len16(s) {
			return nil, errIndex()
		}
		self(v).b.WriteString(object.Slice16(s, i, i+n))
		return v, nil
	})
	m.method(sb+" Append(char[] value)", func(_ object.Invoker, v any, a []any) (any, error) {
		self(v).b.WriteString(unitsOf(a[0]))
		return v, nil
	})
	m.method(sb+" Append(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		self(v).b.WriteString(formatted(inv, a[0]))
		return v, nil
	})
	m.method(sb+" AppendLine()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).b.WriteByte('\n'); return v, nil })
	m.method(sb+" AppendLine(string value)", func(_ object.Invoker, v any, a []any) (any, error) {
		self(v).b.WriteString(str(a[0]) + "\n")
		return v, nil
	})
	m.method(sb+" AppendFormat(string format, Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
		s, err := FormatIn(inv, cultureOf(inv), str(a[0]), copyItems(a[1]))
		self(v).b.WriteString(s)
		return v, err
	})
	m.method(sb+" AppendFormat(System.IFormatProvider provider, string format, Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
		s, err := FormatIn(inv, provided(inv, a[0]), str(a[1]), copyItems(a[2]))
		self(v).b.WriteString(s)
		return v, err
	})
	for _, kind := range []string{"string", "char"} {
		m.method(sb+" AppendJoin("+kind+" separator, Params System.Object[] values)", func(inv object.Invoker, v any, a []any) (any, error) {
			var parts []string
			for _, x := range copyItems(a[1]) {
				parts = append(parts, formatted(inv, x))
			}
			self(v).b.WriteString(strings.Join(parts, object.Text(inv, a[0])))
			return v, nil
		})
	}
	builderEdits(m)
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.method("string ToString(int startIndex, int length)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i, n := self(v).String(), intArg(a[0]), intArg(a[1])
		if i < 0 || n < 0 || i+n > object.Len16(s) {
			return nil, errIndex()
		}
		return object.Slice16(s, i, i+n), nil
	})
	make := func(text string, capacity int) any {
		s := &StringBuilder{capacity: capacity}
		s.b.WriteString(text)
		return s
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return make("", 16), nil })
	m.ctor("int capacity", func(_ object.Invoker, a []any) (any, error) { return make("", intArg(a[0])), nil })
	m.ctor("string value", func(_ object.Invoker, a []any) (any, error) { return make(str(a[0]), 16), nil })
	m.ctor("string value, int capacity", func(_ object.Invoker, a []any) (any, error) { return make(str(a[0]), intArg(a[1])), nil })
}

// lengthSetter makes Length writable: the text is cut or filled with NUL.
func lengthSetter(m members) {
	m.Find("Length", false).Set = func(_ object.Invoker, v, n any) error {
		s := v.(*StringBuilder)
		text, want := s.String(), intArg(n)
		have := object.Len16(text)
		switch {
		case want < 0:
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Length cannot be less than zero.")
		case want <= have:
			s.set(object.Slice16(text, 0, want))
		default:
			s.set(text + strings.Repeat("\x00", want-have))
		}
		return nil
	}
}

func builderEdits(m members) {
	const sb = "System.Text.StringBuilder"
	edit := func(signature string, do func(units []uint16, a []any) ([]uint16, error)) {
		m.method(sb+" "+signature, func(_ object.Invoker, v any, a []any) (any, error) {
			s := v.(*StringBuilder)
			u, err := do(object.Units(s.String()), a)
			if err != nil {
				return nil, err
			}
			s.set(object.FromUnits(u))
			return v, nil
		})
	}
	m.method("int EnsureCapacity(int capacity)", plain(func(v any, a []any) (any, error) {
		s := v.(*StringBuilder)
		if intArg(a[0]) < 0 {
			return nil, object.ThrowNegative("capacity", a[0])
		}
		s.capacity = max(s.room(), intArg(a[0]))
		return object.Int(int32(s.capacity)), nil
	}))
	m.method("void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.InvokeMethod(inv, v.(*StringBuilder).String(), "CopyTo", a)
	})
	m.method("bool Equals("+sb+" sb)", plain(func(v any, a []any) (any, error) {
		other, ok := a[0].(*StringBuilder)
		return ok && other.String() == v.(*StringBuilder).String(), nil
	}))
	edit("Clear()", func([]uint16, []any) ([]uint16, error) { return nil, nil })
	insert := func(u []uint16, a []any) ([]uint16, error) {
		i := intArg(a[0])
		if i < 0 || i > len(u) {
			return nil, errIndex()
		}
		return slices.Insert(u, i, object.Units(object.Text(nil, a[1]))...), nil
	}
	edit("Insert(int index, string value)", insert)
	edit("Insert(int index, System.Object value)", insert)
	edit("Insert(int index, string value, int count)", func(u []uint16, a []any) ([]uint16, error) {
		if intArg(a[2]) < 0 {
			return nil, object.ThrowNegative("count", a[2])
		}
		return insert(u, []any{a[0], strings.Repeat(str(a[1]), intArg(a[2]))})
	})
	edit("Remove(int startIndex, int length)", func(u []uint16, a []any) ([]uint16, error) {
		i, n := intArg(a[0]), intArg(a[1])
		switch {
		case n < 0:
			return nil, object.ThrowNegative("length", int32(n))
		case i < 0:
			return nil, object.ThrowNegative("startIndex", int32(i))
		case i+n > len(u):
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Index was out of range. Must be non-negative and less than the size of the collection.")
		}
		return slices.Delete(u, i, i+n), nil
	})
	replace := func(u []uint16, a []any) ([]uint16, error) {
		old := object.Text(nil, a[0])
		if old == "" {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "oldValue", "The value cannot be an empty string.")
		}
		if len(a) == 2 {
			return object.Units(strings.ReplaceAll(object.FromUnits(u), old, object.Text(nil, a[1]))), nil
		}
		i, n := intArg(a[2]), intArg(a[3])
		if i < 0 || i > len(u) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than the size of the collection.")
		}
		if n < 0 || i+n > len(u) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Index was out of range. Must be non-negative and less than the size of the collection.")
		}
		part := strings.ReplaceAll(object.FromUnits(u[i:i+n]), old, object.Text(nil, a[1]))
		return slices.Concat(u[:i], object.Units(part), u[i+n:]), nil
	}
	edit("Replace(string oldValue, string newValue, int startIndex, int count)", replace)
	edit("Replace(char oldChar, char newChar, int startIndex, int count)", replace)
	edit("Replace(string oldValue, string newValue)", replace)
	edit("Replace(char oldChar, char newChar)", replace)
}
