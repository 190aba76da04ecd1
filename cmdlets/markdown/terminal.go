package markdown

import (
	"strconv"
	"strings"
)

// drawTerminal draws a document for a terminal as PowerShell does. Some of it is PowerShell's own
// way: of headings, emphasis and links only the first piece of text is shown; rules, HTML and
// indented code are not; a nested list of an ordered one is not; inside a quote no line but each
// block's first is marked.
func drawTerminal(n *Node, o *Options) string {
	t := &terminal{options: o}
	t.draw(n)
	return t.out.String()
}

type terminal struct {
	out     strings.Builder
	options *Options
}

func (t *terminal) line(text string) { t.out.WriteString(text + "\n") }

func (t *terminal) children(n *Node) {
	if n == nil {
		return
	}
	for _, child := range n.children {
		t.draw(child)
	}
}

func (t *terminal) draw(n *Node) {
	switch n.kind.Name {
	case "HeadingBlock":
		if text := firstText(n.inline); text != "" {
			t.line(t.options.draw("Header"+strconv.Itoa(int(value[int32](n, "Level"))), text))
			t.line("")
		}
	case "LineBreakInline":
		if value[bool](n, "IsHard") {
			t.line("")
		} else {
			t.out.WriteByte(' ')
		}
	case "CodeInline":
		t.out.WriteString(t.options.draw("Code", value[string](n, "Content")))
	case "FencedCodeBlock":
		t.code(n)
	case "EmphasisInline":
		name := "EmphasisItalics"
		if value[int32](n, "DelimiterCount") == 2 {
			name = "EmphasisBold"
		}
		t.out.WriteString(t.options.draw(name, firstText(n)))
	case "ParagraphBlock":
		t.children(n.inline)
		t.line("")
	case "LinkInline":
		t.link(n)
	case "ListBlock":
		t.list(n)
	case "QuoteBlock":
		for _, child := range n.children {
			t.out.WriteString("> ")
			t.draw(child)
		}
		t.line("")
	default:
		t.other(n)
	}
}

// other draws what has no form of its own: texts, and whatever holds others.
func (t *terminal) other(n *Node) {
	switch {
	case n.is("LeafInline"):
		t.out.WriteString(n.String())
		if n.sibling(1) == nil {
			t.line("")
		}
	case n.is("ContainerBlock"), n.is("ContainerInline"):
		t.children(n)
	}
}

// firstText is ToString of the first inline.
func firstText(n *Node) string {
	if first := n.first(); first != nil {
		return first.String()
	}
	return ""
}

func (t *terminal) code(n *Node) {
	list := value[[]string](n, "lines")
	if len(list) == 0 {
		return
	}
	yaml := strings.EqualFold(value[string](n, "Info"), "yaml")
	for _, text := range list {
		switch {
		case strings.TrimSpace(text) == "":
		case yaml:
			t.line("\t" + text)
		case t.options.enabled:
			// [500@ moves what is right of it away, so that the whole line has the background.
			t.line(escape + t.options.values["Code"] + text + escape + "[500@" + reset)
		default:
			t.line(text)
		}
	}
	t.line("")
}

func (t *terminal) link(n *Node) {
	text := firstText(n)
	if !value[bool](n, "IsImage") {
		t.out.WriteString(t.options.draw("Link", `"`+text+`"`))
		return
	}
	if text == "" {
		text = "Image"
	}
	t.out.WriteString(t.options.draw("Image", "["+text+"]"))
}

func (t *terminal) list(n *Node) {
	for i, item := range n.children {
		for _, block := range item.children {
			if !value[bool](n, "IsOrdered") {
				t.bullet(block, string(n.bullet()), 0)
			} else if block.is("ParagraphBlock") {
				t.out.WriteString(strconv.Itoa(i+1) + ". ")
				t.children(block.inline)
			}
		}
	}
	t.line("")
}

// bullet draws one block of a list, further in for each list around it but the first.
func (t *terminal) bullet(block *Node, bullet string, depth int) {
	switch block.kind.Name {
	case "ParagraphBlock":
		t.out.WriteString(strings.Repeat("  ", depth) + bullet + " ")
		t.children(block.inline)
	case "ListBlock":
		for _, item := range block.children {
			for _, inner := range item.children {
				t.bullet(inner, bullet, depth+1)
			}
		}
	}
}
