package dotnet

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var errFormat = object.Throw(object.FormatExceptionType, "Format specifier was invalid.")

// FormatNumber is ToString(format, culture) of the numeric types.
func FormatNumber(v any, format string, c *object.Culture) (string, error) {
	nf := &dataOf(c).number
	if f, ok := asFloat(v); ok {
		if s, special := notFinite(f, nf); special {
			return s, nil
		}
	}
	if format == "" {
		return general(v, -1, false, nf), nil
	}
	letter, precision, ok := standardFormat(format)
	if !ok {
		return customNumber(v, format, nf)
	}
	return standardNumber(v, letter, precision, nf)
}

func asFloat(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case float32:
		return float64(x), true
	}
	return 0, false
}

func notFinite(f float64, nf *numberFormat) (string, bool) {
	switch {
	case math.IsNaN(f):
		return nf.nan, true
	case math.IsInf(f, 1):
		return nf.infinity, true
	case math.IsInf(f, -1):
		return nf.negativeInfinity, true
	}
	return "", false
}

// standardFormat recognizes one letter with up to nine digits.
func standardFormat(format string) (letter byte, precision int, ok bool) {
	c := format[0]
	if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') || len(format) > 10 {
		return 0, 0, false
	}
	if len(format) == 1 {
		return c, -1, true
	}
	for i := 1; i < len(format); i++ {
		if format[i] < '0' || format[i] > '9' {
			return 0, 0, false
		}
	}
	n, err := strconv.Atoi(format[1:])
	return c, n, err == nil
}

func standardNumber(v any, letter byte, precision int, nf *numberFormat) (string, error) {
	switch letter {
	case 'D', 'd':
		if !isInteger(v) {
			return "", errFormat
		}
		return paddedInteger(integerText(v), precision, nf), nil
	case 'X', 'x':
		if !isInteger(v) {
			return "", errFormat
		}
		return hexadecimal(v, letter == 'X', precision), nil
	case 'B', 'b':
		if _, isBig := v.(*big.Int); !isInteger(v) || isBig {
			return "", errFormat
		}
		return zeros(strconv.FormatUint(unsignedBits(v), 2), precision), nil
	case 'G', 'g':
		return general(v, precision, letter == 'g', nf), nil
	case 'R', 'r':
		if _, isDecimal := v.(object.Decimal); isDecimal {
			return "", errFormat
		}
		return general(v, -1, letter == 'r', nf), nil
	case 'F', 'f':
		n := digitsOf(v, orDefault(precision, nf.decimals))
		return sign(n, nf) + n.fixed(orDefault(precision, nf.decimals), nf.decimal), nil
	case 'N', 'n':
		return numberN(v, orDefault(precision, nf.decimals), nf), nil
	case 'C', 'c':
		return currency(v, orDefault(precision, nf.currencyDecimals), nf), nil
	case 'P', 'p':
		return percent(v, orDefault(precision, nf.percentDecimals), nf), nil
	case 'E', 'e':
		return scientific(v, letter, orDefault(precision, 6), nf), nil
	}
	return "", errFormat
}

func orDefault(n, def int) int {
	if n < 0 {
		return def
	}
	return n
}

func (n *digits) fixed(places int, point string) string {
	n.round(n.scale + places)
	return n.places(places, point, "", nil)
}

func sign(n digits, nf *numberFormat) string {
	if n.negative && len(n.d) > 0 {
		return nf.negative
	}
	if n.negative && n.exact {
		return nf.negative // a negative real that rounds to zero keeps its sign
	}
	return ""
}

func paddedInteger(text string, width int, nf *numberFormat) string {
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return nf.negative + zeros(rest, width)
	}
	return zeros(text, width)
}

func zeros(s string, width int) string {
	if len(s) >= width {
		return s
	}
	return strings.Repeat("0", width-len(s)) + s
}

func hexadecimal(v any, upper bool, width int) string {
	var s string
	if b, ok := v.(*big.Int); ok {
		s = bigHex(b)
	} else {
		s = strconv.FormatUint(unsignedBits(v), 16)
	}
	if upper {
		s = strings.ToUpper(s)
	}
	if width > len(s) && strings.HasPrefix(integerText(v), "-") {
		f := "f"
		if upper {
			f = "F"
		}
		return strings.Repeat(f, width-len(s)) + s
	}
	return zeros(s, width)
}

// bigHex is two's complement with a leading digit that tells the sign.
func bigHex(b *big.Int) string {
	if b.Sign() >= 0 {
		s := b.Text(16)
		if s[0] >= '8' {
			s = "0" + s
		}
		return s
	}
	bits := (b.BitLen()/8 + 1) * 8
	s := new(big.Int).Add(b, new(big.Int).Lsh(big.NewInt(1), uint(bits))).Text(16)
	for len(s) > 1 && s[0] == 'f' && s[1] >= '8' {
		s = s[1:]
	}
	return s
}

// unsignedBits are an integer's bits in its own width.
func unsignedBits(v any) uint64 {
	switch x := v.(type) {
	case int32:
		return uint64(uint32(x))
	case int64:
		return uint64(x)
	case int16:
		return uint64(uint16(x))
	case int8:
		return uint64(uint8(x))
	case uint8:
		return uint64(x)
	case uint16:
		return uint64(x)
	case uint32:
		return uint64(x)
	case uint64:
		return x
	}
	return 0
}

