package dotnet

import (
	"io"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

var (
	xmlNodeListType      = &object.Type{Name: "XmlNodeList", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IEnumerableType}}
	xmlAttributeListType = &object.Type{Name: "XmlAttributeCollection", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType, Interfaces: []*object.Type{object.ICollectionType}}
)

// nodeList is XmlNodeList: what SelectNodes, ChildNodes and GetElementsByTagName give.
type nodeList struct {
	object.Instance
	list []*XMLNode
}

// PSType is System.Xml.XmlNodeList.
func (*nodeList) PSType() *object.Type { return xmlNodeListType }

// Len is the number of nodes.
func (l *nodeList) Len() int { return len(l.list) }

// At is a node.
func (l *nodeList) At(i int) any { return l.list[i] }

func nodeListMembers(m members) {
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(v.(*nodeList).Len())) }))
	at := plain(func(v any, a []any) (any, error) {
		if i := intArg(a[0]); i >= 0 && i < v.(*nodeList).Len() {
			return v.(*nodeList).At(i), nil
		}
		return nil, nil
	})
	m.indexer("System.Xml.XmlNode ItemOf(int i)", at)
	m.method("System.Xml.XmlNode Item(int index)", at)
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

// attributeList is XmlElement.Attributes.
type attributeList struct {
	object.Instance
	of *XMLNode
}

// PSType is System.Xml.XmlAttributeCollection.
func (*attributeList) PSType() *object.Type { return xmlAttributeListType }

// Len is the number of attributes.
func (l *attributeList) Len() int { return len(l.of.Attrs) }

// At is an attribute.
func (l *attributeList) At(i int) any { return l.of.Attrs[i] }

// Index finds an attribute by number or name.
func (l *attributeList) Index(inv object.Invoker, key any) (any, bool, error) {
	if i, ok := object.Unwrap(key).(int32); ok {
		if int(i) >= 0 && int(i) < l.Len() {
			return l.At(int(i)), true, nil
		}
		return nil, false, nil
	}
	if x := l.of.attribute(object.Text(inv, key)); x != nil {
		return x, true, nil
	}
	return nil, false, nil
}

// attribute finds an attribute by its whole name.
func (n *XMLNode) attribute(name string) *XMLNode {
	for _, x := range n.Attrs {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// setAttribute puts an attribute in, in the place of one of its name.
func (n *XMLNode) setAttribute(x *XMLNode) *XMLNode {
	old := n.attribute(x.Name)
	x.Parent = n
	if old == nil {
		n.Attrs = append(n.Attrs, x)
		return nil
	}
	n.Attrs[slices.Index(n.Attrs, old)] = x
	old.Parent = nil
	return old
}

func (n *XMLNode) removeAttribute(x *XMLNode) {
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a *XMLNode) bool { return a == x })
}

func attributeListMembers(m members) {
	self := func(v any) *XMLNode { return v.(*attributeList).of }
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(v.(*attributeList).Len())) }))
	for _, name := range []string{"Append", "Prepend", "SetNamedItem"} {
		m.method("System.Xml.XmlAttribute "+name+"(System.Xml.XmlNode node)", plain(func(v any, a []any) (any, error) {
			x, ok := a[0].(*XMLNode)
			if !ok || x.kind != xmlAttribute {
				return nil, object.ThrowArgument(object.ArgumentExceptionType, "node", "The node to be inserted is not an attribute.")
			}
			self(v).setAttribute(x)
			if n := self(v); name == "Prepend" {
				n.removeAttribute(x)
				n.Attrs = append([]*XMLNode{x}, n.Attrs...)
			}
			return x, nil
		}))
	}
	m.method("System.Xml.XmlAttribute Remove(System.Xml.XmlAttribute node)", plain(func(v any, a []any) (any, error) {
		self(v).removeAttribute(a[0].(*XMLNode))
		return a[0], nil
	}))
	m.method("System.Xml.XmlNode GetNamedItem(string name)", plain(func(v any, a []any) (any, error) { return nodeOrNull(self(v).attribute(str(a[0]))), nil }))
	m.method("System.Xml.XmlNode RemoveNamedItem(string name)", plain(func(v any, a []any) (any, error) {
		x := self(v).attribute(str(a[0]))
		if x == nil {
			return nil, nil
		}
		self(v).removeAttribute(x)
		return x, nil
	}))
	m.method("void RemoveAll()", plain(func(v any, _ []any) (any, error) { self(v).Attrs = nil; return nil, nil }))
	m.method("System.Xml.XmlNode Item(int index)", plain(func(v any, a []any) (any, error) {
		if i := intArg(a[0]); i >= 0 && i < len(self(v).Attrs) {
			return self(v).Attrs[i], nil
		}
		return nil, nil
	}))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

