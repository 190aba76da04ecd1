package object

import (
	"math"
	"math/big"
	"strings"
)

// Convert turns v into a value of type t by PowerShell's rules
// (LanguagePrimitives.ConvertTo). The error is a PSInvalidCastException with
// the record PowerShell reports it under.
func Convert(inv Invoker, v any, t *Type) (any, error) {
	switch t {
	case ObjectType:
		if v == any(Null) {
			return nil, nil
		}
		return v, nil
	case StringType:
		switch x := v.(type) {
		case string:
			return x, nil
		case nil:
			return "", nil
		}
	case Int32Type:
		switch x := v.(type) {
		case int32:
			return v, nil
		case string:
			if x != "" {
				if n, ok := shortInt(x); ok {
					return Int(n), nil
				}
			}
		}
	case BooleanType:
		if _, ok := v.(bool); ok {
			return v, nil
		}
	case PSObjectType:
		return v, nil
	}
	return convertSlow(inv, v, t)
}

func convertSlow(inv Invoker, v any, t *Type) (any, error) {
	base := Unwrap(v)
	if base == any(Null) {
		base = nil
	}
	if t == StringType && base != nil {
		return Text(inv, v), nil
	}
	from := TypeOf(base)
	if from == t && t != nil {
		return base, nil
	}
	if c := t.Convert; c != nil && (from == nil || !from.Script || !from.Is(t)) {
		if r, ok, err := c(inv, base); ok || err != nil {
			return r, err
		}
	}
	how := figure(from, t)
	if o, ok := v.(*PSObject); ok && o.Written != "" {
		switch {
		case t.Kind == KindArray:
			return how.do(inv, v, t)
		case how.rank == RankIConvertible: // a number converts by its text
			return Convert(inv, o.Written, t)
		}
	}
	return how.do(inv, base, t)
}

// As is the -as operator: nil when v does not convert.
func As(inv Invoker, v any, t *Type) any {
	r, err := Convert(inv, v, t)
	if err != nil {
		return nil
	}
	return r
}

// finalCast is the error when no conversion exists.
func finalCast(inv Invoker, v any, t *Type) error {
	if v == nil {
		if t.Kind == KindEnum {
			return invalidCast("nullToEnumInvalidCast", nil, `Cannot convert null to type "%s" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are "%s".`, t, t.Enum.list(","))
		}
		return invalidCast("nullToObjectInvalidCast", nil, `Cannot convert null to type "%s".`, t)
	}
	if name := t.String(); name == "System.Security.SecureString" || name == "System.Management.Automation.PSCredential" {
		return invalidCast("ConvertToFinalInvalidCastException", nil, `Cannot convert the value of type "%s" to type "%s".`, TypeNames(v)[0], t)
	}
	return invalidCast("ConvertToFinalInvalidCastException", nil, `Cannot convert the "%s" value of type "%s" to type "%s".`, errorText(inv, v), TypeNames(v)[0], t)
}

// errorText is a value in an error text: ToString(), so a collection shows its type.
func errorText(inv Invoker, v any) string {
	if t, ok := Unwrap(v).(*Type); ok {
		return t.Display()
	}
	if d, ok := Unwrap(v).(float64); ok {
		return FormatFloat(d)
	}
	return textOf(inv, v, false)
}

func (e *EnumInfo) list(separator string) string {
	names, _ := e.Sorted()
	return strings.Join(names, separator)
}

// figureNumeric knows numbers, Boolean and Char among each other and strings to numbers.
func figureNumeric(from, to *Type) *conversion {
	tc, fc := to.code(), from.code()
	if to.Kind == KindEnum || from.Kind == KindEnum || from == to {
		return nil
	}
	switch {
	case from == StringType && tc.integer() || from == StringType && to == BigIntegerType:
		return &conversion{RankNumericString, stringToInteger}
	case from == StringType && tc.floating():
		return &conversion{RankNumericString, stringToReal}
	case from == StringType && tc == codeDecimal:
		return &conversion{RankNumericString, stringToDecimal}
	case from == StringType && tc == codeChar:
		return nil
	case fc.numeric() && tc.numeric():
		return &conversion{numericRank(fc, tc), changeType}
	case fc == codeBool && tc.numeric(), fc == codeChar && (tc.integer() || tc == codeDecimal):
		return &conversion{RankIConvertible, changeType}
	case fc == codeChar && tc.floating():
		return &conversion{RankLanguage, charToReal}
	case fc.numeric() && to == BooleanType, fc == codeChar && to == BooleanType:
		return &conversion{RankLanguage, func(_ Invoker, v any, _ *Type) (any, error) { return Bool(IsTrue(v)), nil }}
	case fc.integer() && tc == codeChar:
		return &conversion{RankNumericString, changeType}
	case fc.floating() && tc == codeChar, fc == codeDecimal && tc == codeChar:
		return &conversion{RankNumericString, numberToChar}
	case fc.numeric() && to == BigIntegerType:
		r := RankImplicitCast
		if !fc.integer() {
			r = RankExplicitCast
		}
		return &conversion{r, func(_ Invoker, v any, _ *Type) (any, error) { return toBig(v), nil }}
	case fc == codeBool && to == BigIntegerType:
		return &conversion{RankIConvertible, func(_ Invoker, v any, _ *Type) (any, error) {
			if v == true {
				return toBig(int32(1)), nil
			}
			return toBig(int32(0)), nil
		}}
	case from == BigIntegerType && tc.numeric():
		return &conversion{RankExplicitCast, bigToNumber}
	case fc.numeric() && to == StringType:
		return &conversion{RankNumericString, toText}
	}
	return nil
}

