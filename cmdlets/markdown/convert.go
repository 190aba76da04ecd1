package markdown

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"stagecoach/shell/object"
)

// converter makes Nodes of a tree that was read.
type converter struct {
	source []byte
	lines  []int // where lines begin
}

func (c *converter) document(tree ast.Node) *Node {
	n := newNode("MarkdownDocument", map[string]any{"LineCount": object.Int(int32(len(c.lines)))})
	n.at = span{end: len(c.source) - 1}
	c.blocks(n, tree)
	return n
}

func (c *converter) blocks(to *Node, of ast.Node) {
	for b := of.FirstChild(); b != nil; b = b.NextSibling() {
		if n := c.block(b); n != nil {
			to.add(n)
		}
	}
}

// block is one block with all that is in it.
func (c *converter) block(b ast.Node) *Node {
	var n *Node
	switch x := b.(type) {
	case *ast.Heading:
		underlined := x.Pos() < len(c.source) && x.Pos() >= 0 && c.source[x.Pos()] != '#'
		n = newNode("HeadingBlock", map[string]any{"Level": object.Int(int32(x.Level)), "IsSetext": underlined, "HeaderChar": object.Char(headingChar(x.Level, underlined))})
	case *ast.Paragraph, *ast.TextBlock:
		n = newNode("ParagraphBlock", nil)
	case *ast.ThematicBreak:
		n = newNode("ThematicBreakBlock", map[string]any{"ThematicChar": c.charAt(x.Pos())})
	case *ast.FencedCodeBlock:
		n = c.fenced(x)
	case *ast.CodeBlock:
		n = newNode("CodeBlock", map[string]any{"lines": c.text(x)})
	case *ast.HTMLBlock:
		n = newNode("HtmlBlock", map[string]any{"lines": c.text(x)})
	case *ast.Blockquote:
		n = newNode("QuoteBlock", map[string]any{"QuoteChar": object.Char('>')})
	case *ast.List:
		n = newNode("ListBlock", listValues(x))
	case *ast.ListItem:
		n = newNode("ListItemBlock", map[string]any{"Order": object.Int(order(x))})
	case *ast.LinkReferenceDefinition:
		n = newNode("LinkReferenceDefinition", map[string]any{"Label": string(x.Label), "Url": string(x.Destination), "Title": string(x.Title)})
	default:
		n = c.extension(b)
	}
	if n == nil {
		return nil
	}
	n.at = c.place(b)
	if n.is("ContainerBlock") {
		c.blocks(n, b)
	} else if b.FirstChild() != nil {
		n.inline = newNode("ContainerInline", nil)
		n.inline.at = n.at
		c.inlines(n.inline, b)
	}
	return n
}

// extension is a block that CommonMark does not have.
func (c *converter) extension(b ast.Node) *Node {
	switch x := b.(type) {
	case *extast.Table:
		return newNode("Table", nil)
	case *extast.TableHeader, *extast.TableRow:
		return newNode("TableRow", map[string]any{"IsHeader": b.Kind() == extast.KindTableHeader})
	case *extast.TableCell:
		n := newNode("TableCell", map[string]any{"ColumnIndex": object.Int(-1), "ColumnSpan": object.Int(1), "RowSpan": object.Int(1)})
		paragraph := newNode("ParagraphBlock", nil)
		paragraph.inline = newNode("ContainerInline", nil)
		c.inlines(paragraph.inline, b)
		n.add(paragraph)
		return n
	case *extast.FootnoteList:
		return newNode("FootnoteGroup", nil)
	case *extast.Footnote:
		return newNode("Footnote", map[string]any{"Label": "^" + string(x.Ref), "Order": object.Int(int32(x.Index))})
	case *extast.DefinitionList:
		return newNode("DefinitionList", nil)
	case *extast.DefinitionTerm:
		return newNode("DefinitionTerm", nil)
	case *extast.DefinitionDescription:
		return newNode("DefinitionItem", nil)
	}
	return nil
}

func (c *converter) fenced(x *ast.FencedCodeBlock) *Node {
	v := map[string]any{"lines": c.text(x), "FencedChar": c.charAt(x.Pos()), "Info": "", "Arguments": ""}
	if x.Info != nil {
		info, arguments, _ := strings.Cut(strings.TrimSpace(string(x.Info.Segment.Value(c.source))), " ")
		v["Info"], v["Arguments"] = info, strings.TrimSpace(arguments)
	}
	return newNode("FencedCodeBlock", v)
}

func headingChar(level int, underlined bool) rune {
	switch {
	case !underlined:
		return '#'
	case level == 1:
		return '='
	}
	return '-'
}

func listValues(x *ast.List) map[string]any {
	v := map[string]any{"IsOrdered": x.IsOrdered(), "IsLoose": !x.IsTight, "BulletType": object.Char(rune(x.Marker)), "OrderedDelimiter": object.Char(0)}
	if x.IsOrdered() {
		v["BulletType"], v["OrderedDelimiter"] = object.Char('1'), object.Char(rune(x.Marker))
		v["OrderedStart"], v["DefaultOrderedStart"] = strconv.Itoa(x.Start), "1"
	}
	return v
}

// order is the number of an item of an ordered list, 0 in others.
func order(x *ast.ListItem) int32 {
	list, ok := x.Parent().(*ast.List)
	if !ok || !list.IsOrdered() {
		return 0
	}
	n := list.Start
	for s := x.PreviousSibling(); s != nil; s = s.PreviousSibling() {
		n++
	}
	return int32(n)
}

func (n *Node) bullet() rune { return rune(value[object.Char](n, "BulletType")) }

