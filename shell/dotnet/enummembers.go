package dotnet

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// enumArgument is a parameter that must be the type of an enumeration.
func enumArgument(v any) (*object.Type, error) {
	t, ok := v.(*object.Type)
	switch {
	case !ok:
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "enumType", "Value cannot be null.")
	case t.Enum == nil:
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "enumType", "Type provided must be an Enum.")
	}
	return t, nil
}

func enumMembers(m members) {
	self := func(v any) object.Enum { return v.(object.Enum) }
	m.prop("int value__", func(_ object.Invoker, v any) (any, error) { return object.ChangeType(self(v).Value, self(v).Type.Elem) })
	m.method("bool HasFlag(System.Enum flag)", func(_ object.Invoker, v any, a []any) (any, error) {
		flag, ok := a[0].(object.Enum)
		switch {
		case !ok:
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "flag", "Value cannot be null.")
		case flag.Type != self(v).Type:
			return nil, object.Throw(object.ArgumentExceptionType, "The argument type, '%s', is not the same as the enum type '%s'.", flag.Type.FullName(), self(v).Type.FullName())
		}
		return self(v).Value&flag.Value == flag.Value, nil
	})
	m.method("int CompareTo(System.Object target)", func(inv object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil {
			return object.Int(1), nil
		}
		if other := object.TypeOf(a[0]); other != self(v).Type {
			return nil, object.Throw(object.ArgumentExceptionType, "Object must be the same type as the enum. The type passed in was '%s'; the enum type was '%s'.", other.FullName(), self(v).Type.FullName())
		}
		r, err := object.Compare(inv, v, a[0], false)
		return object.Int(int32(r)), err
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.method("string ToString(string format)", func(_ object.Invoker, v any, a []any) (any, error) { return FormatEnum(self(v), str(a[0])) })
	m.static("string[] GetNames(type enumType)", func(_ object.Invoker, _ any, a []any) (any, error) { return enumNames(a[0].(*object.Type)) })
	m.static("System.Array GetValues(type enumType)", func(_ object.Invoker, _ any, a []any) (any, error) { return enumValues(a[0].(*object.Type)) })
	m.static("string GetName(type enumType, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		n, err := object.Convert(inv, a[1], object.Int64Type)
		if err != nil {
			return nil, err
		}
		t, err := enumArgument(a[0])
		if err != nil {
			return nil, err
		}
		names, values := t.Enum.Sorted()
		if i := slices.Index(values, n.(int64)); i >= 0 {
			return names[i], nil
		}
		return nil, nil
	})
	m.static("bool IsDefined(type enumType, System.Object value)", func(_ object.Invoker, _ any, a []any) (any, error) {
		t, err := enumArgument(a[0])
		if err != nil {
			return nil, err
		}
		info := t.Enum
		switch x := a[1].(type) {
		case string:
			return slices.Contains(info.Names, x), nil
		case object.Enum:
			return slices.Contains(info.Values, x.Value), nil
		}
		n, err := object.Convert(nil, a[1], object.Int64Type)
		return err == nil && slices.Contains(info.Values, n.(int64)), nil
	})
	m.static("type GetUnderlyingType(type enumType)", plain(func(_ any, a []any) (any, error) {
		t, err := enumArgument(a[0])
		if err != nil {
			return nil, err
		}
		return t.Elem, nil
	}))
	m.static("System.Object ToObject(type enumType, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		n, err := object.Convert(inv, a[1], object.Int64Type)
		if err != nil {
			return nil, err
		}
		t, err := enumArgument(a[0])
		return object.Enum{Type: t, Value: n.(int64)}, err
	})
	parse := func(a []any, ignoreCase bool) (any, error) {
		t, err := enumArgument(a[0])
		if err != nil {
			return nil, err
		}
		return parseEnum(t, str(a[1]), ignoreCase)
	}
	m.static("System.Object Parse(type enumType, string value)", func(_ object.Invoker, _ any, a []any) (any, error) { return parse(a, false) })
	m.static("System.Object Parse(type enumType, string value, bool ignoreCase)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return parse(a, a[2].(bool))
	})
	m.static("bool TryParse(type enumType, string value, bool ignoreCase, [ref] System.Object result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		r, err := parse(a, a[2].(bool))
		a[3] = r
		return err == nil, nil
	})
	for _, decl := range []string{"bool TryParse(string value, [ref] System.Object result)", "bool TryParse(string value, bool ignoreCase, [ref] System.Object result)"} {
		m.static(decl, func(_ object.Invoker, _ any, a []any) (any, error) { // TryParse[TEnum], by the reference's value
			last := len(a) - 1
			e, ok := a[last].(object.Enum)
			if !ok {
				return nil, object.Throw(object.ArgumentExceptionType, "The type of the enumeration cannot be told from the argument.")
			}
			r, err := parseEnum(e.Type, str(a[0]), last == 2 && a[1].(bool))
			if a[last] = r; err != nil {
				a[last] = e.Type.Zero
			}
			return err == nil, nil
		})
	}
	m.static("bool TryParse(type enumType, string value, [ref] System.Object result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		r, err := parse(a, false)
		a[2] = r
		return err == nil, nil
	})
}

// parseEnum is Enum.Parse: full names only.
func parseEnum(t *object.Type, text string, ignoreCase bool) (any, error) {
	var value int64
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		i := slices.IndexFunc(t.Enum.Names, func(n string) bool { return n == part || ignoreCase && strings.EqualFold(n, part) })
		if i >= 0 {
			value |= t.Enum.Values[i]
			continue
		}
		n, ok := object.ScanNumber(part)
		x, isInt := n.(int32)
		if !ok || !isInt || part == "" {
			return nil, object.Throw(object.ArgumentExceptionType, "Requested value '%s' was not found.", text)
		}
		value |= int64(x)
	}
	return object.Enum{Type: t, Value: value}, nil
}
