package dotnet

import (
	"strings"
	"unicode"

	"stagecoach/shell/object"
)

// ParseDateExact is DateTime.ParseExact for one format.
func ParseDateExact(text, format string, c *object.Culture, styles int64) (DateTime, error) {
	p, ok := scanExact(text, format, dataOf(c), styles)
	if !ok {
		return DateTime{}, badDate(text)
	}
	if format == "u" || format == "r" || format == "R" {
		d, err := p.clock(text, styles)
		return d, err
	}
	return p.date(text, styles)
}

// expandFormat turns a standard format of one letter into a custom one.
func expandFormat(format string, df *dateFormat) (string, *dateFormat) {
	if len(format) != 1 {
		return format, df
	}
	inv := &invariant().date
	switch format[0] {
	case 'd':
		return df.shortDate, df
	case 'D':
		return df.longDate, df
	case 't':
		return df.shortTime, df
	case 'T':
		return df.longTime, df
	case 'f':
		return df.longDate + " " + df.shortTime, df
	case 'F':
		return df.longDate + " " + df.longTime, df
	case 'g':
		return df.shortDate + " " + df.shortTime, df
	case 'G':
		return df.shortDate + " " + df.longTime, df
	case 'm', 'M':
		return df.monthDay, df
	case 'y', 'Y':
		return df.yearMonth, df
	case 'o', 'O':
		return "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK", inv
	case 'r', 'R':
		return "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", inv
	case 's':
		return "yyyy'-'MM'-'dd'T'HH':'mm':'ss", inv
	case 'u':
		return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'", inv
	}
	return format, df
}

// exactScanner matches a text against a custom format.
type exactScanner struct {
	dateScanner
	styles int64
}

