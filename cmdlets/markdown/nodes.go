package markdown

import (
	"iter"
	"strings"
	"unicode/utf16"

	"stagecoach/shell/object"
)

// Node is a block or an inline of a document, as scripts see it: Markdig.Syntax.MarkdownObject.
// What a kind has beside is in values, by the names in rows.
type Node struct {
	object.Instance
	kind     *object.Type
	parent   *Node
	children []*Node // of a container
	inline   *Node   // a ContainerInline: the text of a heading, a paragraph, a cell
	values   map[string]any
	at       span
}

// span is where in the text a node is: Markdig.Syntax.SourceSpan, with the line and the column.
type span struct{ start, end, line, column int }

// A row declares a kind: its name, what it derives from, and its properties with their types.
type row struct {
	name, base string
	properties []property
}

type property struct {
	name string
	t    *object.Type
}

const syntax = "Markdig.Syntax"

var (
	words, number, flag, char = object.StringType, object.Int32Type, object.BooleanType, object.CharType

	// rows are the kinds, bases first.
	rows = []row{
		{syntax + ".MarkdownObject", "", nil},
		{syntax + ".Block", "MarkdownObject", nil},
		{syntax + ".LeafBlock", "Block", nil},
		{syntax + ".ContainerBlock", "Block", nil},
		{syntax + ".MarkdownDocument", "ContainerBlock", []property{{"LineCount", number}}},
		{syntax + ".HeadingBlock", "LeafBlock", []property{{"HeaderChar", char}, {"Level", number}, {"IsSetext", flag}}},
		{syntax + ".ParagraphBlock", "LeafBlock", nil},
		{syntax + ".ThematicBreakBlock", "LeafBlock", []property{{"ThematicChar", char}}},
		{syntax + ".CodeBlock", "LeafBlock", nil},
		{syntax + ".FencedCodeBlock", "CodeBlock", []property{{"Info", words}, {"Arguments", words}, {"FencedChar", char}}},
		{syntax + ".HtmlBlock", "LeafBlock", nil},
		{syntax + ".QuoteBlock", "ContainerBlock", []property{{"QuoteChar", char}}},
		{syntax + ".ListBlock", "ContainerBlock", []property{{"IsOrdered", flag}, {"BulletType", char}, {"OrderedStart", words}, {"DefaultOrderedStart", words}, {"OrderedDelimiter", char}, {"IsLoose", flag}}},
		{syntax + ".ListItemBlock", "ContainerBlock", []property{{"Order", number}}},
		{syntax + ".LinkReferenceDefinition", "LeafBlock", []property{{"Label", words}, {"Url", words}, {"Title", words}}},
		{"Markdig.Extensions.Tables.Table", "ContainerBlock", nil},
		{"Markdig.Extensions.Tables.TableRow", "ContainerBlock", []property{{"IsHeader", flag}}},
		{"Markdig.Extensions.Tables.TableCell", "ContainerBlock", []property{{"ColumnIndex", number}, {"ColumnSpan", number}, {"RowSpan", number}}},
		{"Markdig.Extensions.Footnotes.FootnoteGroup", "ContainerBlock", nil},
		{"Markdig.Extensions.Footnotes.Footnote", "ContainerBlock", []property{{"Label", words}, {"Order", number}}},
		{"Markdig.Extensions.DefinitionLists.DefinitionList", "ContainerBlock", nil},
		{"Markdig.Extensions.DefinitionLists.DefinitionItem", "ContainerBlock", nil},
		{"Markdig.Extensions.DefinitionLists.DefinitionTerm", "LeafBlock", nil},
		{syntax + ".Inlines.Inline", "MarkdownObject", nil},
		{syntax + ".Inlines.LeafInline", "Inline", nil},
		{syntax + ".Inlines.ContainerInline", "Inline", nil},
		{syntax + ".Inlines.LiteralInline", "LeafInline", []property{{"Content", sliceType}}},
		{syntax + ".Inlines.CodeInline", "LeafInline", []property{{"Delimiter", char}, {"DelimiterCount", number}, {"Content", words}}},
		{syntax + ".Inlines.AutolinkInline", "LeafInline", []property{{"IsEmail", flag}, {"Url", words}}},
		{syntax + ".Inlines.HtmlInline", "LeafInline", []property{{"Tag", words}}},
		{syntax + ".Inlines.LineBreakInline", "LeafInline", []property{{"IsHard", flag}, {"IsBackslash", flag}}},
		{syntax + ".Inlines.EmphasisInline", "ContainerInline", []property{{"DelimiterChar", char}, {"DelimiterCount", number}}},
		{syntax + ".Inlines.LinkInline", "ContainerInline", []property{{"IsImage", flag}, {"Label", words}, {"Url", words}, {"Title", words}, {"IsShortcut", flag}, {"IsAutoLink", flag}}},
		{"Markdig.Extensions.TaskLists.TaskList", "LeafInline", []property{{"Checked", flag}}},
		{"Markdig.Extensions.Footnotes.FootnoteLink", "Inline", []property{{"IsBackLink", flag}, {"Index", number}}},
	}
	kinds = makeKinds()

	sliceType = &object.Type{Name: "StringSlice", Namespace: "Markdig.Helpers", Assembly: "Markdig.Signed", Base: object.ValueTypeType, Kind: object.KindStruct, Members: sliceMembers}
	linesType = &object.Type{Name: "StringLineGroup", Namespace: "Markdig.Helpers", Assembly: "Markdig.Signed", Base: object.ValueTypeType, Kind: object.KindStruct, Members: linesMembers}
	spanType  = &object.Type{Name: "SourceSpan", Namespace: syntax, Assembly: "Markdig.Signed", Base: object.ValueTypeType, Kind: object.KindStruct, Members: spanMembers}
)

