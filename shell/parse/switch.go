package parse

import "stagecoach/shell/ast"

// switchParser is the state of one switch statement. PowerShell parses the whole
// of it in spite of errors and then keeps only an error statement.
type switchParser struct {
	*parser
	label, keyword *token
	node           *ast.SwitchStatementAst
	last           ast.Extent // the end of what was understood
	failed         bool
	incomplete     bool // the last error could be mended by more text
	parenthesized  bool
	flags          []ast.ErrorFlag
	bodies         []ast.Node
}

func (p *parser) switchStatement(label, keyword *token) ast.Statement {
	s := &switchParser{parser: p, label: label, keyword: keyword, node: &ast.SwitchStatementAst{Label: labelText(label)}}
	s.last = p.startOf(label, keyword)
	p.skipLines()
	s.options()
	s.condition()
	p.skipLines()
	closing := s.body()
	start := p.startOf(label, keyword)
	if s.failed {
		parts := ast.ErrorParts{Kind: keyword.kind, Flags: s.flags, Bodies: s.bodies}
		if s.parenthesized && s.node.Condition != nil {
			parts.Conditions = []ast.Node{s.node.Condition}
		}
		return ast.NewErrorStatement(span(start, s.last), parts)
	}
	s.node.Ext = span(start, p.ext(closing))
	return s.node
}

func (s *switchParser) fail(ext ast.Extent, id string, args ...string) {
	s.failed = true
	s.parser.fail(ext, id, args...)
}

func (s *switchParser) failEnd(id string) {
	s.failed = true
	s.incomplete = s.parser.failEnd(after(s.last), id)
}

func (s *switchParser) flag(name string, value ast.Node) {
	for _, f := range s.flags {
		if f.Name == name {
			return
		}
	}
	s.flags = append(s.flags, ast.ErrorFlag{Name: name, Value: value})
}

func (s *switchParser) options() {
	const patterns = ast.SwitchRegex | ast.SwitchWildcard
	t := s.peekToken()
	for ; t.kind == ast.Parameter; t = s.peekToken() {
		s.skipToken()
		s.last = s.ext(t)
		flags := &s.node.Flags
		switch {
		case isParameter(t, "regex"):
			*flags = *flags&^patterns | ast.SwitchRegex
			s.flag("regex", nil)
		case isParameter(t, "wildcard"):
			*flags = *flags&^patterns | ast.SwitchWildcard
			s.flag("wildcard", nil)
		case isParameter(t, "exact"):
			*flags &^= patterns
			s.flag("exact", nil)
		case isParameter(t, "casesensitive"):
			*flags |= ast.SwitchCaseSensitive
			s.flag("casesensitive", nil)
		case isParameter(t, "parallel"):
			*flags |= ast.SwitchParallel
			s.flag("parallel", nil)
		case isParameter(t, "file"):
			*flags |= ast.SwitchFile
			s.fileOption()
		default:
			s.fail(s.ext(t), "InvalidSwitchFlag", t.value)
		}
	}
	if t.kind == ast.Minus {
		s.flag("--%", nil)
	}
}

func (s *switchParser) fileOption() {
	s.skipLines()
	file := s.singleArgument(asFileName)
	if file == nil {
		s.failEnd("MissingFilenameOption")
		s.flag("file", nil)
		return
	}
	s.last = extOf(file)
	s.node.Condition = pipelineOf(file)
	s.flag("file", s.node.Condition)
}

// pipelineOf returns the pipeline that is nothing but an expression.
func pipelineOf(e ast.Expression) *ast.PipelineAst {
	return ast.NewPipeline(ast.NewCommandExpression(e))
}

func (s *switchParser) condition() {
	open := s.peekToken()
	if open.kind != ast.LParen {
		if s.node.Condition == nil && s.node.Flags&ast.SwitchFile == 0 {
			s.failEnd("PipelineValueRequired")
		}
		return
	}
	s.skipToken()
	s.last = s.ext(open)
	if s.node.Flags&ast.SwitchFile != 0 {
		s.fail(s.ext(open), "PipelineValueRequired")
	}
	s.parenthesized = true
	s.skipLines()
	s.node.Condition = s.pipelineChain()
	if s.node.Condition == nil {
		s.failEnd("PipelineValueRequired")
	} else {
		s.last = extOf(s.node.Condition)
	}
	s.skipLines()
	closing := s.next()
	if closing.kind == ast.RParen {
		s.last = s.ext(closing)
		return
	}
	s.hold(closing)
	if !s.incomplete {
		s.failEnd("MissingEndParenthesisInSwitchStatement")
	}
}

// body parses the clauses and returns the closing brace, nil when it is missing.
func (s *switchParser) body() *token {
	open := s.next()
	if open.kind != ast.LCurly {
		s.hold(open)
		if !s.incomplete {
			s.failed = true
			s.parser.failEnd(after(s.last), "MissingCurlyBraceInSwitchStatement")
		}
		return nil
	}
	s.last = s.ext(open)
	s.skipLines()
	for s.clause() {
		s.skipSeparators()
		switch t := s.peekToken(); t.kind {
		case ast.RCurly:
			s.skipToken()
			return t
		case ast.EndOfInput:
			if !s.incomplete {
				s.failed = true
				s.failSeen(s.ext(open), s.ext(t), "MissingEndCurlyBrace")
			}
			return nil
		}
	}
	return nil
}

// clause parses a pattern and its block; false: there is no pattern.
func (s *switchParser) clause() bool {
	t := s.peekToken()
	isDefault := t.kind == ast.Default
	var pattern ast.Expression
	if isDefault {
		s.skipToken()
		pattern = s.word(t)
	} else if pattern = s.singleArgument(asPattern); pattern == nil {
		s.failed = true
		s.parser.failEnd(after(s.last), "MissingSwitchConditionExpression")
		s.take(ast.RCurly)
		return false
	}
	s.bodies = append(s.bodies, pattern)
	s.last = extOf(pattern)
	body := s.statementBlock()
	if body == nil {
		s.failEnd("MissingSwitchStatementClause")
		return true
	}
	s.bodies = append(s.bodies, body)
	s.last = body.Ext
	switch {
	case !isDefault:
		s.node.Clauses = append(s.node.Clauses, ast.SwitchClause{Condition: pattern, Body: body})
	case s.node.Default != nil:
		s.fail(extOf(pattern), "MultipleSwitchDefaultClauses")
		fallthrough
	default:
		s.node.Default = body
	}
	return true
}
