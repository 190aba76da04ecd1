package dotnet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// XMLNode is System.Xml.XmlNode: a document, an element, text, a comment ...
type XMLNode struct {
	object.Instance
	kind     int64  // XmlNodeType
	Name     string // with its prefix
	Text     string // of text, comments, CDATA, instructions
	Attrs    []*XMLNode
	Children []*XMLNode
	Parent   *XMLNode

	owner    *XMLNode // of a node without a parent: the document that made it
	declared *XMLNode // the namespace that an element was made with
	preserve bool     // of a document: PreserveWhitespace
}

// The values of XmlNodeType in use.
const (
	xmlElement     = 1
	xmlAttribute   = 2
	xmlText        = 3
	xmlCDATA       = 4
	xmlInstruction = 7
	xmlComment     = 8
	xmlDocument    = 9
	xmlFragment    = 11
	xmlWhitespace  = 13
	xmlDeclaration = 17
)

var (
	xmlNodeTypeEnum = object.NewEnum(xmlNamespace, "XmlNodeType",
		[]string{"None", "Element", "Attribute", "Text", "CDATA", "EntityReference", "Entity", "ProcessingInstruction", "Comment", "Document", "DocumentType", "DocumentFragment", "Notation", "Whitespace", "SignificantWhitespace", "EndElement", "EndEntity", "XmlDeclaration"})
	xmlNodeType = &object.Type{Name: "XmlNode", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IEnumerableType}}
	// XMLDocumentType is System.Xml.XmlDocument.
	XMLDocumentType = &object.Type{Name: "XmlDocument", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: xmlNodeType}
	xmlTypes        = map[int64]*object.Type{xmlElement: xmlTypeNamed("XmlElement"), xmlAttribute: xmlTypeNamed("XmlAttribute"), xmlText: xmlTypeNamed("XmlText"), xmlCDATA: xmlTypeNamed("XmlCDataSection"),
		xmlInstruction: xmlTypeNamed("XmlProcessingInstruction"), xmlComment: xmlTypeNamed("XmlComment"), xmlDocument: XMLDocumentType, xmlDeclaration: xmlTypeNamed("XmlDeclaration"),
		xmlFragment: xmlTypeNamed("XmlDocumentFragment"), xmlWhitespace: xmlTypeNamed("XmlWhitespace")}
	xmlExceptionType = &object.Type{Name: "XmlException", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.SystemExceptionType}
)

const xmlNamespace = "System.Xml"

func xmlTypeNamed(name string) *object.Type {
	return &object.Type{Name: name, Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: xmlNodeType}
}

// PSType is the node's type.
func (n *XMLNode) PSType() *object.Type { return xmlTypes[n.kind] }

// ScalarInPipeline: a node is never taken apart.
func (*XMLNode) ScalarInPipeline() {}

// String is the type's name for elements with structure and the text of others.
func (n *XMLNode) String() string {
	switch n.kind {
	case xmlAttribute, xmlText, xmlCDATA, xmlComment:
		return n.Text
	}
	return n.Name
}

var errXMLRoot = object.Throw(xmlExceptionType, "Data at the root level is invalid. Line 1, position 1.")

// ParseXML reads a document. Entities other than XML's own are refused, and
// nothing outside the text is ever fetched.
func ParseXML(text string) (*XMLNode, error) { return parseXML(text, false) }

// leastMarkup is how many characters .NET's reader wants to see before it looks what begins outside the root.
const leastMarkup = 4

