package parse

import "stagecoach/shell/ast"

// expression parses an expression; nil: there is none. endNumber says that `?`
// and `:` end a number, because the expression is part of a larger one.
func (p *parser) expression(endNumber bool) ast.Expression {
	p.enterRule()
	defer p.leaveRule()
	old := p.setMode(modeExpression)
	e := p.ternary(endNumber)
	p.setMode(old)
	return e
}

func (p *parser) ternary(endNumber bool) ast.Expression {
	condition := p.binary(endNumber)
	if condition == nil {
		return nil
	}
	question := p.take(ast.QuestionMark)
	if question == nil {
		return condition
	}
	p.skipLines()
	yes := p.ternaryOperand(question)
	p.skipLines()
	colon := p.next()
	if colon.kind != ast.Colon {
		p.hold(colon)
		nested := []ast.Node{condition}
		if _, failed := yes.(*ast.ErrorExpressionAst); !failed {
			nested = append(nested, yes)
			p.failEnd(p.ext(colon), "MissingColonInTernaryExpression")
		}
		return ast.NewErrorExpression(span(extOf(condition), before(p.ext(colon))), nested...)
	}
	p.skipLines()
	no := p.ternaryOperand(colon)
	return &ast.TernaryExpressionAst{Placed: ast.At(span(extOf(condition), extOf(no))), Condition: condition, IfTrue: yes, IfFalse: no}
}

func (p *parser) ternaryOperand(sign *token) ast.Expression {
	if e := p.expression(true); e != nil {
		return e
	}
	return p.missingValue(sign)
}

// missingValue reports that no value follows an operator.
func (p *parser) missingValue(operator *token) ast.Expression {
	at := after(p.ext(operator))
	p.failEnd(at, "ExpectedValueExpression", p.textOf(operator))
	return ast.NewErrorExpression(at)
}

// binary parses operands and binary operators by precedence climbing with two
// stacks, so that a long expression nests no calls.
func (p *parser) binary(endNumber bool) ast.Expression {
	first := p.arrayLiteral(endNumber)
	if first == nil {
		return nil
	}
	t := p.peekToken()
	if !t.kind.Has(ast.TraitBinary) {
		if t.kind == ast.Parameter {
			return p.unknownOperator(first, t)
		}
		return first
	}
	operands := append(make([]ast.Expression, 0, 4), first)
	var operators []*token
	length := 0
	reduce := func() {
		n, m := len(operands), len(operators)
		left, right, op := operands[n-2], operands[n-1], operators[m-1]
		operands, operators = operands[:n-1], operators[:m-1]
		operands[n-2] = &ast.BinaryExpressionAst{Placed: ast.At(span(extOf(left), extOf(right))), Operator: op.kind,
			Left: left, Right: right, ErrorPosition: p.ext(op)}
	}
	for t.kind.Has(ast.TraitBinary) {
		p.skipToken()
		for n := len(operators); n > 0 && t.kind.Precedence() <= operators[n-1].kind.Precedence(); n-- {
			reduce()
		}
		operators = append(operators, t)
		p.skipLines()
		operand := p.arrayLiteral(true)
		if operand == nil {
			operand = p.missingValue(t)
		}
		operands = append(operands, operand)
		length++
		p.checkChain(length)
		t = p.peekToken()
	}
	for len(operators) > 0 {
		reduce()
	}
	if t.kind == ast.Parameter {
		return p.unknownOperator(operands[0], t)
	}
	return operands[0]
}

// unknownOperator takes a parameter inside an expression for a mistyped operator.
func (p *parser) unknownOperator(left ast.Expression, t *token) ast.Expression {
	p.fail(p.ext(t), "UnexpectedToken", p.textOf(t))
	p.skipToken()
	parameter := ast.NewCommandParameter(p.ext(t), t.value)
	return ast.NewErrorExpression(span(extOf(left), p.ext(t)), left, parameter)
}

