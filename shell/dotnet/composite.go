package dotnet

import (
	"math/big"
	"strings"

	"stagecoach/shell/object"
)

// Format is String.Format in the session's culture, which is what -f does. The
// error is .NET's FormatException.
func Format(inv object.Invoker, format string, args []any) (string, error) {
	return FormatIn(inv, cultureOf(inv), format, args)
}

// FormatIn formats in a given culture.
func FormatIn(inv object.Invoker, c *object.Culture, format string, args []any) (string, error) {
	var b strings.Builder
	for i := 0; i < len(format); {
		j := strings.IndexAny(format[i:], "{}")
		if j < 0 {
			b.WriteString(format[i:])
			break
		}
		b.WriteString(format[i : i+j])
		i += j
		if i+1 < len(format) && format[i+1] == format[i] {
			b.WriteByte(format[i])
			i += 2
			continue
		}
		if format[i] == '}' {
			return "", formatFailure(format, i+1, "Unexpected closing brace without a corresponding opening brace.")
		}
		item := formatItem{text: format, at: i + 1}
		if err := item.parse(); err != nil {
			return "", err
		}
		if item.index >= len(args) {
			return "", object.Throw(object.FormatExceptionType, "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.")
		}
		s, err := FormatValue(inv, args[item.index], item.format, c)
		if err != nil {
			return "", err
		}
		writeAligned(&b, s, item.width)
		i = item.at
	}
	return b.String(), nil
}

func formatFailure(format string, offset int, why string) error {
	return object.Throw(object.FormatExceptionType, "Input string was not in a correct format. Failure to parse near offset %d. %s", object.Index16(format, min(offset, len(format))), why)
}

func writeAligned(b *strings.Builder, s string, width int) {
	pad := max(width, -width) - object.Len16(s)
	if width > 0 && pad > 0 {
		b.WriteString(strings.Repeat(" ", pad))
	}
	b.WriteString(s)
	if width < 0 && pad > 0 {
		b.WriteString(strings.Repeat(" ", pad))
	}
}

// formatItem is {index,width:format}.
type formatItem struct {
	text   string
	at     int
	index  int
	width  int
	format string
}

const maxFormatIndex = 1000000

func (f *formatItem) parse() error {
	ended := func() error { return formatFailure(f.text, len(f.text), "Format item ends prematurely.") }
	if f.at >= len(f.text) {
		return ended()
	}
	n, ok := f.number()
	if !ok {
		return formatFailure(f.text, f.at, "Expected an ASCII digit.")
	}
	f.index = n
	f.blanks()
	if f.at >= len(f.text) {
		return ended()
	}
	if f.text[f.at] == ',' {
		if err := f.parseWidth(); err != nil {
			return err
		}
		if f.at >= len(f.text) {
			return ended()
		}
	}
	if f.text[f.at] == ':' {
		end := strings.IndexAny(f.text[f.at:], "}")
		if end < 0 {
			return ended()
		}
		f.format = f.text[f.at+1 : f.at+end]
		if i := strings.IndexByte(f.format, '{'); i >= 0 {
			return formatFailure(f.text, f.at+1+i+1, "Unexpected opening brace in format item.")
		}
		f.at += end
	}
	if f.text[f.at] != '}' {
		return formatFailure(f.text, f.at+1, "Expected a closing brace.")
	}
	f.at++
	return nil
}

func (f *formatItem) parseWidth() error {
	f.at++
	f.blanks()
	left := false
	if f.at < len(f.text) && f.text[f.at] == '-' {
		left = true
		f.at++
	}
	if f.at >= len(f.text) {
		return formatFailure(f.text, len(f.text), "Format item ends prematurely.")
	}
	n, ok := f.number()
	if !ok {
		return formatFailure(f.text, f.at, "Expected an ASCII digit.")
	}
	f.width = n
	if left {
		f.width = -n
	}
	f.blanks()
	return nil
}

func (f *formatItem) number() (n int, ok bool) {
	for f.at < len(f.text) && isDigit(f.text[f.at]) && n < maxFormatIndex {
		n = n*10 + int(f.text[f.at]-'0')
		f.at++
		ok = true
	}
	return n, ok
}

func (f *formatItem) blanks() {
	for f.at < len(f.text) && f.text[f.at] == ' ' {
		f.at++
	}
}

// FormatValue is IFormattable.ToString(format, culture), or ToString() of what
// has no formats.
func FormatValue(inv object.Invoker, v any, format string, c *object.Culture) (string, error) {
	base := object.Unwrap(v)
	switch x := base.(type) {
	case nil:
		return "", nil
	case string:
		return x, nil
	case int32, int64, float64, float32, int8, int16, uint8, uint16, uint32, uint64, object.Decimal, *big.Int:
		return FormatNumber(x, format, c)
	case bool, object.Char:
		return object.Text(inv, x), nil
	case object.Enum:
		return FormatEnum(x, format)
	case *object.Type:
		return x.String(), nil
	case *object.Custom:
		return object.Text(inv, v), nil
	}
	if t := object.TypeOf(base); t != nil && t.Format != nil {
		return t.Format(base, format, c)
	}
	return object.ToText(inv, v), nil
}

// FormatEnum is Enum.ToString(format).
func FormatEnum(e object.Enum, format string) (string, error) {
	switch format {
	case "", "G", "g", "F", "f":
		return e.String(), nil
	case "D", "d":
		return itoa(e.Value), nil
	case "X", "x":
		width := map[*object.Type]int{object.ByteType: 2, object.SByteType: 2, object.Int16Type: 4, object.UInt16Type: 4, object.Int64Type: 16, object.UInt64Type: 16}[e.Type.Elem]
		if width == 0 {
			width = 8
		}
		s := hexadecimal(e.Value, true, 16)
		return s[len(s)-width:], nil
	}
	return "", object.Throw(object.FormatExceptionType, `Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".`)
}
