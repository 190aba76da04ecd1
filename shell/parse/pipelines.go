package parse

import "stagecoach/shell/ast"

// pipelineChain parses an assignment or pipelines joined by `&&` and `||`; nil:
// there is none.
func (p *parser) pipelineChain() ast.PipelineBase {
	p.enterRule()
	defer p.leaveRule()

	first, assign := p.assignmentTarget()
	if assign != nil {
		return p.assignment(first, assign)
	}
	var chain ast.Chainable
	var operator *token
	for length := 0; ; length++ {
		p.checkChain(length)
		var firstToken *token
		if first == nil {
			firstToken = p.peekToken()
		}
		pipeline := p.pipeline(first)
		first = nil
		if pipeline == nil {
			if operator == nil {
				return nil
			}
			return p.emptyChainElement(chain, operator, firstToken)
		}
		next := p.peekToken()
		background := false
		switch next.kind {
		case ast.AndAnd, ast.OrOr:
			p.skipToken()
			p.skipLines()
		case ast.Ampersand:
			p.skipToken()
			if t := p.peekToken(); t.kind == ast.AndAnd || t.kind == ast.OrOr {
				p.skipToken()
				p.fail(p.ext(t), "BackgroundOperatorInPipelineChain")
				start := extOf(pipeline)
				if chain != nil {
					start = extOf(chain)
				}
				return broken(span(start, p.ext(t)))
			}
			background = true
			fallthrough
		default:
			if chain == nil {
				if background {
					return pipeline.InBackground()
				}
				return pipeline
			}
			return &ast.PipelineChainAst{Placed: ast.At(span(extOf(chain), extOf(pipeline))), LhsPipelineChain: chain,
				RhsPipeline: pipeline, Operator: operator.kind, Background: background}
		}
		if chain == nil {
			chain = pipeline
		} else {
			chain = &ast.PipelineChainAst{Placed: ast.At(span(extOf(chain), extOf(pipeline))), LhsPipelineChain: chain,
				RhsPipeline: pipeline, Operator: operator.kind}
		}
		operator = next
		if p.peekToken().kind == ast.EndOfInput {
			p.failEnd(after(p.ext(next)), "EmptyPipelineChainElement")
			return chain
		}
	}
}

// assignmentTarget parses the expression at the start of a pipeline, and the
// assignment operator when one follows.
func (p *parser) assignmentTarget() (ast.Expression, *token) {
	old := p.setMode(modeExpression)
	target := p.expression(false)
	var assign *token
	if target != nil {
		if t := p.peekToken(); t.kind.IsAssignment() {
			p.skipToken()
			assign = t
		}
	}
	p.setMode(old)
	return target, assign
}

func (p *parser) assignment(target ast.Expression, assign *token) ast.PipelineBase {
	p.skipLines()
	value := p.statement()
	if value == nil {
		at := after(p.ext(assign))
		p.failEnd(at, "ExpectedValueExpression", assign.kind.Text())
		value = broken(at)
	}
	return &ast.AssignmentStatementAst{Placed: ast.At(span(extOf(target), extOf(value))), Left: target,
		Operator: assign.kind, Right: unwrapExpression(value), ErrorPosition: p.ext(assign)}
}

// unwrapExpression takes an expression out of the pipeline that is nothing else.
func unwrapExpression(s ast.Statement) ast.Statement {
	if pipeline, ok := s.(*ast.PipelineAst); ok && !pipeline.Background() && pipeline.PipelineElements().Len() == 1 {
		if e, ok := pipeline.PipelineElements().At(0).(*ast.CommandExpressionAst); ok {
			return e
		}
	}
	return s
}

func (p *parser) emptyChainElement(chain ast.Chainable, operator, found *token) ast.PipelineBase {
	switch found.kind {
	case ast.EndOfInput:
		p.failEnd(after(p.ext(operator)), "EmptyPipelineChainElement", p.textOf(operator))
	case ast.Dot, ast.Ampersand: // reported already
	default:
		p.fail(span(p.ext(operator), p.ext(found)), "EmptyPipelineChainElement", p.textOf(operator))
	}
	return ast.NewErrorStatement(span(extOf(chain), p.ext(operator)), ast.ErrorParts{Kind: operator.kind, NestedAst: []ast.Node{chain}})
}