// parseXML keeps white space between elements when asked to.
func parseXML(text string, preserve bool) (*XMLNode, error) {
	doc := &XMLNode{kind: xmlDocument, Name: "#document"}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	at := doc
	starts := map[*XMLNode][2]int{} // where the start tags' names stand
	for {
		fromLine, fromColumn := d.InputPos()
		if rest := text[d.InputOffset():]; at == doc && len(rest) > 0 && rest[0] == '<' && len([]rune(rest)) < leastMarkup {
			return nil, object.Throw(xmlExceptionType, "Data at the root level is invalid. Line %d, position %d.", fromLine, fromColumn)
		}
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, xmlFailure(err, d)
		}
		switch t := token.(type) {
		case xml.StartElement:
			e := &XMLNode{kind: xmlElement, Name: qualifiedName(t.Name)}
			for _, a := range t.Attr {
				e.Attrs = append(e.Attrs, &XMLNode{kind: xmlAttribute, Name: qualifiedName(a.Name), Text: a.Value, Parent: e})
			}
			if at == doc && doc.root() != nil {
				return nil, object.Throw(xmlExceptionType, "There are multiple root elements. Line %d, position %d.", line(d), column(d))
			}
			at.append(e)
			starts[e] = [2]int{fromLine, fromColumn + 1}
			at = e
		case xml.EndElement:
			if at == doc {
				return nil, object.Throw(xmlExceptionType, "Unexpected end tag. Line %d, position %d.", fromLine, fromColumn+2)
			}
			if at.Name != qualifiedName(t.Name) {
				return nil, object.Throw(xmlExceptionType, "The '%s' start tag on line %d position %d does not match the end tag of '%s'. Line %d, position %d.",
					at.Name, starts[at][0], starts[at][1], qualifiedName(t.Name), fromLine, fromColumn+2)
			}
			at = at.Parent
		case xml.CharData:
			s := string(t)
			if strings.TrimSpace(s) == "" {
				if preserve {
					at.append(&XMLNode{kind: xmlWhitespace, Name: "#whitespace", Text: s})
				}
				continue
			}
			if at == doc {
				l, c := afterBlanks(s, fromLine, fromColumn)
				return nil, object.Throw(xmlExceptionType, "Data at the root level is invalid. Line %d, position %d.", l, c)
			}
			at.append(&XMLNode{kind: xmlText, Name: "#text", Text: s})
		case xml.Comment:
			at.append(&XMLNode{kind: xmlComment, Name: "#comment", Text: string(t)})
		case xml.ProcInst:
			kind := int64(xmlInstruction)
			if t.Target == "xml" {
				kind = xmlDeclaration
			}
			at.append(&XMLNode{kind: kind, Name: t.Target, Text: string(t.Inst)})
		}
	}
	if at != doc {
		var open []string
		for ; at != doc; at = at.Parent {
			open = append(open, at.Name)
		}
		return nil, object.Throw(xmlExceptionType, "Unexpected end of file has occurred. The following elements are not closed: %s. Line %d, position %d.", strings.Join(open, ", "), line(d), column(d))
	}
	if doc.root() == nil {
		return nil, object.Throw(xmlExceptionType, "Root element is missing.")
	}
	return doc, nil
}

func line(d *xml.Decoder) int   { l, _ := d.InputPos(); return l }
func column(d *xml.Decoder) int { _, c := d.InputPos(); return c }

// afterBlanks is the place of the first character of a text that is no white space.
func afterBlanks(s string, line, column int) (int, int) {
	for _, c := range s {
		switch c {
		case '\n':
			line, column = line+1, 1
		case ' ', '\t', '\r':
			column++
		default:
			return line, column
		}
	}
	return line, column
}

func xmlFailure(err error, d *xml.Decoder) error {
	var e *xml.SyntaxError
	if !errors.As(err, &e) || d.InputOffset() == 0 {
		return errXMLRoot
	}
	if name, ok := strings.CutPrefix(e.Msg, "invalid character entity &"); ok { // of a DTD, which is not read
		name = strings.TrimSuffix(strings.TrimSuffix(name, " (no semicolon)"), ";")
		return object.Throw(xmlExceptionType, "Reference to undeclared entity '%s'. Line %d, position %d.", name, e.Line, column(d)-len(name)-1)
	}
	return object.Throw(xmlExceptionType, "%s. Line %d, position %d.", capital(e.Msg), e.Line, column(d))
}

