package parse

import "stagecoach/shell/ast"

// statement parses a statement; nil: there is none.
func (p *parser) statement() ast.Statement {
	p.enterRule()
	defer p.leaveRule()
	for {
		t := p.next()
		var attributes []ast.AttributeBase
		mark := 0
		if t.kind == ast.Generic && p.source.Text[t.start] == '[' {
			mark = int(t.start)
			p.goBack(t)
			attributes = p.attributeList(false)
			t = p.afterAttributes(attributes, p.next(), mark)
		}
		switch t.kind {
		case ast.Else, ast.ElseIf, ast.Catch, ast.Until:
			if p.errors.Len() > 0 { // a left-over of a broken statement
				p.skipLines()
				continue
			}
		}
		return p.statementOf(t, attributes, mark)
	}
}

// afterAttributes decides whether attributes at the start of a statement belong
// to it. If not they are read again, as part of an expression.
func (p *parser) afterAttributes(attributes []ast.AttributeBase, t *token, mark int) *token {
	if len(attributes) == 0 {
		return t
	}
	var constraint ast.AttributeBase
	for _, a := range attributes {
		if _, ok := a.(*ast.TypeConstraintAst); ok {
			constraint = a
			break
		}
	}
	switch {
	case t.kind.Has(ast.TraitNoAttributes):
		if constraint == nil {
			p.fail(extOf(attributes[0]), "UnexpectedAttribute", typeNameOf(attributes[0]).FullName())
			return t
		}
	case t.kind.IsKeyword():
		if constraint != nil {
			p.fail(extOf(constraint), "TypeNotAllowedBeforeStatement", typeNameOf(constraint).FullName())
		}
		return t
	}
	p.goTo(mark)
	return p.next()
}

// statementOf parses the statement that starts with t. With attributes before it
// that do not belong to it the statement starts at mark.
func (p *parser) statementOf(t *token, attributes []ast.AttributeBase, mark int) ast.Statement {
	switch t.kind {
	case ast.If:
		return p.ifStatement(t)
	case ast.Switch:
		return p.switchStatement(nil, t)
	case ast.Foreach:
		return p.foreachStatement(nil, t)
	case ast.For:
		return p.forStatement(nil, t)
	case ast.While:
		return p.whileStatement(nil, t)
	case ast.Do:
		return p.doStatement(nil, t)
	case ast.Function, ast.Filter, ast.Workflow:
		return p.functionStatement(t)
	case ast.Return:
		pipeline, ext := p.optionalPipeline(t)
		return &ast.ReturnStatementAst{Placed: ast.At(ext), Pipeline: pipeline}
	case ast.Throw:
		pipeline, ext := p.optionalPipeline(t)
		return &ast.ThrowStatementAst{Placed: ast.At(ext), Pipeline: pipeline}
	case ast.Exit:
		pipeline, ext := p.optionalPipeline(t)
		return &ast.ExitStatementAst{Placed: ast.At(ext), Pipeline: pipeline}
	case ast.Break:
		label, ext := p.optionalLabel(t)
		return &ast.BreakStatementAst{Placed: ast.At(ext), Label: label}
	case ast.Continue:
		label, ext := p.optionalLabel(t)
		return &ast.ContinueStatementAst{Placed: ast.At(ext), Label: label}
	case ast.Trap:
		return p.trapStatement(t)
	case ast.Try:
		return p.tryStatement(t)
	case ast.Data:
		return p.dataStatement(t)
	case ast.Parallel, ast.Sequence:
		return p.blockStatement(t)
	case ast.Configuration:
		return p.configurationStatement(t)
	case ast.From, ast.Define, ast.Var:
		p.fail(p.ext(t), "ReservedKeywordNotAllowed", t.kind.Text())
		return broken(p.ext(t))
	case ast.Label:
		p.skipLines()
		return p.labeledStatement(t)
	case ast.EndOfInput:
		if attributes == nil {
			p.hold(t)
			return nil
		}
	case ast.Class:
		return p.classStatement(attributes, t)
	case ast.Enum:
		return p.enumStatement(attributes, t)
	case ast.Using:
		s := p.usingStatement(t)
		p.fail(extOf(s), "UsingMustBeAtStartOfScript")
		return s
	}
	if attributes != nil {
		p.goTo(mark)
	} else {
		p.hold(t)
	}
	return statementOrNil(p.pipelineChain())
}

