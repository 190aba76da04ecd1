package dotnet

import (
	"encoding/base64"
	"encoding/hex"
	"math"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var (
	convertType      = staticClass("System", "Convert")
	bitConverterType = staticClass("System", "BitConverter")
	base64Options    = object.NewFlags("System", "Base64FormattingOptions", []string{"None", "InsertLineBreaks"}, 0, 1)
	dbNullType       = &object.Type{Name: "DBNull", Namespace: "System", Base: object.ObjectType}
)

// dbNull is [DBNull]::Value.
type dbNull struct{ object.Instance }

// PSType is System.DBNull.
func (*dbNull) PSType() *object.Type { return dbNullType }

// NullLike makes it equal $null.
func (*dbNull) NullLike() {}

// String is empty.
func (*dbNull) String() string { return "" }

var theDBNull = &dbNull{}

// convertTargets are the ToX methods of Convert.
func convertTargets() []struct {
	method string
	t      *object.Type
	style  int64
} {
	return []struct {
		method string
		t      *object.Type
		style  int64
	}{
		{"byte ToByte", object.ByteType, styleInteger}, {"sbyte ToSByte", object.SByteType, styleInteger}, {"short ToInt16", object.Int16Type, styleInteger},
		{"ushort ToUInt16", object.UInt16Type, styleInteger}, {"int ToInt32", object.Int32Type, styleInteger}, {"uint ToUInt32", object.UInt32Type, styleInteger},
		{"long ToInt64", object.Int64Type, styleInteger}, {"ulong ToUInt64", object.UInt64Type, styleInteger}, {"float ToSingle", object.SingleType, styleReal},
		{"double ToDouble", object.DoubleType, styleReal}, {"decimal ToDecimal", object.DecimalType, styleNumber},
	}
}

func convertMembers(m members) {
	for _, c := range convertTargets() {
		to := func(inv object.Invoker, v any, provider any) (any, error) {
			return convertToNumber(inv, object.Unwrap(v), c.t, c.style, provider)
		}
		m.static(c.method+"(System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) { return to(inv, a[0], nil) })
		m.static(c.method+"(string value)", func(inv object.Invoker, _ any, a []any) (any, error) { return to(inv, a[0], nil) })
		m.static(c.method+"(System.Object value, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) { return to(inv, a[0], a[1]) })
		m.static(c.method+"(string value, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) { return to(inv, a[0], a[1]) })
		if c.style == styleInteger {
			m.static(c.method+"(string value, int fromBase)", func(_ object.Invoker, _ any, a []any) (any, error) { return fromBase(str(a[0]), intArg(a[1]), c.t) })
		}
	}
	convertOthers(m)
	convertText(m)
}

// convertToNumber is Convert.ToInt32(object, provider) and its kin.
func convertToNumber(inv object.Invoker, v any, t *object.Type, style int64, provider any) (any, error) {
	switch x := v.(type) {
	case nil:
		return t.Zero, nil
	case string:
		return ParseNumber(x, t, style, provided(inv, provider))
	case *dbNull:
		return nil, object.Throw(object.InvalidCastExceptionType, "Object cannot be cast from DBNull to other types.")
	case DateTime:
		return nil, object.Throw(object.InvalidCastExceptionType, "Invalid cast from 'DateTime' to '%s'.", t.Name)
	case object.Dictionary, object.List, *object.Custom:
		return nil, object.Throw(object.InvalidCastExceptionType, "Unable to cast object of type '%s' to type 'System.IConvertible'.", object.TypeOf(x))
	}
	return object.ChangeType(v, t)
}

// changeType is Convert.ChangeType: what IConvertible can, and no more.
func changeType(inv object.Invoker, v any, t *object.Type, provider any) (any, error) {
	v = object.Unwrap(v)
	from := object.TypeOf(v)
	switch {
	case v == nil && t.IsValue():
		return nil, object.Throw(object.InvalidCastExceptionType, "Null object cannot be converted to a value type.")
	case v == nil || from == t:
		return v, nil
	case !convertible(from):
		return nil, object.Throw(object.InvalidCastExceptionType, "Object must implement IConvertible.")
	}
	switch t {
	case object.ObjectType:
		return v, nil
	case object.StringType:
		return FormatValue(inv, v, "", provided(inv, provider))
	case object.BooleanType:
		return convertToBoolean(inv, v)
	case object.CharType:
		return convertToChar(v)
	case DateTimeType:
		return convertToDate(inv, v, provider)
	}
	for _, c := range convertTargets() {
		if c.t == t {
			return convertToNumber(inv, v, t, c.style, provider)
		}
	}
	return nil, object.Throw(object.InvalidCastExceptionType, "Invalid cast from '%s' to '%s'.", from.FullName(), t.FullName())
}

// convertible tells the types that implement IConvertible: those with a TypeCode.
func convertible(t *object.Type) bool {
	if t.Kind == object.KindEnum || t == dbNullType {
		return true
	}
	_, err := parseEnum(typeCodeEnum, t.Name, false)
	return err == nil && t.Namespace == "System" && t != object.ObjectType
}

// typeOfCode is the type of a TypeCode.
func typeOfCode(e object.Enum) (*object.Type, error) {
	if e.Value == 0 {
		return nil, object.Throw(object.InvalidCastExceptionType, "Object cannot be cast to Empty.")
	}
	return Find("System." + e.String())
}

// fromBase reads digits of base 2, 8, 10 or 16; all bits set is -1.
func fromBase(text string, base int, t *object.Type) (any, error) {
	if base != 2 && base != 8 && base != 10 && base != 16 {
		return nil, object.Throw(object.ArgumentExceptionType, "Invalid Base.")
	}
	s := text
	if base == 16 {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "0x"), "0X")
	}
	if base == 10 {
		return ParseNumber(s, t, styleInteger, object.Invariant)
	}
	u, err := strconv.ParseUint(s, base, 64)
	if err != nil {
		if e, ok := err.(*strconv.NumError); ok && e.Err == strconv.ErrRange {
			return object.ChangeType(math.Inf(1), t)
		}
		if text == "" {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than the size of the collection.")
		}
		if s != "" && strings.IndexByte("0123456789abcdef"[:base], s[0]|0x20) >= 0 {
			return nil, object.Throw(object.FormatExceptionType, "Additional non-parsable characters are at the end of the string.")
		}
		return nil, object.Throw(object.FormatExceptionType, "Could not find any recognizable digits.")
	}
	switch {
	case t == object.Int32Type && u <= math.MaxUint32:
		return object.Int(int32(uint32(u))), nil
	case t == object.Int16Type && u <= math.MaxUint16:
		return int16(uint16(u)), nil
	case t == object.SByteType && u <= math.MaxUint8:
		return int8(uint8(u)), nil
	case t == object.Int64Type:
		return int64(u), nil
	}
	return object.ChangeType(u, t)
}

func toBase(v int64, width, base int) (any, error) {
	u := uint64(v)
	if width < 64 {
		u &= 1<<width - 1
	}
	switch base {
	case 2, 8, 16:
		return strconv.FormatUint(u, base), nil
	case 10:
		return itoa(v), nil
	}
	return nil, object.Throw(object.ArgumentExceptionType, "Invalid Base.")
}

func convertOthers(m members) {
	m.static("bool ToBoolean(System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return convertToBoolean(inv, object.Unwrap(a[0]))
	})
	m.static("bool ToBoolean(string value)", func(_ object.Invoker, _ any, a []any) (any, error) {
		switch strings.ToLower(strings.TrimSpace(str(a[0]))) {
		case "true":
			return true, nil
		case "false", "":
			return false, nil
		}
		return nil, object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid Boolean.", str(a[0]))
	})
	m.static("char ToChar(System.Object value)", plain(func(_ any, a []any) (any, error) { return convertToChar(object.Unwrap(a[0])) }))
	m.static("datetime ToDateTime(System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return convertToDate(inv, object.Unwrap(a[0]), nil)
	})
	m.static("datetime ToDateTime(string value)", func(inv object.Invoker, _ any, a []any) (any, error) { return ParseDate(str(a[0]), cultureOf(inv), 0) })
	m.static("datetime ToDateTime(string value, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return ParseDate(str(a[0]), provided(inv, a[1]), 0)
	})
	m.static("System.Object ChangeType(System.Object value, type conversionType)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return changeType(inv, a[0], a[1].(*object.Type), nil)
	})
	m.static("System.Object ChangeType(System.Object value, type conversionType, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return changeType(inv, a[0], a[1].(*object.Type), a[2])
	})
	for _, params := range []string{"", ", System.IFormatProvider provider"} {
		m.static("System.Object ChangeType(System.Object value, System.TypeCode typeCode"+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			t, err := typeOfCode(a[1].(object.Enum))
			if err != nil {
				return nil, err
			}
			return changeType(inv, a[0], t, append(a, nil)[2])
		})
	}
	m.static("bool IsDBNull(System.Object value)", func(_ object.Invoker, _ any, a []any) (any, error) { _, ok := a[0].(*dbNull); return ok, nil })
	m.constant("System.Object DBNull", theDBNull)
}

