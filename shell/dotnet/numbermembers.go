package dotnet

import (
	"math"
	"math/big"
	"strings"
	"unicode"

	"stagecoach/shell/object"
)

var (
	typeCodeEnum = object.NewEnum("System", "TypeCode",
		[]string{"Empty", "Object", "DBNull", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal", "DateTime", "String"},
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18)
	numberStyles = object.NewFlags("System.Globalization", "NumberStyles",
		[]string{"None", "AllowLeadingWhite", "AllowTrailingWhite", "AllowLeadingSign", "Integer", "AllowTrailingSign", "AllowParentheses", "AllowDecimalPoint", "AllowThousands", "Number", "AllowExponent", "Float", "AllowCurrencySymbol", "Currency", "Any", "AllowHexSpecifier", "HexNumber", "AllowBinarySpecifier", "BinaryNumber"},
		0, 1, 2, 4, 7, 8, 16, 32, 64, 111, 128, 167, 256, 383, 511, 512, 515, 1024, 1027)
)

// The default styles of Parse.
const (
	styleInteger = 7
	styleNumber  = 111
	styleReal    = 231
)

// numberMembers makes the members of a numeric type.
func numberMembers(t *object.Type, name string, style int64) func(m members) {
	return func(m members) {
		compareMembers(m, name)
		toStringMembers(m)
		if t != object.BigIntegerType {
			m.method("System.TypeCode GetTypeCode()", func(object.Invoker, any, []any) (any, error) {
				return parseEnum(typeCodeEnum, t.Name, false)
			})
		}
		parse := func(inv object.Invoker, text string, style int64, c any) (any, error) {
			return ParseNumber(text, t, style, provided(inv, c))
		}
		m.static(name+" Parse(string s)", func(inv object.Invoker, _ any, a []any) (any, error) { return parse(inv, str(a[0]), style, nil) })
		m.static(name+" Parse(string s, System.Globalization.NumberStyles style)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return parse(inv, str(a[0]), a[1].(object.Enum).Value, nil)
		})
		m.static(name+" Parse(string s, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return parse(inv, str(a[0]), style, a[1])
		})
		m.static(name+" Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return parse(inv, str(a[0]), a[1].(object.Enum).Value, a[2])
		})
		try := func(result any, out *any, err error) (any, error) {
			if err != nil {
				result = t.Zero
			}
			*out = result
			return err == nil, nil
		}
		m.static("bool TryParse(string s, [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := parse(inv, str(a[0]), style, nil)
			return try(r, &a[1], err)
		})
		m.static("bool TryParse(string s, System.IFormatProvider provider, [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := parse(inv, str(a[0]), style, a[1])
			return try(r, &a[2], err)
		})
		m.static("bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := parse(inv, str(a[0]), a[1].(object.Enum).Value, a[2])
			return try(r, &a[3], err)
		})
		numberConstants(m, t, name)
		if style == styleInteger {
			integerStatics(m, t, name)
		}
	}
}

// bounds are MinValue and MaxValue.
var bounds = map[*object.Type][2]any{
	object.SByteType: {int8(math.MinInt8), int8(math.MaxInt8)}, object.ByteType: {uint8(0), uint8(math.MaxUint8)},
	object.Int16Type: {int16(math.MinInt16), int16(math.MaxInt16)}, object.UInt16Type: {uint16(0), uint16(math.MaxUint16)},
	object.Int32Type: {int32(math.MinInt32), int32(math.MaxInt32)}, object.UInt32Type: {uint32(0), uint32(math.MaxUint32)},
	object.Int64Type: {int64(math.MinInt64), int64(math.MaxInt64)}, object.UInt64Type: {uint64(0), uint64(math.MaxUint64)},
	object.SingleType: {float32(-math.MaxFloat32), float32(math.MaxFloat32)}, object.DoubleType: {-math.MaxFloat64, math.MaxFloat64},
}

func numberConstants(m members, t *object.Type, name string) {
	if b, ok := bounds[t]; ok {
		m.constant(name+" MinValue", b[0])
		m.constant(name+" MaxValue", b[1])
	}
	switch t {
	case object.DoubleType, object.SingleType:
		realConstants(m, t, name)
	case object.DecimalType:
		decimalMembers(m)
	case object.BigIntegerType:
		bigMembers(m)
	}
}

