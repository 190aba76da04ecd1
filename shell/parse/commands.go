package parse

import (
	"slices"
	"unicode/utf8"

	"stagecoach/shell/ast"
)

func decode(text string, i int) (rune, int) { return utf8.DecodeRuneInString(text[i:]) }

// argumentUse says what an argument is for: it decides whether commas make an
// array and whether a bare word expands variables.
type argumentUse uint8

const (
	asCommandName     argumentUse = iota // literal
	asCommandNameExpr                    // after `&` or `.`: expands
	asFileName
	asArgument // commas make an array
	asPattern  // of a switch clause
)

func (u argumentUse) isName() bool { return u <= asCommandNameExpr }

// singleArgument parses one argument in argument mode; nil: there is none.
func (p *parser) singleArgument(use argumentUse) ast.Expression {
	if k := p.peekToken().kind; k == ast.Comma || k == ast.EndOfInput {
		return nil
	}
	old := p.setMode(modeCommand)
	e := p.argument(use, p.next())
	p.setMode(old)
	return e
}

// argument parses an argument that starts with t; nil: t starts none.
func (p *parser) argument(use argumentUse, t *token) ast.Expression {
	var list []ast.Expression
	var comma *token
	for {
		e := p.argumentElement(use, t)
		if e == nil {
			p.hold(t)
			if comma == nil {
				return nil
			}
			p.failEnd(after(p.ext(comma)), "MissingExpression", ",")
			return ast.NewErrorExpression(span(extOf(list[0]), p.ext(comma)), nodes(list)...)
		}
		verbatim := t.kind == ast.Generic && t.value == "--%" && t.parts() == nil
		if use == asArgument && !verbatim {
			if next := p.peekToken(); next.kind == ast.Comma {
				comma = next
				list = append(list, e)
				p.skipToken()
				p.skipLines()
				t = p.next()
				continue
			}
		}
		if list == nil {
			return e
		}
		list = append(list, e)
		return &ast.ArrayLiteralAst{Placed: ast.At(span(extOf(list[0]), extOf(e))), Elements: list}
	}
}

func (p *parser) argumentElement(use argumentUse, t *token) ast.Expression {
	switch t.kind {
	case ast.Pipe, ast.RCurly, ast.RParen, ast.EndOfInput, ast.NewLine, ast.Semi, ast.Redirection, ast.RedirectInStd,
		ast.AndAnd, ast.OrOr, ast.Ampersand, ast.MinusMinus, ast.Comma:
		return nil
	case ast.SplattedVariable, ast.Variable, ast.Number, ast.HereStringExpandable, ast.StringExpandable,
		ast.HereStringLiteral, ast.StringLiteral, ast.LParen, ast.DollarParen, ast.AtParen, ast.AtCurly, ast.LCurly:
		p.hold(t)
		return p.primary(true)
	case ast.Generic:
		if use.isName() {
			t.mark = commandName
		}
		if t.parts() != nil && use != asCommandName {
			return p.expandable(t, ast.BareWord)
		}
		return p.constant(p.ext(t), t.value, ast.BareWord)
	}
	t.mark = commandWord
	if use.isName() {
		t.mark = commandName
	}
	return p.word(t)
}

// command parses a command with its arguments; nil: there is none.
func (p *parser) command() *ast.CommandAst {
	old := p.setMode(modeCommand)
	c := &commandParser{parser: p, base: len(p.elements)}
	first, operator := c.all()
	p.setMode(old)
	elements := p.elements[c.base:]
	if len(elements) > ast.ManyElements { // the command keeps them
		p.elements = slices.Clone(p.elements[:c.base])
	} else {
		p.elements = p.elements[:c.base]
		defer clear(elements)
	}
	if len(elements) > 0 {
		return ast.NewCommand(span(p.ext(first), c.end), operator, elements, c.redirections.all())
	}
	if operator != ast.Unknown {
		p.fail(p.ext(first), "MissingExpression", p.textOf(first))
	}
	return nil
}

// all parses the elements of a command and returns its first token and its operator.
func (c *commandParser) all() (first *token, operator ast.TokenKind) {
	first = c.next()
	t := first
	c.end = c.ext(first)
	c.use = asCommandName
	if first.kind == ast.Dot || first.kind == ast.Ampersand {
		operator = first.kind
		c.use = asCommandNameExpr
		t = c.next()
	}
	for c.element(t) {
		c.use = asArgument
		t = c.next()
	}
	return first, operator
}

// commandParser is the state of one command.
type commandParser struct {
	*parser
	base         int         // where its elements start in parser.elements
	use          argumentUse // what the next element is
	end          ast.Extent
	dashDash     bool // `--` was seen: what looks like a parameter is an argument
	redirections redirections
}

func (c *commandParser) add(e ast.CommandElement) {
	c.elements = append(c.elements, e)
	c.end = extOf(e)
}

// element parses the element that starts with t; false: the command ends.
func (c *commandParser) element(t *token) bool {
	switch t.kind {
	case ast.Pipe, ast.RCurly, ast.RParen, ast.EndOfInput, ast.NewLine, ast.Semi, ast.AndAnd, ast.OrOr, ast.Ampersand:
		c.hold(t)
		return false
	case ast.MinusMinus:
		if c.dashDash {
			c.add(c.word(t))
		} else {
			c.add(ast.NewCommandParameter(c.ext(t), "-"))
		}
		c.dashDash = true
	case ast.Comma:
		c.end = c.ext(t)
		c.fail(c.end, "MissingArgument")
		c.skipLines()
	case ast.Parameter:
		if c.use.isName() || c.dashDash {
			t.mark = keywordAsName
			c.add(c.word(t))
		} else {
			c.add(c.commandParameter(t))
		}
	case ast.Redirection, ast.RedirectInStd:
		if c.use.isName() {
			c.add(c.word(t))
		} else {
			_, c.end = c.redirection(t, &c.redirections)
		}
	case ast.InlineScript:
		if c.use == asCommandName {
			return c.inlineScript(t)
		}
		c.add(c.argument(c.use, t))
	default:
		c.add(c.argument(c.use, t))
		if isString(t.kind) && t.value == "--%" {
			return c.verbatimArgument()
		}
	}
	return true
}

func isString(k ast.TokenKind) bool {
	return k == ast.Generic || k >= ast.StringLiteral && k <= ast.HereStringExpandable
}

// verbatimArgument takes the rest of the line after `--%`; the command ends.
func (c *commandParser) verbatimArgument() bool {
	if c.held != nil && c.held.kind != ast.Parameter {
		return true
	}
	c.held = nil
	t := c.verbatim()
	c.add(c.constant(c.ext(t), t.value, ast.BareWord))
	return false
}

func (c *commandParser) commandParameter(t *token) *ast.CommandParameterAst {
	node := ast.NewCommandParameter(c.ext(t), t.value)
	if !t.colon || c.peekToken().kind == ast.Comma {
		return node
	}
	if argument := c.argument(asArgument, c.next()); argument != nil {
		node.Join(argument)
	} else {
		c.fail(after(c.ext(t)), "ParameterRequiresArgument", c.textOf(t))
	}
	return node
}

// inlineScript parses the block of a workflow's InlineScript.
func (c *commandParser) inlineScript(t *token) bool {
	t.mark = keywordAsName
	c.add(c.word(t))
	c.skipLines()
	open := c.next()
	if open.kind != ast.LCurly {
		c.hold(open)
		c.failEnd(after(c.ext(t)), "MissingStatementAfterKeyword", c.textOf(t))
		return false
	}
	c.add(c.scriptBlockExpression(open))
	return true
}