func convertToBoolean(inv object.Invoker, v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return false, nil
	case string:
		return parseBoolean(x)
	}
	return object.ChangeType(v, object.BooleanType)
}

func convertToChar(v any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return object.ChangeType(v, object.CharType)
	}
	c, found := object.CharAt(s, 0)
	if !found || object.Len16(s) != 1 {
		return nil, object.Throw(object.FormatExceptionType, "String must be exactly one character long.")
	}
	return c, nil
}

func convertToDate(inv object.Invoker, v any, provider any) (any, error) {
	switch x := v.(type) {
	case DateTime:
		return x, nil
	case string:
		return ParseDate(x, provided(inv, provider), 0)
	case nil:
		return DateTime{}, nil
	}
	return nil, object.Throw(object.InvalidCastExceptionType, "Invalid cast from '%s' to 'DateTime'.", object.TypeOf(v).Name)
}

func convertText(m members) {
	m.static("string ToHexStringLower(byte[] inArray)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "inArray")
		return hex.EncodeToString(b), err
	}))
	m.static("System.TypeCode GetTypeCode(System.Object value)", plain(func(_ any, a []any) (any, error) {
		t := object.TypeOf(object.Unwrap(a[0]))
		if t == nil {
			return object.Enum{Type: typeCodeEnum}, nil
		}
		if e, err := parseEnum(typeCodeEnum, t.Name, false); err == nil {
			return e, nil
		}
		return object.Enum{Type: typeCodeEnum, Value: 1}, nil
	}))
	m.static("int ToBase64CharArray(byte[] inArray, int offsetIn, int length, char[] outArray, int offsetOut)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "inArray")
		if err != nil {
			return nil, err
		}
		from, n, at := intArg(a[1]), intArg(a[2]), intArg(a[4])
		if from < 0 || n < 0 || from+n > len(b) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "offsetIn", "Offset and length must refer to a position in the string.")
		}
		text := base64.StdEncoding.EncodeToString(b[from : from+n])
		return object.Int(int32(len(text))), copyInto(object.Chars(text), a[3], at)
	}))
	m.static("string ToString(System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) { return formatted(inv, a[0]), nil })
	m.static("string ToString(System.Object value, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return FormatValue(inv, a[0], "", provided(inv, a[1]))
	})
	for name, width := range map[string]int{"byte": 8, "short": 16, "int": 32, "long": 64} {
		m.static("string ToString("+name+" value, int toBase)", func(_ object.Invoker, _ any, a []any) (any, error) {
			n, err := object.ChangeType(a[0], object.Int64Type)
			if err != nil {
				return nil, err
			}
			return toBase(n.(int64), width, intArg(a[1]))
		})
	}
	m.static("string ToBase64String(byte[] inArray)", func(_ object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "inArray")
		return base64.StdEncoding.EncodeToString(b), err
	})
	m.static("string ToBase64String(byte[] inArray, System.Base64FormattingOptions options)", func(_ object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "inArray")
		s := base64.StdEncoding.EncodeToString(b)
		if a[1].(object.Enum).Value == 1 {
			s = inLines(s, 76)
		}
		return s, err
	})
	for _, params := range []string{"", ", System.Base64FormattingOptions options"} {
		m.static("string ToBase64String(byte[] inArray, int offset, int length"+params+")", plain(func(_ any, a []any) (any, error) {
			b, err := bytesSlice(a[0], "inArray", intArg(a[1]), intArg(a[2]))
			s := base64.StdEncoding.EncodeToString(b)
			if len(a) > 3 && a[3].(object.Enum).Value == 1 {
				s = inLines(s, 76)
			}
			return s, err
		}))
	}
	m.static("byte[] FromBase64CharArray(char[] inArray, int offset, int length)", plain(func(_ any, a []any) (any, error) {
		chars := copyItems(a[0])
		from, n := intArg(a[1]), intArg(a[2])
		if from < 0 || n < 0 || from+n > len(chars) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "offset", "Offset and length must refer to a position in the string.")
		}
		text := ""
		for _, c := range chars[from : from+n] {
			text += object.CharText(c.(object.Char))
		}
		return fromBase64(text)
	}))
	m.static("byte[] FromBase64String(string s)", plain(func(_ any, a []any) (any, error) { return fromBase64(str(a[0])) }))
	m.static("string ToHexString(byte[] inArray)", func(_ object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "inArray")
		return strings.ToUpper(hex.EncodeToString(b)), err
	})
	m.static("string ToHexString(byte[] inArray, int offset, int length)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesSlice(a[0], "inArray", intArg(a[1]), intArg(a[2]))
		return strings.ToUpper(hex.EncodeToString(b)), err
	}))
	m.static("byte[] FromHexString(string s)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if object.Len16(str(a[0]))%2 != 0 {
			return nil, object.Throw(object.FormatExceptionType, "The input is not a valid hex string as its length is not a multiple of 2.")
		}
		b, err := hex.DecodeString(str(a[0]))
		if err != nil {
			return nil, object.Throw(object.FormatExceptionType, "The input is not a valid hex string as it contains a non-hex character.")
		}
		return &object.Bytes{B: b}, nil
	})
}