func realConstants(m members, t *object.Type, name string) {
	constant := func(field string, f float64) {
		v, _ := object.ChangeType(f, t)
		m.constant(name+" "+field, v)
	}
	constant("NaN", math.NaN())
	constant("PositiveInfinity", math.Inf(1))
	constant("NegativeInfinity", math.Inf(-1))
	constant("E", math.E)
	constant("Pi", math.Pi)
	if t == object.DoubleType {
		m.constant("double Epsilon", math.SmallestNonzeroFloat64)
	} else {
		m.constant("float Epsilon", float32(math.SmallestNonzeroFloat32))
	}
	test := func(method string, f func(x float64) bool) {
		m.static("bool "+method+"("+name+" d)", func(_ object.Invoker, _ any, a []any) (any, error) {
			x, _ := object.ChangeType(a[0], object.DoubleType)
			return f(x.(float64)), nil
		})
	}
	test("IsNaN", math.IsNaN)
	test("IsInfinity", func(x float64) bool { return math.IsInf(x, 0) })
	test("IsPositiveInfinity", func(x float64) bool { return math.IsInf(x, 1) })
	test("IsNegativeInfinity", func(x float64) bool { return math.IsInf(x, -1) })
	test("IsFinite", func(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) })
	test("IsNegative", math.Signbit)
	test("IsInteger", func(x float64) bool { return x == math.Trunc(x) && !math.IsInf(x, 0) })
}

func decimalMembers(m members) {
	limit, _ := object.ParseDecimal("79228162514264337593543950335")
	m.constant("decimal MaxValue", limit)
	m.constant("decimal MinValue", limit.Neg())
	m.constant("decimal Zero", object.DecimalOf(0))
	m.constant("decimal One", object.DecimalOf(1))
	m.constant("decimal MinusOne", object.DecimalOf(-1))
	two := func(name string, do func(a, b object.Decimal) (object.Decimal, error)) {
		m.static("decimal "+name+"(decimal d1, decimal d2)", func(_ object.Invoker, _ any, a []any) (any, error) {
			return do(a[0].(object.Decimal), a[1].(object.Decimal))
		})
	}
	two("Add", object.Decimal.Add)
	two("Subtract", object.Decimal.Sub)
	two("Multiply", object.Decimal.Mul)
	two("Divide", object.Decimal.Div)
	two("Remainder", object.Decimal.Mod)
	one := func(name string, do func(a object.Decimal) object.Decimal) {
		m.static("decimal "+name+"(decimal d)", func(_ object.Invoker, _ any, a []any) (any, error) { return do(a[0].(object.Decimal)), nil })
	}
	one("Truncate", object.Decimal.Truncate)
	one("Floor", object.Decimal.Floor)
	one("Ceiling", object.Decimal.Ceiling)
	one("Negate", object.Decimal.Neg)
	decimalRound(m)
	m.static("double ToDouble(decimal d)", plain(func(_ any, a []any) (any, error) { return a[0].(object.Decimal).Float(), nil }))
	m.static("float ToSingle(decimal d)", plain(func(_ any, a []any) (any, error) { return float32(a[0].(object.Decimal).Float()), nil }))
	for _, c := range convertTargets() {
		if c.style == styleInteger {
			m.static(c.method+"(decimal d)", plain(func(_ any, a []any) (any, error) {
				return object.ChangeType(a[0].(object.Decimal).Truncate(), c.t)
			}))
		}
	}
	m.static("int Compare(decimal d1, decimal d2)", plain(func(_ any, a []any) (any, error) {
		return object.Int(int32(a[0].(object.Decimal).Cmp(a[1].(object.Decimal)))), nil
	}))
	oaCurrency(m)
	decimalBits(m)
	m.ctor("int value", func(_ object.Invoker, a []any) (any, error) { return object.DecimalOf(int64(intArg(a[0]))), nil })
	m.ctor("long value", func(_ object.Invoker, a []any) (any, error) { return object.DecimalOf(a[0].(int64)), nil })
	m.ctor("double value", func(_ object.Invoker, a []any) (any, error) { return object.DecimalOfFloat(a[0].(float64), 15) })
}

