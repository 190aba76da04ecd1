package parse

import (
	"unicode/utf8"

	"stagecoach/shell/ast"
)

// parser reads one text by recursive descent, one method for each production,
// with one token of lookahead. Like PowerShell's it decides the scanner's mode as
// it goes and may send the scanner back; every production recovers from what is
// missing so that the rest of the text is parsed too.
//
// A production that returns nil consumed nothing but what it reported.
type parser struct {
	scanner
	held      *token // read but not consumed
	noComma   bool   // a comma separates arguments and makes no array
	depth     int
	errors    Errors
	strings   slab[ast.StringConstantExpressionAst]
	elements  []ast.CommandElement // of the commands being parsed, inner ones behind outer ones
	part      *ast.Source          // the `$(...)` of a string being parsed, as a text of its own
	typeToken *token               // the first one of the last type's name
	symbols   bool                 // there is a class, an enum or a using statement
}

func newParser(source *ast.Source) *parser {
	p := &parser{errors: Errors{source: source}}
	p.source, p.text, p.signature = source, source.Text, -1
	p.budget, p.exhausted = tokensPerByte*len(source.Text)+spareTokens, p.giveUp
	p.report, p.reportEnd = p.fail, func(ext ast.Extent, id string, args ...string) { p.failEnd(ext, id, args...) }
	return p
}

// maxDepth is how deep productions may nest: a text that goes deeper is refused.
const maxDepth = 5000

// tooDeep unwinds the parser from a text that it refuses to go on with.
type tooDeep struct{}

// Attributes at the start of a script block are read up to three times, because
// what follows them decides what they are; nested in each other that would never
// end. So a text may only have so many tokens read; others need less than one for
// each byte.
const (
	tokensPerByte = 8
	spareTokens   = 100_000
)

// giveUp refuses the text.
func (p *parser) giveUp() {
	p.fail(p.current(), "ScriptTooComplicated")
	panic(tooDeep{})
}

// enterRule counts nesting; the caller defers leaveRule.
func (p *parser) enterRule() {
	if p.depth++; p.depth > maxDepth {
		p.giveUp()
	}
}

func (p *parser) leaveRule() { p.depth-- }

// maxChain is how long a row of operators, members or types may be: each makes the
// tree one level deeper, though it nests no productions.
const maxChain = 100_000

// checkChain refuses a row that is too long.
func (p *parser) checkChain(length int) {
	if length > maxChain {
		p.giveUp()
	}
}

// fail reports an error that more text would not mend.
func (p *parser) fail(ext ast.Extent, id string, args ...string) {
	p.errors.add(ext, id, false, args)
}

// failEnd reports something missing at ext, and whether more text could supply
// it: whether nothing but blanks and comments follows.
func (p *parser) failEnd(ext ast.Extent, id string, args ...string) bool {
	return p.failSeen(ext, ext, id, args...)
}

// failSeen reports an error at ext that was noticed at seen.
func (p *parser) failSeen(ext, seen ast.Extent, id string, args ...string) bool {
	incomplete := p.endsText(seen)
	p.errors.add(ext, id, incomplete, args)
	return incomplete
}

// endsText reports whether nothing but blanks and comments follows the extent; a
// line end does count as something.
func (p *parser) endsText(ext ast.Extent) bool {
	for i := p.endIndex(ext); i < len(p.text); {
		rest := p.text[i:]
		c, n := utf8.DecodeRuneInString(rest)
		switch {
		case c == '#':
			i = skipLineComment(p.text, i+1)
		case c == '<' && len(rest) > 1 && rest[1] == '#':
			i = skipBlockComment(p.text, i+2)
		case isSpace(c):
			i += n
		default:
			return false
		}
	}
	return true
}

// endIndex returns where in the text the extent ends. Inside a `$(...)` of a string
// PowerShell takes the offset in the script for one in that part, and so do we.
func (p *parser) endIndex(ext ast.Extent) int {
	if p.base == 0 && len(p.dropped) == 0 {
		return ext.EndByte()
	}
	if p.part == nil || p.part.Text != p.text {
		p.part = ast.NewSource("", p.text)
	}
	return p.part.ByteOffset(ext.EndOffset())
}

func (p *parser) ext(t *token) ast.Extent { return t.extent(p.source) }

// text returns a token as written.
func (p *parser) textOf(t *token) string {
	ext := p.ext(t)
	return ext.Text()
}