func toText(inv Invoker, v any, _ *Type) (any, error) { return Text(inv, v), nil }

// numericRank: widening is implicit, narrowing is explicit.
func numericRank(from, to typeCode) Rank {
	switch {
	case widens(from, to):
		return RankNumericImplicit
	case from == codeDecimal && to.floating():
		return RankNumericExplicit1
	case from.signed() && to.integer() && !to.signed() && integerSize(to) >= integerSize(from):
		return RankNumericExplicit1 // better than the reverse, because it is more specific
	}
	return RankNumericExplicit
}

func integerSize(c typeCode) int {
	switch c {
	case codeSByte, codeByte:
		return 1
	case codeInt16, codeUInt16:
		return 2
	case codeInt32, codeUInt32:
		return 4
	}
	return 8
}

// widens follows C#'s implicit numeric conversions.
func widens(from, to typeCode) bool {
	switch to {
	case codeDouble:
		return from != codeDecimal
	case codeSingle, codeDecimal:
		return from.integer()
	}
	if !from.integer() || !to.integer() {
		return false
	}
	flo, fhi := integerBounds(from)
	tlo, thi := integerBounds(to)
	return tlo <= flo && thi >= fhi
}

func changeType(inv Invoker, v any, t *Type) (any, error) {
	r, err := ChangeType(v, t)
	if err != nil {
		return nil, CastFailed("InvalidCastIConvertible", errorText(inv, v), t, FromGo(err))
	}
	return r, nil
}

// charToReal goes by the code, which Convert itself would refuse.
func charToReal(_ Invoker, v any, t *Type) (any, error) { return ChangeType(toInt64(v), t) }

func numberToChar(inv Invoker, v any, t *Type) (any, error) {
	i, err := ChangeType(v, Int32Type)
	if err == nil {
		i, err = ChangeType(i, CharType)
	}
	if err != nil {
		return nil, CastFailed("InvalidCastIConvertible", errorText(inv, v), t, FromGo(err))
	}
	return i, nil
}

func bigToNumber(inv Invoker, v any, t *Type) (any, error) {
	b := v.(*big.Int)
	c := t.code()
	switch {
	case c.floating():
		f, _ := new(big.Float).SetInt(b).Float64()
		return ChangeType(f, t)
	case c == codeDecimal:
		d, err := DecimalOfBig(b, 0)
		if err != nil {
			return nil, CastFailed("InvalidCastTargetInvocationExceptionop_Explicit", b.String(), t, FromGo(err))
		}
		return d, nil
	case b.IsInt64():
		if r, ok := ofInteger(c, b.Int64(), false); ok {
			return r, nil
		}
	case b.IsUint64():
		if r, ok := ofInteger(c, int64(b.Uint64()), true); ok {
			return r, nil
		}
	}
	return nil, CastFailed("InvalidCastTargetInvocationExceptionop_Explicit", b.String(), t, tooLarge(t))
}

func stringToInteger(inv Invoker, v any, t *Type) (any, error) {
	s := v.(string)
	if s == "" {
		return changeOrBig(Int(0), t)
	}
	if n, ok := ScanNumber(s); ok {
		if r, err := changeOrBig(n, t); err == nil {
			return r, nil
		}
	}
	r, err := parseInteger(s, t)
	if err == nil {
		return r, nil
	}
	if err.Type == FormatExceptionType {
		if f, ok := parseReal(s); ok {
			if r, err := ChangeType(f, t); err == nil && t != BigIntegerType {
				return r, nil
			}
		}
	}
	return nil, CastFailed("InvalidCastFromStringToInteger", s, t, err)
}