// oaCurrency declares what OLE Automation's Currency takes: ten thousandths in a long.
func oaCurrency(m members) {
	m.static("long ToOACurrency(decimal value)", plain(func(_ any, a []any) (any, error) {
		n, err := a[0].(object.Decimal).Mul(object.DecimalOf(10000))
		if err != nil {
			return nil, err
		}
		return object.ChangeType(n.Rescale(0, false), object.Int64Type)
	}))
	m.static("decimal FromOACurrency(long cy)", plain(func(_ any, a []any) (any, error) {
		return object.DecimalOf(a[0].(int64)).Div(object.DecimalOf(10000))
	}))
}

// decimalBits declares what takes a decimal apart: 96 bits in three integers,
// and a fourth with the sign in bit 31 and the scale in bits 16 to 23.
func decimalBits(m members) {
	m.prop("byte Scale", func(_ object.Invoker, v any) (any, error) { return uint8(v.(object.Decimal).Scale()), nil })
	m.static("int[] GetBits(decimal d)", func(_ object.Invoker, _ any, a []any) (any, error) {
		d := a[0].(object.Decimal)
		words := make([]any, 4)
		rest := new(big.Int).Abs(d.Coefficient())
		for i := range 3 {
			words[i] = object.Int(int32(uint32(new(big.Int).And(rest, big.NewInt(math.MaxUint32)).Uint64())))
			rest.Rsh(rest, 32)
		}
		flags := uint32(d.Scale()) << 16
		if d.Sign() < 0 {
			flags |= 1 << 31
		}
		words[3] = object.Int(int32(flags))
		return &object.Array{Type: object.ArrayOf(object.Int32Type), Items: words}, nil
	})
	of := func(words []any, negative bool, scale int) (any, error) {
		if scale > 28 || scale < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "scale", "Decimal's scale value must be between 0 and 28, inclusive.")
		}
		c := new(big.Int)
		for i := 2; i >= 0; i-- {
			c.Or(c.Lsh(c, 32), new(big.Int).SetUint64(uint64(uint32(intArg(words[i])))))
		}
		if negative {
			c.Neg(c)
		}
		return object.DecimalOfBig(c, scale)
	}
	m.ctor("int lo, int mid, int hi, bool isNegative, byte scale", func(_ object.Invoker, a []any) (any, error) {
		return of(a[:3], a[3].(bool), int(a[4].(uint8)))
	})
	m.ctor("int[] bits", func(_ object.Invoker, a []any) (any, error) {
		words := a[0].(*object.Array).Items
		if len(words) != 4 {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "bits", "Decimal constructor requires an array or span of four valid decimal bytes.")
		}
		flags := uint32(intArg(words[3]))
		return of(words[:3], flags>>31 == 1, int(flags>>16&0xff))
	})
}

