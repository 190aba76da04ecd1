package utility

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// jsonWriter writes values as JSON.
type jsonWriter struct {
	rt       cmdlet.Runtime
	b        strings.Builder
	depth    int // deepest level of objects that are taken apart
	compress bool
	enums    bool // enumerations as names
	escape   string
	warned   bool
	level    int // of indentation
}

func (w *jsonWriter) value(v any, depth int) error {
	if isNothing(v) {
		w.b.WriteString("null")
		return nil
	}
	if list := w.extended(v); len(list) > 0 {
		return w.noted(v, list, depth)
	}
	switch x := object.Unwrap(v).(type) {
	case nil:
		w.b.WriteString("null")
	case string:
		w.text(x)
	case bool:
		w.b.WriteString(strconv.FormatBool(x))
	case int32:
		w.b.WriteString(strconv.Itoa(int(x)))
	case object.Char:
		w.text(object.CharText(x))
	case float64:
		w.b.WriteString(jsonFloat(object.FormatFloat(x)))
	case float32:
		w.b.WriteString(jsonFloat(object.FormatSingle(x)))
	case int8, int16, int64, uint8, uint16, uint32, uint64, *big.Int:
		w.b.WriteString(object.Text(w.rt, x))
	case object.Decimal:
		w.b.WriteString(jsonDecimal(object.Text(w.rt, x)))
	case object.Enum:
		w.enum(x)
	default:
		if s, ok := jsonScalar(w.rt, x); ok {
			w.text(s)
			return nil
		}
		return w.composite(v, depth)
	}
	return nil
}

// extended are the properties that were added to a plain value, which then is written
// as an object; texts and dates are texts whatever was added.
func (w *jsonWriter) extended(v any) []*object.Member {
	p, ok := v.(*object.PSObject)
	if !ok {
		return nil
	}
	switch x := p.Base.(type) {
	case string, dotnet.DateTime, nil:
		return nil
	case bool, int32, object.Char, float64, float32, int8, int16, int64, uint8, uint16, uint32, uint64, *big.Int, object.Decimal, object.Enum:
	default:
		if _, scalar := jsonScalar(w.rt, x); !scalar {
			return nil
		}
	}
	return slices.DeleteFunc(slices.Clone(addedMembers(v)), func(m *object.Member) bool { return m.Kind == object.ScriptMethod || m.Kind == object.Method })
}

// noted writes a plain value beside what was added to it.
func (w *jsonWriter) noted(v any, list []*object.Member, depth int) error {
	names, values := []string{"value"}, []any{object.Unwrap(v)}
	for _, m := range list {
		value, err := object.ReadMember(w.rt, v, m)
		if err != nil {
			value = nil
		}
		names, values = append(names, m.Name), append(values, value)
	}
	return w.fields(names, values, depth)
}

// jsonFloat gives a number the fraction that tells it from an integer.
func jsonFloat(s string) string {
	switch s {
	case "NaN", "Infinity", "-Infinity":
		return `"` + s + `"`
	case "∞":
		return `"Infinity"`
	case "-∞":
		return `"-Infinity"`
	}
	if strings.ContainsAny(s, ".eE") {
		return s
	}
	return s + ".0"
}

func jsonDecimal(s string) string {
	if strings.Contains(s, ".") {
		return s
	}
	return s + ".0"
}

func (w *jsonWriter) enum(e object.Enum) {
	if w.enums {
		w.text(e.String())
		return
	}
	if e.Type.Elem == object.Int64Type || e.Type.Elem == object.UInt64Type {
		w.text(e.String())
		return
	}
	w.b.WriteString(strconv.FormatInt(e.Value, 10))
}