func qualifiedName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func (n *XMLNode) append(c *XMLNode) {
	c.detach()
	c.Parent = n
	n.Children = append(n.Children, c)
}

func (n *XMLNode) detach() {
	if p := n.Parent; p != nil {
		p.Children = slices.DeleteFunc(p.Children, func(x *XMLNode) bool { return x == n })
		n.Parent = nil
	}
}

// root is the document element.
func (n *XMLNode) root() *XMLNode {
	for _, c := range n.Children {
		if c.kind == xmlElement {
			return c
		}
	}
	return nil
}

func (n *XMLNode) innerText() string {
	switch n.kind {
	case xmlText, xmlCDATA, xmlAttribute, xmlComment:
		return n.Text
	}
	var b strings.Builder
	for _, c := range n.Children {
		if c.kind != xmlComment && c.kind != xmlInstruction && c.kind != xmlDeclaration {
			b.WriteString(c.innerText())
		}
	}
	return b.String()
}

func (n *XMLNode) setText(s string) {
	if n.kind != xmlElement {
		n.Text = s
		return
	}
	n.Children = nil
	if s != "" {
		n.append(&XMLNode{kind: xmlText, Name: "#text", Text: s})
	}
}

var (
	xmlTextEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	xmlAttrEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

// write appends the node's markup; indent below zero keeps it in one line.
func (n *XMLNode) write(b *strings.Builder, indent int) {
	switch n.kind {
	case xmlWhitespace:
		b.WriteString(n.Text)
	case xmlFragment:
		for _, c := range n.Children {
			c.write(b, -1)
		}
	case xmlText:
		b.WriteString(xmlTextEscapes.Replace(n.Text))
	case xmlCDATA:
		b.WriteString("<![CDATA[" + n.Text + "]]>")
	case xmlComment:
		b.WriteString("<!--" + n.Text + "-->")
	case xmlInstruction, xmlDeclaration:
		b.WriteString("<?" + n.Name + " " + n.Text + "?>")
	case xmlAttribute:
		b.WriteString(n.Name + `="` + xmlAttrEscapes.Replace(n.Text) + `"`)
	case xmlDocument:
		for i, c := range n.Children {
			if i > 0 && indent >= 0 {
				b.WriteByte('\n')
			}
			c.write(b, indent)
		}
	case xmlElement:
		n.writeElement(b, indent)
	}
}

func (n *XMLNode) writeElement(b *strings.Builder, indent int) {
	b.WriteString("<" + n.Name)
	for _, a := range n.Attrs {
		b.WriteByte(' ')
		a.write(b, -1)
	}
	if d := n.declared; d != nil && n.attribute(d.Name) == nil && (n.Parent == nil || n.Parent.namespaceOf(strings.TrimPrefix(strings.TrimPrefix(d.Name, "xmlns"), ":")) != d.Text) {
		b.WriteByte(' ')
		d.write(b, -1)
	}
	if len(n.Children) == 0 {
		b.WriteString(" />")
		return
	}
	b.WriteByte('>')
	mixed := slices.ContainsFunc(n.Children, func(c *XMLNode) bool { return c.kind == xmlText || c.kind == xmlCDATA })
	for _, c := range n.Children {
		if indent >= 0 && !mixed {
			b.WriteString("\n" + strings.Repeat("  ", indent+1))
			c.write(b, indent+1)
			continue
		}
		c.write(b, -1)
	}
	if indent >= 0 && !mixed {
		b.WriteString("\n" + strings.Repeat("  ", indent))
	}
	b.WriteString("</" + n.Name + ">")
}

func (n *XMLNode) markup() string {
	var b strings.Builder
	n.write(&b, -1)
	return b.String()
}

// value is what a property that names the node gives: the text of a plain
// element, the node itself of one with structure.
func (n *XMLNode) value() any {
	if n.kind == xmlElement && (len(n.Attrs) > 0 || n.root() != nil) {
		return n
	}
	return n.innerText()
}

// AdaptedProperty finds attributes and child elements by name; several of one
// name are an array.
func (n *XMLNode) AdaptedProperty(name string) (any, bool) {
	var found []any
	for _, list := range [][]*XMLNode{n.Attrs, n.Children} {
		for _, c := range list {
			if c.kind != xmlText && strings.EqualFold(c.Name, name) || c.kind == xmlText && name == "#text" {
				found = append(found, c.value())
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, false
	case 1:
		return found[0], true
	}
	return object.NewArray(found), true
}

// Index is node['name']: the first child element of that name.
func (n *XMLNode) Index(inv object.Invoker, key any) (any, bool, error) {
	name := object.Text(inv, key)
	for _, c := range n.Children {
		if c.kind == xmlElement && c.Name == name {
			return c, true, nil
		}
	}
	return nil, false, nil
}

// AdaptedNames lists them once each.
func (n *XMLNode) AdaptedNames() []string {
	var names []string
	for _, list := range [][]*XMLNode{n.Attrs, n.Children} {
		for _, c := range list {
			if !slices.Contains(names, c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// AdaptedWritable tells whether SetAdapted would change the property: a single
// attribute, or a single element that holds nothing but a text.
func (n *XMLNode) AdaptedWritable(name string) bool {
	found := n.named(name)
	return len(found) == 1 && found[0].root() == nil
}

// named are the attributes and children of that name.
func (n *XMLNode) named(name string) []*XMLNode {
	var found []*XMLNode
	for _, list := range [][]*XMLNode{n.Attrs, n.Children} {
		for _, c := range list {
			if strings.EqualFold(c.Name, name) {
				found = append(found, c)
			}
		}
	}
	return found
}

// SetAdapted changes an attribute or the text of a plain child element; whatever the
// value is, its text is taken.
func (n *XMLNode) SetAdapted(name string, value any) (bool, error) {
	found := n.named(name)
	refuse := func(why string) (bool, error) {
		return true, object.NewError(object.SetValueExceptionType, "XmlNodeSetRestrictions"+why, object.NotSpecified, nil, `Cannot set "%s" because only strings can be used as values to set XmlNode properties.`, name)
	}
	switch {
	case len(found) == 0:
		return false, nil
	case len(found) > 1:
		return refuse("MoreThanOneNode")
	case len(found[0].Attrs) > 0:
		return refuse("NodeWithAttributes")
	case found[0].root() != nil:
		return refuse("UnknownNodeType")
	}
	found[0].setText(object.Text(nil, value))
	return true, nil
}

// convertXML is [xml]: a text is parsed, a node stays.
func convertXML(inv object.Invoker, v any) (any, bool, error) {
	if v == nil {
		return nil, true, nil
	}
	if n, ok := v.(*XMLNode); ok && n.kind == xmlDocument {
		return n, true, nil
	}
	text := object.Text(inv, v)
	if items, ok := object.Elements(v); ok {
		text = strings.Join(texts(inv, items), "\n")
	}
	n, err := ParseXML(text)
	if err != nil {
		return nil, false, object.CastFailed("InvalidCastToXmlDocument", text, XMLDocumentType, object.FromGo(err))
	}
	return n, true, nil
}

func nodeOrNull(n *XMLNode) any {
	if n == nil {
		return nil
	}
	return n
}

func nodeArray(list []*XMLNode) any { return &nodeList{list: slices.Clone(list)} }

func xmlNodeMembers(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	get := func(decl string, f func(n *XMLNode) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return f(self(v)), nil })
	}
	m.Add(&object.Member{Name: "ToString", Kind: object.CodeMethod, Detail: "static string XmlNode(psobject instance)", Overloads: []*object.Overload{{Return: object.StringType,
		Call: func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil }}}})
	get("string Name", func(n *XMLNode) any { return n.Name })
	get("string LocalName", func(n *XMLNode) any { return n.Name[strings.LastIndexByte(n.Name, ':')+1:] })
	get("System.Xml.XmlNodeType NodeType", func(n *XMLNode) any { return object.Enum{Type: xmlNodeTypeEnum, Value: n.kind} })
	get("System.Xml.XmlNode ParentNode", func(n *XMLNode) any { return nodeOrNull(n.Parent) })
	xmlTreeMembers(m)
	xmlWriting(m)
	get("System.Xml.XmlNodeList ChildNodes", func(n *XMLNode) any { return nodeArray(n.Children) })
	get("System.Xml.XmlAttributeCollection Attributes", func(n *XMLNode) any {
		if n.kind != xmlElement {
			return nil
		}
		return &attributeList{of: n}
	})
	get("bool HasChildNodes", func(n *XMLNode) any { return len(n.Children) > 0 })
	get("bool HasAttributes", func(n *XMLNode) any { return len(n.Attrs) > 0 })
	get("System.Xml.XmlNode FirstChild", func(n *XMLNode) any {
		if len(n.Children) == 0 {
			return nil
		}
		return n.Children[0]
	})
	get("System.Xml.XmlNode LastChild", func(n *XMLNode) any {
		if len(n.Children) == 0 {
			return nil
		}
		return n.Children[len(n.Children)-1]
	})
	get("string OuterXml", func(n *XMLNode) any { return n.markup() })
	m.writable("string InnerText", func(_ object.Invoker, v any) (any, error) { return self(v).innerText(), nil }, func(_ object.Invoker, v, x any) error { self(v).setText(str(x)); return nil })
	m.writable("string Value", func(_ object.Invoker, v any) (any, error) {
		if k := self(v).kind; k == xmlElement || k == xmlDocument {
			return nil, nil
		}
		return self(v).Text, nil
	}, func(_ object.Invoker, v, x any) error { self(v).Text = str(x); return nil })
	m.writable("string InnerXml", func(_ object.Invoker, v any) (any, error) {
		var b strings.Builder
		for _, c := range self(v).Children {
			c.write(&b, -1)
		}
		return b.String(), nil
	}, func(_ object.Invoker, v, x any) error {
		doc, err := ParseXML("<x>" + str(x) + "</x>")
		if err != nil {
			return err
		}
		n := self(v)
		n.Children = nil
		for _, c := range slices.Clone(doc.root().Children) {
			n.append(c)
		}
		return nil
	})
	m.method("System.Object SelectNodes(string xpath)", func(_ object.Invoker, v any, a []any) (any, error) {
		list, err := selectNodes(self(v), str(a[0]), nil)
		return nodeArray(list), err
	})
	m.method("System.Object SelectNodes(string xpath, System.Xml.XmlNamespaceManager nsmgr)", func(_ object.Invoker, v any, a []any) (any, error) {
		list, err := selectNodes(self(v), str(a[0]), a[1].(*namespaceManager).of)
		return nodeArray(list), err
	})
	first := func(list []*XMLNode, err error) (any, error) {
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return list[0], nil
	}
	m.method("System.Xml.XmlNode SelectSingleNode(string xpath)", func(_ object.Invoker, v any, a []any) (any, error) {
		return first(selectNodes(self(v), str(a[0]), nil))
	})
	m.method("System.Xml.XmlNode SelectSingleNode(string xpath, System.Xml.XmlNamespaceManager nsmgr)", func(_ object.Invoker, v any, a []any) (any, error) {
		return first(selectNodes(self(v), str(a[0]), a[1].(*namespaceManager).of))
	})
	m.prop("string Prefix", func(_ object.Invoker, v any) (any, error) { prefix, _ := self(v).names(); return prefix, nil })
	m.prop("string NamespaceURI", func(_ object.Invoker, v any) (any, error) { return self(v).namespace(), nil })
	m.method("string GetNamespaceOfPrefix(string prefix)", func(_ object.Invoker, v any, a []any) (any, error) {
		return self(v).namespaceOf(str(a[0])), nil
	})
	m.method("System.Object GetElementsByTagName(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nodeArray(self(v).elementsNamed(str(a[0]))), nil
	})
	m.method("void RemoveAll()", func(_ object.Invoker, v any, _ []any) (any, error) {
		self(v).Children, self(v).Attrs = nil, nil
		return nil, nil
	})
	m.method("string GetAttribute(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		for _, x := range self(v).Attrs {
			if x.Name == str(a[0]) {
				return x.Text, nil
			}
		}
		return "", nil
	})
	m.method("bool HasAttribute(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		return slices.ContainsFunc(self(v).Attrs, func(x *XMLNode) bool { return x.Name == str(a[0]) }), nil
	})
	m.method("void SetAttribute(string name, string value)", func(_ object.Invoker, v any, a []any) (any, error) {
		for _, x := range self(v).Attrs {
			if x.Name == str(a[0]) {
				x.Text = str(a[1])
				return nil, nil
			}
		}
		self(v).Attrs = append(self(v).Attrs, &XMLNode{kind: xmlAttribute, Name: str(a[0]), Text: str(a[1]), Parent: self(v)})
		return nil, nil
	})
	m.method("void RemoveAttribute(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		self(v).Attrs = slices.DeleteFunc(self(v).Attrs, func(x *XMLNode) bool { return x.Name == str(a[0]) })
		return nil, nil
	})
}

