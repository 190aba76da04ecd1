package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

func (p *parser) classStatement(attributes []ast.AttributeBase, keyword *token) ast.Statement {
	p.symbols = true
	p.skipLines()
	name, nameToken := p.simpleNameNode()
	if name == nil {
		p.failEnd(after(p.ext(keyword)), "MissingNameAfterKeyword", p.textOf(keyword))
		return broken(p.ext(keyword))
	}
	nameToken.mark = typeName
	p.skipLines()
	old := p.setMode(modeSignature)
	defer func() { p.setMode(old) }()
	node := &ast.TypeDefinitionAst{Name: name.Value, TypeAttributes: ast.TypeClass, NameExtent: name.Ext}
	node.BaseTypes = p.baseTypes()
	open := p.next()
	if open.kind != ast.LCurly {
		p.hold(open)
		last := name.Ext
		if n := len(node.BaseTypes); n > 0 {
			last = node.BaseTypes[n-1].Ext
		}
		p.failEnd(after(last), "MissingTypeBody", keyword.kind.Text())
		return broken(span(p.ext(keyword), last), nodes(node.BaseTypes)...)
	}
	last := p.ext(open)
	var failed []ast.Node
	for {
		member, orphans := p.classMember(name.Value)
		if member == nil && orphans == nil {
			break
		}
		if member != nil {
			node.Members = append(node.Members, member)
			last = extOf(member)
		}
		if n := len(orphans); n > 0 {
			failed = append(failed, orphans...)
			last = extOf(orphans[n-1])
		}
	}
	closing := p.next()
	if closing.kind == ast.RCurly {
		last = p.ext(closing)
	} else {
		p.hold(closing)
		p.failSeen(after(p.ext(open)), p.ext(closing), "MissingEndCurlyBrace")
	}
	return p.definition(node, attributes, keyword, last, failed)
}

// baseTypes parses `: base, interface`.
func (p *parser) baseTypes() []*ast.TypeConstraintAst {
	colon := p.take(ast.Colon)
	if colon == nil {
		return nil
	}
	p.skipLines()
	var list []*ast.TypeConstraintAst
	for separator := colon; separator != nil; {
		base := p.typeNameNode(false)
		if base == nil {
			p.failEnd(after(p.ext(separator)), "TypeNameExpected")
			break
		}
		list = append(list, &ast.TypeConstraintAst{Placed: ast.At(*base.Extent()), TypeName: base})
		p.skipLines()
		if separator = p.take(ast.Comma); separator != nil {
			p.skipLines()
		}
	}
	return list
}

// definition finishes a class or enum. Types among its attributes, and members
// that could not be understood, make an error statement of it.
func (p *parser) definition(node *ast.TypeDefinitionAst, attributes []ast.AttributeBase, keyword *token, last ast.Extent, failed []ast.Node) ast.Statement {
	start := p.ext(keyword)
	if len(attributes) > 0 {
		start = extOf(attributes[0])
	}
	var misplaced []ast.Node
	for _, a := range attributes {
		if attribute, ok := a.(*ast.AttributeAst); ok {
			node.Attributes = append(node.Attributes, attribute)
		} else {
			misplaced = append(misplaced, a)
		}
	}
	node.Ext = span(start, last)
	if misplaced != nil {
		failed = append(append(failed, misplaced...), node)
	}
	if failed == nil {
		return node
	}
	ext := node.Ext
	if node.IsEnum() {
		ext = start
	}
	return broken(ext, failed...)
}

// memberHead is what stands before a member's name.
type memberHead struct {
	start      ast.Extent
	last       ast.Extent // of the last attribute or modifier; empty: none
	attributes []*ast.AttributeAst
	constraint *ast.TypeConstraintAst
	modifiers  ast.MemberAttributes
}

