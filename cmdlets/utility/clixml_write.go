package utility

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The XML that Export-Clixml writes is described in [MS-PSRP] 2.2.5: an element
// for each primitive type, Obj with type names for everything else, and
// references to what was written before.

const (
	clixmlStart = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">`
	clixmlDepth = 2  // levels of properties when -Depth is not given
	clixmlNest  = 50 // no element is deeper than this, whatever the depth
)

// clixmlWriter writes objects. Identical reference values are written once and
// then referred to, as are lists of type names.
type clixmlWriter struct {
	inv     object.Invoker
	out     io.StringWriter
	depth   int
	objects map[any]int
	types   map[string]int
	level   int // of elements
	nest    int // of values
	err     error
}

func newClixmlWriter(inv object.Invoker, out io.StringWriter, depth int) *clixmlWriter {
	return &clixmlWriter{inv: inv, out: out, depth: depth, objects: map[any]int{}, types: map[string]int{}, level: 1}
}

func (w *clixmlWriter) begin() error { w.put(clixmlStart); return w.err }

func (w *clixmlWriter) end() error { w.put("\n</Objs>"); return w.err }

// write writes one object of the pipeline.
func (w *clixmlWriter) write(v any) error { w.value(v, "", w.depth); return w.err }

func (w *clixmlWriter) put(text string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(text)
	}
}

func (w *clixmlWriter) line(text string) { w.put("\n" + strings.Repeat("  ", w.level) + text) }

func (w *clixmlWriter) open(tag, attributes string) {
	w.line("<" + tag + attributes + ">")
	w.level++
}

func (w *clixmlWriter) close(tag string) {
	w.level--
	w.line("</" + tag + ">")
}

func nameAttribute(name string) string {
	if name == "" {
		return ""
	}
	return ` N="` + clixmlEscape(name, true) + `"`
}

func (w *clixmlWriter) element(tag, name, text string) {
	if text == "" {
		w.line("<" + tag + nameAttribute(name) + "></" + tag + ">")
		return
	}
	w.line("<" + tag + nameAttribute(name) + ">" + text + "</" + tag + ">")
}

func (w *clixmlWriter) value(v any, name string, depth int) {
	base := object.Unwrap(v)
	if isNothing(base) {
		w.line("<Nil" + nameAttribute(name) + " />")
		return
	}
	if w.nest++; w.nest > clixmlNest {
		v = "Serialized object is too deeply nested."
		base = v
	}
	defer func() { w.nest-- }()
	if tag, text, ok := clixmlPrimitive(base); ok {
		if p, wrapped := v.(*object.PSObject); wrapped && p.Extension(false) != nil {
			w.noted(p, tag, text, name, depth)
			return
		}
		w.element(tag, name, text)
		return
	}
	if w.known(base, name) {
		return
	}
	if _, isNode := base.(*dotnet.XMLNode); isNode {
		w.node(base, name)
		return
	}
	if w.container(v, base, name, depth) {
		return
	}
	if depth == 0 {
		w.element("S", name, clixmlEscape(object.Text(w.inv, v), false))
		return
	}
	w.complex(v, base, name, depth)
}

// noted writes a primitive value that got members or type names.
func (w *clixmlWriter) noted(p *object.PSObject, tag, text, name string, depth int) {
	w.open("Obj", nameAttribute(name)+w.refer(p))
	if p.Extension(false).TypeNames != nil {
		w.typeNames(object.TypeNames(p))
	}
	w.element(tag, "", text)
	w.notes(p, depth)
	w.close("Obj")
}

// known writes a reference to a value that was written before.
func (w *clixmlWriter) known(v any, name string) bool {
	if _, isReference := v.(object.Extensible); !isReference {
		if _, isTable := v.(object.Dictionary); !isTable {
			return false
		}
	}
	id, ok := w.objects[v]
	if ok {
		w.line("<Ref" + nameAttribute(name) + ` RefId="` + strconv.Itoa(id) + `" />`)
	}
	return ok
}

// refer numbers an object.
func (w *clixmlWriter) refer(v any) string {
	id := len(w.objects)
	key := v
	switch v.(type) {
	case object.Extensible, object.Dictionary:
	default:
		key = &id
	}
	w.objects[key] = id
	return fmt.Sprintf(` RefId="%d"`, id)
}