// general is the G format; without precision reals are as short as reads back
// and integers and decimals complete.
func general(v any, precision int, lower bool, nf *numberFormat) string {
	if precision <= 0 {
		switch x := v.(type) {
		case float64:
			return localize(object.FormatFloat(x), lower, nf)
		case float32:
			return localize(object.FormatSingle(x), lower, nf)
		case object.Decimal:
			return localize(x.String(), lower, nf)
		}
		return paddedInteger(integerText(v), 0, nf)
	}
	var n digits
	switch x := v.(type) {
	case float64:
		n = floatDigits(x, 64, -1, precision)
	case float32:
		n = floatDigits(float64(x), 32, -1, precision)
	case object.Decimal:
		n = decimalDigits(x.String())
	default:
		n = integerDigits(integerText(v))
	}
	n.round(precision)
	if len(n.d) == 0 {
		return sign(n, nf) + "0"
	}
	if n.scale > precision || n.scale < -3 {
		return sign(n, nf) + mantissa(&n, nf) + exponentText(n.scale-1, 2, caseOf(lower), nf)
	}
	return sign(n, nf) + n.places(max(len(n.d)-n.scale, 0), nf.decimal, "", nil)
}

func caseOf(lower bool) string {
	if lower {
		return "e"
	}
	return "E"
}

func mantissa(n *digits, nf *numberFormat) string {
	if len(n.d) == 1 {
		return string(n.d)
	}
	return string(n.d[:1]) + nf.decimal + string(n.d[1:])
}

// localize puts the culture's point and minus into invariant text.
func localize(s string, lower bool, nf *numberFormat) string {
	if lower {
		s = strings.Replace(s, "E", "e", 1)
	}
	if nf.decimal != "." {
		s = strings.Replace(s, ".", nf.decimal, 1)
	}
	if nf.negative != "-" && strings.HasPrefix(s, "-") {
		s = nf.negative + s[1:]
	}
	return s
}

func exponentText(e, minDigits int, letter string, nf *numberFormat) string {
	s := nf.positive
	if e < 0 {
		s, e = nf.negative, -e
	}
	return letter + s + zeros(strconv.Itoa(e), minDigits)
}

func numberN(v any, places int, nf *numberFormat) string {
	n := digitsOf(v, places)
	n.round(n.scale + places)
	body := n.places(places, nf.decimal, nf.group, nf.groups)
	if sign(n, nf) == "" {
		return body
	}
	switch nf.negativeNumber {
	case 0:
		return "(" + body + ")"
	case 2:
		return nf.negative + " " + body
	case 3:
		return body + nf.negative
	case 4:
		return body + " " + nf.negative
	}
	return nf.negative + body
}

var (
	currencyPositives = []string{"$n", "n$", "$ n", "n $"}
	currencyNegatives = []string{"($n)", "-$n", "$-n", "$n-", "(n$)", "-n$", "n-$", "n$-", "-n $", "-$ n", "n $-", "$ n-", "$ -n", "n- $", "($ n)", "(n $)", "$- n"}
	percentPositives  = []string{"n %", "n%", "%n", "% n"}
	percentNegatives  = []string{"-n %", "-n%", "-%n", "%-n", "%n-", "n-%", "n%-", "-% n", "n %-", "% n-", "% -n", "n- %"}
)

func currency(v any, places int, nf *numberFormat) string {
	n := digitsOf(v, places)
	n.round(n.scale + places)
	pattern := currencyPositives[nf.currencyPositive]
	if sign(n, nf) != "" {
		pattern = currencyNegatives[nf.currencyNegative]
	}
	return fillPattern(pattern, n.places(places, nf.currencyDecimal, nf.currencyGroup, nf.currencyGroups), "$", nf.currency, nf)
}

func percent(v any, places int, nf *numberFormat) string {
	n := digitsOf(v, places+2)
	if len(n.d) > 0 {
		n.scale += 2
	}
	n.round(n.scale + places)
	pattern := percentPositives[nf.percentPositive]
	if sign(n, nf) != "" {
		pattern = percentNegatives[nf.percentNegative]
	}
	return fillPattern(pattern, n.places(places, nf.percentDecimal, nf.percentGroup, nf.percentGroups), "%", nf.percent, nf)
}

// fillPattern replaces n, the symbol's place and the minus. The blanks of the
// patterns are plain ones, where CLDR has no-break ones.
func fillPattern(pattern, number, place, symbol string, nf *numberFormat) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i : i+1]; c {
		case "n":
			b.WriteString(number)
		case place:
			b.WriteString(symbol)
		case "-":
			b.WriteString(nf.negative)
		default:
			b.WriteString(c)
		}
	}
	return b.String()
}

func scientific(v any, letter byte, places int, nf *numberFormat) string {
	var n digits
	switch x := v.(type) {
	case float64:
		n = floatDigits(x, 64, -1, places+1)
	case float32:
		n = floatDigits(float64(x), 32, -1, places+1)
	case object.Decimal:
		n = decimalDigits(x.String())
	default:
		n = integerDigits(integerText(v))
	}
	n.round(places + 1)
	exp := n.scale - 1
	d := padRight(string(n.d), places+1)
	if len(n.d) == 0 {
		exp = 0
	}
	body := d[:1]
	if places > 0 {
		body += nf.decimal + d[1:]
	}
	return sign(n, nf) + body + exponentText(exp, 3, string(letter), nf)
}