// makeKinds makes the types of rows, by name without namespace.
func makeKinds() map[string]*object.Type {
	out := map[string]*object.Type{}
	for _, r := range rows {
		at := strings.LastIndexByte(r.name, '.')
		t := &object.Type{Name: r.name[at+1:], Namespace: r.name[:at], Assembly: "Markdig.Signed", Base: object.ObjectType}
		if r.base != "" {
			t.Base = out[r.base]
		}
		t.Members = func(set *object.MemberSet) { declare(set, t, r.properties, out) }
		out[t.Name] = t
	}
	return out
}

// nodeTypes lists the types of nodes and of what they are made of.
func nodeTypes() []*object.Type {
	list := []*object.Type{sliceType, linesType, spanType}
	for _, r := range rows {
		list = append(list, kinds[r.name[strings.LastIndexByte(r.name, '.')+1:]])
	}
	return list
}

// newNode makes one of a kind, by its short name.
func newNode(kind string, values map[string]any) *Node {
	return &Node{kind: kinds[kind], values: values}
}

// PSType is the node's own type.
func (n *Node) PSType() *object.Type { return n.kind }

// is tells whether a node is of a kind, by its short name, or of one that derives from it.
func (n *Node) is(kind string) bool {
	for t := n.kind; t != nil; t = t.Base {
		if t.Name == kind {
			return true
		}
	}
	return false
}

func (n *Node) add(child *Node) {
	child.parent = n
	n.children = append(n.children, child)
}

// first is FirstChild: nil when there is none.
func (n *Node) first() *Node {
	if n == nil || len(n.children) == 0 {
		return nil
	}
	return n.children[0]
}

// value is a property as a Go value of its own type, that type's zero when it is not there.
func value[T any](n *Node, name string) T {
	v, _ := n.values[name].(T)
	return v
}

// String is ToString: the text of literals, the address of links in angle brackets, and for all
// others, as for any class without a ToString, the type's name.
func (n *Node) String() string {
	switch n.kind.Name {
	case "LiteralInline":
		return value[*slice](n, "Content").text
	case "AutolinkInline":
		return value[string](n, "Url")
	}
	return n.kind.FullName()
}

// container is a node that is taken apart: blocks in blocks, and inlines in inlines.
type container struct{ *Node }

// Each yields the children.
func (c container) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, child := range c.children {
			if !yield(child.script()) {
				return
			}
		}
	}
}

// blocks is a container of blocks, which has an index, too.
type blocks struct{ container }

// Len is how many blocks there are.
func (b blocks) Len() int { return len(b.children) }

// At is one of them.
func (b blocks) At(i int) any { return b.children[i].script() }

// script is the value that scripts see.
func (n *Node) script() any {
	switch {
	case n == nil:
		return nil
	case n.is("ContainerBlock"):
		return blocks{container{n}}
	case n.is("ContainerInline"):
		return container{n}
	}
	return n
}

// nodeOf is the node behind what scripts see.
func nodeOf(v any) *Node {
	switch x := v.(type) {
	case *Node:
		return x
	case container:
		return x.Node
	case blocks:
		return x.Node
	}
	return nil
}