func xmlDocumentMembers(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	m.prop("System.Xml.XmlElement DocumentElement", func(_ object.Invoker, v any) (any, error) { return nodeOrNull(self(v).root()), nil })
	m.prop("System.Xml.XmlNameTable NameTable", func(object.Invoker, any) (any, error) { return &nameTable{}, nil })
	xmlMakers(m)
	m.method("void LoadXml(string xml)", func(_ object.Invoker, v any, a []any) (any, error) { return nil, self(v).load(str(a[0])) })
	m.method("void Load(string filename)", func(inv object.Invoker, v any, a []any) (any, error) {
		p, err := resolve(inv, a[0], true)
		if err != nil {
			return nil, err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, FileError(err, p)
		}
		return nil, self(v).load(DecodeText(bytes.TrimSpace(b), nil))
	})
	m.method("void Save(string filename)", func(inv object.Invoker, v any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		var b strings.Builder
		indent := 0
		if self(v).preserve {
			indent = -1
		}
		self(v).write(&b, indent)
		return nil, FileError(os.WriteFile(p, []byte(b.String()), 0o666), p)
	})
	m.ctor("", func(object.Invoker, []any) (any, error) { return &XMLNode{kind: xmlDocument, Name: "#document"}, nil })
}

func xmlEntries() []entry {
	XMLDocumentType.Convert = convertXML
	list := []entry{{xmlNodeType, xmlNodeMembers, ""}, {XMLDocumentType, xmlDocumentMembers, "xml"}, {xmlNodeTypeEnum, nil, ""}, {xmlExceptionType, nil, ""},
		{xmlNodeListType, nodeListMembers, ""}, {xmlAttributeListType, attributeListMembers, ""},
		{xpathExceptionType, nil, ""}, {namespaceManagerType, namespaceManagerMembers, ""}, {xmlNameTableType, nil, ""},
		{nameTableType, func(m members) {
			m.ctor("", func(object.Invoker, []any) (any, error) { return &nameTable{}, nil })
		}, ""}}
	for _, kind := range []int64{xmlElement, xmlAttribute, xmlText, xmlCDATA, xmlInstruction, xmlComment, xmlDeclaration, xmlFragment, xmlWhitespace} {
		var fill func(members)
		if kind == xmlElement {
			fill = xmlElementMembers
		}
		list = append(list, entry{xmlTypes[kind], fill, ""})
	}
	return list
}

// Content is an attribute's or text's value, else the markup inside the node.
func (n *XMLNode) Content() string {
	switch n.kind {
	case xmlElement, xmlDocument:
		var b strings.Builder
		for _, c := range n.Children {
			c.write(&b, -1)
		}
		return b.String()
	}
	return n.Text
}