func scanExact(text, format string, c *cultureData, styles int64) (*parsedDate, bool) {
	format, df := expandFormat(format, &c.date)
	if styles&1 != 0 {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	if styles&2 != 0 {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	s := &exactScanner{dateScanner{text: text, df: df}, styles}
	for i := 0; i < len(format); {
		n, ok := s.element(format[i:])
		if !ok {
			return nil, false
		}
		i += n
	}
	return &s.p, s.at == len(s.text)
}

// element matches one element at the start of format and returns its length there.
func (s *exactScanner) element(format string) (int, bool) {
	c, n := format[0], 1
	switch c {
	case 'd', 'M', 'y', 'h', 'H', 'm', 's', 'f', 'F', 't', 'z':
		for n < len(format) && format[n] == c {
			n++
		}
		return n, s.exactField(c, n)
	case 'K':
		return 1, s.exactZone()
	case ':':
		return 1, s.literal(s.df.timeSeparator)
	case '/':
		return 1, s.literal(s.df.dateSeparator)
	case '%':
		return 1, len(format) > 1
	case '\'', '"':
		end := strings.IndexByte(format[1:], c)
		if end < 0 {
			return 0, false
		}
		return end + 2, s.literal(format[1 : 1+end])
	case '\\':
		if len(format) < 2 {
			return 0, false
		}
		return 2, s.literal(format[1:2])
	}
	return 1, s.literal(format[:1])
}

func (s *exactScanner) literal(text string) bool {
	if text == " " && s.styles&4 != 0 {
		s.blanks()
		return true
	}
	if s.styles&4 != 0 {
		s.blanks()
	}
	if !strings.HasPrefix(s.text[s.at:], text) {
		return false
	}
	s.at += len(text)
	return true
}

func (s *exactScanner) exactField(c byte, n int) bool {
	switch c {
	case 'd':
		if n >= 3 {
			d := s.name(s.df.shortDays, s.df.days, n)
			s.p.weekday = d + 1
			return d >= 0
		}
		return s.exactDigits(&s.p.day, n, 2)
	case 'M':
		if n >= 3 {
			s.p.month = s.name(s.df.shortMonths, s.df.months, n) + 1
			return s.p.month > 0
		}
		return s.exactDigits(&s.p.month, n, 2)
	case 'y':
		return s.exactYear(n)
	case 'h', 'H':
		s.p.hasTime = true
		if !s.exactDigits(&s.p.hour, n, 2) {
			return false
		}
		return c == 'H' && s.p.hour <= 23 || c == 'h' && s.p.hour >= 1 && s.p.hour <= 12
	case 'm':
		return s.exactDigits(&s.p.minute, n, 2) && s.p.minute <= 59
	case 's':
		return s.exactDigits(&s.p.second, n, 2) && s.p.second <= 59
	case 'f', 'F':
		return s.exactFraction(n, c == 'F')
	case 't':
		half, length := s.halfAhead()
		if n == 1 && half == 0 {
			return false
		}
		s.p.half = half
		s.at += length
		return half != 0
	case 'z':
		return s.at < len(s.text) && (s.text[s.at] == '+' || s.text[s.at] == '-') && s.zoneOffset() == nil
	}
	return false
}

// exactDigits reads at least n and at most limit digits (exactly n from two on).
func (s *exactScanner) exactDigits(value *int, n, limit int) bool {
	if n >= 2 {
		limit = n
	}
	start, v := s.at, 0
	for s.at < len(s.text) && s.at-start < limit && isDigit(s.text[s.at]) {
		v = v*10 + int(s.text[s.at]-'0')
		s.at++
	}
	*value = v
	return s.at-start >= n
}

func (s *exactScanner) exactYear(n int) bool {
	limit := n
	if n == 1 {
		limit = 2
	}
	var y int
	if n == 3 {
		limit = 4
	}
	start := s.at
	for s.at < len(s.text) && s.at-start < limit && isDigit(s.text[s.at]) {
		y = y*10 + int(s.text[s.at]-'0')
		s.at++
	}
	if s.at-start < n {
		return false
	}
	if n <= 2 {
		y += 1900
		if y < 1950 {
			y += 100
		}
	}
	s.p.year = y
	return y > 0
}

func (s *exactScanner) exactFraction(n int, optional bool) bool {
	start := s.at
	for s.at < len(s.text) && s.at-start < n && isDigit(s.text[s.at]) {
		s.at++
	}
	if s.at-start < n && !optional {
		return false
	}
	s.p.fraction, _ = digitsValue(padRight(s.text[start:s.at], 7))
	return true
}

func (s *exactScanner) exactZone() bool {
	if s.at >= len(s.text) {
		return true
	}
	switch s.text[s.at] {
	case 'Z':
		s.at++
		s.p.hasOffset, s.p.utc = true, true
		return true
	case '+', '-':
		return s.zoneOffset() == nil
	}
	return true
}

// name finds the longest name at this place.
func (s *exactScanner) name(short, long []string, n int) int {
	list := long
	if n == 3 {
		list = short
	}
	best, length := -1, 0
	for i, x := range list {
		if rest := s.text[s.at:]; len(x) > length && len(rest) >= len(x) && strings.EqualFold(rest[:len(x)], x) {
			best, length = i, len(x)
		}
	}
	s.at += length
	return best
}

// dateParsers declares Parse, TryParse, ParseExact and TryParseExact of DateTime.
func dateParsers(m members) {
	m.static("datetime Parse(string s)", func(inv object.Invoker, _ any, a []any) (any, error) { return ParseDate(str(a[0]), cultureOf(inv), 0) })
	m.static("datetime Parse(string s, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return ParseDate(str(a[0]), provided(inv, a[1]), 0)
	})
	m.static("datetime Parse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return ParseDate(str(a[0]), provided(inv, a[1]), a[2].(object.Enum).Value)
	})
	m.static("bool TryParse(string s, [ref] datetime result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		d, err := ParseDate(str(a[0]), cultureOf(inv), 0)
		a[1] = d
		return err == nil, nil
	})
	m.static("bool TryParse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles, [ref] datetime result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		d, err := ParseDate(str(a[0]), provided(inv, a[1]), a[2].(object.Enum).Value)
		a[3] = d
		return err == nil, nil
	})
	m.static("bool TryParse(string s, System.IFormatProvider provider, [ref] datetime result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		d, err := ParseDate(str(a[0]), provided(inv, a[1]), 0)
		a[2] = d
		return err == nil, nil
	})
	exact := func(inv object.Invoker, text string, formats any, provider any, styles int64) (DateTime, error) {
		return parseAnyExact(text, formats, provided(inv, provider), styles)
	}
	m.static("datetime ParseExact(string s, string format, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return exact(inv, str(a[0]), a[1], a[2], 0)
	})
	m.static("datetime ParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return exact(inv, str(a[0]), a[1], a[2], a[3].(object.Enum).Value)
	})
	m.static("datetime ParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return exact(inv, str(a[0]), a[1], a[2], a[3].(object.Enum).Value)
	})
	for _, formats := range []string{"string format", "string[] formats"} {
		m.static("bool TryParseExact(string s, "+formats+", System.IFormatProvider provider, System.Globalization.DateTimeStyles style, [ref] datetime result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			d, err := exact(inv, str(a[0]), a[1], a[2], a[3].(object.Enum).Value)
			a[4] = d
			return err == nil, nil
		})
	}
}

// parseAnyExact tries one format or each of several.
func parseAnyExact(text string, formats any, c *object.Culture, styles int64) (DateTime, error) {
	list := []any{formats}
	if a, ok := object.Elements(formats); ok {
		list = a
	}
	for _, f := range list {
		if str(f) == "" {
			return DateTime{}, object.Throw(object.FormatExceptionType, "Format specifier was invalid.")
		}
		if d, err := ParseDateExact(text, str(f), c, styles); err == nil {
			return d, nil
		}
	}
	return DateTime{}, badDate(text)
}