// declare adds the members of one kind.
func declare(set *object.MemberSet, t *object.Type, properties []property, kinds map[string]*object.Type) {
	add := func(name string, t *object.Type, get func(n *Node) any) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(nodeOf(v)), nil }})
	}
	for _, p := range properties {
		add(p.name, p.t, func(n *Node) any { return n.values[p.name] })
	}
	switch t.Name {
	case "MarkdownObject":
		add("Column", number, func(n *Node) any { return object.Int(int32(n.at.column)) })
		add("Line", number, func(n *Node) any { return object.Int(int32(n.at.line)) })
		add("Span", spanType, func(n *Node) any { return n.at })
		set.Add(&object.Member{Name: "ToString", Kind: object.Method, Overloads: []*object.Overload{{Return: words,
			Call: func(_ object.Invoker, v any, _ []any) (any, error) { return nodeOf(v).String(), nil }}}})
	case "Block":
		add("Parent", kinds["ContainerBlock"], func(n *Node) any { return n.parent.script() })
	case "ContainerBlock":
		add("Count", number, func(n *Node) any { return object.Int(int32(len(n.children))) })
		add("LastChild", kinds["Block"], func(n *Node) any { return n.last() })
	case "LeafBlock":
		add("Inline", kinds["ContainerInline"], func(n *Node) any { return n.inline.script() })
		add("Lines", linesType, func(n *Node) any { return &lines{list: value[[]string](n, "lines")} })
	case "Inline":
		add("Parent", kinds["ContainerInline"], func(n *Node) any { return n.parent.script() })
		add("PreviousSibling", kinds["Inline"], func(n *Node) any { return n.sibling(-1).script() })
		add("NextSibling", kinds["Inline"], func(n *Node) any { return n.sibling(1).script() })
	case "ContainerInline":
		add("FirstChild", kinds["Inline"], func(n *Node) any { return n.first().script() })
		add("LastChild", kinds["Inline"], func(n *Node) any { return n.last() })
	}
}

func (n *Node) last() any {
	if len(n.children) == 0 {
		return nil
	}
	return n.children[len(n.children)-1].script()
}

// sibling is the one so many places behind a node, nil when there is none.
func (n *Node) sibling(by int) *Node {
	if n.parent == nil {
		return nil
	}
	for i, other := range n.parent.children {
		if at := i + by; other == n && at >= 0 && at < len(n.parent.children) {
			return n.parent.children[at]
		}
	}
	return nil
}

// slice is Markdig.Helpers.StringSlice.
type slice struct {
	object.Instance
	text string
}

// PSType is Markdig.Helpers.StringSlice.
func (*slice) PSType() *object.Type { return sliceType }

// String is the text.
func (s *slice) String() string { return s.text }

func sliceMembers(set *object.MemberSet) {
	set.Add(&object.Member{Name: "Length", Kind: object.Property, Type: number, Get: func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(len(utf16.Encode([]rune(v.(*slice).text))))), nil
	}})
	set.Add(&object.Member{Name: "Text", Kind: object.Property, Type: words, Get: func(_ object.Invoker, v any) (any, error) { return v.(*slice).text, nil }})
	set.Add(&object.Member{Name: "ToString", Kind: object.Method, Overloads: []*object.Overload{{Return: words,
		Call: func(_ object.Invoker, v any, _ []any) (any, error) { return v.(*slice).text, nil }}}})
}

// lines is Markdig.Helpers.StringLineGroup: the lines of a block of code or HTML.
type lines struct {
	object.Instance
	list []string
}

// PSType is Markdig.Helpers.StringLineGroup.
func (*lines) PSType() *object.Type { return linesType }

// String is the lines with what separates them.
func (l *lines) String() string { return strings.Join(l.list, "\n") }

func linesMembers(set *object.MemberSet) {
	set.Add(&object.Member{Name: "Count", Kind: object.Property, Type: number, Get: func(_ object.Invoker, v any) (any, error) { return object.Int(int32(len(v.(*lines).list))), nil }})
	set.Add(&object.Member{Name: "Lines", Kind: object.Property, Type: object.ArrayOf(sliceType), Get: func(_ object.Invoker, v any) (any, error) {
		var items []any
		for _, line := range v.(*lines).list {
			items = append(items, &slice{text: line})
		}
		return object.NewArrayOf(object.ArrayOf(sliceType), items), nil
	}})
	set.Add(&object.Member{Name: "ToString", Kind: object.Method, Overloads: []*object.Overload{{Return: words,
		Call: func(_ object.Invoker, v any, _ []any) (any, error) { return v.(*lines).String(), nil }}}})
}

// PSType is Markdig.Syntax.SourceSpan.
func (span) PSType() *object.Type { return spanType }

func spanMembers(set *object.MemberSet) {
	add := func(name string, get func(s span) int) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: number, Get: func(_ object.Invoker, v any) (any, error) { return object.Int(int32(get(v.(span)))), nil }})
	}
	add("Start", func(s span) int { return s.start })
	add("End", func(s span) int { return s.end })
	add("Length", func(s span) int { return s.end - s.start + 1 })
}