func bigMembers(m members) {
	b := func(v any) *big.Int { return v.(*big.Int) }
	bigStatics(m)
	m.constant("bigint Zero", big.NewInt(0))
	m.constant("bigint One", big.NewInt(1))
	m.constant("bigint MinusOne", big.NewInt(-1))
	m.prop("bool IsZero", func(_ object.Invoker, v any) (any, error) { return b(v).Sign() == 0, nil })
	m.prop("bool IsOne", func(_ object.Invoker, v any) (any, error) { return b(v).Cmp(big.NewInt(1)) == 0, nil })
	m.prop("bool IsEven", func(_ object.Invoker, v any) (any, error) { return b(v).Bit(0) == 0, nil })
	m.prop("bool IsPowerOfTwo", func(_ object.Invoker, v any) (any, error) {
		return b(v).Sign() > 0 && b(v).TrailingZeroBits() == uint(b(v).BitLen()-1), nil
	})
	m.prop("int Sign", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(b(v).Sign())), nil })
	two := func(name string, do func(x, y *big.Int) *big.Int) {
		m.static("bigint "+name+"(bigint left, bigint right)", func(_ object.Invoker, _ any, a []any) (any, error) { return do(b(a[0]), b(a[1])), nil })
	}
	two("Add", func(x, y *big.Int) *big.Int { return new(big.Int).Add(x, y) })
	two("Subtract", func(x, y *big.Int) *big.Int { return new(big.Int).Sub(x, y) })
	two("Multiply", func(x, y *big.Int) *big.Int { return new(big.Int).Mul(x, y) })
	two("GreatestCommonDivisor", func(x, y *big.Int) *big.Int {
		return new(big.Int).GCD(nil, nil, new(big.Int).Abs(x), new(big.Int).Abs(y))
	})
	m.static("int Compare(bigint left, bigint right)", plain(func(_ any, a []any) (any, error) { return object.Int(int32(b(a[0]).Cmp(b(a[1])))), nil }))
	divide := func(name string, do func(x, y *big.Int) *big.Int) {
		m.static("bigint "+name+"(bigint dividend, bigint divisor)", func(_ object.Invoker, _ any, a []any) (any, error) {
			if b(a[1]).Sign() == 0 {
				return nil, object.Throw(object.DivideByZeroExceptionType, "Attempted to divide by zero.")
			}
			return do(b(a[0]), b(a[1])), nil
		})
	}
	divide("Divide", func(x, y *big.Int) *big.Int { return new(big.Int).Quo(x, y) })
	divide("Remainder", func(x, y *big.Int) *big.Int { return new(big.Int).Rem(x, y) })
	m.static("bigint Abs(bigint value)", func(_ object.Invoker, _ any, a []any) (any, error) { return new(big.Int).Abs(b(a[0])), nil })
	m.static("bigint Negate(bigint value)", func(_ object.Invoker, _ any, a []any) (any, error) { return new(big.Int).Neg(b(a[0])), nil })
	m.static("bigint Pow(bigint value, int exponent)", func(_ object.Invoker, _ any, a []any) (any, error) {
		n := intArg(a[1])
		switch {
		case n < 0:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "exponent", "The number must be greater than or equal to zero.")
		case int64(n)*int64(b(a[0]).BitLen()) > 1<<27:
			return nil, object.Throw(object.OverflowExceptionType, "Value was either too large or too small.")
		}
		return new(big.Int).Exp(b(a[0]), big.NewInt(int64(n)), nil), nil
	})
	m.static("bigint ModPow(bigint value, bigint exponent, bigint modulus)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if b(a[2]).Sign() == 0 {
			return nil, object.Throw(object.DivideByZeroExceptionType, "Attempted to divide by zero.")
		}
		if b(a[1]).Sign() < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "exponent", "The number must be greater than or equal to zero.")
		}
		r := new(big.Int).Exp(new(big.Int).Abs(b(a[0])), b(a[1]), b(a[2]))
		if b(a[0]).Sign() < 0 && b(a[1]).Bit(0) == 1 {
			r.Neg(r) // the remainder has the sign of the power
		}
		return r, nil
	})
	m.method("byte[] ToByteArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return &object.Bytes{B: twosComplement(b(v))}, nil
	})
	m.ctor("int value", func(_ object.Invoker, a []any) (any, error) { return big.NewInt(int64(intArg(a[0]))), nil })
	m.ctor("long value", func(_ object.Invoker, a []any) (any, error) { return big.NewInt(a[0].(int64)), nil })
	m.ctor("byte[] value", func(_ object.Invoker, a []any) (any, error) { return fromTwosComplement(a[0].(*object.Bytes).B), nil })
}

// twosComplement is little-endian with a sign bit.
func twosComplement(b *big.Int) []byte {
	n := b.BitLen()/8 + 1
	x := b
	if b.Sign() < 0 {
		if new(big.Int).Neg(b).TrailingZeroBits() == uint(b.BitLen()-1) && b.BitLen()%8 == 0 {
			n--
		}
		x = new(big.Int).Add(b, new(big.Int).Lsh(big.NewInt(1), uint(8*n)))
	}
	out := make([]byte, n)
	for i, c := range x.FillBytes(make([]byte, n)) {
		out[n-1-i] = c
	}
	return out
}

