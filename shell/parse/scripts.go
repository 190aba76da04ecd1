package parse

import "stagecoach/shell/ast"

// scriptBlock parses what stands between the braces of a script block, or a
// whole script when open is nil. The unnamed body of a filter is its process
// block. first is a statement to put before all others.
func (p *parser) scriptBlock(open *token, filter bool, first ast.Statement) *ast.ScriptBlockAst {
	p.skipLines()
	var usings []*ast.UsingStatementAst
	if open == nil {
		usings = p.usingStatements()
	}
	mark := p.mark()
	params := p.paramBlock()
	if params == nil {
		p.goTo(mark)
	}
	p.skipSeparators()
	return p.scriptBlockBody(open, filter, usings, params, first)
}

func (p *parser) usingStatements() []*ast.UsingStatementAst {
	var list []*ast.UsingStatementAst
	for {
		t := p.peekToken()
		if t.kind != ast.Using {
			p.goBack(t)
			return list
		}
		p.skipToken()
		if u, ok := p.usingStatement(t).(*ast.UsingStatementAst); ok {
			list = append(list, u)
		}
		p.skipSeparators()
	}
}

// paramBlock parses `[attribute()] param(...)`, or returns nil.
func (p *parser) paramBlock() *ast.ParamBlockAst {
	p.skipLines()
	candidates := p.attributeList(false)
	p.skipLines()
	keyword := p.take(ast.Param)
	if keyword == nil {
		return nil
	}
	p.skipLines()
	open := p.next()
	if open.kind != ast.LParen {
		p.hold(open) // a command named param
		return nil
	}
	params := p.parameterList()
	p.skipLines()
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RParen {
		p.hold(closing)
		end = before(end)
		last := p.ext(open)
		if len(params) > 0 {
			last = extOf(params[len(params)-1])
		}
		p.failEnd(after(last), "MissingEndParenthesisInFunctionParameterList")
	}
	block := &ast.ParamBlockAst{Placed: ast.At(span(p.ext(keyword), end)), Parameters: params}
	for _, c := range candidates {
		if a, ok := c.(*ast.AttributeAst); ok {
			block.Attributes = append(block.Attributes, a)
		} else {
			p.fail(extOf(c), "TypeNotAllowedBeforeParam", typeNameOf(c).FullName())
		}
	}
	return block
}

func typeNameOf(a ast.AttributeBase) ast.ITypeName {
	if t, ok := a.(*ast.TypeConstraintAst); ok {
		return t.TypeName
	}
	return a.(*ast.AttributeAst).TypeName
}

func (p *parser) parameterList() []*ast.ParameterAst {
	var list []*ast.ParameterAst
	var comma *token
	for {
		param := p.parameterDeclaration()
		if param == nil {
			if comma != nil {
				p.failEnd(after(p.ext(comma)), "MissingExpressionAfterToken", comma.kind.Text())
			}
			return list
		}
		list = append(list, param)
		p.skipLines()
		if comma = p.take(ast.Comma); comma == nil {
			return list
		}
	}
}

func (p *parser) parameterDeclaration() *ast.ParameterAst {
	oldComma, oldMode := p.noComma, p.setMode(modeExpression)
	p.noComma = true
	defer func() {
		p.noComma = oldComma
		p.setMode(oldMode)
	}()
	p.skipLines()
	attributes := p.attributeList(false)
	p.skipLines()
	t := p.next()
	if t.kind != ast.Variable && t.kind != ast.SplattedVariable {
		p.hold(t)
		if attributes == nil {
			return nil
		}
		last := extOf(attributes[len(attributes)-1])
		p.failEnd(after(last), "InvalidFunctionParameter")
		p.recover(true, ast.RParen)
		ext := span(extOf(attributes[0]), last)
		name := &ast.VariableExpressionAst{Placed: ast.At(ext), VariablePath: ast.NewVariablePath("__error__")}
		return &ast.ParameterAst{Placed: ast.At(ext), Attributes: attributes, Name: name}
	}
	name := p.variableNode(t)
	param := &ast.ParameterAst{Attributes: attributes, Name: name}
	p.skipLines()
	end := p.ext(t)
	if equals := p.take(ast.Equals); equals != nil {
		p.skipLines()
		param.DefaultValue = p.expression(false)
		if param.DefaultValue == nil {
			p.failEnd(after(p.ext(equals)), "MissingExpressionAfterToken", equals.kind.Text())
		} else {
			end = extOf(param.DefaultValue)
		}
	}
	start := p.ext(t)
	if attributes != nil {
		start = extOf(attributes[0])
	}
	param.Ext = span(start, end)
	return param
}

func (p *parser) variableNode(t *token) *ast.VariableExpressionAst {
	return &ast.VariableExpressionAst{
		Placed:       ast.At(p.ext(t)),
		VariablePath: ast.NewVariablePath(t.value),
		Splatted:     t.kind == ast.SplattedVariable,
	}
}