// document is the document a node is of, nil when it was made without one.
func (n *XMLNode) document() *XMLNode {
	for x := n; x != nil; x = x.Parent {
		if x.kind == xmlDocument {
			return x
		}
		if x.Parent == nil {
			return x.owner
		}
	}
	return nil
}

// clone copies a node, without its parent; deep with what is below it.
func (n *XMLNode) clone(deep bool, owner *XMLNode) *XMLNode {
	c := &XMLNode{kind: n.kind, Name: n.Name, Text: n.Text, owner: owner}
	for _, a := range n.Attrs {
		c.Attrs = append(c.Attrs, &XMLNode{kind: xmlAttribute, Name: a.Name, Text: a.Text, Parent: c})
	}
	if deep {
		for _, x := range n.Children {
			c.append(x.clone(true, owner))
		}
	}
	return c
}

// insert puts a node before or after another one of n's children; at its end or beginning
// when there is no other. A fragment gives its children.
func (n *XMLNode) insert(c, ref *XMLNode, after bool) error {
	for x := n; x != nil; x = x.Parent {
		if x == c {
			return object.Throw(object.ArgumentExceptionType, "Cannot insert a node or any ancestor of that node as a child of itself.")
		}
	}
	if ref != nil && ref.Parent != n {
		return object.Throw(object.ArgumentExceptionType, "The reference node is not a child of this node.")
	}
	if n.kind == xmlDocument && c.kind == xmlElement && n.root() != nil && n.root() != c {
		return object.Throw(object.InvalidOperationType, "This document already has a 'DocumentElement' node.")
	}
	if c == ref {
		return nil
	}
	nodes := []*XMLNode{c}
	if c.kind == xmlFragment {
		nodes = slices.Clone(c.Children)
	}
	for _, x := range nodes {
		x.detach()
		x.Parent = n
	}
	at := len(n.Children)
	switch {
	case ref == nil && after:
		at = 0
	case ref != nil:
		at = slices.Index(n.Children, ref)
		if after {
			at++
		}
	}
	n.Children = slices.Insert(n.Children, at, nodes...)
	return nil
}

// sibling is the node that many places further among its parent's children.
func (n *XMLNode) sibling(step int) any {
	if n.Parent == nil {
		return nil
	}
	at := slices.Index(n.Parent.Children, n) + step
	if at < 0 || at >= len(n.Parent.Children) || at == step-1 {
		return nil
	}
	return n.Parent.Children[at]
}

