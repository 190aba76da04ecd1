package format

import (
	"sort"
	"strings"

	"stagecoach/shell/object"
)

// detail writes the members of an error and of the errors inside it.
type detail struct {
	s   *System
	inv object.Invoker
}

const (
	deepestDetail = 10
	detailIndent  = 4
)

type detailField struct {
	name  string
	value any
}

// fields are the properties of v that say something, and the width of the longest name. An exception's type
// comes first.
func (d *detail) fields(v any) (out []detailField, width int) {
	if e, ok := object.Unwrap(v).(*object.Exception); ok {
		out, width = append(out, detailField{"Type", e.PSType().FullName()}), len("Type")
	}
	for _, m := range object.Properties(d.inv, v) {
		value, err := object.ReadMember(d.inv, v, m)
		if err != nil || saysNothing(value) {
			continue
		}
		width = max(width, len([]rune(m.Name)))
		if n, ok := object.Count(value); ok && n == 0 || m.Name == "PSErrorIndex" {
			continue
		}
		out = append(out, detailField{m.Name, value})
	}
	return out, width
}

// saysNothing tells whether a value equals the empty text, as zero and $false do.
func saysNothing(v any) bool {
	switch x := object.Unwrap(v).(type) {
	case nil:
		return true
	case string:
		return x == ""
	case bool:
		return !x
	case int32:
		return x == 0
	case int64:
		return x == 0
	case float64:
		return x == 0
	}
	return false
}

func (d *detail) members(v any, indent, depth int) string {
	fields, width := d.fields(v)
	var lines []string
	for _, f := range fields {
		lead := pad(indent) + d.s.Style.FormatAccent() + f.name + pad(width-len([]rune(f.name))) + " : " + reset
		lines = append(lines, lead+d.value(f, indent, width, depth))
	}
	return strings.Join(lines, "\n")
}

func (d *detail) value(f detailField, indent, width, depth int) string {
	switch x := object.Unwrap(f.value).(type) {
	case *object.Exception, *object.ErrorRecord, Invocation:
		if depth >= deepestDetail {
			return ellipsis
		}
		return "\n" + d.members(x, indent+detailIndent, depth+1)
	case object.Dictionary:
		return d.table(x, indent)
	case *object.Type:
		return "[" + x.String() + "]"
	}
	if f.name == "StackTrace" {
		return "\n" + object.Text(d.inv, f.value)
	}
	if items, ok := object.Elements(f.value); ok && f.name != "Data" {
		return d.items(items, indent, depth)
	}
	return d.text(f, indent, width)
}

func (d *detail) table(t object.Dictionary, indent int) string {
	var lines []string
	for k, v := range t.All() {
		lines = append(lines, pad(indent)+"    "+d.s.Style.FormatAccent()+object.Text(d.inv, k)+" : "+reset+object.Text(d.inv, v))
	}
	sort.Strings(lines)
	return "\n" + strings.Join(lines, "\n")
}

func (d *detail) items(items []any, indent, depth int) string {
	if depth >= deepestDetail {
		return ellipsis
	}
	var b strings.Builder
	for i, x := range items {
		b.WriteByte('\n')
		switch x := x.(type) {
		case *object.Type:
			b.WriteString(pad(2*indent+detailIndent+2) + "[" + x.String() + "]")
		case string, int32, int64, float64, bool:
			b.WriteString(pad(2*indent+detailIndent+2) + object.Text(d.inv, x))
		default:
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(d.members(x, indent+detailIndent, depth+1))
		}
	}
	return b.String()
}

func (d *detail) text(f detailField, indent, width int) string {
	s := object.Text(d.inv, f.value)
	switch f.name {
	case "PositionMessage":
		if i := strings.IndexByte(s, '~'); i >= 0 {
			s = s[:i] + d.s.Style.ErrorColour() + s[i:]
		}
	case "Message":
		s = d.s.Style.ErrorColour() + s
	}
	if !strings.Contains(s, "\n") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, "\n"+pad(indent+width+3))
}
