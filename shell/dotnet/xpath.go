package dotnet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/antchfx/xpath"

	"stagecoach/shell/object"
)

// XPath 1.0 is package xpath's; xmlCursor shows it our nodes.
type xmlCursor struct {
	at    *XMLNode
	start *XMLNode // the document, or the topmost node
	named bool     // the expression asks for whole names
}

// elsewhere stands for the prefix of elements that have none but are in a
// namespace: a name without a prefix means none of these (XPath 1.0, 2.3).
const elsewhere = "\x00"

// NodeType tells the kinds that XPath knows.
func (c *xmlCursor) NodeType() xpath.NodeType {
	switch c.at.kind {
	case xmlDocument:
		return xpath.RootNode
	case xmlElement:
		return xpath.ElementNode
	case xmlAttribute:
		return xpath.AttributeNode
	case xmlText, xmlCDATA:
		return xpath.TextNode
	}
	return xpath.CommentNode
}

// LocalName is the name without its prefix.
func (c *xmlCursor) LocalName() string {
	_, local := c.at.names()
	return local
}

// Prefix is what stands before the name.
func (c *xmlCursor) Prefix() string {
	prefix, _ := c.at.names()
	if prefix == "" && !c.named && c.at.kind == xmlElement && c.at.namespace() != "" {
		return elsewhere
	}
	return prefix
}

// NamespaceURL is the namespace the node's name is of.
func (c *xmlCursor) NamespaceURL() string { return c.at.namespace() }

// Value is the node's text.
func (c *xmlCursor) Value() string { return c.at.innerText() }

// Copy is another cursor at the same place.
func (c *xmlCursor) Copy() xpath.NodeNavigator {
	other := *c
	return &other
}

// MoveToRoot goes to the document.
func (c *xmlCursor) MoveToRoot() { c.at = c.start }

// MoveToParent goes up, from an attribute to its element.
func (c *xmlCursor) MoveToParent() bool {
	if c.at.Parent == nil {
		return false
	}
	c.at = c.at.Parent
	return true
}

// MoveToNextAttribute goes from an element to its first attribute, and on; those
// that declare namespaces are none.
func (c *xmlCursor) MoveToNextAttribute() bool {
	owner, from := c.at, 0
	if c.at.kind == xmlAttribute {
		owner = c.at.Parent
		from = slices.Index(owner.Attrs, c.at) + 1
	}
	for _, a := range owner.Attrs[from:] {
		if !a.declaresNamespace() {
			c.at = a
			return true
		}
	}
	return false
}

// MoveToChild goes to the first child.
func (c *xmlCursor) MoveToChild() bool {
	for _, child := range c.at.Children {
		if child.kind != xmlDeclaration {
			c.at = child
			return true
		}
	}
	return false
}

// MoveToFirst goes to the first sibling.
func (c *xmlCursor) MoveToFirst() bool {
	if c.at.Parent == nil || c.at.kind == xmlAttribute {
		return false
	}
	c.at = c.at.Parent
	return c.MoveToChild()
}

// MoveToNext goes to the next sibling.
func (c *xmlCursor) MoveToNext() bool { return c.step(1) }

// MoveToPrevious goes to the sibling before.
func (c *xmlCursor) MoveToPrevious() bool { return c.step(-1) }

func (c *xmlCursor) step(by int) bool {
	if c.at.Parent == nil || c.at.kind == xmlAttribute {
		return false
	}
	siblings := c.at.Parent.Children
	i := slices.Index(siblings, c.at) + by
	if i < 0 || i >= len(siblings) || siblings[i].kind == xmlDeclaration {
		return false
	}
	c.at = siblings[i]
	return true
}

// MoveTo goes where another cursor is.
func (c *xmlCursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*xmlCursor)
	if ok {
		c.at = o.at
	}
	return ok
}

// names are the prefix and the name behind it.
func (n *XMLNode) names() (prefix, local string) {
	if n.kind != xmlElement && n.kind != xmlAttribute {
		return "", n.Name
	}
	if before, after, ok := strings.Cut(n.Name, ":"); ok {
		return before, after
	}
	return "", n.Name
}

func (n *XMLNode) declaresNamespace() bool {
	return n.kind == xmlAttribute && (n.Name == "xmlns" || strings.HasPrefix(n.Name, "xmlns:"))
}

// namespace is the URI of the namespace that an element or attribute is in.
func (n *XMLNode) namespace() string {
	prefix, _ := n.names()
	switch {
	case n.kind != xmlElement && n.kind != xmlAttribute || n.kind == xmlAttribute && prefix == "" && n.Name != "xmlns":
		return ""
	case prefix == "xml":
		return "http://www.w3.org/XML/1998/namespace"
	case n.declaresNamespace():
		return "http://www.w3.org/2000/xmlns/"
	}
	return n.namespaceOf(prefix)
}

// namespaceOf is the URI a prefix stands for at this node.
func (n *XMLNode) namespaceOf(prefix string) string {
	name := "xmlns"
	if prefix != "" {
		name += ":" + prefix
	}
	for at := n; at != nil; at = at.Parent {
		for _, a := range at.Attrs {
			if a.Name == name {
				return a.Text
			}
		}
	}
	return ""
}

