package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// htmlRenderer writes what Markdig writes otherwise than CommonMark's reference.
type htmlRenderer struct {
	notes int // how many references to footnotes there were
}

// RegisterFuncs registers the kinds.
func (r *htmlRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extraKind, r.extra)
	reg.Register(ast.KindList, r.list)
	reg.Register(ast.KindListItem, r.item)
	reg.Register(ast.KindFencedCodeBlock, r.fenced)
	reg.Register(extast.KindTable, tag("<table>\n", "</tbody>\n</table>\n", r.emptyTable))
	reg.Register(extast.KindTableHeader, r.header)
	reg.Register(extast.KindTableRow, tag("<tr>\n", "</tr>\n", nil))
	reg.Register(extast.KindTableCell, r.cell)
	reg.Register(extast.KindTaskCheckBox, r.box)
	reg.Register(extast.KindFootnoteLink, r.note)
	reg.Register(extast.KindFootnoteBacklink, r.back)
	reg.Register(extast.KindFootnoteList, tag("<div class=\"footnotes\">\n<hr />\n<ol>\n", "</ol>\n</div>\n", nil))
}

// tag writes a text before and another one behind what is in a node; instead, where it is given,
// decides about the one behind.
func tag(before, behind string, instead func(n ast.Node) string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		out := before
		if !entering {
			if out = behind; instead != nil {
				out = instead(n)
			}
		}
		_, err := w.WriteString(out)
		return ast.WalkContinue, err
	}
}

func (*htmlRenderer) emptyTable(n ast.Node) string {
	if n.ChildCount() < 2 {
		return "</table>\n"
	}
	return "</tbody>\n</table>\n"
}

func (*htmlRenderer) header(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	out := "<thead>\n<tr>\n"
	if !entering {
		if out = "</tr>\n</thead>\n"; n.NextSibling() != nil {
			out += "<tbody>\n"
		}
	}
	_, err := w.WriteString(out)
	return ast.WalkContinue, err
}

func (*htmlRenderer) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, name := node.(*extast.TableCell), "td"
	if n.Parent().Kind() == extast.KindTableHeader {
		name = "th"
	}
	if !entering {
		_, err := w.WriteString("</" + name + ">\n")
		return ast.WalkContinue, err
	}
	_, err := w.WriteString("<" + name)
	if err == nil && n.Alignment != extast.AlignNone {
		_, err = fmt.Fprintf(w, ` style="text-align: %s;"`, n.Alignment.String())
	}
	if err == nil {
		err = w.WriteByte('>')
	}
	return ast.WalkContinue, err
}

func (*htmlRenderer) extra(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open := "<"
	if !entering {
		open = "</"
	}
	_, err := w.WriteString(open + n.(*extra).tag + ">")
	return ast.WalkContinue, err
}

// tasks tells whether a list item begins with a box to tick.
func tasks(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == extast.KindTaskCheckBox
}

func (*htmlRenderer) list(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, name := node.(*ast.List), "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	if !entering {
		_, err := w.WriteString("</" + name + ">\n")
		return ast.WalkContinue, err
	}
	var b strings.Builder
	b.WriteString("<" + name)
	if n.IsOrdered() && n.Start != 1 {
		b.WriteString(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if tasks(item) {
			b.WriteString(` class="contains-task-list"`)
			break
		}
	}
	_, err := w.WriteString(b.String() + ">\n")
	return ast.WalkContinue, err
}

// item writes a list item. Unlike CommonMark's reference, Markdig begins a new line only where a block wants one.
func (*htmlRenderer) item(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	out := "</li>\n"
	if entering {
		if out = "<li>"; tasks(n) {
			out = `<li class="task-list-item">`
		}
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			out += "\n"
		}
	}
	_, err := w.WriteString(out)
	return ast.WalkContinue, err
}

func (*htmlRenderer) box(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	out := `<input disabled="disabled" type="checkbox"`
	if n.(*extast.TaskCheckBox).IsChecked {
		out += ` checked="checked"`
	}
	_, err := w.WriteString(out + " /> ")
	return ast.WalkContinue, err
}

// fenced writes code; what names a language of diagrams is left to the page's scripts.
func (*htmlRenderer) fenced(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	language := string(n.Language(source))
	open, shut := "<pre><code>", "</code></pre>\n"
	switch {
	case strings.EqualFold(language, "mermaid"), strings.EqualFold(language, "nomnoml"):
		open, shut = `<div class="`+language+`">`, "</div>\n"
		if strings.EqualFold(language, "mermaid") {
			open, shut = `<pre class="`+language+`">`, "</pre>\n"
		}
	case language != "":
		open = `<pre><code class="language-` + string(util.EscapeHTML([]byte(language))) + `">`
	}
	if _, err := w.WriteString(open); err != nil {
		return ast.WalkStop, err
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		html.DefaultWriter.RawWrite(w, line.Value(source))
	}
	_, err := w.WriteString(shut)
	return ast.WalkContinue, err
}

func (r *htmlRenderer) note(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	r.notes++
	n := node.(*extast.FootnoteLink)
	_, err := fmt.Fprintf(w, `<a id="fnref:%d" href="#fn:%d" class="footnote-ref"><sup>%d</sup></a>`, r.notes, n.Index, n.Index)
	return ast.WalkContinue, err
}

func (*htmlRenderer) back(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	_, err := fmt.Fprintf(w, `<a href="#fnref:%d" class="footnote-back-ref">&#8617;</a>`, node.(*extast.FootnoteBacklink).Index)
	return ast.WalkContinue, err
}