func (p *parser) next() *token {
	if t := p.held; t != nil {
		p.held = nil
		return t
	}
	return p.scanner.next()
}

func (p *parser) peekToken() *token {
	if p.held == nil {
		p.held = p.scanner.next()
	}
	return p.held
}

func (p *parser) skipToken() { p.held = nil }

// take returns the next token when it is of the kind, else nil.
func (p *parser) take(kind ast.TokenKind) *token {
	if t := p.peekToken(); t.kind == kind {
		p.held = nil
		return t
	}
	return nil
}

func (p *parser) hold(t *token) { p.held = t }

func (p *parser) skipLines() {
	if p.held == nil || p.held.kind == ast.NewLine {
		p.held = nil
		p.skipNewlines(false)
	}
}

func (p *parser) skipSeparators() {
	if p.held == nil || p.held.kind == ast.NewLine || p.held.kind == ast.Semi {
		p.held = nil
		p.skipNewlines(true)
	}
}

// setMode switches the scanner, and reads a held token anew when it could mean
// something else in the new mode. It returns the mode before.
func (p *parser) setMode(m mode) mode {
	old := p.mode
	if m != old && p.held != nil && !p.held.kind.Has(ast.TraitModeInvariant) {
		p.goBack(p.held)
	}
	p.mode = m
	return old
}

// goBack reads on from the start of a token.
func (p *parser) goBack(t *token) { p.goTo(int(t.start)) }

// goTo reads on from an offset.
func (p *parser) goTo(offset int) {
	p.held = nil
	p.resync(offset)
}

// mark returns the offset to which goTo can return.
func (p *parser) mark() int { return p.restorePoint() }

// memberToken returns the member operator that directly follows, or nil; also
// nil after an error, when a token is held.
func (p *parser) memberToken(bracket bool) *token {
	if p.held != nil {
		return nil
	}
	return p.memberOperator(bracket)
}

// bracketToken returns the `[` that opens an attribute or type, or nil.
func (p *parser) bracketToken() *token {
	if p.held != nil {
		if p.held.kind == ast.LBracket {
			return p.next()
		}
		return nil
	}
	return p.bracketOnly()
}

// recover reads on to one of the kinds, with brackets balanced; consume says
// whether a closing bracket is consumed too.
func (p *parser) recover(consume bool, kinds ...ast.TokenKind) {
	wanted := func(k ast.TokenKind) bool {
		for _, w := range kinds {
			if w == k {
				return true
			}
		}
		return false
	}
	var open [3]int
	pairs := [3][2]ast.TokenKind{{ast.LParen, ast.RParen}, {ast.LCurly, ast.RCurly}, {ast.LBracket, ast.RBracket}}
	for i, pair := range pairs {
		if wanted(pair[1]) {
			open[i] = 1
		}
	}
	for {
		t := p.next()
		if t.kind == ast.EndOfInput {
			p.hold(t)
			return
		}
		for i, pair := range pairs {
			switch t.kind {
			case pair[0]:
				open[i]++
			case pair[1]:
				open[i]--
				if open[i] == 0 && wanted(pair[1]) {
					if !consume {
						p.hold(t)
					}
					return
				}
			}
		}
		if wanted(t.kind) && open == [3]int{} {
			return
		}
	}
}

// isEmpty reports whether ext is PowerShell's empty extent, which stands nowhere.
func isEmpty(ext ast.Extent) bool { return ext.Source == nil }

// span returns the extent from first to last.
func span(first, last ast.Extent) ast.Extent {
	if isEmpty(first) {
		return last
	}
	if isEmpty(last) {
		return first
	}
	return first.To(last)
}

func extOf(n ast.Node) ast.Extent { return *n.Extent() }

// after returns the empty extent behind ext.
func after(ext ast.Extent) ast.Extent {
	return ast.NewExtent(ext.Source, ext.EndByte(), ext.EndByte())
}

// before returns the empty extent one character in front of ext.
func before(ext ast.Extent) ast.Extent {
	at := ext.StartByte()
	if at > 0 {
		at--
		if text := ext.Source.Text; at < len(text) {
			for at > 0 && !utf8.RuneStart(text[at]) {
				at--
			}
		}
	}
	return ast.NewExtent(ext.Source, at, at)
}

// isParameter reports whether a parameter token is a beginning of name.
func isParameter(t *token, name string) bool { return startsWithFold(name, t.value) }