// statementOrNil keeps a nil pipeline a nil statement.
func statementOrNil(pipeline ast.PipelineBase) ast.Statement {
	if pipeline == nil {
		return nil
	}
	return pipeline
}

func (p *parser) optionalPipeline(keyword *token) (ast.PipelineBase, ast.Extent) {
	pipeline := p.pipelineChain()
	if pipeline == nil {
		return nil, p.ext(keyword)
	}
	return pipeline, span(p.ext(keyword), extOf(pipeline))
}

func (p *parser) optionalLabel(keyword *token) (ast.Expression, ast.Extent) {
	label := p.labelOrKey()
	if label == nil {
		return nil, p.ext(keyword)
	}
	return label, span(p.ext(keyword), extOf(label))
}

// labelOrKey parses the target of break and continue, or a hashtable's key.
func (p *parser) labelOrKey() ast.Expression {
	if name, _ := p.simpleNameNode(); name != nil {
		return name
	}
	if k := p.peekToken().kind; k == ast.NewLine || k == ast.Semi {
		return nil
	}
	old := p.noComma
	p.noComma = true
	defer func() { p.noComma = old }()
	return p.unary(false)
}

// simpleNameNode parses a plain name, or returns nil.
func (p *parser) simpleNameNode() (*ast.StringConstantExpressionAst, *token) {
	p.simpleName = true
	t := p.peekToken()
	p.simpleName = false
	if t.kind != ast.Identifier {
		return nil, t
	}
	p.skipToken()
	t.mark = memberName
	return p.word(t), t
}

// constant returns a string without anything to expand.
func (p *parser) constant(at ast.Extent, value string, how ast.StringConstantType) *ast.StringConstantExpressionAst {
	n := p.strings.new()
	n.Ext, n.Value, n.StringConstantType = at, value, how
	return n
}

// word returns a token as a bare word.
func (p *parser) word(t *token) *ast.StringConstantExpressionAst {
	return p.constant(p.ext(t), p.textOf(t), ast.BareWord)
}

func (p *parser) labeledStatement(label *token) ast.Statement {
	t := p.next()
	switch t.kind {
	case ast.Switch:
		return p.switchStatement(label, t)
	case ast.Foreach:
		return p.foreachStatement(label, t)
	case ast.For:
		return p.forStatement(label, t)
	case ast.While:
		return p.whileStatement(label, t)
	case ast.Do:
		return p.doStatement(label, t)
	}
	p.goBack(label)
	return statementOrNil(p.pipelineChain())
}

// start returns where a statement with an optional label starts.
func (p *parser) startOf(label, keyword *token) ast.Extent {
	if label != nil {
		return p.ext(label)
	}
	return p.ext(keyword)
}

func labelText(label *token) string {
	if label == nil {
		return ""
	}
	return label.value
}

// broken returns the statement that stands for one that could not be finished.
func broken(ext ast.Extent, nested ...ast.Node) *ast.ErrorStatementAst {
	var understood []ast.Node
	for _, n := range nested {
		if n != nil {
			understood = append(understood, n)
		}
	}
	return ast.NewErrorStatement(ext, ast.ErrorParts{NestedAst: understood})
}

func (p *parser) blockStatement(t *token) ast.Statement {
	body := p.statementBlock()
	if body == nil {
		p.failEnd(after(p.ext(t)), "MissingStatementAfterKeyword", p.textOf(t))
		return broken(p.ext(t))
	}
	return &ast.BlockStatementAst{Placed: ast.At(span(p.ext(t), body.Ext)), Kind: t.kind, KindExtent: p.ext(t), Body: body}
}