// closeBody consumes the end of a script block: the closing brace, or the end of
// a script, where anything else is reported and false is returned to go on.
func (p *parser) closeBody(open *token, body ast.Extent) (inner, full ast.Extent, done bool) {
	if open == nil {
		full = ast.NewExtent(p.source, 0, len(p.text))
		t := p.next()
		if t.kind == ast.EndOfInput {
			return body, full, true
		}
		p.fail(p.ext(t), "UnexpectedToken", p.textOf(t))
		return body, full, false
	}
	closing := p.next()
	if closing.kind != ast.RCurly {
		p.hold(closing)
		end := body
		if isEmpty(end) {
			end = p.ext(open)
		}
		p.failSeen(p.ext(open), p.ext(closing), "MissingEndCurlyBrace")
		return body, span(p.ext(open), end), true
	}
	if isEmpty(body) {
		openExt, closeExt := p.ext(open), p.ext(closing)
		if openExt.EndColumnNumber() != closeExt.StartColumnNumber() {
			body = span(after(openExt), before(closeExt))
		}
	}
	return body, span(p.ext(open), p.ext(closing)), true
}

func (p *parser) scriptBlockBody(open *token, filter bool, usings []*ast.UsingStatementAst, params *ast.ParamBlockAst, first ast.Statement) *ast.ScriptBlockAst {
	if p.peekToken().kind.Has(ast.TraitBlockName) {
		return p.namedBlocks(open, usings, params)
	}
	var list statementList
	if first != nil {
		list.Add(first)
	}
	var body, full ast.Extent
	if params != nil {
		body = params.Ext
	}
	for done := false; !done; {
		body = span(body, p.statements(&list))
		body, full, done = p.closeBody(open, body)
	}
	parts := ast.ScriptParts{UsingStatements: usings, ParamBlock: params}
	if !filter {
		return ast.NewScriptBlock(full, body, list.List(), list.traps, parts)
	}
	parts.Named = &ast.NamedBlocks{ProcessBlock: ast.NewFilterBlock(body, list.List(), list.traps)}
	return ast.NewScriptBlock(full, ast.Extent{}, ast.List[ast.Statement]{}, nil, parts)
}

func (p *parser) namedBlocks(open *token, usings []*ast.UsingStatementAst, params *ast.ParamBlockAst) *ast.ScriptBlockAst {
	named := &ast.NamedBlocks{}
	finish := func(at ast.Extent) *ast.ScriptBlockAst {
		return ast.NewScriptBlock(at, ast.Extent{}, ast.List[ast.Statement]{}, nil, ast.ScriptParts{UsingStatements: usings, ParamBlock: params, Named: named})
	}
	var start, end ast.Extent
	switch {
	case open != nil:
		start = p.ext(open)
	case params != nil:
		start = params.Ext
	}
	for {
		t := p.next()
		var slot **ast.NamedBlockAst
		switch t.kind {
		case ast.RCurly, ast.EndOfInput:
			p.hold(t)
			_, full, _ := p.closeBody(open, span(start, end))
			return finish(full)
		case ast.Dynamicparam:
			slot = &named.DynamicParamBlock
		case ast.Begin:
			slot = &named.BeginBlock
		case ast.Process:
			slot = &named.ProcessBlock
		case ast.End:
			slot = &named.EndBlock
		case ast.Clean:
			slot = &named.CleanBlock
		default:
			p.fail(p.ext(t), "MissingNamedBlocks", p.textOf(t))
			if open == nil {
				return finish(ast.NewExtent(p.source, 0, len(p.text)))
			}
			p.hold(t)
			return finish(span(start, end))
		}
		if isEmpty(start) {
			start = p.ext(t)
		}
		end = p.ext(t)
		body := p.statementBlock()
		if body == nil {
			p.failEnd(after(p.ext(t)), "MissingNamedStatementBlock", t.kind.Text())
			body = ast.NewStatementBlock(p.ext(t), ast.List[ast.Statement]{}, nil)
		} else {
			end = body.Ext
		}
		ext := span(p.ext(t), end)
		if *slot != nil {
			p.fail(ext, "DuplicateScriptCommandClause", t.kind.Text())
		} else {
			*slot = ast.NewNamedBlock(ext, t.kind, body)
		}
		p.skipSeparators()
	}
}

// statementBlock parses `{ ... }`, or returns nil when there is none.
func (p *parser) statementBlock() *ast.StatementBlockAst {
	p.skipLines()
	open := p.next()
	if open.kind != ast.LCurly {
		p.hold(open)
		return nil
	}
	var list statementList
	inner := p.statements(&list)
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RCurly {
		p.hold(closing)
		end = inner
		if isEmpty(end) {
			end = p.ext(open)
		}
		p.failSeen(p.ext(open), p.ext(closing), "MissingEndCurlyBrace")
	}
	return ast.NewStatementBlock(span(p.ext(open), end), list.List(), list.traps)
}

// statementList collects statements; traps stand apart.
type statementList struct {
	ast.ListBuilder[ast.Statement]
	traps []*ast.TrapStatementAst
}

// statements parses statements up to a closing bracket or the end, and returns
// their extent, empty when there are none.
func (p *parser) statements(list *statementList) ast.Extent {
	var ext ast.Extent
	p.skipSeparators()
	for {
		s := p.statement()
		if s == nil {
			return ext
		}
		p.checkSignature(s)
		if trap, ok := s.(*ast.TrapStatementAst); ok {
			list.traps = append(list.traps, trap)
		} else {
			list.Add(s)
		}
		ext = span(ext, extOf(s))
		p.skipSeparators()
		if k := p.peekToken().kind; k == ast.RParen || k == ast.RCurly {
			return ext
		}
	}
}

// checkSignature refuses a statement below what looks like a signature.
func (p *parser) checkSignature(s ast.Statement) {
	if ext := s.Extent(); p.signature >= 0 && p.signature < ext.StartByte() {
		p.fail(*ext, "TokenAfterEndOfValidScriptText")
	}
}
