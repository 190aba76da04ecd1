package dotnet

import (
	"strings"
	"time"

	"stagecoach/shell/object"
)

// dateText is what a format is written from.
type dateText struct {
	wall      time.Time
	ticks     int64
	kind      Kind
	offset    int // minutes from UTC
	hasOffset bool
	df        *dateFormat
}

// FormatDate is DateTime.ToString(format, culture).
func FormatDate(d DateTime, format string, c *object.Culture) (string, error) {
	t := &dateText{wall: d.wall(), ticks: d.Ticks, kind: d.Kind, df: &dataOf(c).date}
	if d.Kind == Local {
		_, seconds := d.Time().Zone()
		t.offset = seconds / 60
	}
	if format == "" {
		format = "G"
	}
	return t.format(format, d)
}

// FormatDateOffset is DateTimeOffset.ToString(format, culture).
func FormatDateOffset(d DateTimeOffset, format string, c *object.Culture) (string, error) {
	t := &dateText{wall: d.Clock().wall(), ticks: d.Ticks, kind: Unspecified, offset: int(d.Offset), hasOffset: true, df: &dataOf(c).date}
	switch format {
	case "":
		return t.custom(t.df.shortDate + " " + t.df.longTime + " zzz")
	case "u", "R", "r":
		t.wall, t.ticks, t.offset = d.UTC().wall(), d.UTC().Ticks, 0
	case "U":
		return "", errFormat
	}
	return t.format(format, d.Clock())
}

func (t *dateText) format(format string, d DateTime) (string, error) {
	if len(format) != 1 {
		return t.custom(format)
	}
	df := t.df
	switch format[0] {
	case 'd':
		return t.custom(df.shortDate)
	case 'D':
		return t.custom(df.longDate)
	case 't':
		return t.custom(df.shortTime)
	case 'T':
		return t.custom(df.longTime)
	case 'f':
		return t.custom(df.longDate + " " + df.shortTime)
	case 'F':
		return t.custom(df.longDate + " " + df.longTime)
	case 'g':
		return t.custom(df.shortDate + " " + df.shortTime)
	case 'G':
		return t.custom(df.shortDate + " " + df.longTime)
	case 'm', 'M':
		return t.custom(df.monthDay)
	case 'y', 'Y':
		return t.custom(df.yearMonth)
	case 'o', 'O':
		return t.invariant("yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK")
	case 'r', 'R':
		return t.invariant("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'")
	case 's':
		return t.invariant("yyyy'-'MM'-'dd'T'HH':'mm':'ss")
	case 'u':
		return t.invariant("yyyy'-'MM'-'dd HH':'mm':'ss'Z'")
	case 'U':
		u := d.ToUniversal()
		x := &dateText{wall: u.wall(), ticks: u.Ticks, kind: UTC, df: df}
		return x.custom(df.longDate + " " + df.longTime)
	}
	return "", errFormat
}

func (t *dateText) invariant(format string) (string, error) {
	x := *t
	x.df = &invariant().date
	return x.custom(format)
}

// custom writes a custom date format.
func (t *dateText) custom(format string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(format); {
		c := format[i]
		n := 1
		switch c {
		case 'd', 'M', 'y', 'h', 'H', 'm', 's', 'f', 'F', 't', 'z', 'g':
			for i+n < len(format) && format[i+n] == c {
				n++
			}
			if err := t.field(&b, c, n, format); err != nil {
				return "", err
			}
		case 'K':
			b.WriteString(t.zone())
		case ':':
			b.WriteString(t.df.timeSeparator)
		case '/':
			b.WriteString(t.df.dateSeparator)
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
			s, err := t.custom(format[i+1 : i+2])
			if err != nil {
				return "", err
			}
			b.WriteString(s)
			n = 2
		case '\\':
			if i+1 >= len(format) {
				return "", errInput
			}
			b.WriteByte(format[i+1])
			n = 2
		default:
			b.WriteByte(c)
		}
		i += n
	}
	return b.String(), nil
}

var errInput = object.Throw(object.FormatExceptionType, "Input string was not in a correct format.")

// field writes one run of n equal letters.
func (t *dateText) field(b *strings.Builder, c byte, n int, format string) error {
	w := t.wall
	switch c {
	case 'd':
		switch {
		case n <= 2:
			writePadded(b, w.Day(), n)
		case n == 3:
			b.WriteString(t.df.shortDays[w.Weekday()])
		default:
			b.WriteString(t.df.days[w.Weekday()])
		}
	case 'M':
		switch {
		case n <= 2:
			writePadded(b, int(w.Month()), n)
		case n == 3:
			b.WriteString(t.df.shortMonths[w.Month()-1])
		default:
			b.WriteString(t.df.months[w.Month()-1])
		}
	case 'y':
		if n <= 2 {
			writePadded(b, w.Year()%100, n)
		} else {
			writePadded(b, w.Year(), n)
		}
	case 'h':
		h := w.Hour() % 12
		if h == 0 {
			h = 12
		}
		writePadded(b, h, min(n, 2))
	case 'H':
		writePadded(b, w.Hour(), min(n, 2))
	case 'm':
		writePadded(b, w.Minute(), min(n, 2))
	case 's':
		writePadded(b, w.Second(), min(n, 2))
	case 'f', 'F':
		if n > 7 {
			return errInput
		}
		t.fraction(b, c, n)
	case 't':
		t.dayHalf(b, n)
	case 'z':
		t.offsetText(b, n)
	case 'g':
		b.WriteString("A.D.")
	}
	return nil
}

func (t *dateText) fraction(b *strings.Builder, c byte, n int) {
	f := zeros(itoa(t.ticks%ticksPerSecond), 7)[:n]
	if c == 'F' {
		f = strings.TrimRight(f, "0")
		if s := b.String(); f == "" && strings.HasSuffix(s, ".") {
			b.Reset()
			b.WriteString(s[:len(s)-1])
		}
	}
	b.WriteString(f)
}

func (t *dateText) dayHalf(b *strings.Builder, n int) {
	s := t.df.am
	if t.wall.Hour() >= 12 {
		s = t.df.pm
	}
	if n == 1 && s != "" {
		s = string([]rune(s)[:1])
	}
	b.WriteString(s)
}

func (t *dateText) offsetText(b *strings.Builder, n int) {
	o := t.offset
	if !t.hasOffset && t.kind == Unspecified {
		_, seconds := (DateTime{t.ticks, Local}).Time().Zone()
		o = seconds / 60
	}
	b.WriteByte(signByte(o))
	o = max(o, -o)
	writePadded(b, o/60, min(n, 2))
	if n >= 3 {
		b.WriteByte(':')
		writePadded(b, o%60, 2)
	}
}

func signByte(n int) byte {
	if n < 0 {
		return '-'
	}
	return '+'
}

// zone is K: Z, the offset, or nothing.
func (t *dateText) zone() string {
	var b strings.Builder
	switch {
	case t.hasOffset || t.kind == Local:
		t.offsetText(&b, 3)
	case t.kind == UTC:
		return "Z"
	}
	return b.String()
}

func writePadded(b *strings.Builder, n, width int) { b.WriteString(zeros(itoa(int64(n)), width)) }
