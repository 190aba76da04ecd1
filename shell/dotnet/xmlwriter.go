package dotnet

import (
	"bufio"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// xmlSettings is System.Xml.XmlWriterSettings.
type xmlSettings struct {
	object.Instance
	indent, omit, onAttributes, closes bool
	indentChars, newLine               string
	encoding                           *Encoding
	level                              object.Enum
}

var (
	xmlWriterType     = &object.Type{Name: "XmlWriter", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	xmlTextWriterType = &object.Type{Name: "XmlTextWriter", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: xmlWriterType}
	xmlSettingsType   = &object.Type{Name: "XmlWriterSettings", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType}
	xmlFormatting     = object.NewEnum(xmlNamespace, "Formatting", []string{"None", "Indented"})
	conformanceLevel  = object.NewEnum(xmlNamespace, "ConformanceLevel", []string{"Auto", "Fragment", "Document"})
	xmlWriteState     = object.NewEnum(xmlNamespace, "WriteState", strings.Fields("Start Prolog Element Attribute Content Closed Error"))
)

// PSType is System.Xml.XmlWriterSettings.
func (*xmlSettings) PSType() *object.Type { return xmlSettingsType }

func newXMLSettings() *xmlSettings {
	return &xmlSettings{indentChars: "  ", newLine: "\n", encoding: UTF8, level: object.Enum{Type: conformanceLevel, Value: 2}}
}

func xmlSettingsMembers(m members) {
	self := func(v any) *xmlSettings { return v.(*xmlSettings) }
	flag := func(name string, at func(s *xmlSettings) *bool) {
		m.writable("bool "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error { *at(self(v)) = x.(bool); return nil })
	}
	text := func(name string, at func(s *xmlSettings) *string) {
		m.writable("string "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error { *at(self(v)) = str(x); return nil })
	}
	flag("CloseOutput", func(s *xmlSettings) *bool { return &s.closes })
	m.writable("System.Xml.ConformanceLevel ConformanceLevel", getter(func(v any) any { return self(v).level }), func(_ object.Invoker, v, x any) error {
		self(v).level = x.(object.Enum)
		return nil
	})
	m.writable("System.Text.Encoding Encoding", getter(func(v any) any { return self(v).encoding }), func(_ object.Invoker, v, x any) error { self(v).encoding = encodingOr(x); return nil })
	flag("Indent", func(s *xmlSettings) *bool { return &s.indent })
	text("IndentChars", func(s *xmlSettings) *string { return &s.indentChars })
	text("NewLineChars", func(s *xmlSettings) *string { return &s.newLine })
	flag("NewLineOnAttributes", func(s *xmlSettings) *bool { return &s.onAttributes })
	flag("OmitXmlDeclaration", func(s *xmlSettings) *bool { return &s.omit })
	m.ctor("", func(object.Invoker, []any) (any, error) { return newXMLSettings(), nil })
}

// xmlElementState is an element that is being written.
type xmlElementState struct {
	name    string
	filled  bool // it has content
	mixed   bool // text was among it: nothing is indented any more
	prefix  map[string]string
	pending []string // attributes, until the start tag ends
	implied []string // prefixes that nobody declared, until then
}

// xmlWriter is System.Xml.XmlWriter and XmlTextWriter.
type xmlWriter struct {
	object.Instance
	t         *object.Type
	out       *writer
	set       *xmlSettings
	char      string // XmlTextWriter's IndentChar
	width     int    // XmlTextWriter's Indentation
	open      []*xmlElementState
	inTag     bool // the last start tag has not ended
	attribute *strings.Builder
	attName   string
	begun     bool // something was written
	rooted    bool
	declared  string // the encoding's name in the declaration; empty: none
	closed    bool
}

// PSType is the writer's type.
func (w *xmlWriter) PSType() *object.Type { return w.t }

func xmlMisuse(text string, args ...any) error {
	return object.Throw(object.InvalidOperationType, text, args...)
}

func (w *xmlWriter) top() *xmlElementState {
	if len(w.open) == 0 {
		return nil
	}
	return w.open[len(w.open)-1]
}

// finishTag writes the rest of a start tag.
func (w *xmlWriter) finishTag(end string) error {
	if !w.inTag {
		return nil
	}
	w.inTag = false
	var b strings.Builder
	for _, a := range w.top().pending {
		if w.set.onAttributes && w.set.indent {
			b.WriteString(w.set.newLine + strings.Repeat(w.indentText(), len(w.open)))
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(a)
	}
	for i := len(w.top().implied) - 1; i >= 0; i-- { // the last one first, as .NET has them
		prefix := w.top().implied[i]
		b.WriteString(" " + xmlnsName(prefix) + `="` + xmlAttrEscapes.Replace(w.top().prefix[prefix]) + `"`)
	}
	b.WriteString(end)
	return w.out.write(b.String())
}

func (w *xmlWriter) indentText() string {
	if w.t == xmlTextWriterType {
		return strings.Repeat(w.char, w.width)
	}
	return w.set.indentChars
}

// before ends a start tag and makes room for a node on a line of its own.
func (w *xmlWriter) before(depth int) error {
	if w.closed {
		return xmlMisuse("Cannot write to a closed XmlWriter.")
	}
	if !w.begun && !w.set.omit && w.t == xmlWriterType && w.set.level.Value == 2 {
		if err := w.declaration(""); err != nil {
			return err
		}
	}
	if err := w.finishTag(">"); err != nil {
		return err
	}
	top := w.top()
	if top != nil {
		top.filled = true
	}
	if w.set.indent && w.begun && (top == nil || !top.mixed) {
		return w.out.write(w.set.newLine + strings.Repeat(w.indentText(), depth))
	}
	return nil
}

func (w *xmlWriter) declaration(standalone string) error {
	w.begun = true
	text := `<?xml version="1.0"`
	if w.declared != "" {
		text += ` encoding="` + w.declared + `"`
	}
	return w.out.write(text + standalone + "?>")
}

// namespacePrefix finds a prefix that stands for a namespace here.
func (w *xmlWriter) namespacePrefix(uri string) (string, bool) {
	for i := len(w.open) - 1; i >= 0; i-- {
		for p, u := range w.open[i].prefix {
			if u == uri {
				return p, true
			}
		}
	}
	return "", uri == ""
}

// startElement writes a start tag; known tells that a namespace was given, even an empty one.
func (w *xmlWriter) startElement(prefix, name, uri string, known bool) error {
	if name == "" {
		return object.Throw(object.ArgumentExceptionType, "The empty string '' is not a valid local name.")
	}
	if len(w.open) == 0 && w.rooted && w.t == xmlWriterType && w.set.level.Value == 2 {
		return xmlMisuse("Token StartElement in state EndRootElement would result in an invalid XML document. Make sure that the ConformanceLevel setting is set to ConformanceLevel.Fragment or ConformanceLevel.Auto if you want to write an XML fragment.")
	}
	if err := w.before(len(w.open)); err != nil {
		return err
	}
	e := &xmlElementState{name: name, prefix: map[string]string{}}
	found, inScope := w.namespacePrefix(uri)
	if prefix == "" && inScope && uri != "" {
		prefix = found
	}
	if prefix != "" {
		e.name = prefix + ":" + name
	}
	if known && !(inScope && (found == prefix || uri == "")) {
		e.prefix[prefix] = uri
		e.implied = append(e.implied, prefix)
	}
	w.open = append(w.open, e)
	w.inTag, w.begun, w.rooted = true, true, true
	return w.out.write("<" + e.name)
}

func xmlnsName(prefix string) string {
	if prefix == "" {
		return "xmlns"
	}
	return "xmlns:" + prefix
}

func (w *xmlWriter) attributeString(prefix, name, uri, value string) error {
	if !w.inTag {
		return xmlMisuse("Token StartAttribute in state Content would result in an invalid XML document.")
	}
	e := w.top()
	switch {
	case prefix == "xmlns":
		e.declare(name, value)
		name = "xmlns:" + name
	case prefix == "" && name == "xmlns":
		e.declare("", value)
	case uri != "":
		if found, ok := w.namespacePrefix(uri); ok && found != "" {
			prefix = found
		} else {
			if prefix == "" {
				prefix = "p1"
			}
			e.prefix[prefix] = uri
			e.implied = append(e.implied, prefix)
		}
		name = prefix + ":" + name
	case prefix != "":
		name = prefix + ":" + name
	}
	e.pending = append(e.pending, name+`="`+xmlAttrEscapes.Replace(value)+`"`)
	return nil
}

// declare notes a declaration among the attributes.
func (e *xmlElementState) declare(prefix, uri string) {
	e.prefix[prefix] = uri
	e.implied = slices.DeleteFunc(e.implied, func(p string) bool { return p == prefix })
}

func (w *xmlWriter) endElement(full bool) error {
	e := w.top()
	if e == nil {
		return xmlMisuse("There was no XML start tag open.")
	}
	if w.inTag && !full {
		err := w.finishTag(" />")
		w.open = w.open[:len(w.open)-1]
		return err
	}
	if err := w.finishTag(">"); err != nil {
		return err
	}
	w.open = w.open[:len(w.open)-1]
	if w.set.indent && e.filled && !e.mixed {
		if err := w.out.write(w.set.newLine + strings.Repeat(w.indentText(), len(w.open))); err != nil {
			return err
		}
	}
	return w.out.write("</" + e.name + ">")
}

// inline writes text-like content, which ends indentation in its element.
func (w *xmlWriter) inline(text string) error {
	if e := w.top(); e != nil {
		if err := w.finishTag(">"); err != nil {
			return err
		}
		e.filled, e.mixed = true, true
	}
	w.begun = true
	return w.out.write(text)
}

func (w *xmlWriter) text(s string) error {
	if w.attribute != nil {
		w.attribute.WriteString(s)
		return nil
	}
	if s == "" {
		return nil
	}
	return w.inline(xmlTextEscapes.Replace(s))
}

// apart writes a node that stands on a line of its own.
func (w *xmlWriter) apart(text string) error {
	if err := w.before(len(w.open)); err != nil {
		return err
	}
	w.begun = true
	return w.out.write(text)
}

func (w *xmlWriter) closeAll() error {
	for len(w.open) > 0 {
		if err := w.endElement(false); err != nil {
			return err
		}
	}
	return nil
}

func (w *xmlWriter) flush() error {
	if w.out.out == nil {
		return nil
	}
	return FileError(w.out.out.Flush(), w.out.path)
}

func (w *xmlWriter) close() error {
	if w.closed {
		return nil
	}
	if err := w.closeAll(); err != nil {
		return err
	}
	w.closed = true
	if w.out.file != nil {
		return w.out.close()
	}
	return w.flush()
}

// node writes a node of a tree.
func (w *xmlWriter) node(n *XMLNode) error {
	switch n.kind {
	case xmlDocument, xmlFragment:
		for _, c := range n.Children {
			if err := w.node(c); err != nil {
				return err
			}
		}
	case xmlElement:
		prefix, local := n.names()
		if err := w.startElement(prefix, local, n.namespace(), n.namespace() != ""); err != nil {
			return err
		}
		for _, a := range n.Attrs {
			p, l := a.names()
			if err := w.attributeString(p, l, "", a.Text); err != nil {
				return err
			}
		}
		for _, c := range n.Children {
			if err := w.node(c); err != nil {
				return err
			}
		}
		return w.endElement(false)
	case xmlText:
		return w.text(n.Text)
	case xmlWhitespace:
		return w.inline(n.Text)
	case xmlCDATA:
		return w.inline("<![CDATA[" + n.Text + "]]>")
	case xmlDeclaration:
		if !w.set.omit && !w.begun {
			w.begun = true
			return w.out.write("<?" + n.Name + " " + n.Text + "?>")
		}
	case xmlComment, xmlInstruction:
		return w.apart(n.markup())
	}
	return nil
}

// xmlOver is a writer over a text writer, a string builder, a stream or a file.
func xmlOver(inv object.Invoker, t *object.Type, to any, set *xmlSettings, encoding *Encoding) (*xmlWriter, error) {
	w := &xmlWriter{t: t, set: set, char: " ", width: 2}
	switch x := object.Unwrap(to).(type) {
	case *writer:
		w.out, w.declared = x, x.encoding.Name
		if t == xmlWriterType && !set.closes { // the text writer stays open
			over := *x
			over.file = nil
			w.out = &over
		}
	case *StringBuilder:
		w.out, w.declared = &writer{t: stringWriterType, text: &x.b, encoding: UTF16LE, newLine: "\n"}, "utf-16"
	case *Stream:
		out := bufio.NewWriter(x.rw())
		w.out = &writer{t: streamWriterType, out: out, encoding: encodingOr(encoding), newLine: "\n", path: x.Name, base: x}
		if t == xmlTextWriterType || set.closes {
			w.out.file = closeFunc(x.close)
		}
		if encoding != nil {
			w.declared = encoding.Name
			if _, err := out.Write(encoding.BOM); err != nil {
				return nil, FileError(err, x.Name)
			}
		}
	case string:
		out, err := openWriter(inv, x, false, encodingOr(encoding))
		if err != nil {
			return nil, err
		}
		w.out = out.(*writer)
		if encoding != nil {
			w.declared = encoding.Name
		}
	default:
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "output", "Value cannot be null.")
	}
	return w, nil
}
