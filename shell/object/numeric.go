package object

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// typeCode is System.TypeCode for what the language calculates with, in its
// order: the larger code of two operands decides the arithmetic.
type typeCode uint8

const (
	codeNone typeCode = iota
	codeBool
	codeChar
	codeSByte
	codeByte
	codeInt16
	codeUInt16
	codeInt32
	codeUInt32
	codeInt64
	codeUInt64
	codeSingle
	codeDouble
	codeDecimal
)

// codeOf classifies a value; an enumeration counts as its underlying type.
func codeOf(v any) typeCode {
	switch x := v.(type) {
	case int32:
		return codeInt32
	case float64:
		return codeDouble
	case int64:
		return codeInt64
	case bool:
		return codeBool
	case Char:
		return codeChar
	case uint8:
		return codeByte
	case int8:
		return codeSByte
	case int16:
		return codeInt16
	case uint16:
		return codeUInt16
	case uint32:
		return codeUInt32
	case uint64:
		return codeUInt64
	case float32:
		return codeSingle
	case Decimal:
		return codeDecimal
	case Enum:
		return x.Type.code()
	}
	return codeNone
}

var codes = map[*Type]typeCode{BooleanType: codeBool, CharType: codeChar, SByteType: codeSByte, ByteType: codeByte,
	Int16Type: codeInt16, UInt16Type: codeUInt16, Int32Type: codeInt32, UInt32Type: codeUInt32, Int64Type: codeInt64,
	UInt64Type: codeUInt64, SingleType: codeSingle, DoubleType: codeDouble, DecimalType: codeDecimal}

func (t *Type) code() typeCode {
	if t == nil {
		return codeNone
	}
	if t.Kind == KindEnum && t.Elem != nil {
		return codes[t.Elem]
	}
	return codes[t]
}

func (c typeCode) numeric() bool { return c >= codeSByte }
func (c typeCode) integer() bool { return c >= codeSByte && c <= codeUInt64 }
func (c typeCode) floating() bool {
	return c == codeSingle || c == codeDouble
}
func (c typeCode) signed() bool {
	return c == codeSByte || c == codeInt16 || c == codeInt32 || c == codeInt64
}

// IsNumeric tells whether v is a number; Char, Boolean and enumerations are not.
func IsNumeric(v any) bool {
	_, enum := v.(Enum)
	return !enum && codeOf(v).numeric()
}

// toInt64 widens any integer, Boolean or Char; UInt64 wraps.
func toInt64(v any) int64 {
	switch x := v.(type) {
	case int32:
		return int64(x)
	case int64:
		return x
	case bool:
		if x {
			return 1
		}
		return 0
	case Char:
		return int64(x)
	case uint8:
		return int64(x)
	case int8:
		return int64(x)
	case int16:
		return int64(x)
	case uint16:
		return int64(x)
	case uint32:
		return int64(x)
	case uint64:
		return int64(x)
	case Enum:
		return x.Value
	case float64:
		return int64(x)
	case float32:
		return int64(x)
	case Decimal:
		return x.d.IntPart()
	}
	return 0
}

// toFloat widens any number.
func toFloat(v any) float64 {
	switch x := v.(type) {
	case float64:
		return x
	case float32:
		return float64(x)
	case uint64:
		return float64(x)
	case Decimal:
		return x.Float()
	}
	return float64(toInt64(v))
}

// toDecimal converts any number; a Double may be out of range.
func toDecimal(v any) (Decimal, error) {
	switch x := v.(type) {
	case Decimal:
		return x, nil
	case float64:
		return DecimalOfFloat(x, 15)
	case float32:
		return DecimalOfFloat(float64(x), 7)
	case uint64:
		return DecimalOfUint(x), nil
	}
	return DecimalOf(toInt64(v)), nil
}

// toBig converts an integer or the integer part of any other number.
func toBig(v any) *big.Int {
	switch x := v.(type) {
	case *big.Int:
		return x
	case uint64:
		return new(big.Int).SetUint64(x)
	case float64:
		b, _ := big.NewFloat(x).Int(nil)
		return b
	case float32:
		b, _ := big.NewFloat(float64(x)).Int(nil)
		return b
	case Decimal:
		return x.Big()
	}
	return big.NewInt(toInt64(v))
}

func divideByZero() *Exception {
	return &Exception{Type: DivideByZeroExceptionType, Message: "Attempted to divide by zero."}
}

func badFormat(s string) *Exception {
	return Throw(FormatExceptionType, "The input string '%s' was not in a correct format.", s)
}

// ParseInt32 is Int32.Parse: a sign and digits with white space around.
func ParseInt32(s string) (int32, error) {
	text := strings.TrimFunc(s, isSpace)
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case err == nil && !strings.Contains(text, "_"):
		return int32(n), nil
	case errors.Is(err, strconv.ErrRange):
		return 0, tooLarge(Int32Type)
	}
	return 0, badFormat(s)
}

// tooLarge is Convert's OverflowException for a target type.
func tooLarge(t *Type) *Exception {
	name := "an " + t.Name
	switch t {
	case ByteType:
		name = "an unsigned byte"
	case SByteType:
		name = "a signed byte"
	case CharType:
		name = "a character"
	case DecimalType, SingleType, DoubleType:
		name = "a " + t.Name
	case UInt16Type, UInt32Type, UInt64Type:
		name = "a " + t.Name
	}
	return Throw(OverflowExceptionType, "Value was either too large or too small for %s.", name)
}

