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
	level    int  // of indentation
	piped    int  // level of the objects that a pipeline wrapped; -1: none
	bare     bool // the next value is written without what was added to it
}

func (w *jsonWriter) value(v any, depth int) error {
	if isNothing(v) {
		w.b.WriteString("null")
		return nil
	}
	if w.bare {
		w.bare = false
	} else if list := w.extended(v, depth); len(list) > 0 && !hasFields(v) {
		return w.noted(v, list, depth)
	}
	if isJSONNull(object.Unwrap(v)) {
		w.b.WriteString("null")
		return nil
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
		return w.other(v, x, depth)
	}
	return nil
}

func (w *jsonWriter) other(v, base any, depth int) error {
	if s, ok := jsonScalar(w.rt, base); ok {
		w.text(s)
		return nil
	}
	return w.composite(v, depth)
}

// extended are the properties that a wrapped value has beside its own: those added
// to it and those of the type data. Texts and dates show none.
func (w *jsonWriter) extended(v any, depth int) []*object.Member {
	base := object.Unwrap(v)
	switch base.(type) {
	case string, dotnet.DateTime, *object.Custom:
		return nil
	}
	added := addedMembers(v)
	if depth != w.piped && len(added) == 0 {
		return nil
	}
	list := slices.Clone(added)
	list = append(list, object.TypeDataMembers(object.TypeOf(base))...)
	list = append(list, w.rt.TypeMembers(object.TypeNames(v)).All()...)
	return slices.DeleteFunc(list, func(m *object.Member) bool { return m.Hidden || !shownInJSON(m) })
}

// isJSONNull tells whether a value stands for null: [NullString]::Value and [DBNull]::Value.
func isJSONNull(v any) bool {
	if v == nil {
		return true
	}
	t := object.TypeOf(v)
	return t == object.NullStringType || t != nil && t.Name == "DBNull" && t.Namespace == "System"
}

func shownInJSON(m *object.Member) bool {
	switch m.Kind {
	case object.NoteProperty, object.ScriptProperty, object.AliasProperty, object.CodeProperty:
		return true
	}
	return false
}

// hasFields tells whether a value is written with fields of its own.
func hasFields(v any) bool {
	base := object.Unwrap(v)
	if isJSONNull(base) {
		return false
	}
	switch base.(type) {
	case nil, bool, int32, object.Char, float64, float32, int8, int16, int64, uint8, uint16, uint32, uint64, *big.Int, object.Decimal, object.Enum,
		dotnet.Guid, *dotnet.URI, dotnet.DateTimeOffset:
		return false
	case object.Dictionary:
		return true
	}
	_, list := object.Elements(base)
	return !list
}

// noted writes a value without fields beside what was added to it.
func (w *jsonWriter) noted(v any, list []*object.Member, depth int) error {
	names, values := []string{"value"}, []any{object.Unwrap(v)}
	names, values = w.read(v, list, names, values)
	w.bare = true
	return w.fields(names, values, depth)
}

// read adds the values of properties that are not there yet.
func (w *jsonWriter) read(v any, list []*object.Member, names []string, values []any) ([]string, []any) {
	for _, m := range list {
		if slices.Contains(names, m.Name) {
			continue
		}
		value, err := object.ReadMember(w.rt, v, m)
		if err != nil {
			value = nil
		}
		names, values = append(names, m.Name), append(values, value)
	}
	return names, values
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
	names, values = w.read(v, w.extended(v, depth), names, values)
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
	list, more := object.Properties(w.rt, v), []*object.Member(nil)
	base := object.Unwrap(v)
	_, adapted := base.(object.Adapted)
	if _, beside := base.(object.AdaptedBeside); beside { // what the type has, then the columns
		list, more = object.OwnProperties(base), list
	} else if !adapted && !isCustom(base) {
		list, more = object.OwnProperties(base), w.extended(v, depth)
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
	names, values = w.read(v, more, names, values)
	return w.fields(names, values, depth)
}

func isCustom(v any) bool {
	_, ok := v.(*object.Custom)
	return ok
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