func fromTwosComplement(little []byte) *big.Int {
	big1 := make([]byte, len(little))
	for i, c := range little {
		big1[len(little)-1-i] = c
	}
	x := new(big.Int).SetBytes(big1)
	if len(big1) > 0 && big1[0] >= 0x80 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(little))))
	}
	return x
}

// ParseNumber is Parse of a numeric type with NumberStyles and a culture.
func ParseNumber(text string, t *object.Type, style int64, c *object.Culture) (any, error) {
	nf := &dataOf(c).number
	bad := func() (any, error) {
		if t == object.BigIntegerType {
			return nil, object.Throw(object.FormatExceptionType, "The value could not be parsed.")
		}
		return nil, object.Throw(object.FormatExceptionType, "The input string '%s' was not in a correct format.", text)
	}
	if style&(512|1024) != 0 {
		base := 16
		if style&1024 != 0 {
			base = 2
		}
		return parseBits(text, t, base)
	}
	s, ok := stripNumber(text, style, nf)
	if !ok {
		if t == object.DoubleType || t == object.SingleType {
			if f, special := specialReal(strings.TrimSpace(text), nf); special {
				return object.ChangeType(f, t)
			}
		}
		return bad()
	}
	switch t {
	case object.DoubleType, object.SingleType:
		v, _ := object.ScanNumber(s + "e0")
		if strings.ContainsAny(s, "eE") {
			v, _ = object.ScanNumber(s)
		}
		if v == nil {
			return bad()
		}
		return object.ChangeType(v, t)
	case object.DecimalType:
		return object.ParseDecimal(s)
	}
	b, whole, ok := integerValue(s)
	if !ok {
		return bad()
	}
	if !whole {
		return object.ChangeType(math.Inf(1), t) // a fraction is too much for an integer
	}
	if t == object.BigIntegerType {
		return b, nil
	}
	return narrowBig(b, t)
}

// integerValue reads an integer that may have a fraction; whole: of zeros only.
func integerValue(s string) (b *big.Int, whole, ok bool) {
	if d, err := object.ParseDecimal(s); err == nil && strings.ContainsAny(s, ".eE") {
		return d.Big(), d.Cmp(d.Truncate()) == 0, true
	}
	b, ok = new(big.Int).SetString(s, 10)
	return b, true, ok
}

func narrowBig(b *big.Int, t *object.Type) (any, error) {
	var v any = b.Int64()
	if !b.IsInt64() {
		v = b.Uint64()
		if !b.IsUint64() {
			return object.ChangeType(math.Inf(1), t)
		}
	}
	return object.ChangeType(v, t)
}

// parseBits reads the bits of a number, in hexadecimal or binary digits.
func parseBits(text string, t *object.Type, base int) (any, error) {
	s := strings.TrimSpace(text)
	b, ok := new(big.Int).SetString(s, base)
	if !ok || s == "" || strings.ContainsAny(s, "+-_") {
		return nil, object.Throw(object.FormatExceptionType, "The input string '%s' was not in a correct format.", text)
	}
	if t == object.BigIntegerType {
		digit := uint(4)
		if base == 2 {
			digit = 1
		}
		if high := uint(len(s))*digit - 1; b.Bit(int(high)) == 1 {
			b.Sub(b, new(big.Int).Lsh(big.NewInt(1), high+1))
		}
		return b, nil
	}
	width := map[*object.Type]uint{object.SByteType: 8, object.Int16Type: 16, object.Int32Type: 32, object.Int64Type: 64}[t]
	if width > 0 && b.BitLen() == int(width) {
		b.Sub(b, new(big.Int).Lsh(big.NewInt(1), width))
	}
	return narrowBig(b, t)
}

func specialReal(s string, nf *numberFormat) (float64, bool) {
	switch {
	case strings.EqualFold(s, nf.nan) || strings.EqualFold(s, "NaN"):
		return math.NaN(), true
	case strings.EqualFold(s, nf.infinity) || strings.EqualFold(s, "Infinity") || s == "∞":
		return math.Inf(1), true
	case strings.EqualFold(s, nf.negativeInfinity) || strings.EqualFold(s, "-Infinity") || s == "-∞":
		return math.Inf(-1), true
	}
	return 0, false
}