func (p *parser) arrayLiteral(endNumber bool) ast.Expression {
	first := p.unary(endNumber)
	if first == nil || p.noComma || p.peekToken().kind != ast.Comma {
		return first
	}
	elements := []ast.Expression{first}
	for {
		comma := p.take(ast.Comma)
		if comma == nil {
			break
		}
		p.skipLines()
		e := p.unary(true)
		if e == nil {
			p.failEnd(after(p.ext(comma)), "MissingExpressionAfterToken", p.textOf(comma))
			elements = append(elements, ast.NewErrorExpression(p.ext(comma)))
			break
		}
		elements = append(elements, e)
	}
	return &ast.ArrayLiteralAst{Placed: ast.At(span(extOf(first), extOf(elements[len(elements)-1]))), Elements: elements}
}

// peekOperand returns the next token as the start of an operand, where a sign
// belongs to a number.
func (p *parser) peekOperand(endNumber bool) *token {
	oldSigned, oldEnd := p.signedNumbers, p.endOnTernary
	p.signedNumbers, p.endOnTernary = true, endNumber
	if t := p.held; t != nil && (t.kind == ast.Minus || endNumber && t.kind == ast.Generic) {
		p.goBack(t)
	}
	t := p.peekToken()
	p.signedNumbers, p.endOnTernary = oldSigned, oldEnd
	return t
}

// unary parses an operand with the operators and casts before and behind it.
func (p *parser) unary(endNumber bool) ast.Expression {
	p.enterRule()
	defer p.leaveRule()
	var e ast.Expression
	t := p.peekOperand(endNumber)
	switch {
	case t.kind.Has(ast.TraitUnary):
		if p.noComma && t.kind == ast.Comma {
			return nil
		}
		p.skipToken()
		p.skipLines()
		child := p.unary(true)
		if child == nil {
			p.failEnd(after(p.ext(t)), "MissingExpressionAfterOperator", p.textOf(t))
			return ast.NewErrorExpression(p.ext(t))
		}
		at := ast.At(span(p.ext(t), extOf(child)))
		if t.kind == ast.Comma {
			e = &ast.ArrayLiteralAst{Placed: at, Elements: []ast.Expression{child}}
		} else {
			e = &ast.UnaryExpressionAst{Placed: at, TokenKind: t.kind, Child: child}
		}
	case t.kind == ast.LBracket:
		var done bool
		if e, done = p.cast(t); done {
			return e
		}
	default:
		e = p.primary(true)
	}
	if e == nil {
		return nil
	}
	switch t = p.peekToken(); t.kind {
	case ast.PlusPlus, ast.MinusMinus:
		p.skipToken()
		operator := ast.PostfixPlusPlus
		if t.kind == ast.MinusMinus {
			operator = ast.PostfixMinusMinus
		}
		e = &ast.UnaryExpressionAst{Placed: ast.At(span(extOf(e), p.ext(t))), TokenKind: operator, Child: e}
	}
	return e
}

// cast parses types and attributes before an operand, or a type as a value. done
// says that nothing may follow: e is nil or an error.
func (p *parser) cast(open *token) (e ast.Expression, done bool) {
	attributes := p.attributeList(true)
	if attributes == nil {
		return nil, true
	}
	p.checkChain(len(attributes))
	last := attributes[len(attributes)-1]
	switch last := last.(type) {
	case *ast.AttributeAst:
		p.skipLines()
		child := p.unary(true)
		if child == nil {
			p.failEnd(last.Ext, "UnexpectedAttribute", last.TypeName.FullName())
			return ast.NewErrorExpression(span(p.ext(open), last.Ext), nodes(attributes)...), true
		}
		e = &ast.AttributedExpressionAst{Placed: ast.At(span(last.Ext, extOf(child))), Attribute: last, Child: child}
	case *ast.TypeConstraintAst:
		if member := p.memberToken(false); member != nil {
			e = p.members(member, &ast.TypeExpressionAst{Placed: ast.At(last.Ext), TypeName: last.TypeName})
		} else if k := p.peekToken().kind; k != ast.NewLine && k != ast.Comma {
			if child := p.unary(true); child != nil {
				e = &ast.ConvertExpressionAst{Placed: ast.At(span(last.Ext, extOf(child))), Type: last, Child: child}
			}
		}
		if e == nil {
			e = &ast.TypeExpressionAst{Placed: ast.At(last.Ext), TypeName: last.TypeName}
		}
	}
	for i := len(attributes) - 2; i >= 0; i-- {
		at := ast.At(span(extOf(attributes[i]), extOf(e)))
		if t, ok := attributes[i].(*ast.TypeConstraintAst); ok {
			e = &ast.ConvertExpressionAst{Placed: at, Type: t, Child: e}
		} else {
			e = &ast.AttributedExpressionAst{Placed: at, Attribute: attributes[i], Child: e}
		}
	}
	return e, false
}