func inLines(s string, width int) string {
	var b strings.Builder
	for len(s) > width {
		b.WriteString(s[:width] + "\r\n")
		s = s[width:]
	}
	return b.String() + s
}

// bytesArg is a Byte[] argument; $null is an ArgumentNullException.
func bytesArg(v any, name string) ([]byte, error) {
	b, ok := v.(*object.Bytes)
	if !ok {
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, name, "Value cannot be null.")
	}
	return b.B, nil
}

// bytesSlice is a part of a Byte[] argument.
func bytesSlice(v any, name string, offset, length int) ([]byte, error) {
	b, err := bytesArg(v, name)
	switch {
	case err != nil:
		return nil, err
	case length < 0:
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Index was out of range. Must be non-negative and less than the size of the collection.")
	case offset < 0:
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "offset", "Value must be positive.")
	case offset > len(b)-length:
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "offset", "Offset and length must refer to a position in the string.")
	}
	return b[offset : offset+length], nil
}

func doubleOfBits(u uint64) any { return math.Float64frombits(u) }

// fromBase64 reads Base64 text; white space in it does not count.
func fromBase64(text string) (any, error) {
	s := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\r' || r == '\n' {
			return -1
		}
		return r
	}, text)
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, object.Throw(object.FormatExceptionType, "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.")
	}
	return &object.Bytes{B: b}, nil
}
