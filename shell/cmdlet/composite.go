package cmdlet

import (
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// Composite applies a composite format string ({0}, {0,10}, {0:N2}) to one
// value, in the culture of the session.
func Composite(inv object.Invoker, format string, v any) (string, error) {
	var b strings.Builder
	for i := 0; i < len(format); {
		c := format[i]
		switch {
		case (c == '{' || c == '}') && i+1 < len(format) && format[i+1] == c:
			b.WriteByte(c)
			i += 2
		case c == '{':
			end := strings.IndexByte(format[i:], '}')
			if end < 0 {
				return "", badFormat()
			}
			text, err := hole(inv, format[i+1:i+end], v)
			if err != nil {
				return "", err
			}
			b.WriteString(text)
			i += end + 1
		case c == '}':
			return "", badFormat()
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), nil
}

// hole is one {index[,width][:format]}.
func hole(inv object.Invoker, text string, v any) (string, error) {
	place, format, _ := strings.Cut(text, ":")
	index, width, aligned := strings.Cut(place, ",")
	if strings.TrimSpace(index) != "0" {
		return "", badFormat()
	}
	s, err := FormatText(inv, v, format)
	if err != nil || !aligned {
		return s, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(width))
	if err != nil {
		return "", badFormat()
	}
	if n < 0 {
		return s + strings.Repeat(" ", max(-n-object.Len16(s), 0)), nil
	}
	return strings.Repeat(" ", max(n-object.Len16(s), 0)) + s, nil
}

func badFormat() error {
	return object.Throw(object.FormatExceptionType, "Input string was not in a correct format.")
}

// FormatText is a value under a .NET format string, in the culture of the session.
func FormatText(inv object.Invoker, v any, format string) (string, error) {
	v = object.Unwrap(v)
	t := object.TypeOf(v)
	if t == nil || t.Format == nil {
		return DisplayText(inv, v), nil
	}
	return t.Format(v, format, inv.Culture())
}