// primary parses a value; with members, also the members, methods and indices
// that directly follow. nil: there is none.
func (p *parser) primary(members bool) ast.Expression {
	t := p.next()
	var e ast.Expression
	switch t.kind {
	case ast.SplattedVariable, ast.Variable:
		e = p.variableExpression(t, members)
	case ast.Number:
		e = &ast.ConstantExpressionAst{Placed: ast.At(p.ext(t)), Value: t.data}
	case ast.StringExpandable:
		e = p.expandable(t, ast.DoubleQuoted)
	case ast.HereStringExpandable:
		e = p.expandable(t, ast.DoubleQuotedHereString)
	case ast.StringLiteral:
		e = p.constant(p.ext(t), t.value, ast.SingleQuoted)
	case ast.HereStringLiteral:
		e = p.constant(p.ext(t), t.value, ast.SingleQuotedHereString)
	case ast.LParen:
		e = p.parenthesized(t)
	case ast.AtParen, ast.DollarParen:
		e = p.subExpressionNode(t)
	case ast.AtCurly:
		e = p.hashtable(t)
	case ast.LCurly:
		e = p.scriptBlockExpression(t)
	default:
		p.hold(t)
		return nil
	}
	if !members {
		return e
	}
	return p.members(p.memberToken(true), e)
}

// variableExpression turns `$using:name` into a using expression, which includes
// what follows it.
func (p *parser) variableExpression(t *token, members bool) ast.Expression {
	v := p.variableNode(t)
	if !v.VariablePath.IsUsing() || v.VariablePath.Name() == "" {
		return v
	}
	v.VariablePath = ast.NewVariablePath(v.VariablePath.Name())
	var e ast.Expression = v
	if members {
		e = p.members(p.memberToken(true), e)
	}
	return &ast.UsingExpressionAst{Placed: ast.At(extOf(e)), SubExpression: e}
}

// members parses member accesses and indices, the first of which starts with t.
func (p *parser) members(t *token, e ast.Expression) ast.Expression {
	for length := 0; t != nil; t = p.memberToken(true) {
		length++
		p.checkChain(length)
		p.skipLines()
		if t.kind == ast.LBracket || t.kind == ast.QuestionLBracket {
			e = p.index(e, t)
		} else {
			e = p.member(e, t)
		}
	}
	return e
}

func (p *parser) hashtable(open *token) ast.Expression {
	p.skipLines()
	node := &ast.HashtableAst{}
	for {
		pair, ok := p.keyValuePair()
		if !ok {
			break
		}
		node.KeyValuePairs = append(node.KeyValuePairs, pair)
		if k := p.peekToken().kind; k != ast.NewLine && k != ast.Semi {
			break
		}
		p.skipSeparators()
	}
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RCurly {
		p.hold(closing)
		p.failSeen(after(p.ext(open)), end, "MissingEndCurlyBrace")
		end = before(end)
	}
	node.Ext = span(p.ext(open), end)
	return node
}

func (p *parser) keyValuePair() (pair ast.KeyValuePair, ok bool) {
	old := p.setMode(modeExpression)
	pair.Key = p.labelOrKey()
	if pair.Key == nil {
		p.setMode(old)
		return pair, false
	}
	equals := p.next()
	p.setMode(old)
	if equals.kind != ast.Equals {
		p.hold(equals)
		at := after(extOf(pair.Key))
		p.fail(at, "MissingEqualsInHashLiteral")
		p.recover(false, ast.RCurly, ast.Semi, ast.NewLine)
		pair.Value = broken(at)
		return pair, true
	}
	p.setMode(modeCommand)
	p.skipLines()
	pair.Value = p.statement()
	if pair.Value == nil {
		at := after(p.ext(equals))
		p.failEnd(at, "MissingStatementInHashLiteral")
		pair.Value = broken(at)
	}
	p.setMode(old)
	return pair, true
}

