package help

import (
	"encoding/xml"
	"io"
	"strings"

	"stagecoach/shell/object"
)

// node is one element of a MAML document, known by its local name.
type node struct {
	name       string
	attributes [][2]string
	text       string
	children   []*node
}

func element(name string, children ...*node) *node { return &node{name: name, children: children} }

func textElement(name, text string) *node { return &node{name: name, text: text} }

// para is an element whose content is one paragraph.
func para(name, text string) *node { return element(name, textElement("para", text)) }

func (n *node) add(children ...*node) { n.children = append(n.children, children...) }

func (n *node) set(name, value string) *node {
	n.attributes = append(n.attributes, [2]string{name, value})
	return n
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if strings.EqualFold(c.name, name) {
			return c
		}
	}
	return nil
}

// content is all the text in an element.
func (n *node) content() string {
	var b strings.Builder
	b.WriteString(n.text)
	for _, c := range n.children {
		b.WriteString(c.content())
	}
	return b.String()
}

// deepest is how deep elements of a help file may nest.
const deepest = 100

// readNodes reads a document; nothing outside of it is ever fetched.
func readNodes(r io.Reader) (*node, error) {
	d := xml.NewDecoder(r)
	root := &node{}
	stack := []*node{root}
	for {
		t, err := d.Token()
		if err == io.EOF {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local}
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					n.set(a.Name.Local, a.Value)
				}
			}
			if len(stack) < deepest {
				top.add(n)
			}
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
}

// isFormatting tells whether an element is text in paragraphs or lists.
func (n *node) isFormatting() bool {
	return n.child("para") != nil || n.child("list") != nil || n.child("definitionList") != nil
}

// value makes an object of an element: a string of one without elements in it, text items of one with
// paragraphs, else an object with a property for each kind of element.
func (n *node) value() any {
	var v any
	switch {
	case len(n.children) == 0:
		v = strings.TrimSpace(n.text)
		if len(n.attributes) == 0 {
			return v
		}
		v = &object.PSObject{Base: v}
	case n.isFormatting():
		return textItems(n)
	default:
		v = n.object()
	}
	for _, a := range n.attributes {
		addNote(v, a[0], a[1])
	}
	return v
}

// addNote adds a property to an object of ours.
func addNote(v any, name string, value any) {
	if c, ok := v.(*object.Custom); ok {
		c.Set(name, value)
		return
	}
	v.(*object.PSObject).Extension(true).Members.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: object.StringType,
		Get: func(object.Invoker, any) (any, error) { return value, nil }})
}

const mamlType = "MamlCommandHelpInfo"

func (n *node) object() *object.Custom {
	var names []string
	values := map[string][]any{}
	for _, c := range n.children {
		key := strings.ToLower(c.name)
		if _, ok := values[key]; !ok {
			names = append(names, c.name)
		}
		if list, ok := c.value().(items); ok {
			values[key] = append(values[key], list...)
		} else {
			values[key] = append(values[key], c.value())
		}
	}
	o := object.NewCustom(len(names))
	for _, name := range names {
		list := values[strings.ToLower(name)]
		switch {
		case len(list) == 0:
		case len(list) == 1 && !isTextItem(list[0]):
			o.Set(name, list[0])
		default:
			o.Set(name, arrayOf(list))
		}
	}
	object.SetTypeNames(o, []string{mamlType + "#" + n.name})
	return o
}

func arrayOf(list []any) any {
	return object.NewArrayOf(object.ArrayOf(object.PSObjectType), list)
}

// items are text items on their way into a property.
type items []any

func isTextItem(v any) bool {
	c, ok := v.(*object.Custom)
	if !ok {
		return false
	}
	names := object.TypeNames(c)
	return len(names) > 0 && names[len(names)-1] == "MamlTextItem"
}

// textItems are the paragraphs and list items in an element. All paragraphs but the last that
// says something end with a line end.
func textItems(n *node) items {
	said := 0
	for _, c := range n.children {
		if strings.EqualFold(c.name, "para") && strings.TrimSpace(c.content()) != "" {
			said++
		}
	}
	var out items
	seen := 0
	for _, c := range n.children {
		switch strings.ToLower(c.name) {
		case "para":
			seen++
			text := c.content()
			if trimmed := strings.TrimSpace(text); seen != said && trimmed != "" {
				text = trimmed + "\n"
			} else if n.name != "introduction" {
				text = trimmed
			}
			out = append(out, typed([]string{"MamlParaTextItem", "MamlTextItem"}, "Text", text))
		case "list":
			out = append(out, listItems(c)...)
		case "definitionlist":
			for _, i := range c.children {
				term, definition := i.child("term"), i.child("definition")
				if term != nil && strings.TrimSpace(term.content()) != "" {
					text := ""
					if definition != nil {
						text = strings.TrimSpace(definition.content())
					}
					out = append(out, typed([]string{"MamlDefinitionTextItem", "MamlTextItem"}, "Term", strings.TrimSpace(term.content()), "Definition", text))
				}
			}
		}
	}
	return out
}

func listItems(n *node) items {
	ordered := false
	for _, a := range n.attributes {
		ordered = ordered || strings.EqualFold(a[0], "class") && strings.EqualFold(a[1], "ordered")
	}
	var out items
	for _, c := range n.children {
		if !strings.EqualFold(c.name, "listItem") {
			continue
		}
		kind, tag := "MamlUnorderedListTextItem", "* "
		if ordered {
			kind, tag = "MamlOrderedListTextItem", twoDigits(len(out)+1)+". "
		}
		out = append(out, typed([]string{kind, "MamlTextItem"}, "Text", strings.TrimSpace(c.content()), "Tag", tag))
	}
	return out
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

// typed is an object of some type names with its properties.
func typed(typeNames []string, pairs ...any) *object.Custom {
	o := object.NewCustom(len(pairs) / 2)
	for i := 0; i < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	object.SetTypeNames(o, typeNames)
	return o
}