func (w *clixmlWriter) typeNames(names []string) {
	key := strings.Join(names, "\n")
	if id, ok := w.types[key]; ok {
		w.line(fmt.Sprintf(`<TNRef RefId="%d" />`, id))
		return
	}
	id := len(w.types)
	w.types[key] = id
	w.open("TN", fmt.Sprintf(` RefId="%d"`, id))
	for _, n := range names {
		w.element("T", "", clixmlEscape(n, false))
	}
	w.close("TN")
}

// node writes XML as text.
func (w *clixmlWriter) node(v any, name string) {
	text, _, err := object.GetProperty(w.inv, v, "OuterXml")
	if err != nil {
		w.err = err
		return
	}
	w.element("XD", name, clixmlEscape(object.Text(w.inv, text), false))
}

// container writes dictionaries and lists, which cost no depth.
func (w *clixmlWriter) container(v, base any, name string, depth int) bool {
	table, isTable := base.(object.Dictionary)
	var items []any
	if !isTable {
		var ok bool
		if items, ok = object.Elements(base); !ok {
			return false
		}
	}
	w.open("Obj", nameAttribute(name)+w.refer(base))
	w.typeNames(object.TypeNames(v))
	if isTable {
		w.open("DCT", "")
		for k, x := range table.All() {
			w.open("En", "")
			w.value(k, "Key", depth)
			w.value(x, "Value", depth)
			w.close("En")
		}
		w.close("DCT")
	} else {
		tag := clixmlListTag(object.TypeOf(base))
		w.open(tag, "")
		for _, x := range items {
			w.value(x, "", depth)
		}
		w.close(tag)
	}
	if e, ok := v.(object.Extensible); ok && depth > 0 && e.Extension(false) != nil {
		w.properties("MS", v, depth, func(m *object.Member) bool { return e.Extension(false).Members.Find(m.Name, false) == m })
	}
	w.close("Obj")
	return true
}

func clixmlListTag(t *object.Type) string {
	switch {
	case strings.HasPrefix(t.Name, "Queue"):
		return "QUE"
	case strings.HasPrefix(t.Name, "Stack"):
		return "STK"
	case t.Kind == object.KindArray, strings.Contains(t.Name, "List"), strings.Contains(t.Name, "Collection"):
		return "LST"
	}
	return "IE"
}

// complex writes an object with its properties.
func (w *clixmlWriter) complex(v, base any, name string, depth int) {
	w.open("Obj", nameAttribute(name)+w.refer(base))
	w.typeNames(object.TypeNames(v))
	if e, ok := base.(object.Enum); ok {
		w.element("ToString", "", clixmlEscape(e.String(), false))
		w.value(int32(e.Value), "", depth)
		w.close("Obj")
		return
	}
	if _, custom := base.(*object.Custom); !custom {
		w.element("ToString", "", clixmlEscape(object.Text(w.inv, v), false))
		w.properties("Props", v, depth-1, func(m *object.Member) bool { return m.Kind == object.Property })
	}
	w.notes(v, depth)
	w.close("Obj")
}

// notes writes the members that were added to an object.
func (w *clixmlWriter) notes(v any, depth int) {
	w.properties("MS", v, depth, func(m *object.Member) bool {
		return m.Kind == object.NoteProperty || m.Kind == object.ScriptProperty || m.Kind == object.AliasProperty || m.Kind == object.CodeProperty
	})
}

func (w *clixmlWriter) properties(tag string, v any, depth int, want func(*object.Member) bool) {
	begun := false
	for _, m := range object.Properties(w.inv, v) {
		if m.Static || !want(m) {
			continue
		}
		x, err := object.ReadMember(w.inv, v, m)
		if err != nil {
			if cmdlet.Ends(err) {
				w.err = err
				return
			}
			continue
		}
		if !begun {
			begun = true
			w.open(tag, "")
		}
		of := depth
		if tag == "MS" && m.Kind != object.NoteProperty {
			of = max(depth-1, 0)
		}
		w.value(x, m.Name, of)
	}
	if begun {
		w.close(tag)
	}
}