func (p *parser) scriptBlockExpression(open *token) ast.Expression {
	oldComma, oldMode := p.noComma, p.setMode(modeCommand)
	p.noComma = false
	p.skipLines()
	block := p.scriptBlock(open, false, nil)
	p.noComma = oldComma
	p.setMode(oldMode)
	return ast.NewScriptBlockExpression(block)
}

// subExpressionNode parses `$(...)` and `@(...)`.
func (p *parser) subExpressionNode(open *token) ast.Expression {
	oldComma, oldMode := p.noComma, p.setMode(modeCommand)
	p.noComma = false
	p.skipLines()
	var list statementList
	inner := p.statements(&list)
	p.skipLines()
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RParen {
		p.hold(closing)
		p.failEnd(end, "MissingEndParenthesisInSubexpression")
		if end = inner; isEmpty(end) {
			end = p.ext(open)
		}
	}
	p.noComma = oldComma
	p.setMode(oldMode)
	at := ast.At(span(p.ext(open), end))
	block := ast.NewStatementBlock(inner, list.List(), list.traps)
	if open.kind == ast.DollarParen {
		return &ast.SubExpressionAst{Placed: at, SubExpression: block}
	}
	return &ast.ArrayExpressionAst{Placed: at, SubExpression: block}
}

func (p *parser) parenthesized(open *token) ast.Expression {
	oldMode, oldComma := p.setMode(modeCommand), p.noComma
	p.noComma = false
	p.skipLines()
	pipeline := p.pipelineChain()
	if pipeline == nil {
		at := after(p.ext(open))
		p.failEnd(at, "ExpectedExpression")
		pipeline = broken(at)
	}
	p.skipLines()
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RParen {
		p.hold(closing)
		end = extOf(pipeline)
		p.failEnd(after(end), "MissingEndParenthesisInExpression")
	}
	p.noComma = oldComma
	p.setMode(oldMode)
	return &ast.ParenExpressionAst{Placed: ast.At(span(p.ext(open), end)), Pipeline: pipeline}
}

// stringDepth is how much a string inside a string adds to the nesting: each level
// is read once more for each level around it.
const stringDepth = 15

// expandable turns a string token into a node. What it expands is parsed now.
func (p *parser) expandable(t *token, how ast.StringConstantType) ast.Expression {
	parts := t.parts()
	if parts == nil {
		return p.constant(p.ext(t), t.value, how)
	}
	node := &ast.ExpandableStringExpressionAst{Placed: ast.At(p.ext(t)), Value: t.value,
		FormatExpression: parts.format, StringConstantType: how,
		NestedExpressions: make([]ast.Expression, 0, len(parts.tokens))}
	for _, inner := range parts.tokens {
		if inner.nested() == nil {
			node.NestedExpressions = append(node.NestedExpressions, p.variableExpression(inner, false))
			parts.inner = append(parts.inner, inner)
			continue
		}
		saved := p.enter(int(inner.start), inner.nested())
		p.depth += stringDepth
		e := p.primary(true)
		p.depth -= stringDepth
		p.held = nil
		parts.inner = append(parts.inner, p.kept...)
		p.leave(saved)
		node.NestedExpressions = append(node.NestedExpressions, e)
	}
	return node
}

// memberName parses what follows `.` or `::`; nil: there is none.
func (p *parser) memberName() ast.Expression {
	if name, _ := p.simpleNameNode(); name != nil {
		return name
	}
	if k := p.peekToken().kind; k.Has(ast.TraitUnary) || k == ast.LBracket {
		return p.unary(false)
	}
	return p.primary(false)
}