func (p *parser) ifStatement(first *token) ast.Statement {
	result := &ast.IfStatementAst{}
	var seen []ast.Node
	keyword := first
	for {
		p.skipLines()
		open := p.next()
		if open.kind != ast.LParen {
			p.hold(open)
			p.failEnd(after(p.ext(keyword)), "MissingOpenParenthesisInIfStatement", p.textOf(keyword))
			return broken(span(p.ext(first), p.ext(keyword)), seen...)
		}
		p.skipLines()
		condition := p.pipelineChain()
		missing := condition == nil
		if missing {
			at := after(p.ext(open))
			p.failEnd(at, "IfStatementMissingCondition", p.textOf(keyword))
			condition = broken(at)
		} else {
			seen = append(seen, condition)
			_, missing = condition.(*ast.ErrorStatementAst)
		}
		p.skipLines()
		closing := p.next()
		if closing.kind != ast.RParen {
			p.hold(closing)
			if !missing {
				p.failEnd(p.ext(closing), "MissingEndParenthesisAfterStatement", p.textOf(keyword))
			}
			return broken(span(p.ext(first), before(p.ext(closing))), seen...)
		}
		p.skipLines()
		body := p.statementBlock()
		if body == nil {
			p.failEnd(p.ext(closing), "MissingStatementBlock", p.textOf(keyword))
			return broken(span(p.ext(first), p.ext(closing)), seen...)
		}
		seen = append(seen, body)
		result.Clauses = append(result.Clauses, ast.IfClause{Condition: condition, Body: body})
		result.Ext = span(p.ext(first), body.Ext)

		// Without a further clause the line ends here matter: in a hashtable
		// they separate its entries.
		mark := 0
		if p.held == nil {
			mark = p.mark()
		} else {
			mark = int(p.held.start)
		}
		p.skipLines()
		keyword = p.peekToken()
		switch keyword.kind {
		case ast.ElseIf:
			p.skipToken()
			continue
		case ast.Else:
			p.skipToken()
			p.skipLines()
			result.ElseClause = p.statementBlock()
			if result.ElseClause == nil {
				p.failEnd(after(p.ext(keyword)), "MissingStatementBlockAfterElse")
				return broken(span(p.ext(first), p.ext(keyword)), seen...)
			}
			result.Ext = span(p.ext(first), result.ElseClause.Ext)
		default:
			p.goTo(mark)
		}
		return result
	}
}

func (p *parser) foreachStatement(label, keyword *token) ast.Statement {
	start := p.startOf(label, keyword)
	result := &ast.ForEachStatementAst{Label: labelText(label)}
	var failed ast.Extent // the end of what was understood; empty: all was
	p.skipLines()
	for t := p.peekToken(); t.kind == ast.Parameter; t = p.peekToken() {
		p.skipToken()
		switch {
		case isParameter(t, "parallel"):
			result.Parallel = true
		case isParameter(t, "throttlelimit"):
			p.skipLines()
			result.ThrottleLimit = p.singleArgument(asArgument)
			if result.ThrottleLimit == nil {
				p.failEnd(after(p.ext(t)), "MissingThrottleLimit")
			}
		default:
			failed = p.ext(t)
			p.fail(failed, "InvalidForeachFlag", t.value)
		}
		p.skipLines()
	}
	open := p.next()
	if open.kind != ast.LParen {
		p.hold(open)
		p.failEnd(after(p.ext(keyword)), "MissingOpenParenthesisAfterKeyword", keyword.kind.Text())
		return broken(span(start, p.ext(keyword)))
	}
	p.skipLines()
	t := p.next()
	if t.kind != ast.Variable && t.kind != ast.SplattedVariable {
		p.hold(t)
		p.failEnd(after(p.ext(open)), "MissingVariableNameAfterForeach")
		return broken(span(start, p.ext(open)))
	}
	result.Variable = p.variableNode(t)
	p.skipLines()
	if in := p.next(); in.kind != ast.In {
		p.hold(in)
		failed = extOf(result.Variable)
		p.failEnd(after(failed), "MissingInInForeach")
	} else {
		p.skipLines()
		result.Condition = p.pipelineChain()
		if result.Condition == nil {
			failed = p.ext(in)
			p.failEnd(after(failed), "MissingForeachExpression")
		} else {
			p.skipLines()
			if closing := p.next(); closing.kind != ast.RParen {
				p.hold(closing)
				failed = extOf(result.Condition)
				p.failEnd(after(failed), "MissingEndParenthesisAfterForeach")
			} else if result.Body = p.statementBlock(); result.Body == nil {
				failed = p.ext(closing)
				p.failEnd(after(failed), "MissingForeachStatement")
			}
		}
	}
	if !isEmpty(failed) {
		return broken(span(start, failed), result.Variable, nodeOf(result.Condition), nodeOf(result.Body))
	}
	result.Ext = span(start, result.Body.Ext)
	return result
}

// nodeOf turns a pointer or interface that may be nil into a node that is nil
// then.
func nodeOf[T interface {
	comparable
	ast.Node
}](n T) ast.Node {
	var absent T
	if n == absent {
		return nil
	}
	return n
}