// clixmlPrimitive is the element of a value of one of the simple types.
func clixmlPrimitive(v any) (tag, text string, ok bool) {
	switch x := v.(type) {
	case string:
		return "S", clixmlEscape(x, false), true
	case object.Char:
		return "C", strconv.Itoa(int(x)), true
	case bool:
		return "B", strconv.FormatBool(x), true
	case int32:
		return "I32", strconv.Itoa(int(x)), true
	case int64:
		return "I64", strconv.FormatInt(x, 10), true
	case int16:
		return "I16", strconv.Itoa(int(x)), true
	case int8:
		return "SB", strconv.Itoa(int(x)), true
	case uint8:
		return "By", strconv.Itoa(int(x)), true
	case uint16:
		return "U16", strconv.Itoa(int(x)), true
	case uint32:
		return "U32", strconv.FormatUint(uint64(x), 10), true
	case uint64:
		return "U64", strconv.FormatUint(x, 10), true
	case float64:
		return "Db", clixmlFloat(x, 64), true
	case float32:
		return "Sg", clixmlFloat(float64(x), 32), true
	case object.Decimal:
		return "D", object.Text(nil, x), true
	case dotnet.DateTime:
		return "DT", clixmlDate(x), true
	case dotnet.TimeSpan:
		return "TS", clixmlSpan(x), true
	case dotnet.Guid:
		return "G", x.String(), true
	case dotnet.Version:
		return "Version", x.String(), true
	case *dotnet.URI:
		return "URI", clixmlEscape(x.String(), false), true
	case *object.Bytes:
		return "BA", base64.StdEncoding.EncodeToString(x.B), true
	case *dotnet.SecureString:
		text, err := seal(x.Plain(), nil)
		return "SS", text, err == nil
	}
	if b, ok := v.(object.ScriptBlock); ok && b.PSType().Name == "ScriptBlock" {
		return "SBK", clixmlEscape(b.String(), false), true
	}
	return "", "", false
}

func clixmlFloat(f float64, bits int) string {
	switch {
	case f != f:
		return "NaN"
	case f > 1.7976931348623157e308:
		return "INF"
	case f < -1.7976931348623157e308:
		return "-INF"
	}
	if bits == 32 {
		return object.FormatSingle(float32(f))
	}
	return strings.ReplaceAll(strconv.FormatFloat(f, 'G', -1, 64), "+", "")
}

// clixmlDate is XML Schema's dateTime: no fraction when it is zero, the offset
// of a local time, Z for a universal one.
func clixmlDate(d dotnet.DateTime) string {
	text, err := dotnet.FormatDate(d, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", nil)
	if err != nil {
		return ""
	}
	return text
}

// clixmlSpan is XML Schema's duration.
func clixmlSpan(t dotnet.TimeSpan) string {
	if t == 0 {
		return "PT0S"
	}
	sign, n := "", uint64(t)
	if t < 0 {
		sign, n = "-", -n
	}
	const second = 10_000_000
	var b strings.Builder
	b.WriteString(sign + "P")
	if days := n / (24 * 3600 * second); days > 0 {
		fmt.Fprintf(&b, "%dD", days)
	}
	if n %= 24 * 3600 * second; n == 0 {
		return b.String()
	}
	b.WriteByte('T')
	if h := n / (3600 * second); h > 0 {
		fmt.Fprintf(&b, "%dH", h)
	}
	if m := n / (60 * second) % 60; m > 0 {
		fmt.Fprintf(&b, "%dM", m)
	}
	if s := n % (60 * second); s > 0 {
		text := strconv.FormatUint(s/second, 10)
		if f := s % second; f > 0 {
			text += "." + strings.TrimRight(fmt.Sprintf("%07d", f), "0")
		}
		b.WriteString(text + "S")
	}
	return b.String()
}

// clixmlEscape spells control characters and lone surrogates as _xHHHH_, and
// the rest as XML does.
func clixmlEscape(text string, attribute bool) string {
	var b strings.Builder
	units := object.Units(text)
	for i := 0; i < len(units); i++ {
		u := units[i]
		high := u >= 0xd800 && u < 0xdc00 && i+1 < len(units) && units[i+1] >= 0xdc00 && units[i+1] < 0xe000
		switch {
		case high:
			b.WriteString(object.FromUnits(units[i : i+2]))
			i++
		case u < 0x20 || u >= 0x7f && u < 0xa0 || u >= 0xd800 && u < 0xe000 || u >= 0xfffe:
			fmt.Fprintf(&b, "_x%04X_", u)
		case u == '_' && i+1 < len(units) && (units[i+1] == 'x' || units[i+1] == 'X'):
			b.WriteString("_x005F_")
		case u == '&':
			b.WriteString("&amp;")
		case u == '<':
			b.WriteString("&lt;")
		case u == '>':
			b.WriteString("&gt;")
		case u == '"' && attribute:
			b.WriteString("&quot;")
		default:
			b.WriteString(object.FromUnits(units[i : i+1]))
		}
	}
	return b.String()
}