func (p *parser) member(target ast.Expression, operator *token) ast.Expression {
	static, conditional := operator.kind == ast.ColonColon, operator.kind == ast.QuestionDot
	name := p.memberName()
	if name == nil {
		p.failEnd(after(p.ext(operator)), "MissingPropertyName")
		if name = p.singleArgument(asArgument); name == nil {
			name = ast.NewErrorExpression(span(extOf(target), p.ext(operator)))
		}
	} else if p.held == nil {
		mark := p.mark()
		types, closing := p.genericArguments(mark)
		if p.held == nil {
			if open := p.invokeOpen(); open != nil {
				arguments, end := p.invocation(open)
				return &ast.InvokeMemberExpressionAst{Placed: ast.At(span(extOf(target), end)), Expression: target, Member: name,
					Static: static, NullConditional: conditional, Arguments: arguments, GenericTypeArguments: types}
			}
		}
		if closing != nil {
			p.goTo(mark)
		}
	}
	return &ast.MemberExpressionAst{Placed: ast.At(span(extOf(target), extOf(name))), Expression: target, Member: name,
		Static: static, NullConditional: conditional}
}

// genericArguments parses `[type, type]` between a method's name and its
// arguments. Anything else leaves the scanner at mark.
func (p *parser) genericArguments(mark int) (types []ast.ITypeName, closing *token) {
	if open := p.next(); open.kind != ast.LBracket {
		p.goTo(mark)
		return nil, nil
	}
	old := p.setMode(modeTypeName)
	p.skipLines()
	first := p.next()
	if first.kind != ast.Identifier {
		p.setMode(old)
		p.goTo(mark)
		return nil, nil
	}
	types, closing = p.genericTypeArguments(first)
	if closing.kind != ast.RBracket {
		p.hold(closing)
		p.failEnd(before(p.ext(closing)), "EndSquareBracketExpectedAtEndOfType")
		closing = nil
	}
	p.setMode(old)
	return types, closing
}

// invocation parses the arguments of a method after `(`, or the script block that
// is its only argument.
func (p *parser) invocation(open *token) (arguments []ast.Expression, end ast.Extent) {
	if open.kind == ast.LParen {
		return p.invocationArguments(open)
	}
	p.skipLines()
	block := p.scriptBlockExpression(open)
	return []ast.Expression{block}, extOf(block)
}

func (p *parser) invocationArguments(open *token) (arguments []ast.Expression, end ast.Extent) {
	old := p.noComma
	p.noComma = true
	defer func() { p.noComma = old }()
	end = p.ext(open)
	var comma *token
	reported := false
	for {
		p.skipLines()
		e := p.expression(false)
		if e == nil {
			if comma != nil {
				p.failEnd(after(p.ext(comma)), "MissingExpressionAfterToken", ast.Comma.Text())
				reported = true
			}
			break
		}
		arguments = append(arguments, e)
		end = extOf(e)
		p.skipLines()
		if comma = p.take(ast.Comma); comma == nil {
			break
		}
	}
	if comma != nil {
		end = p.ext(comma)
	}
	p.skipLines()
	closing := p.next()
	if closing.kind == ast.RParen {
		return arguments, p.ext(closing)
	}
	p.hold(closing)
	if !reported {
		last := p.ext(open)
		if n := len(arguments); n > 0 {
			last = extOf(arguments[n-1])
		}
		p.failEnd(after(last), "MissingEndParenthesisInMethodCall")
	}
	return arguments, end
}

func (p *parser) index(target ast.Expression, open *token) ast.Expression {
	p.skipLines()
	old := p.noComma
	p.noComma = false
	index := p.expression(false)
	p.noComma = old
	_, failed := index.(*ast.ErrorExpressionAst)
	if index == nil {
		p.failEnd(after(p.ext(open)), "MissingArrayIndexExpression")
		index = ast.NewErrorExpression(p.ext(open))
		failed = true
	}
	p.skipLines()
	closing := p.next()
	end := p.ext(closing)
	if closing.kind != ast.RBracket {
		p.hold(closing)
		end = extOf(index)
		if !failed {
			p.failEnd(after(end), "MissingEndSquareBracket")
		}
	}
	return &ast.IndexExpressionAst{Placed: ast.At(span(extOf(target), end)), Target: target, Index: index,
		NullConditional: open.kind == ast.QuestionLBracket}
}