func (p *parser) forStatement(label, keyword *token) ast.Statement {
	start := p.startOf(label, keyword)
	result := &ast.ForStatementAst{Label: labelText(label)}
	p.skipLines()
	open := p.next()
	if open.kind != ast.LParen {
		p.hold(open)
		p.failEnd(after(p.ext(keyword)), "MissingOpenParenthesisAfterKeyword", keyword.kind.Text())
		return broken(span(start, p.ext(keyword)))
	}
	last := p.ext(open)
	part := func(separated bool) ast.PipelineBase {
		p.skipLines()
		pipeline := p.pipelineChain()
		if pipeline != nil {
			last = extOf(pipeline)
		}
		if separated {
			if semi := p.take(ast.Semi); semi != nil {
				last = p.ext(semi)
			}
		}
		return pipeline
	}
	result.Initializer = part(true)
	result.Condition = part(true)
	result.Iterator = part(false)
	p.skipLines()
	if closing := p.next(); closing.kind != ast.RParen {
		p.hold(closing)
		p.failEnd(after(last), "MissingEndParenthesisAfterStatement", keyword.kind.Text())
	} else if result.Body = p.statementBlock(); result.Body == nil {
		last = p.ext(closing)
		p.failEnd(after(last), "MissingLoopStatement", keyword.kind.Text())
	}
	if result.Body == nil {
		return broken(span(start, last), nodeOf(result.Initializer), nodeOf(result.Condition), nodeOf(result.Iterator))
	}
	result.Ext = span(start, result.Body.Ext)
	return result
}

func (p *parser) whileStatement(label, keyword *token) ast.Statement {
	start := p.startOf(label, keyword)
	p.skipLines()
	open := p.next()
	if open.kind != ast.LParen {
		p.hold(open)
		p.failEnd(after(p.ext(keyword)), "MissingOpenParenthesisAfterKeyword", p.textOf(keyword))
		return broken(span(start, p.ext(keyword)))
	}
	p.skipLines()
	condition := p.pipelineChain()
	understood := nodeOf(condition)
	if condition == nil {
		at := after(p.ext(open))
		p.failEnd(at, "MissingExpressionAfterKeyword", keyword.kind.Text())
		condition = broken(at)
	}
	p.skipLines()
	closing := p.next()
	if closing.kind != ast.RParen {
		p.hold(closing)
		if _, failed := condition.(*ast.ErrorStatementAst); !failed {
			p.failEnd(after(extOf(condition)), "MissingEndParenthesisAfterStatement", keyword.kind.Text())
		}
		return broken(span(start, extOf(condition)), understood)
	}
	p.skipLines()
	body := p.statementBlock()
	if body == nil {
		p.failEnd(after(p.ext(closing)), "MissingLoopStatement", keyword.kind.Text())
		return broken(span(start, p.ext(closing)), understood)
	}
	return &ast.WhileStatementAst{Placed: ast.At(span(start, body.Ext)), Label: labelText(label), Condition: condition, Body: body}
}

func (p *parser) doStatement(label, keyword *token) ast.Statement {
	start := p.startOf(label, keyword)
	body := p.statementBlock()
	if body == nil {
		p.failEnd(after(p.ext(keyword)), "MissingLoopStatement", ast.Do.Text())
		return broken(span(start, p.ext(keyword)))
	}
	p.skipLines()
	test := p.next()
	if test.kind != ast.While && test.kind != ast.Until {
		p.hold(test)
		p.failEnd(after(body.Ext), "MissingWhileOrUntilInDoWhile")
		return broken(span(start, body.Ext), body)
	}
	p.skipLines()
	open := p.next()
	if open.kind != ast.LParen {
		p.hold(open)
		p.failEnd(after(p.ext(test)), "MissingOpenParenthesisAfterKeyword", test.kind.Text())
		return broken(span(start, p.ext(test)), body)
	}
	p.skipLines()
	condition := p.pipelineChain()
	var failed ast.Extent
	if condition == nil {
		failed = p.ext(open)
		p.failEnd(after(failed), "MissingExpressionAfterKeyword", test.kind.Text())
	}
	p.skipLines()
	closing := p.next()
	if closing.kind != ast.RParen {
		p.hold(closing)
		if condition != nil {
			failed = extOf(condition)
			p.failEnd(after(failed), "MissingEndParenthesisAfterStatement", test.kind.Text())
		}
	}
	if !isEmpty(failed) {
		return broken(span(start, failed), body, nodeOf(condition))
	}
	ext := span(start, p.ext(closing))
	if test.kind == ast.Until {
		return &ast.DoUntilStatementAst{Placed: ast.At(ext), Label: labelText(label), Condition: condition, Body: body}
	}
	return &ast.DoWhileStatementAst{Placed: ast.At(ext), Label: labelText(label), Condition: condition, Body: body}
}