// orphans returns the nodes of a head whose member could not be understood.
func (h *memberHead) orphans() []ast.Node {
	list := nodes(h.attributes)
	if h.constraint != nil {
		list = append(list, h.constraint)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// classMember parses a property or method. orphans are nodes of a member that
// could not be understood; with neither the class ends.
func (p *parser) classMember(class string) (member ast.Member, orphans []ast.Node) {
	head, t := p.memberHead()
	switch {
	case t.kind == ast.Variable:
		p.skipToken()
		return p.property(head, t)
	case t.kind == ast.Identifier || t.kind.IsKeyword():
		p.skipToken()
		t.mark = methodName
		function := p.method(t, class, head.modifiers&ast.MemberStatic != 0)
		definition, ok := function.(*ast.FunctionDefinitionAst)
		if !ok {
			p.recover(false, ast.RCurly)
			return nil, head.orphans()
		}
		return &ast.FunctionMemberAst{Placed: ast.At(span(head.start, definition.Ext)), Function: definition,
			ReturnType: head.constraint, Attributes: head.attributes, MethodAttributes: head.modifiers,
			IsConstructor: strings.EqualFold(definition.Name, class)}, nil
	}
	if isEmpty(head.last) {
		return nil, nil
	}
	p.failEnd(after(head.last), "IncompleteMemberDefinition")
	return nil, head.orphans()
}

// memberHead parses attributes, type and modifiers, and peeks at the token behind.
func (p *parser) memberHead() (memberHead, *token) {
	h := memberHead{modifiers: ast.MemberPublic}
	for {
		p.skipLines()
		if a := p.attribute(); a != nil {
			h.last = extOf(a)
			if isEmpty(h.start) {
				h.start = h.last
			}
			if attribute, ok := a.(*ast.AttributeAst); ok {
				h.attributes = append(h.attributes, attribute)
			} else if h.constraint == nil {
				h.constraint = a.(*ast.TypeConstraintAst)
			} else {
				p.fail(h.last, "TooManyTypes")
			}
			continue
		}
		t := p.peekToken()
		if isEmpty(h.start) {
			h.start = p.ext(t)
		}
		modifier := ast.MemberStatic
		switch t.kind {
		case ast.Hidden:
			modifier = ast.MemberHidden
		case ast.Static:
		default:
			return h, t
		}
		if h.modifiers&modifier != 0 {
			p.fail(p.ext(t), "DuplicateQualifier", p.textOf(t))
		}
		h.modifiers |= modifier
		h.last = p.ext(t)
		p.skipToken()
	}
}

func (p *parser) property(head memberHead, name *token) (ast.Member, []ast.Node) {
	var value ast.Expression
	end := p.ext(name)
	if p.take(ast.Equals) != nil {
		p.skipLines()
		if value = p.expression(false); value != nil {
			end = extOf(value)
		}
	}
	end = p.propertyEnd(end, true)
	variable := ast.NewVariablePath(name.value)
	if variable.Name() == "" { // reported by the scanner
		orphans := head.orphans()
		if value != nil {
			orphans = append(orphans, value)
		}
		return nil, orphans
	}
	return &ast.PropertyMemberAst{Placed: ast.At(span(head.start, end)), Name: variable.Name(), PropertyType: head.constraint,
		Attributes: head.attributes, PropertyAttributes: head.modifiers, InitialValue: value}, nil
}

// propertyEnd consumes the line end or semicolon behind a property, and returns
// the extent's new end: a semicolon belongs to the property.
func (p *parser) propertyEnd(end ast.Extent, required bool) ast.Extent {
	t := p.peekToken()
	if required && t.kind != ast.NewLine && t.kind != ast.Semi && t.kind != ast.RCurly {
		p.failEnd(after(end), "MissingPropertyTerminator")
	}
	p.skipSeparators()
	if t.kind == ast.Semi {
		return p.ext(t)
	}
	return end
}

// method parses a method or constructor behind its name.
func (p *parser) method(name *token, class string, static bool) ast.Statement {
	var list parameterParens
	if p.peekToken().kind == ast.LParen {
		list = p.functionParameters()
	} else {
		p.failEnd(after(p.ext(name)), "MissingMethodParameterList")
	}
	failed := list.failed
	constructor := strings.EqualFold(p.textOf(name), class) && !static
	var base *ast.BaseCtorInvokeMemberExpressionAst
	if constructor {
		base = p.baseCall(&failed)
	}
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
		return broken(span(p.ext(name), failed), nodes(list.parameters)...)
	}
	var first ast.Statement
	if base != nil {
		first = ast.NewCommandExpression(base)
	}
	old := p.setMode(modeCommand)
	body := p.scriptBlock(open, false, first)
	p.setMode(old)
	return &ast.FunctionDefinitionAst{Placed: ast.At(span(p.ext(name), extOf(body))), Name: p.textOf(name), NameExtent: p.ext(name),
		Parameters: list.parameters, HasParameterList: true, Body: body}
}

// baseCall parses `: base(...)` behind a constructor's parameters, or makes the
// call that is implied.
func (p *parser) baseCall(failed *ast.Extent) *ast.BaseCtorInvokeMemberExpressionAst {
	p.skipLines()
	old := p.setMode(modeSignature)
	defer func() { p.setMode(old) }()
	node := &ast.BaseCtorInvokeMemberExpressionAst{Implied: true}
	var word ast.Extent
	if colon := p.take(ast.Colon); colon != nil {
		p.skipLines()
		if base := p.take(ast.Base); base == nil {
			*failed = p.ext(colon)
			p.failEnd(after(*failed), "MissingBaseCtorCall")
		} else {
			word = p.ext(base)
			node.Implied = false
			p.skipLines()
			if open := p.take(ast.LParen); open != nil {
				var end ast.Extent
				node.Arguments, end = p.invocationArguments(open)
				node.Ext = span(word, end)
				p.skipLines()
			} else {
				*failed = word
				p.failEnd(after(word), "MissingMethodParameterList")
			}
		}
	}
	node.Expression = &ast.VariableExpressionAst{Placed: ast.At(word), VariablePath: ast.NewVariablePath("this")}
	node.Member = p.constant(word, ".ctor", ast.BareWord)
	return node
}

// mayUnderlieEnum reports whether PowerShell lets a type underlie an enum while it
// parses: it refuses only what it does not know and two types whose codes it
// compares well; the others fail when the enum is made.
func (p *parser) mayUnderlieEnum(t ast.ITypeName) bool {
	switch (&resolver{namespaces: []string{"System"}}).resolve(t) {
	case "", "System.String", "System.DateTime":
		return false
	}
	return true
}

// enumTypes are the integral types.
var enumTypes = map[string]bool{
	"byte": true, "sbyte": true, "int16": true, "short": true, "uint16": true, "ushort": true,
	"int32": true, "int": true, "uint32": true, "uint": true, "int64": true, "long": true, "uint64": true, "ulong": true,
}

func isEnumType(name string) bool {
	name = strings.ToLower(name)
	return enumTypes[strings.TrimPrefix(name, "system.")]
}

func (p *parser) enumStatement(attributes []ast.AttributeBase, keyword *token) ast.Statement {
	p.symbols = true
	p.skipLines()
	name, _ := p.simpleNameNode()
	if name == nil {
		p.failEnd(after(p.ext(keyword)), "MissingNameAfterKeyword", p.textOf(keyword))
		return broken(p.ext(keyword))
	}
	old := p.setMode(modeSignature)
	defer func() { p.setMode(old) }()
	node := &ast.TypeDefinitionAst{Name: name.Value, TypeAttributes: ast.TypeEnum, NameExtent: name.Ext}
	if colon := p.take(ast.Colon); colon != nil {
		p.skipLines()
		if t := p.typeNameNode(false); t == nil {
			p.failEnd(after(p.ext(colon)), "TypeNameExpected")
		} else {
			if !p.mayUnderlieEnum(t) {
				p.fail(*t.Extent(), "InvalidUnderlyingType", t.Name())
			}
			node.BaseTypes = []*ast.TypeConstraintAst{{Placed: ast.At(*t.Extent()), TypeName: t}}
		}
	}
	p.skipLines()
	open := p.next()
	if open.kind != ast.LCurly {
		p.hold(open)
		p.failEnd(after(name.Ext), "MissingTypeBody", keyword.kind.Text())
		return broken(span(p.ext(keyword), name.Ext))
	}
	for {
		member := p.enumMember()
		if member == nil {
			break
		}
		node.Members = append(node.Members, member)
	}
	closing := p.next()
	if closing.kind != ast.RCurly {
		p.hold(closing)
		p.failSeen(after(p.ext(open)), p.ext(closing), "MissingEndCurlyBrace")
	}
	return p.definition(node, attributes, keyword, p.ext(closing), nil)
}

func (p *parser) enumMember() ast.Member {
	p.skipLines()
	name, _ := p.simpleNameNode()
	if name == nil {
		return nil
	}
	node := &ast.PropertyMemberAst{Name: name.Value, PropertyAttributes: ast.MemberPublic | ast.MemberStatic | ast.MemberLiteral}
	end := name.Ext
	missing := false
	old := p.setMode(modeExpression)
	if assign := p.take(ast.Equals); assign != nil {
		node.InitialValue = p.expression(false)
		if missing = node.InitialValue == nil; missing {
			p.fail(after(p.ext(assign)), "ExpectedValueExpression", assign.kind.Text())
			end = p.ext(assign)
		} else {
			end = extOf(node.InitialValue)
		}
	}
	p.setMode(old)
	node.Ext = span(name.Ext, p.propertyEnd(end, !missing))
	return node
}