// integerBounds are the limits of an integer type.
func integerBounds(c typeCode) (lo int64, hi uint64) {
	switch c {
	case codeSByte:
		return math.MinInt8, math.MaxInt8
	case codeByte:
		return 0, math.MaxUint8
	case codeInt16:
		return math.MinInt16, math.MaxInt16
	case codeUInt16, codeChar:
		return 0, math.MaxUint16
	case codeInt32:
		return math.MinInt32, math.MaxInt32
	case codeUInt32:
		return 0, math.MaxUint32
	case codeInt64:
		return math.MinInt64, math.MaxInt64
	}
	return 0, math.MaxUint64
}

// ofInteger makes an integer of type code c from its value; ok false when it does not fit.
func ofInteger(c typeCode, i int64, unsigned bool) (any, bool) {
	lo, hi := integerBounds(c)
	if unsigned {
		if uint64(i) > hi {
			return nil, false
		}
	} else if i < lo || i > 0 && uint64(i) > hi {
		return nil, false
	}
	switch c {
	case codeSByte:
		return int8(i), true
	case codeByte:
		return uint8(i), true
	case codeInt16:
		return int16(i), true
	case codeUInt16:
		return uint16(i), true
	case codeChar:
		return Char(i), true
	case codeInt32:
		return Int(int32(i)), true
	case codeUInt32:
		return uint32(i), true
	case codeInt64:
		return i, true
	}
	return uint64(i), true
}

// ChangeType is Convert.ChangeType between numbers, Boolean and Char: half is
// rounded to even, and what does not fit is an OverflowException.
func ChangeType(v any, t *Type) (any, error) {
	to, from := t.code(), codeOf(v)
	switch {
	case to == codeBool:
		return Bool(toFloat(v) != 0), nil
	case from == codeBool && to == codeChar, from == codeChar && to > codeUInt64,
		to == codeChar && (from.floating() || from == codeDecimal):
		return nil, Throw(InvalidCastExceptionType, "Invalid cast from '%s' to '%s'.", TypeOf(v).Name, t.Name)
	case to == codeDouble:
		return toFloat(v), nil
	case to == codeSingle:
		return float32(toFloat(v)), nil
	case to == codeDecimal:
		d, err := toDecimal(v)
		return d, err
	}
	return toInteger(v, from, t)
}

func toInteger(v any, from typeCode, t *Type) (any, error) {
	to := t.code()
	switch {
	case from.floating():
		f := math.RoundToEven(toFloat(v))
		lo, hi := integerBounds(to)
		if math.IsNaN(f) || f < float64(lo) || f > float64(hi) || f >= 18446744073709551616 || hi == math.MaxInt64 && f >= 9223372036854775808 {
			return nil, tooLarge(t)
		}
		if f >= 9223372036854775808 {
			return ofIntegerOr(t, int64(uint64(f)), true)
		}
		return ofIntegerOr(t, int64(f), false)
	case from == codeDecimal:
		b := v.(Decimal).Rescale(0, false).Big()
		if b.IsInt64() {
			return ofIntegerOr(t, b.Int64(), false)
		}
		if b.IsUint64() {
			return ofIntegerOr(t, int64(b.Uint64()), true)
		}
		return nil, tooLarge(t)
	case from == codeUInt64:
		return ofIntegerOr(t, toInt64(v), true)
	}
	return ofIntegerOr(t, toInt64(v), false)
}

func ofIntegerOr(t *Type, i int64, unsigned bool) (any, error) {
	if r, ok := ofInteger(t.code(), i, unsigned); ok {
		return r, nil
	}
	return nil, tooLarge(t)
}

// FormatFloat is Double.ToString(): the shortest text that reads back, with an
// exponent from 1E+15 on and from 1E-05 down.
func FormatFloat(f float64) string { return formatShortest(f, 64, 15) }

// FormatSingle is Single.ToString().
func FormatSingle(f float32) string { return formatShortest(float64(f), 32, 7) }

func formatShortest(f float64, bits, precision int) string {
	return layoutFloat(strconv.FormatFloat(f, 'e', -1, bits), f, precision)
}

// FormatDigits is ToString("Gn"): n significant digits.
func FormatDigits(f float64, digits int) string {
	return layoutFloat(strconv.FormatFloat(f, 'e', digits-1, 64), f, digits)
}

// layoutFloat turns Go's d.ddde±xx into .NET's general form: an exponent when
// it is at or above precision or below -4.
func layoutFloat(e string, f float64, precision int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	mantissa, expText, _ := strings.Cut(e, "e")
	exp, _ := strconv.Atoi(expText)
	neg := strings.HasPrefix(mantissa, "-")
	mantissa = strings.TrimPrefix(mantissa, "-")
	digits := strings.Replace(mantissa, ".", "", 1)
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		digits, exp = "0", 0
	}
	out := ""
	switch {
	case exp >= precision || exp < -4:
		out = digits[:1]
		if len(digits) > 1 {
			out += "." + digits[1:]
		}
		out += exponent(exp)
	case exp < 0:
		out = "0." + strings.Repeat("0", -exp-1) + digits
	case len(digits) <= exp+1:
		out = digits + strings.Repeat("0", exp+1-len(digits))
	default:
		out = digits[:exp+1] + "." + digits[exp+1:]
	}
	if neg {
		out = "-" + out
	}
	return out
}

func exponent(e int) string {
	sign := "+"
	if e < 0 {
		sign, e = "-", -e
	}
	if e < 10 {
		return "E" + sign + "0" + strconv.Itoa(e)
	}
	return "E" + sign + strconv.Itoa(e)
}