func (p *parser) functionStatement(keyword *token) ast.Statement {
	p.skipLines()
	name := p.next()
	switch name.kind {
	case ast.Pipe, ast.LParen, ast.LCurly, ast.AtParen, ast.AtCurly, ast.RCurly, ast.RParen, ast.EndOfInput, ast.Semi,
		ast.Redirection, ast.RedirectInStd, ast.AndAnd, ast.OrOr, ast.Ampersand, ast.Variable, ast.SplattedVariable,
		ast.HereStringExpandable, ast.HereStringLiteral, ast.StringLiteral, ast.StringExpandable:
		p.hold(name)
		p.failEnd(after(p.ext(keyword)), "MissingNameAfterKeyword", p.textOf(keyword))
		return broken(p.ext(keyword))
	}
	name.mark = functionName
	list := p.functionParameters()
	failed := list.failed
	open := p.next()
	if open.kind != ast.LCurly {
		p.hold(open)
		if isEmpty(failed) {
			failed = p.ext(name)
			if list.closing != nil {
				failed = p.ext(list.closing)
			}
			p.failEnd(after(failed), "MissingFunctionBody")
		}
	}
	if !isEmpty(failed) {
		return broken(span(p.ext(keyword), failed), nodes(list.parameters)...)
	}
	old := p.inWorkflow
	p.inWorkflow = keyword.kind == ast.Workflow
	defer func() { p.inWorkflow = old }()
	body := p.scriptBlock(open, keyword.kind == ast.Filter, nil)
	result := &ast.FunctionDefinitionAst{
		Placed:           ast.At(span(p.ext(keyword), extOf(body))),
		IsFilter:         keyword.kind == ast.Filter,
		IsWorkflow:       keyword.kind == ast.Workflow,
		Name:             p.textOf(name),
		NameExtent:       p.ext(name),
		Parameters:       list.parameters,
		HasParameterList: list.present,
		Body:             body,
	}
	if name.kind == ast.Generic {
		result.Name = name.value
	}
	return result
}

func nodes[T ast.Node](list []T) []ast.Node {
	result := make([]ast.Node, len(list))
	for i, n := range list {
		result[i] = n
	}
	return result
}

// parameterParens is a parameter list in parentheses after a function's name.
type parameterParens struct {
	parameters []*ast.ParameterAst
	present    bool
	closing    *token     // nil: missing
	failed     ast.Extent // the end of what was understood; empty: all was
}

func (p *parser) functionParameters() (list parameterParens) {
	p.skipLines()
	open := p.take(ast.LParen)
	if open == nil {
		return list
	}
	list.present = true
	list.parameters = p.parameterList()
	p.skipLines()
	list.closing = p.next()
	if list.closing.kind != ast.RParen {
		p.hold(list.closing)
		list.failed = p.ext(open)
		if n := len(list.parameters); n > 0 {
			list.failed = extOf(list.parameters[n-1])
		}
		p.failEnd(after(list.failed), "MissingEndParenthesisInFunctionParameterList")
	}
	p.skipLines()
	return list
}

func (p *parser) trapStatement(keyword *token) ast.Statement {
	mark := p.mark()
	p.skipLines()
	var constraint *ast.TypeConstraintAst
	if a := p.attribute(); a != nil {
		var ok bool
		if constraint, ok = a.(*ast.TypeConstraintAst); !ok {
			p.goTo(mark) // the attribute belongs to what follows the trap
		}
	}
	body := p.statementBlock()
	if body == nil {
		end := p.ext(keyword)
		if constraint != nil {
			end = constraint.Ext
		}
		p.failEnd(after(end), "MissingTrapStatement")
		return broken(span(p.ext(keyword), end), nodeOf(constraint))
	}
	return &ast.TrapStatementAst{Placed: ast.At(span(p.ext(keyword), body.Ext)), TrapType: constraint, Body: body}
}

