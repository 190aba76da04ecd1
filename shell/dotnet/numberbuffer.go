package dotnet

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// digits is a number as the formats see it: 0.d1d2d3... times 10^scale.
type digits struct {
	negative bool
	d        []byte // without leading or trailing zeros
	scale    int
	exact    bool // computed to the digit that is wanted: not to be rounded again
}

// integerDigits takes an integer apart.
func integerDigits(text string) digits {
	n := digits{}
	if strings.HasPrefix(text, "-") {
		n.negative, text = true, text[1:]
	}
	n.scale = len(text)
	n.d = []byte(text)
	n.normalize()
	return n
}

// decimalDigits takes digits with a point apart.
func decimalDigits(text string) digits {
	n := digits{}
	if strings.HasPrefix(text, "-") {
		n.negative, text = true, text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	n.scale = len(whole)
	n.d = []byte(whole + fraction)
	n.normalize()
	return n
}

// normalize drops zeros at both ends.
func (n *digits) normalize() {
	i := 0
	for i < len(n.d) && n.d[i] == '0' {
		i++
	}
	n.d, n.scale = n.d[i:], n.scale-i
	for len(n.d) > 0 && n.d[len(n.d)-1] == '0' {
		n.d = n.d[:len(n.d)-1]
	}
	if len(n.d) == 0 {
		n.scale = 0
	}
}

// floatDigits takes a real number apart: to places behind the point when places
// is not negative, else to significant digits (0: as few as read back).
func floatDigits(f float64, bits, places, significant int) digits {
	n := digits{negative: math.Signbit(f), exact: true}
	var text string
	if places >= 0 {
		text = strconv.FormatFloat(math.Abs(f), 'f', places, bits)
		m := decimalDigits(text)
		n.d, n.scale = m.d, m.scale
		return n
	}
	text = strconv.FormatFloat(math.Abs(f), 'e', significant-1, bits)
	mantissa, exp, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(exp)
	n.d = []byte(strings.Replace(mantissa, ".", "", 1))
	n.scale = e + 1
	n.normalize()
	return n
}

// round cuts the number after pos digits, half away from zero.
func (n *digits) round(pos int) {
	if pos < 0 {
		n.d, n.scale = nil, 0
		return
	}
	if pos >= len(n.d) {
		return
	}
	up := n.d[pos] >= '5' && !n.exact
	n.d = append([]byte(nil), n.d[:pos]...)
	if up {
		i := pos - 1
		for ; i >= 0 && n.d[i] == '9'; i-- {
			n.d[i] = '0'
		}
		if i >= 0 {
			n.d[i]++
		} else {
			n.d = append([]byte{'1'}, n.d...)
			n.scale++
		}
	}
	n.normalize()
}

// places writes the number with exactly count digits behind the point; group
// separators when sep is not empty.
func (n *digits) places(count int, point, sep string, groups []int) string {
	whole, fraction := "0", ""
	if n.scale > 0 {
		whole = padRight(string(n.d[:min(n.scale, len(n.d))]), n.scale)
		if n.scale < len(n.d) {
			fraction = string(n.d[n.scale:])
		}
	} else {
		fraction = strings.Repeat("0", min(-n.scale, count)) + string(n.d)
	}
	if sep != "" {
		whole = grouped(whole, sep, groups)
	}
	if count == 0 {
		return whole
	}
	if len(fraction) > count {
		fraction = fraction[:count]
	}
	return whole + point + padRight(fraction, count)
}

func padRight(s string, n int) string {
	if len(s) >= n {
		return s
	}
	return s + strings.Repeat("0", n-len(s))
}

// grouped puts separators into a run of digits; the last group size repeats, 0 ends grouping.
func grouped(whole, sep string, groups []int) string {
	if len(groups) == 0 || sep == "" {
		return whole
	}
	var parts []string
	for i := 0; len(whole) > 0; i++ {
		size := groups[min(i, len(groups)-1)]
		if size == 0 || len(whole) <= size {
			break
		}
		parts = append(parts, whole[len(whole)-size:])
		whole = whole[:len(whole)-size]
	}
	for i := len(parts) - 1; i >= 0; i-- {
		whole += sep + parts[i]
	}
	return whole
}

// isInteger tells integers from real numbers among what is formatted.
func isInteger(v any) bool {
	switch v.(type) {
	case int32, int64, int16, int8, uint8, uint16, uint32, uint64, *big.Int:
		return true
	}
	return false
}

// integerText is an integer's digits.
func integerText(v any) string {
	switch x := v.(type) {
	case int32:
		return strconv.Itoa(int(x))
	case int64:
		return strconv.FormatInt(x, 10)
	case int16:
		return strconv.Itoa(int(x))
	case int8:
		return strconv.Itoa(int(x))
	case uint8:
		return strconv.Itoa(int(x))
	case uint16:
		return strconv.Itoa(int(x))
	case uint32:
		return strconv.FormatUint(uint64(x), 10)
	case uint64:
		return strconv.FormatUint(x, 10)
	case *big.Int:
		return x.String()
	}
	return ""
}

// digitsOf takes any number apart for a fixed number of places behind the point.
func digitsOf(v any, places int) digits {
	switch x := v.(type) {
	case float64:
		return floatDigits(x, 64, places, 0)
	case float32:
		return floatDigits(float64(x), 32, places, 0)
	case object.Decimal:
		n := decimalDigits(x.String())
		n.round(n.scale + places)
		return n
	}
	return integerDigits(integerText(v))
}