// stripNumber checks a text against the styles and gives it in invariant form.
func stripNumber(text string, style int64, nf *numberFormat) (string, bool) {
	s := text
	if style&1 != 0 {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
	}
	if style&2 != 0 {
		s = strings.TrimRightFunc(s, unicode.IsSpace)
	}
	negative := false
	if style&16 != 0 && strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		negative, s = true, s[1:len(s)-1]
	}
	if style&256 != 0 {
		s = strings.TrimSpace(strings.Replace(s, nf.currency, "", 1))
	}
	signed := negative
	for _, x := range []string{nf.negative, nf.positive, "-", "−", "+"} {
		if x == "" {
			continue
		}
		if rest, ok := strings.CutPrefix(s, x); ok && style&4 != 0 && !signed {
			negative, s, signed = x != "+" && x != nf.positive, rest, true
		}
		if rest, ok := strings.CutSuffix(s, x); ok && style&8 != 0 && !signed {
			negative, s, signed = x != "+" && x != nf.positive, rest, true
		}
	}
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	digits, point, exponent := 0, false, false
	for i := 0; i < len(s); {
		switch {
		case isDigit(s[i]):
			digits++
			b.WriteByte(s[i])
			i++
		case style&32 != 0 && !point && !exponent && nf.decimal != "" && strings.HasPrefix(s[i:], nf.decimal):
			point = true
			if digits == 0 {
				b.WriteByte('0')
			}
			b.WriteByte('.')
			i += len(nf.decimal)
		case style&64 != 0 && !point && !exponent && digits > 0 && separatorLength(s[i:], nf.group) > 0:
			i += separatorLength(s[i:], nf.group)
		case style&128 != 0 && !exponent && digits > 0 && (s[i] == 'e' || s[i] == 'E'):
			exponent = true
			b.WriteByte('e')
			i++
			if i < len(s) && (s[i] == '+' || s[i] == '-') {
				b.WriteByte(s[i])
				i++
			}
			if i >= len(s) {
				return "", false
			}
		default:
			return "", false
		}
	}
	out := strings.TrimSuffix(b.String(), ".")
	return out, digits > 0
}

// separatorLength is how long a group separator at the beginning of s is; a blank
// may stand for one that is a no-break space, which no keyboard has.
func separatorLength(s, separator string) int {
	switch {
	case separator == "":
		return 0
	case strings.HasPrefix(s, separator):
		return len(separator)
	case (separator == nbsp || separator == nnbsp) && s[0] == ' ':
		return 1
	}
	return 0
}

func booleanMembers(m members) {
	compareMembers(m, "bool")
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) { return object.Text(inv, v), nil })
	m.constant("string TrueString", "True")
	m.constant("string FalseString", "False")
	m.method("string ToString(System.IFormatProvider provider)", func(inv object.Invoker, v any, _ []any) (any, error) { return object.Text(inv, v), nil })
	m.method("System.TypeCode GetTypeCode()", plain(func(any, []any) (any, error) { return object.Enum{Type: typeCodeEnum, Value: 3}, nil }))
	m.static("bool Parse(string value)", func(_ object.Invoker, _ any, a []any) (any, error) { return parseBoolean(str(a[0])) })
	m.static("bool TryParse(string value, [ref] bool result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		r, err := parseBoolean(str(a[0]))
		a[1] = r
		return err == nil, nil
	})
}

// parseBoolean is Boolean.Parse: any case, white space and null characters around.
func parseBoolean(s string) (any, error) {
	switch t := strings.ToLower(strings.Trim(s, " \t\r\n\x00")); t {
	case "true", "false":
		return t == "true", nil
	}
	return false, object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid Boolean.", s)
}

func switchMembers(m members) {
	on := func(v any) any { return object.IsTrue(v) }
	m.prop("bool IsPresent", func(_ object.Invoker, v any) (any, error) { return on(v), nil })
	m.method("bool ToBool()", func(_ object.Invoker, v any, _ []any) (any, error) { return on(v), nil })
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) { return object.Text(inv, v), nil })
}