// pipeline parses commands joined by `|`, the first of which may be an expression
// that was parsed already; nil: there is none.
func (p *parser) pipeline(first ast.Expression) *ast.PipelineAst {
	var one [1]ast.CommandBase // nearly always enough
	elements := one[:0]
	var pipe *token // the token behind the last element
	for {
		if first == nil {
			old := p.setMode(modeExpression)
			first = p.expression(false)
			p.setMode(old)
		}
		var element ast.CommandBase
		if first != nil {
			if len(elements) > 0 {
				p.fail(extOf(first), "ExpressionsMustBeFirstInPipeline")
			}
			element = p.commandExpression(first)
		} else if command := p.command(); command != nil {
			element = command
		}
		first = nil
		if element != nil {
			elements = append(elements, element)
		} else if len(elements) > 0 || p.peekToken().kind == ast.Pipe {
			at := p.ext(p.peekToken())
			if pipe != nil {
				at = after(p.ext(pipe))
			}
			p.failEnd(at, "EmptyPipeElement")
		}
		pipe = p.peekToken()
		if pipe.kind == ast.NewLine && p.continuesWithPipe(p.endIndex(p.ext(pipe))) {
			p.skipLines()
			pipe = p.peekToken()
		}
		if !p.anotherElement(pipe) {
			break
		}
	}
	if len(elements) == 0 {
		return nil
	}
	return ast.NewPipeline(elements...)
}

// anotherElement consumes a `|`; false: the pipeline ends before t.
func (p *parser) anotherElement(t *token) bool {
	switch t.kind {
	case ast.Semi, ast.NewLine, ast.RParen, ast.RCurly, ast.EndOfInput, ast.AndAnd, ast.OrOr, ast.Ampersand:
		return false
	case ast.Pipe:
		p.skipToken()
		p.skipLines()
		if p.peekToken().kind == ast.EndOfInput {
			p.failEnd(after(p.ext(t)), "EmptyPipeElement")
			return false
		}
		return true
	}
	p.fail(p.ext(t), "UnexpectedToken", p.textOf(t))
	return false
}

// commandExpression adds redirections to an expression that is an element of a
// pipeline.
func (p *parser) commandExpression(e ast.Expression) *ast.CommandExpressionAst {
	result := ast.NewCommandExpression(e)
	if !p.peekToken().isRedirection() {
		return result
	}
	var list redirections
	var last ast.RedirectionBase
	for t := p.peekToken(); t.isRedirection(); t = p.peekToken() {
		p.skipToken()
		last, _ = p.redirection(t, &list)
	}
	at := extOf(e)
	if last != nil {
		at = span(at, extOf(last))
	}
	result.Redirect(at, list.all())
	return result
}

// continuesWithPipe reports whether the line after a line end at offset starts
// with `|`; blank lines end a pipeline, comments do not.
func (p *parser) continuesWithPipe(offset int) bool {
	text := p.text
	if offset >= len(text) {
		return false
	}
	lineStart := true
	for i := offset; i < len(text)-1; {
		c, n := decode(text, i)
		switch {
		case isSpace(c):
			i += n
			continue
		case c == '\n' || c == '\r':
			if lineStart {
				return false
			}
			lineStart = true
			i++
			if c == '\r' && text[i] == '\n' {
				i++
			}
			continue
		}
		lineStart = false
		switch {
		case c == '#':
			i = skipLineComment(text, i+1)
		case c == '<' && text[i+1] == '#':
			i = skipBlockComment(text, i+2)
		default:
			return c == '|'
		}
	}
	return text[len(text)-1] == '|'
}

// redirections holds at most one redirection of each stream.
type redirections [7]ast.RedirectionBase

func (r *redirections) all() []ast.RedirectionBase {
	var list []ast.RedirectionBase
	for _, n := range r {
		if n != nil {
			list = append(list, n)
		}
	}
	return list
}

var streamWords = [...]string{"* stream", "output stream", "error stream", "warning stream", "verbose stream", "debug stream", "information stream"}

// redirection parses the target of a redirection and adds it to list. The node is
// nil for `<`, which is refused.
func (p *parser) redirection(t *token, list *redirections) (ast.RedirectionBase, ast.Extent) {
	var node ast.RedirectionBase
	from := ast.RedirectionStream(t.stream)
	if t.kind == ast.RedirectInStd || t.toStream == noStream {
		location := p.singleArgument(asFileName)
		if location == nil {
			p.fail(after(p.ext(t)), "MissingFileSpecification")
			location = ast.NewErrorExpression(p.ext(t))
		}
		ext := span(p.ext(t), extOf(location))
		if t.kind == ast.RedirectInStd {
			p.fail(p.ext(t), "RedirectionNotSupported", p.textOf(t))
			return nil, ext
		}
		node = &ast.FileRedirectionAst{Placed: ast.At(ext), FromStream: from, Append: t.append, Location: location}
	} else {
		to := ast.RedirectionStream(t.toStream)
		if to != ast.StreamOutput || from == to {
			p.fail(p.ext(t), "RedirectionNotSupported", p.textOf(t))
			to = ast.StreamOutput
		}
		node = &ast.MergingRedirectionAst{Placed: ast.At(p.ext(t)), FromStream: from, ToStream: to}
	}
	if list[from] == nil {
		list[from] = node
	} else {
		p.fail(extOf(node), "StreamAlreadyRedirected", streamWords[from])
	}
	return node, extOf(node)
}
