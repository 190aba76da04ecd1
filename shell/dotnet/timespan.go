package dotnet

import (
	"math"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// TimeSpan is System.TimeSpan, in ticks.
type TimeSpan int64

// TimeSpanType is System.TimeSpan.
var TimeSpanType = &object.Type{Name: "TimeSpan", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
	Interfaces: []*object.Type{object.IComparableType, object.IFormattableType}, Zero: TimeSpan(0)}

// PSType is System.TimeSpan.
func (TimeSpan) PSType() *object.Type { return TimeSpanType }

// CompareTo orders by length.
func (t TimeSpan) CompareTo(o any) (int, error) {
	x, ok := o.(TimeSpan)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type TimeSpan.")
	}
	return compareInt(int64(t), int64(x)), nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

var errSpanRange = object.Throw(object.OverflowExceptionType, "TimeSpan overflowed because the duration is too long.")

// spanOf makes a span of a real number of units.
func spanOf(n float64, unit int64) (TimeSpan, error) {
	if math.IsNaN(n) {
		return 0, object.Throw(object.ArgumentExceptionType, "TimeSpan does not accept floating point Not-a-Number values.")
	}
	f := n * float64(unit)
	if f >= math.MaxInt64 || f <= math.MinInt64 {
		return 0, errSpanRange
	}
	return TimeSpan(f), nil
}

func (t TimeSpan) add(o TimeSpan) (TimeSpan, error) {
	r := t + o
	if (r > t) != (o > 0) && o != 0 {
		return 0, errSpanRange
	}
	return r, nil
}

// parts are days, hours, minutes, seconds and ticks below a second, all of one sign.
func (t TimeSpan) parts() (d, h, m, s, f int64) {
	n := int64(t)
	return n / ticksPerDay, n / ticksPerHour % 24, n / ticksPerMinute % 60, n / ticksPerSecond % 60, n % ticksPerSecond
}

// String is the c format.
func (t TimeSpan) String() string {
	s, _ := FormatSpan(t, "c", nil)
	return s
}

// FormatSpan is TimeSpan.ToString(format, culture).
func FormatSpan(t TimeSpan, format string, c *object.Culture) (string, error) {
	d, h, m, s, f := t.parts()
	minus := ""
	if t < 0 {
		minus = "-"
		d, h, m, s, f = -d, -h, -m, -s, -f
	}
	two := func(n int64) string { return zeros(itoa(n), 2) }
	point := dataOf(c).number.decimal
	switch format {
	case "", "c", "t", "T":
		text := two(h) + ":" + two(m) + ":" + two(s)
		if d != 0 {
			text = itoa(d) + "." + text
		}
		if f != 0 {
			text += "." + zeros(itoa(f), 7)
		}
		return minus + text, nil
	case "g":
		text := itoa(h) + ":" + two(m) + ":" + two(s)
		if d != 0 {
			text = itoa(d) + ":" + text
		}
		if f != 0 {
			text += point + strings.TrimRight(zeros(itoa(f), 7), "0")
		}
		return minus + text, nil
	case "G":
		return minus + itoa(d) + ":" + two(h) + ":" + two(m) + ":" + two(s) + point + zeros(itoa(f), 7), nil
	}
	if len(format) == 1 {
		return "", errInput
	}
	return customSpan(format, d, h, m, s, f)
}

func customSpan(format string, d, h, m, s, f int64) (string, error) {
	var b strings.Builder
	for i := 0; i < len(format); {
		c, n := format[i], 1
		for i+n < len(format) && format[i+n] == c {
			n++
		}
		switch c {
		case 'd', 'h', 'm', 's', 'f', 'F':
			if n > 8 || n > 7 && c != 'd' || n > 2 && strings.IndexByte("hms", c) >= 0 {
				return "", errInput
			}
			writeSpanField(&b, c, n, map[byte]int64{'d': d, 'h': h, 'm': m, 's': s, 'f': f, 'F': f}[c])
		case '\'', '"':
			j := strings.IndexByte(format[i+1:], c)
			if j < 0 {
				return "", object.Throw(object.FormatExceptionType, "Cannot find a matching quote character for the character '%c'.", c)
			}
			b.WriteString(format[i+1 : i+1+j])
			n = j + 2
		case '%':
			if i+1 >= len(format) || format[i+1] == '%' {
				return "", errInput
			}
			n = 1
		case '\\':
			if i+1 >= len(format) {
				return "", errInput
			}
			b.WriteByte(format[i+1])
			n = 2
		default:
			return "", errInput
		}
		i += n
	}
	return b.String(), nil
}

func writeSpanField(b *strings.Builder, c byte, n int, value int64) {
	switch c {
	case 'f':
		b.WriteString(zeros(itoa(value), 7)[:n])
	case 'F':
		b.WriteString(strings.TrimRight(zeros(itoa(value), 7)[:n], "0"))
	default:
		b.WriteString(zeros(itoa(value), n))
	}
}

// ParseSpan reads [-][d.]hh:mm[:ss[.fffffff]] or a number of days.
func ParseSpan(text string) (TimeSpan, error) {
	t, outOfRange, ok := parseSpan(strings.TrimSpace(text))
	switch {
	case outOfRange:
		return 0, object.Throw(object.OverflowExceptionType, "The TimeSpan string '%s' could not be parsed because at least one of the numeric components is out of range or contains too many digits.", text)
	case !ok:
		return 0, object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid TimeSpan.", text)
	}
	return t, nil
}

func parseSpan(s string) (t TimeSpan, outOfRange, ok bool) {
	s, negative := strings.CutPrefix(s, "-")
	days, rest := "", s
	colons := strings.Count(s, ":")
	if i := strings.IndexByte(s, '.'); i >= 0 && colons > 0 && i < strings.IndexByte(s, ':') {
		days, rest = s[:i], s[i+1:]
	}
	fraction := ""
	if i := strings.IndexByte(rest, '.'); i >= 0 {
		rest, fraction = rest[:i], rest[i+1:]
		if fraction == "" || len(fraction) > 7 {
			return 0, len(fraction) > 7, false
		}
	}
	fields := strings.Split(rest, ":")
	var n [4]int64 // days, hours, minutes, seconds
	switch {
	case colons == 0 && fraction == "":
		fields = []string{rest}
		return spanFields(fields, 0, negative, "", n)
	case colons == 0 || colons > 3 || days != "" && colons > 2 || fraction != "" && colons < 2:
		return 0, false, false
	case days != "":
		fields = append([]string{days}, fields...)
		return spanFields(fields, 0, negative, fraction, n)
	case colons == 3:
		return spanFields(fields, 0, negative, fraction, n)
	}
	return spanFields(fields, 1, negative, fraction, n)
}

var spanLimits = [4]int64{10675199, 23, 59, 59}

func spanFields(fields []string, first int, negative bool, fraction string, n [4]int64) (t TimeSpan, outOfRange, ok bool) {
	for i, f := range fields {
		v, valid := digitsValue(strings.TrimSpace(f))
		if !valid {
			return 0, false, false
		}
		if v > spanLimits[first+i] {
			return 0, true, false
		}
		n[first+i] = v
	}
	ticks := n[0]*ticksPerDay + n[1]*ticksPerHour + n[2]*ticksPerMinute + n[3]*ticksPerSecond
	if fraction != "" {
		v, valid := digitsValue(fraction)
		if !valid {
			return 0, false, false
		}
		for i := len(fraction); i < 7; i++ {
			v *= 10
		}
		ticks += v
	}
	if negative {
		ticks = -ticks
	}
	return TimeSpan(ticks), false, true
}

// digitsValue reads plain digits, at most nine significant.
func digitsValue(s string) (int64, bool) {
	if s == "" || len(s) > 10 {
		return 0, false
	}
	var v int64
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = v*10 + int64(s[i]-'0')
	}
	return v, true
}