// xmlTreeMembers declares the members of XmlNode that change a tree or walk in it.
func xmlTreeMembers(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	node := func(v any) *XMLNode { n, _ := v.(*XMLNode); return n }
	m.prop("System.Xml.XmlNode NextSibling", getter(func(v any) any { return self(v).sibling(1) }))
	m.prop("System.Xml.XmlNode PreviousSibling", getter(func(v any) any { return self(v).sibling(-1) }))
	m.prop("System.Xml.XmlDocument OwnerDocument", getter(func(v any) any {
		if self(v).kind == xmlDocument {
			return nil
		}
		return nodeOrNull(self(v).document())
	}))
	for name, after := range map[string]bool{"InsertAfter": true, "InsertBefore": false} {
		m.method("System.Xml.XmlNode "+name+"(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)", plain(func(v any, a []any) (any, error) {
			if node(a[0]) == nil {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "newChild", "Value cannot be null.")
			}
			return a[0], self(v).insert(node(a[0]), node(a[1]), after)
		}))
	}
	for name, first := range map[string]bool{"AppendChild": false, "PrependChild": true} {
		m.method("System.Xml.XmlNode "+name+"(System.Xml.XmlNode newChild)", plain(func(v any, a []any) (any, error) {
			if node(a[0]) == nil {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "newChild", "Value cannot be null.")
			}
			return a[0], self(v).insert(node(a[0]), nil, first)
		}))
	}
	m.method("System.Xml.XmlNode ReplaceChild(System.Xml.XmlNode newChild, System.Xml.XmlNode oldChild)", plain(func(v any, a []any) (any, error) {
		old := node(a[1])
		if old == nil || old.Parent != self(v) {
			return nil, object.Throw(object.ArgumentExceptionType, "The reference node is not a child of this node.")
		}
		next, _ := old.sibling(1).(*XMLNode)
		old.detach()
		if next == node(a[0]) {
			return old, nil
		}
		return old, self(v).insert(node(a[0]), next, false)
	}))
	m.method("System.Xml.XmlNode RemoveChild(System.Xml.XmlNode oldChild)", plain(func(v any, a []any) (any, error) {
		if node(a[0]) == nil || node(a[0]).Parent != self(v) {
			return nil, object.Throw(object.ArgumentExceptionType, "The node to be removed is not a child of this node.")
		}
		node(a[0]).detach()
		return a[0], nil
	}))
	m.method("System.Xml.XmlNode CloneNode(bool deep)", plain(func(v any, a []any) (any, error) { return self(v).clone(a[0].(bool), self(v).document()), nil }))
	m.method("System.Xml.XmlNode Clone()", plain(func(v any, _ []any) (any, error) { return self(v).clone(true, self(v).document()), nil }))
	m.method("string GetPrefixOfNamespace(string namespaceURI)", plain(func(v any, a []any) (any, error) {
		for x := self(v); x != nil; x = x.Parent {
			for _, at := range x.Attrs {
				if prefix, ok := strings.CutPrefix(at.Name, "xmlns:"); ok && at.Text == str(a[0]) {
					return prefix, nil
				}
			}
		}
		return "", nil
	}))
}

// xmlElementMembers declares what elements have beside nodes.
func xmlElementMembers(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	m.prop("bool IsEmpty", getter(func(v any) any { return len(self(v).Children) == 0 }))
	m.method("System.Xml.XmlAttribute GetAttributeNode(string name)", plain(func(v any, a []any) (any, error) { return nodeOrNull(self(v).attribute(str(a[0]))), nil }))
	m.method("System.Xml.XmlAttribute SetAttributeNode(System.Xml.XmlAttribute newAttr)", plain(func(v any, a []any) (any, error) {
		return nodeOrNull(self(v).setAttribute(a[0].(*XMLNode))), nil
	}))
}