func (p *parser) tryStatement(keyword *token) ast.Statement {
	p.skipLines()
	body := p.statementBlock()
	if body == nil {
		p.failEnd(after(p.ext(keyword)), "MissingTryStatementBlock")
		return broken(p.ext(keyword))
	}
	result := &ast.TryStatementAst{Body: body}
	var failed ast.Extent
	var orphans []ast.Node // types of a catch without a block
	for {
		c := p.catchClause(&failed, &orphans)
		if c == nil {
			break
		}
		result.CatchClauses = append(result.CatchClauses, c)
	}
	end := body.Ext
	if n := len(result.CatchClauses); n > 0 {
		end = extOf(result.CatchClauses[n-1])
	}
	p.skipLines()
	if finally := p.take(ast.Finally); finally != nil {
		result.Finally = p.statementBlock()
		if result.Finally == nil {
			failed = p.ext(finally)
			p.failEnd(after(failed), "MissingFinallyStatementBlock", finally.kind.Text())
		} else {
			end = result.Finally.Ext
		}
	}
	if len(result.CatchClauses) == 0 && result.Finally == nil && isEmpty(failed) {
		failed = body.Ext
		p.failEnd(after(failed), "MissingCatchOrFinally")
	}
	if !isEmpty(failed) {
		nested := append([]ast.Node{body}, nodes(result.CatchClauses)...)
		return broken(span(p.ext(keyword), failed), append(nested, orphans...)...)
	}
	result.Ext = span(p.ext(keyword), end)
	return result
}

func (p *parser) catchClause(failed *ast.Extent, orphans *[]ast.Node) *ast.CatchClauseAst {
	p.skipLines()
	keyword := p.take(ast.Catch)
	if keyword == nil {
		return nil
	}
	var types []*ast.TypeConstraintAst
	var comma *token
	reported := false
	for {
		mark := p.mark()
		p.skipLines()
		a := p.attribute()
		if a == nil {
			if comma != nil {
				*failed = p.ext(comma)
				reported = true
				p.failEnd(after(*failed), "MissingTypeLiteralToken")
			}
			break
		}
		t, ok := a.(*ast.TypeConstraintAst)
		if !ok {
			p.goTo(mark)
			break
		}
		types = append(types, t)
		p.skipLines()
		if comma = p.take(ast.Comma); comma == nil {
			break
		}
	}
	body := p.statementBlock()
	if body != nil {
		return &ast.CatchClauseAst{Placed: ast.At(span(p.ext(keyword), body.Ext)), CatchTypes: types, Body: body}
	}
	if !reported {
		*failed = p.ext(keyword)
		if n := len(types); n > 0 {
			*failed = types[n-1].Ext
		}
		p.failEnd(after(*failed), "MissingCatchHandlerBlock")
	}
	*orphans = append(*orphans, nodes(types)...)
	return nil
}

func (p *parser) dataStatement(keyword *token) ast.Statement {
	var failed ast.Extent
	p.skipLines()
	result := &ast.DataStatementAst{}
	name, _ := p.simpleNameNode()
	if name != nil {
		result.Variable = name.Value
	}
	p.skipLines()
	if option := p.take(ast.Parameter); option != nil {
		if !isParameter(option, "SupportedCommand") {
			failed = p.ext(option)
			p.fail(failed, "InvalidParameterForDataSectionStatement", option.value)
		}
		last := option
		for {
			p.skipLines()
			command := p.singleArgument(asCommandName)
			if command == nil {
				if isEmpty(failed) {
					p.failEnd(after(p.ext(last)), "MissingValueForSupportedCommandInDataSectionStatement")
				}
				failed = p.ext(last)
				break
			}
			result.CommandsAllowed = append(result.CommandsAllowed, command)
			comma := p.take(ast.Comma)
			if comma == nil {
				break
			}
			last = comma
		}
	}
	if isEmpty(failed) {
		result.Body = p.statementBlock()
		if result.Body == nil {
			switch {
			case len(result.CommandsAllowed) > 0:
				failed = extOf(result.CommandsAllowed[len(result.CommandsAllowed)-1])
			case name != nil:
				failed = name.Ext
			default:
				failed = p.ext(keyword)
			}
			p.failEnd(after(failed), "MissingStatementBlockForDataSection")
		}
	}
	if !isEmpty(failed) {
		return broken(span(p.ext(keyword), failed), nodes(result.CommandsAllowed)...)
	}
	result.Ext = span(p.ext(keyword), result.Body.Ext)
	return result
}