// composite writes what has parts; below the depth its text.
func (w *jsonWriter) composite(v any, depth int) error {
	if depth > w.depth {
		if !w.warned {
			w.warned = true
			if err := w.rt.WriteWarning("Resulting JSON is truncated as serialization has exceeded the set depth of " + itoa(w.depth) + "."); err != nil {
				return err
			}
		}
		w.text(object.Text(w.rt, v))
		return nil
	}
	base := object.Unwrap(v)
	if d, ok := base.(object.Dictionary); ok {
		return w.table(v, d, depth)
	}
	if items, ok := object.Elements(base); ok {
		return w.array(items, depth)
	}
	return w.object(v, depth)
}

func (w *jsonWriter) array(items []any, depth int) error {
	return w.group('[', ']', len(items), func(i int) error { return w.value(items[i], depth+1) })
}

func (w *jsonWriter) table(v any, d object.Dictionary, depth int) error {
	var names []string
	var values []any
	for k, value := range d.All() {
		names, values = append(names, object.Text(w.rt, k)), append(values, value)
	}
	for _, m := range addedMembers(v) {
		value, err := object.ReadMember(w.rt, v, m)
		if err != nil {
			value = nil
		}
		names, values = append(names, m.Name), append(values, value)
	}
	return w.fields(names, values, depth)
}

// addedMembers are the properties added to one instance.
func addedMembers(v any) []*object.Member {
	e, ok := v.(object.Extensible)
	if !ok {
		return nil
	}
	ext := e.Extension(false)
	if ext == nil {
		return nil
	}
	return ext.Members.All()
}

func (w *jsonWriter) object(v any, depth int) error {
	var names []string
	var values []any
	if c, ok := v.(*object.Custom); ok && c.Extension(false) == nil {
		for n, value := range c.All() {
			names, values = append(names, n), append(values, value)
		}
		return w.fields(names, values, depth)
	}
	list := object.Properties(w.rt, v)
	if t := object.TypeOf(object.Unwrap(v)); t != nil && t.Script {
		list = object.AllProperties(w.rt, v)
	}
	for _, m := range list {
		value, err := object.ReadMember(w.rt, v, m)
		if err != nil {
			if cmdlet.Ends(err) {
				return err
			}
			value = nil
		}
		names, values = append(names, m.Name), append(values, value)
	}
	return w.fields(names, values, depth)
}

func (w *jsonWriter) fields(names []string, values []any, depth int) error {
	return w.group('{', '}', len(names), func(i int) error {
		w.text(names[i])
		w.b.WriteByte(':')
		if !w.compress {
			w.b.WriteByte(' ')
		}
		return w.value(values[i], depth+1)
	})
}

// group writes members between brackets, each on a line of its own.
func (w *jsonWriter) group(open, end byte, n int, member func(i int) error) error {
	w.b.WriteByte(open)
	w.level++
	for i := range n {
		if i > 0 {
			w.b.WriteByte(',')
		}
		w.newLine()
		if err := member(i); err != nil {
			return err
		}
	}
	w.level--
	if n > 0 {
		w.newLine()
	}
	w.b.WriteByte(end)
	return nil
}

func (w *jsonWriter) newLine() {
	if w.compress {
		return
	}
	w.b.WriteByte('\n')
	for range w.level {
		w.b.WriteString("  ")
	}
}

var jsonShort = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// text writes a string with its escapes.
func (w *jsonWriter) text(s string) {
	w.b.WriteByte('"')
	for _, u := range s {
		switch short, ok := jsonShort[u]; {
		case ok:
			w.b.WriteString(short)
		case u < 0x20 || u == 0x85 || u == 0x2028 || u == 0x2029,
			w.escape == "EscapeNonAscii" && u > 127,
			w.escape == "EscapeHtml" && strings.ContainsRune("<>&'", u):
			w.unicode(u)
		default:
			w.b.WriteRune(u)
		}
	}
	w.b.WriteByte('"')
}

func (w *jsonWriter) unicode(r rune) {
	for _, u := range object.Units(string(r)) {
		h := strconv.FormatUint(uint64(u), 16)
		w.b.WriteString(`\u` + "0000"[len(h):] + h)
	}
}