var asksForNames = regexp.MustCompile(`(^|[^-\w])name\s*\(`)

// selectNodes finds nodes from n on; namespaces gives the prefixes of the path.
func selectNodes(n *XMLNode, path string, namespaces map[string]string) (list []*XMLNode, err error) {
	result, err := evaluatePath(n, path, namespaces)
	if err != nil {
		return nil, err
	}
	nodes, ok := result.(*xpath.NodeIterator)
	if !ok {
		return nil, xpathError("Expression must evaluate to a node-set.")
	}
	seen := map[*XMLNode]bool{}
	for nodes.MoveNext() {
		if at := nodes.Current().(*xmlCursor).at; !seen[at] {
			seen[at] = true
			list = append(list, at)
		}
	}
	return list, nil
}

// evaluatePath gives what an expression is worth: nodes, a text, a number, a truth.
func evaluatePath(n *XMLNode, path string, namespaces map[string]string) (result any, err error) {
	defer func() {
		if p := recover(); p != nil { // how the package tells of unknown functions and prefixes
			result, err = nil, xpathError(fmt.Sprintf("'%s' has an invalid token.", path))
		}
	}()
	compiled, err := xpath.CompileWithNS(path, namespaces)
	if err != nil {
		return nil, xpathError(fmt.Sprintf("'%s' has an invalid token.", path))
	}
	start := n
	for start.Parent != nil {
		start = start.Parent
	}
	return compiled.Evaluate(&xmlCursor{at: n, start: start, named: asksForNames.MatchString(path)}), nil
}

var xpathExceptionType = &object.Type{Name: "XPathException", Namespace: "System.Xml.XPath", Assembly: "System.Private.Xml", Base: object.SystemExceptionType}

func xpathError(text string) error { return object.Throw(xpathExceptionType, "%s", text) }

// elementsNamed lists the elements below n that have a whole name; "*" is any.
func (n *XMLNode) elementsNamed(name string) []*XMLNode {
	var list []*XMLNode
	for _, c := range n.Children {
		if c.kind != xmlElement {
			continue
		}
		if name == "*" || c.Name == name {
			list = append(list, c)
		}
		list = append(list, c.elementsNamed(name)...)
	}
	return list
}

// namespaceManager is System.Xml.XmlNamespaceManager.
type namespaceManager struct {
	object.Instance
	of map[string]string
}

var (
	namespaceManagerType = &object.Type{Name: "XmlNamespaceManager", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType}
	nameTableType        = &object.Type{Name: "NameTable", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: xmlNameTableType}
	xmlNameTableType     = &object.Type{Name: "XmlNameTable", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType}
)

// nameTable is System.Xml.NameTable, which nothing here needs and constructors ask for.
type nameTable struct{ object.Instance }

// PSType is System.Xml.NameTable.
func (*nameTable) PSType() *object.Type { return nameTableType }

func newNamespaceManager() *namespaceManager {
	return &namespaceManager{of: map[string]string{"": "", "xml": "http://www.w3.org/XML/1998/namespace", "xmlns": "http://www.w3.org/2000/xmlns/"}}
}

// PSType is System.Xml.XmlNamespaceManager.
func (*namespaceManager) PSType() *object.Type { return namespaceManagerType }

func namespaceManagerMembers(m members) {
	self := func(v any) *namespaceManager { return v.(*namespaceManager) }
	m.method("void AddNamespace(string prefix, string uri)", func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil || a[1] == nil {
			name := "prefix"
			if a[0] != nil {
				name = "uri"
			}
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, name, "Value cannot be null.")
		}
		self(v).of[str(a[0])] = str(a[1])
		return nil, nil
	})
	m.method("void RemoveNamespace(string prefix, string uri)", func(_ object.Invoker, v any, a []any) (any, error) {
		if self(v).of[str(a[0])] == str(a[1]) {
			delete(self(v).of, str(a[0]))
		}
		return nil, nil
	})
	m.method("bool HasNamespace(string prefix)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, ok := self(v).of[str(a[0])]
		return ok, nil
	})
	m.method("string LookupNamespace(string prefix)", func(_ object.Invoker, v any, a []any) (any, error) {
		if uri, ok := self(v).of[str(a[0])]; ok {
			return uri, nil
		}
		return nil, nil
	})
	m.method("string LookupPrefix(string uri)", func(_ object.Invoker, v any, a []any) (any, error) {
		for prefix, uri := range self(v).of {
			if uri == str(a[0]) {
				return prefix, nil
			}
		}
		return nil, nil
	})
	m.prop("string DefaultNamespace", func(_ object.Invoker, v any) (any, error) { return self(v).of[""], nil })
	m.ctor("System.Xml.XmlNameTable nameTable", func(object.Invoker, []any) (any, error) { return newNamespaceManager(), nil })
}

// SelectNodes finds the nodes of an XPath expression, with the prefixes it uses.
func (n *XMLNode) SelectNodes(path string, namespaces map[string]string) ([]*XMLNode, error) {
	return selectNodes(n, path, namespaces)
}