func changeOrBig(n any, t *Type) (any, error) {
	if t == BigIntegerType {
		return toBig(n), nil
	}
	if b, ok := n.(*big.Int); ok {
		return bigToNumber(nil, b, t)
	}
	return ChangeType(n, t)
}

// parseInteger is the number parsing of .NET's type converters: blanks, a sign
// and digits; # and &h introduce hexadecimal digits.
func parseInteger(s string, t *Type) (any, *Exception) {
	text := strings.TrimFunc(s, isSpace)
	base, digits := 10, strings.TrimPrefix(text, "+")
	switch lower := strings.ToLower(text); {
	case t == BigIntegerType:
		digits = strings.ReplaceAll(digits, ",", "")
	case strings.HasPrefix(lower, "#"):
		base, digits = 16, text[1:]
	case strings.HasPrefix(lower, "0x"), strings.HasPrefix(lower, "&h"):
		base, digits = 16, text[2:]
	}
	b, ok := new(big.Int).SetString(digits, base)
	if !ok || strings.ContainsAny(digits, "_") || strings.HasPrefix(digits, "+") {
		return nil, badFormat(s)
	}
	if t == BigIntegerType {
		return b, nil
	}
	if b.IsInt64() {
		if r, ok := ofInteger(t.code(), b.Int64(), false); ok {
			return r, nil
		}
	} else if b.IsUint64() {
		if r, ok := ofInteger(t.code(), int64(b.Uint64()), true); ok {
			return r, nil
		}
	}
	return nil, tooLarge(t)
}

// parseReal is Double.Parse in invariant form with thousands separators.
func parseReal(s string) (float64, bool) {
	l, ok := cleanReal(s)
	if !ok {
		switch strings.ToLower(strings.TrimFunc(s, isSpace)) {
		case "nan", "-nan", "+nan":
			return math.NaN(), true
		case "infinity", "+infinity", "∞":
			return math.Inf(1), true
		case "-infinity", "-∞":
			return math.Inf(-1), true
		}
		return 0, false
	}
	v, ok := ScanNumber(l)
	if !ok {
		return 0, false
	}
	return toFloat(v), true
}

// cleanReal checks NumberStyles.Float | AllowThousands and drops the separators.
func cleanReal(s string) (string, bool) {
	text := strings.TrimFunc(s, isSpace)
	sign := ""
	if text != "" && (text[0] == '-' || text[0] == '+') {
		sign, text = text[:1], text[1:]
	}
	whole, rest := text, ""
	if i := strings.IndexAny(text, ".eE"); i >= 0 {
		whole, rest = text[:i], text[i:]
	}
	if strings.HasPrefix(whole, ",") {
		return "", false
	}
	whole = strings.ReplaceAll(whole, ",", "")
	if whole == "" && (len(rest) < 2 || rest[0] != '.') {
		return "", false
	}
	var l literal
	l.base = 10
	if joined := whole + rest; joined == "" || l.digitRun(strings.ToLower(joined)) != len(joined) {
		return "", false
	}
	if !strings.ContainsAny(rest, ".eE") {
		rest = ".0" // a real even without a point, so that nothing overflows
	}
	return sign + whole + rest, true
}

func stringToReal(_ Invoker, v any, t *Type) (any, error) {
	s := v.(string)
	if s == "" {
		return ChangeType(Int(0), t)
	}
	if n, ok := ScanNumber(s); ok {
		if r, err := changeOrBig(n, t); err == nil {
			return r, nil
		}
	}
	if f, ok := parseReal(s); ok {
		return ChangeType(f, t)
	}
	return nil, CastFailed("InvalidCastFromStringToDoubleOrSingle", s, t, badFormat(s))
}

func stringToDecimal(_ Invoker, v any, t *Type) (any, error) {
	s := v.(string)
	if s == "" {
		return DecimalOf(0), nil
	}
	if n, ok := ScanNumber(s); ok {
		if r, err := changeOrBig(n, t); err == nil {
			return r, nil
		}
	}
	inner := badFormat(s)
	if text, ok := cleanReal(s); ok && !strings.ContainsAny(text, "eE") {
		d, err := ParseDecimal(text)
		if err == nil {
			return d, nil
		}
		inner = FromGo(err)
	} else if f, ok := parseReal(s); ok {
		if r, err := ChangeType(f, t); err == nil {
			return r, nil
		}
	}
	return nil, CastFailed("InvalidCastFromStringToDecimal", s, t, inner)
}