// text are the lines of a block that are as they are.
func (c *converter) text(b ast.Node) []string {
	var list []string
	for i := range b.Lines().Len() {
		line := b.Lines().At(i)
		list = append(list, string(bytes.TrimRight(line.Value(c.source), "\r\n")))
	}
	return list
}

func (c *converter) charAt(pos int) object.Char {
	for ; pos >= 0 && pos < len(c.source); pos++ {
		if ch := c.source[pos]; ch != ' ' && ch != '>' {
			return object.Char(rune(ch))
		}
	}
	return 0
}

// place is where a node is.
func (c *converter) place(n ast.Node) span {
	start := max(n.Pos(), 0)
	end := start - 1
	if n.Type() == ast.TypeBlock {
		if l := n.Lines(); l.Len() > 0 {
			last := l.At(l.Len() - 1)
			end = last.Start + len(bytes.TrimRight(last.Value(c.source), "\r\n")) - 1
		}
		if child := n.LastChild(); child != nil {
			end = max(end, c.place(child).end)
		}
	} else if t, ok := n.(*ast.Text); ok {
		end = t.Segment.Stop - 1
	}
	line := sort.SearchInts(c.lines, start+1) - 1
	return span{start: start, end: end, line: line, column: start - c.lines[max(line, 0)]}
}

func (c *converter) inlines(to *Node, of ast.Node) {
	for i := of.FirstChild(); i != nil; i = i.NextSibling() {
		c.inline(to, i)
	}
}

// inline adds one inline with all that is in it.
func (c *converter) inline(to *Node, i ast.Node) {
	var n *Node
	switch x := i.(type) {
	case *ast.Text:
		c.literal(to, x)
		return
	case *ast.String:
		n = newNode("LiteralInline", map[string]any{"Content": &slice{text: string(x.Value)}})
	case *ast.CodeSpan:
		n = newNode("CodeInline", map[string]any{"Delimiter": object.Char('`'), "DelimiterCount": object.Int(1), "Content": c.span(x)})
	case *ast.Emphasis:
		n = newNode("EmphasisInline", map[string]any{"DelimiterChar": c.charAt(x.Pos()), "DelimiterCount": object.Int(int32(x.Level))})
	case *extra:
		n = newNode("EmphasisInline", map[string]any{"DelimiterChar": object.Char(rune(x.char)), "DelimiterCount": object.Int(int32(x.count))})
	case *ast.Link:
		n = newNode("LinkInline", map[string]any{"Url": string(x.Destination), "Title": string(x.Title), "Label": nil, "IsImage": false, "IsShortcut": false, "IsAutoLink": false})
	case *ast.Image:
		n = newNode("LinkInline", map[string]any{"Url": string(x.Destination), "Title": string(x.Title), "Label": nil, "IsImage": true, "IsShortcut": false, "IsAutoLink": false})
	case *ast.AutoLink:
		n = c.autoLink(x)
	case *ast.RawHTML:
		var b strings.Builder
		for k := range x.Segments.Len() {
			s := x.Segments.At(k)
			b.Write(s.Value(c.source))
		}
		n = newNode("HtmlInline", map[string]any{"Tag": b.String()})
	case *extast.TaskCheckBox:
		n = newNode("TaskList", map[string]any{"Checked": x.IsChecked})
	case *extast.FootnoteLink:
		n = newNode("FootnoteLink", map[string]any{"IsBackLink": false, "Index": object.Int(int32(x.Index))})
	case *extast.FootnoteBacklink:
		n = newNode("FootnoteLink", map[string]any{"IsBackLink": true, "Index": object.Int(int32(x.Index))})
	default:
		return
	}
	n.at = c.place(i)
	to.add(n)
	if n.is("ContainerInline") && n.first() == nil {
		c.inlines(n, i)
	}
}

// autoLink is a link in angle brackets; one that is written bare is a link with its own text.
func (c *converter) autoLink(x *ast.AutoLink) *Node {
	url, mail := string(x.URL(c.source)), x.AutoLinkType == ast.AutoLinkEmail
	if at := x.Pos(); at >= 0 && at < len(c.source) && c.source[at] == '<' {
		return newNode("AutolinkInline", map[string]any{"Url": url, "IsEmail": mail})
	}
	n := newNode("LinkInline", map[string]any{"Url": url, "Title": "", "Label": nil, "IsImage": false, "IsShortcut": false, "IsAutoLink": true})
	n.add(newNode("LiteralInline", map[string]any{"Content": &slice{text: string(x.Label(c.source))}}))
	return n
}

// span is the text of code, its lines in one.
func (c *converter) span(x *ast.CodeSpan) string {
	var b strings.Builder
	for t := x.FirstChild(); t != nil; t = t.NextSibling() {
		if s, ok := t.(*ast.Text); ok {
			b.Write(bytes.ReplaceAll(s.Segment.Value(c.source), []byte("\n"), []byte(" ")))
		}
	}
	return b.String()
}

// literal adds a text, to the one before it when nothing is between them, and the line's break.
func (c *converter) literal(to *Node, x *ast.Text) {
	s := literal(x, c.source)
	if k := len(to.children); k > 0 && to.children[k-1].is("LiteralInline") {
		before := to.children[k-1]
		value[*slice](before, "Content").text += s
		before.at.end = x.Segment.Stop - 1
	} else if s != "" {
		n := newNode("LiteralInline", map[string]any{"Content": &slice{text: s}})
		n.at = c.place(x)
		to.add(n)
	}
	if x.SoftLineBreak() || x.HardLineBreak() {
		backslash := x.HardLineBreak() && x.Segment.Stop < len(c.source) && c.source[x.Segment.Stop] == '\\'
		n := newNode("LineBreakInline", map[string]any{"IsHard": x.HardLineBreak(), "IsBackslash": backslash})
		n.at = c.place(x)
		to.add(n)
	}
}