// xmlMakers declares the members of XmlDocument that make nodes of it, load and save.
func xmlMakers(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	make := func(returns, name, params string, build func(a []any) *XMLNode) {
		m.method("System.Xml."+returns+" "+name+"("+params+")", plain(func(v any, a []any) (any, error) {
			n := build(a)
			n.owner = self(v)
			return n, nil
		}))
	}
	named := func(kind int64) func(a []any) *XMLNode {
		return func(a []any) *XMLNode { return &XMLNode{kind: kind, Name: str(a[0])} }
	}
	text := func(kind int64, name string) func(a []any) *XMLNode {
		return func(a []any) *XMLNode { return &XMLNode{kind: kind, Name: name, Text: str(a[0])} }
	}
	// A namespace that no ancestor declares is declared on the element itself.
	qualified := func(prefix, name, uri string) *XMLNode {
		if prefix == "" {
			prefix, name, _ = strings.Cut(":"+name, ":")
			if p, local, has := strings.Cut(name, ":"); has {
				prefix, name = p, local
			}
		}
		n := &XMLNode{kind: xmlElement, Name: name}
		declare := "xmlns"
		if prefix != "" {
			n.Name, declare = prefix+":"+name, "xmlns:"+prefix
		}
		if uri != "" {
			n.declared = &XMLNode{kind: xmlAttribute, Name: declare, Text: uri}
		}
		return n
	}
	make("XmlElement", "CreateElement", "string name", named(xmlElement))
	make("XmlElement", "CreateElement", "string qualifiedName, string namespaceURI", func(a []any) *XMLNode { return qualified("", str(a[0]), str(a[1])) })
	make("XmlElement", "CreateElement", "string prefix, string localName, string namespaceURI", func(a []any) *XMLNode { return qualified(str(a[0]), str(a[1]), str(a[2])) })
	make("XmlAttribute", "CreateAttribute", "string name", named(xmlAttribute))
	make("XmlText", "CreateTextNode", "string text", text(xmlText, "#text"))
	make("XmlComment", "CreateComment", "string data", text(xmlComment, "#comment"))
	make("XmlCDataSection", "CreateCDataSection", "string data", text(xmlCDATA, "#cdata-section"))
	make("XmlDocumentFragment", "CreateDocumentFragment", "", func([]any) *XMLNode { return &XMLNode{kind: xmlFragment, Name: "#document-fragment"} })
	make("XmlProcessingInstruction", "CreateProcessingInstruction", "string target, string data", func(a []any) *XMLNode {
		return &XMLNode{kind: xmlInstruction, Name: str(a[0]), Text: str(a[1])}
	})
	make("XmlDeclaration", "CreateXmlDeclaration", "string version, string encoding, string standalone", func(a []any) *XMLNode {
		n := &XMLNode{kind: xmlDeclaration, Name: "xml", Text: `version="` + str(a[0]) + `"`}
		for i, name := range []string{"encoding", "standalone"} {
			if s := str(a[i+1]); s != "" {
				n.Text += " " + name + `="` + s + `"`
			}
		}
		return n
	})
	m.method("System.Xml.XmlNode ImportNode(System.Xml.XmlNode node, bool deep)", plain(func(v any, a []any) (any, error) {
		n, ok := a[0].(*XMLNode)
		if !ok {
			return nil, object.Throw(object.InvalidOperationType, "Cannot import a null node.")
		}
		return n.clone(a[1].(bool), self(v)), nil
	}))
	m.method("System.Xml.XmlElement GetElementById(string elementId)", plain(func(any, []any) (any, error) { return nil, nil })) // without a DTD no attribute is an id
	m.writable("bool PreserveWhitespace", func(_ object.Invoker, v any) (any, error) { return self(v).preserve, nil },
		func(_ object.Invoker, v, x any) error { self(v).preserve = x.(bool); return nil })
	xmlTargets(m)
}

// xmlTargets declares Load from and Save to readers, writers and streams.
func xmlTargets(m members) {
	self := func(v any) *XMLNode { return v.(*XMLNode) }
	m.method("void Load(System.IO.TextReader txtReader)", plain(func(v any, a []any) (any, error) {
		b, err := io.ReadAll(a[0].(*reader).in)
		if err != nil {
			return nil, err
		}
		return nil, self(v).load(string(b))
	}))
	m.method("void Load(System.IO.Stream inStream)", plain(func(v any, a []any) (any, error) {
		b, err := io.ReadAll(a[0].(*Stream).rw())
		if err != nil {
			return nil, FileError(err, a[0].(*Stream).Name)
		}
		return nil, self(v).load(DecodeText(b, nil))
	}))
	xmlSaving(m)
	m.method("void Save(System.IO.TextWriter writer)", plain(func(v any, a []any) (any, error) {
		w := a[0].(*writer)
		return nil, w.write(self(v).saved(w.encoding))
	}))
	m.method("void Save(System.IO.Stream outStream)", plain(func(v any, a []any) (any, error) {
		_, err := a[0].(*Stream).rw().Write([]byte(self(v).saved(UTF8NoBOM)))
		return nil, FileError(err, a[0].(*Stream).Name)
	}))
}

// saved is the document as it is written to a stream or writer, which begins with a declaration.
func (n *XMLNode) saved(e *Encoding) string {
	var b strings.Builder
	if len(n.Children) == 0 || n.Children[0].kind != xmlDeclaration {
		name := "utf-16"
		if e != nil {
			name = e.Name
		}
		b.WriteString(`<?xml version="1.0" encoding="` + name + `"?>` + "\n")
	}
	indent := 0
	if n.preserve {
		indent = -1
	}
	n.write(&b, indent)
	return b.String()
}

// load reads a text in the place of what the document holds.
func (n *XMLNode) load(text string) error {
	doc, err := parseXML(text, n.preserve)
	if err != nil {
		return err
	}
	n.Children = nil
	for _, c := range slices.Clone(doc.Children) {
		n.append(c)
	}
	return nil
}
