package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

var timeSpanStyles = object.NewFlags("System.Globalization", "TimeSpanStyles", []string{"None", "AssumeNegative"}, 0, 1)

// parseSpanIn is TimeSpan.Parse: the fraction may stand behind the culture's decimal separator.
func parseSpanIn(text string, c *object.Culture) (TimeSpan, error) {
	t, err := ParseSpan(text)
	if err == nil {
		return t, nil
	}
	if point := dataOf(c).number.decimal; point != "." && strings.Contains(text, point) {
		if t, again := ParseSpan(strings.Replace(text, point, ".", 1)); again == nil {
			return t, nil
		}
	}
	return 0, err
}

// parseSpanExact is TimeSpan.ParseExact with one format or several; negative is
// TimeSpanStyles.AssumeNegative, which is for custom formats.
func parseSpanExact(text string, formats any, c *object.Culture, negative bool) (TimeSpan, error) {
	list := []any{formats}
	if a, ok := object.Elements(formats); ok {
		list = a
	}
	err := error(object.Throw(object.FormatExceptionType, "Input string was not in a correct format."))
	for _, f := range list {
		var t TimeSpan
		if t, err = spanByFormat(text, str(f), c, negative); err == nil {
			return t, nil
		}
	}
	if len(list) > 1 {
		err = badSpan(text)
	}
	return 0, err
}

func badSpan(text string) error {
	return object.Throw(object.FormatExceptionType, "String '%s' was not recognized as a valid TimeSpan.", text)
}

func spanByFormat(text, format string, c *object.Culture, negative bool) (TimeSpan, error) {
	switch format {
	case "c", "t", "T":
		return ParseSpan(text)
	case "g":
		return parseSpanIn(text, c)
	case "G":
		if strings.Count(text, ":") != 3 || !strings.Contains(text, dataOf(c).number.decimal) {
			return 0, badSpan(text)
		}
		return parseSpanIn(text, c)
	}
	r := spanReader{text: text, format: format, fields: map[byte]int64{}}
	for r.at < len(format) {
		if err := r.token(); err != nil {
			return 0, err
		}
	}
	if r.read != len(text) {
		return 0, badSpan(text)
	}
	f := r.fields
	if f['h'] > 23 || f['m'] > 59 || f['s'] > 59 || f['d'] > 10675199 {
		return 0, object.Throw(object.OverflowExceptionType, "The TimeSpan string '%s' could not be parsed because at least one of the numeric components is out of range or contains too many digits.", text)
	}
	ticks := f['d']*ticksPerDay + f['h']*ticksPerHour + f['m']*ticksPerMinute + f['s']*ticksPerSecond + f['f']
	if negative {
		ticks = -ticks
	}
	return TimeSpan(ticks), nil
}

// spanReader reads by a custom format: d h m s f F, quotes, escapes and %.
type spanReader struct {
	text, format string
	read, at     int
	fields       map[byte]int64
}

func (r *spanReader) token() error {
	invalid := object.Throw(object.FormatExceptionType, "Input string was not in a correct format.")
	c, n := r.format[r.at], 1
	switch c {
	case 'd', 'h', 'm', 's', 'f', 'F':
		for r.at+n < len(r.format) && r.format[r.at+n] == c {
			n++
		}
		r.at += n
		limit := map[byte]int{'d': 8, 'h': 2, 'm': 2, 's': 2, 'f': 7, 'F': 7}[c]
		field := c
		if c == 'F' {
			field = 'f'
		}
		if _, twice := r.fields[field]; twice || n > limit {
			return invalid
		}
		return r.number(c, field, n)
	case '\'', '"':
		end := strings.IndexByte(r.format[r.at+1:], c)
		if end < 0 {
			return invalid
		}
		literal := r.format[r.at+1 : r.at+1+end]
		r.at += end + 2
		return r.literal(literal)
	case '\\':
		if r.at+1 >= len(r.format) {
			return invalid
		}
		r.at += 2
		return r.literal(r.format[r.at-1 : r.at])
	case '%':
		if r.at+1 >= len(r.format) || r.format[r.at+1] == '%' {
			return invalid
		}
		r.at++
		return nil
	}
	return invalid
}

func (r *spanReader) literal(s string) error {
	if !strings.HasPrefix(r.text[r.read:], s) {
		return badSpan(r.text)
	}
	r.read += len(s)
	return nil
}

// number reads n digits, for one letter up to as many as the part can have.
func (r *spanReader) number(c, field byte, n int) error {
	least, most := n, n
	switch {
	case c == 'F':
		least = 0
	case n == 1 && c == 'd':
		most = 8
	case n == 1 && c != 'f':
		most = 2
	}
	start := r.read
	for r.read < len(r.text) && r.read-start < most && isDigit(r.text[r.read]) {
		r.read++
	}
	if r.read-start < least {
		return badSpan(r.text)
	}
	digits := r.text[start:r.read]
	if field == 'f' {
		digits = padRight(digits, 7)
	}
	r.fields[field], _ = digitsValue(digits)
	return nil
}
