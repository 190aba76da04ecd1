package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// readPlain reads CommonMark without extensions.
func readPlain(source string) *Node {
	b := []byte(source)
	return (&converter{source: b, lines: lineStarts(b)}).document(goldmark.New().Parser().Parse(text.NewReader(b)))
}

// readAdvanced reads Markdown with extensions, and writes its HTML.
func readAdvanced(source string) (*Node, string) {
	b := []byte(source)
	m := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Footnote, extension.DefinitionList, extension.Linkify),
		goldmark.WithParserOptions(parser.WithAttribute(), parser.WithInlineParsers(extraParsers()...)),
		goldmark.WithRendererOptions(html.WithXHTML(), html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(&htmlRenderer{}, 1))))
	tree := m.Parser().Parse(text.NewReader(b))
	(&identifiers{used: map[string]bool{}}).name(b, tree)
	var out bytes.Buffer
	if err := m.Renderer().Render(&out, b, tree); err != nil {
		return nil, ""
	}
	return (&converter{source: b, lines: lineStarts(b)}).document(tree), out.String()
}

// extra is emphasis beyond CommonMark's: ~lowered~, ~~struck out~~, ^raised^, ++inserted++, ==marked==.
type extra struct {
	ast.BaseInline
	tag   string
	char  byte
	count int
}

var extraKind = ast.NewNodeKind("Extra")

// Kind is the node's kind.
func (*extra) Kind() ast.NodeKind { return extraKind }

// Dump shows the node, for debugging.
func (e *extra) Dump(source []byte, level int) { ast.DumpHelper(e, source, level, nil, nil) }

// extraParser reads the emphasis of one character, of min to max of them.
type extraParser struct {
	char     byte
	min, max int
	tags     []string // by how many characters there are, less min
}

func extraParsers() []util.PrioritizedValue {
	var list []util.PrioritizedValue
	for _, p := range []*extraParser{{'~', 1, 2, []string{"sub", "del"}}, {'^', 1, 1, []string{"sup"}}, {'+', 2, 2, []string{"ins"}}, {'=', 2, 2, []string{"mark"}}} {
		list = append(list, util.Prioritized(p, 500))
	}
	return list
}

// Trigger is the character.
func (p *extraParser) Trigger() []byte { return []byte{p.char} }

// IsDelimiter tells whether an octet is the character.
func (p *extraParser) IsDelimiter(b byte) bool { return b == p.char }

// CanOpenCloser tells whether two runs of characters belong together.
func (p *extraParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char && opener.OriginalLength == closer.OriginalLength
}

// OnMatch makes the node.
func (p *extraParser) OnMatch(consumes int) ast.Node {
	n := min(max(consumes, p.min), p.max)
	return &extra{tag: p.tags[n-p.min], char: p.char, count: n}
}

// Parse reads a run of the character.
func (p *extraParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	run := parser.ScanDelimiter(line, before, p.min, p)
	if run == nil || run.OriginalLength > p.max || before == rune(p.char) {
		return nil
	}
	run.Segment = segment.WithStop(segment.Start + run.OriginalLength)
	block.Advance(run.OriginalLength)
	pc.PushDelimiter(run)
	return run
}

// lineStarts are the offsets at which lines begin.
func lineStarts(source []byte) []int {
	starts := []int{0}
	for i, c := range source {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// plainText is the text of inlines, without what marks it up.
func plainText(source []byte, n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch x := n.(type) {
		case *ast.Text:
			b.WriteString(literal(x, source))
			if x.SoftLineBreak() || x.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(x.Value)
		case *ast.AutoLink:
			b.Write(x.Label(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// literal is a text with its escapes and references resolved.
func literal(t *ast.Text, source []byte) string {
	v := t.Segment.Value(source)
	if !t.IsRaw() {
		v = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(v)))
	}
	return string(v)
}
