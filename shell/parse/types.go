package parse

import (
	"strconv"
	"strings"

	"stagecoach/shell/ast"
)

// attributeList parses attributes and types in brackets; nil: there is none. In
// an expression a line end stands only behind an attribute, not behind a type.
func (p *parser) attributeList(inExpression bool) []ast.AttributeBase {
	var list []ast.AttributeBase
	for {
		a := p.attribute()
		if a == nil {
			return list
		}
		list = append(list, a)
		if _, ok := a.(*ast.AttributeAst); ok || !inExpression {
			p.skipLines()
		}
	}
}

// attribute parses `[type]` or `[type(arguments)]`; nil: there is none.
func (p *parser) attribute() ast.AttributeBase {
	open := p.bracketToken()
	if open == nil {
		return nil
	}
	p.skipLines()
	name := p.typeNameNode(true)
	if name == nil {
		p.goBack(open)
		p.failEnd(after(p.ext(open)), "MissingTypename")
		return nil
	}
	t := p.next()
	if t.kind == ast.LParen {
		p.typeToken.mark = attributeName
		return p.attributeArguments(open, t, name)
	}
	end := p.ext(t)
	if t.kind != ast.RBracket {
		p.hold(t)
		p.fail(before(end), "EndSquareBracketExpectedAtEndOfAttribute")
		end = *name.Extent()
	}
	return &ast.TypeConstraintAst{Placed: ast.At(span(p.ext(open), end)), TypeName: name}
}

func (p *parser) attributeArguments(open, paren *token, name ast.ITypeName) *ast.AttributeAst {
	node := &ast.AttributeAst{TypeName: name}
	p.skipLines()
	last := p.ext(paren)
	oldMode, oldComma := p.setMode(modeExpression), p.noComma
	p.noComma = true
	p.attributeArgumentList(node, &last)
	p.noComma = oldComma
	p.setMode(oldMode)
	end := last
	p.skipLines()
	closing := p.next()
	if closing.kind == ast.RParen {
		end = p.ext(closing)
	} else {
		p.hold(closing)
		closing = nil
		p.failEnd(after(last), "MissingEndParenthesisInExpression")
	}
	p.skipLines()
	if bracket := p.next(); bracket.kind == ast.RBracket {
		end = p.ext(bracket)
	} else {
		p.hold(bracket)
		if closing != nil {
			p.failEnd(after(end), "EndSquareBracketExpectedAtEndOfAttribute")
		}
	}
	node.Ext = span(p.ext(open), end)
	return node
}

// attributeArgumentList adds the arguments to node and moves last to the last of
// them.
func (p *parser) attributeArgumentList(node *ast.AttributeAst, last *ast.Extent) {
	var comma *token
	for {
		p.skipLines()
		if name, _ := p.simpleNameNode(); name != nil {
			p.namedArgument(node, name, last)
		} else if e := p.expression(false); e != nil {
			node.PositionalArguments = append(node.PositionalArguments, e)
			*last = extOf(e)
		} else if comma != nil {
			at := after(p.ext(comma))
			p.failEnd(at, "MissingExpressionAfterToken", comma.kind.Text())
			node.PositionalArguments = append(node.PositionalArguments, ast.NewErrorExpression(at))
			*last = at
		}
		p.skipLines()
		if comma = p.take(ast.Comma); comma == nil {
			return
		}
		*last = p.ext(comma)
	}
}

func (p *parser) namedArgument(node *ast.AttributeAst, name *ast.StringConstantExpressionAst, last *ast.Extent) {
	argument := &ast.NamedAttributeArgumentAst{ArgumentName: name.Value}
	if equals := p.take(ast.Equals); equals != nil {
		p.skipLines()
		argument.Argument = p.expression(false)
		if argument.Argument == nil {
			at := after(p.ext(equals))
			p.failEnd(at, "MissingExpressionInNamedArgument")
			argument.Argument = ast.NewErrorExpression(at)
			p.recover(true, ast.Comma, ast.RParen, ast.RBracket, ast.NewLine)
		}
		*last = extOf(argument.Argument)
	} else {
		argument.Argument = &ast.ConstantExpressionAst{Placed: ast.At(name.Ext), Value: true}
		argument.ExpressionOmitted = true
	}
	argument.Ext = span(name.Ext, extOf(argument.Argument))
	node.NamedArguments = append(node.NamedArguments, argument)
}

// errorTypeName stands for a type argument that is missing.
const errorTypeName = ":ErrorTypeName:"

// typeNameNode parses a type's name without brackets; nil: there is none.
// assembly says that `, assembly` may follow.
func (p *parser) typeNameNode(assembly bool) ast.ITypeName {
	old := p.setMode(modeTypeName)
	defer p.setMode(old)
	t := p.next()
	if t.kind != ast.Identifier {
		p.hold(t)
		return nil
	}
	name := p.finishTypeName(t, false, assembly)
	p.typeToken = t
	return name
}

// plainTypeName returns the name of a type without arguments. A doubled backtick
// stands for one.
func (p *parser) plainTypeName(t *token) *ast.TypeName {
	return &ast.TypeName{Placed: ast.At(p.ext(t)), TypeName: strings.ReplaceAll(p.textOf(t), "``", "`")}
}

// finishTypeName parses what follows the name: ranks, arguments, an assembly.
// bare says that the name is an argument without brackets of its own, which can
// have no assembly.
func (p *parser) finishTypeName(name *token, bare, assembly bool) ast.ITypeName {
	if open := p.take(ast.LBracket); open != nil {
		p.skipLines()
		t := p.next()
		switch t.kind {
		case ast.RBracket, ast.Comma:
			element := p.plainTypeName(name)
			return p.arrayTypeName(element, element, t, bare)
		case ast.LBracket, ast.Identifier:
			return p.genericTypeName(name, t, bare)
		case ast.EndOfInput:
			p.hold(t)
			p.failEnd(after(p.ext(open)), "MissingTypename")
		default:
			p.fail(p.ext(t), "UnexpectedToken", p.textOf(t))
			p.recover(true, ast.RBracket)
		}
		return p.plainTypeName(name)
	}
	result := p.plainTypeName(name)
	if assembly && !bare {
		if comma := p.take(ast.Comma); comma != nil {
			spec := p.assemblySpec()
			if strings.TrimSpace(spec) == "" {
				p.fail(after(p.ext(comma)), "MissingAssemblyNameSpecification")
			} else {
				result.Assembly = spec
				result.Ext = span(result.Ext, p.current())
			}
		}
	}
	return result
}

// genericArgument parses one type argument that starts with t, with or without
// brackets of its own.
func (p *parser) genericArgument(t *token) ast.ITypeName {
	if t.kind == ast.Identifier {
		return p.finishTypeName(t, true, true)
	}
	name := p.next()
	if name.kind != ast.Identifier {
		p.hold(name)
		p.failEnd(after(p.ext(name)), "MissingTypename")
		return &ast.TypeName{Placed: ast.At(p.ext(t)), TypeName: errorTypeName}
	}
	result := p.finishTypeName(name, false, true)
	if closing := p.next(); closing.kind != ast.RBracket {
		p.hold(closing)
		p.failEnd(before(p.ext(closing)), "EndSquareBracketExpectedAtEndOfType")
	}
	return result
}

// genericTypeArguments parses type arguments, the first of which starts with t,
// and returns the token behind them too.
func (p *parser) genericTypeArguments(t *token) ([]ast.ITypeName, *token) {
	p.enterRule()
	defer p.leaveRule()
	list := []ast.ITypeName{p.genericArgument(t)}
	for {
		p.skipLines()
		comma := p.next()
		if comma.kind != ast.Comma {
			return list, comma
		}
		p.skipLines()
		if t := p.peekToken(); t.kind == ast.Identifier || t.kind == ast.LBracket {
			p.skipToken()
			list = append(list, p.genericArgument(t))
		} else {
			p.failEnd(after(p.ext(comma)), "MissingTypename")
			list = append(list, &ast.TypeName{Placed: ast.At(p.ext(comma)), TypeName: errorTypeName})
		}
	}
}

func (p *parser) genericTypeName(name, first *token, bare bool) ast.ITypeName {
	arguments, closing := p.genericTypeArguments(first)
	end := p.ext(closing)
	if closing.kind != ast.RBracket {
		p.hold(closing)
		p.failEnd(before(end), "EndSquareBracketExpectedAtEndOfAttribute")
		end = *arguments[len(arguments)-1].Extent()
	}
	open := p.plainTypeName(name)
	if !strings.Contains(open.TypeName, "`") {
		open.GenericArgumentCount = len(arguments)
	}
	result := &ast.GenericTypeName{Placed: ast.At(span(p.ext(name), end)), TypeName: open, GenericArguments: arguments}
	if p.take(ast.LBracket) != nil {
		return p.arrayTypeName(result, open, p.next(), bare)
	}
	if !bare {
		p.assemblyOf(open)
	}
	return result
}

// assemblyOf parses `, assembly` behind a type; false: there is none.
func (p *parser) assemblyOf(name *ast.TypeName) bool {
	comma := p.take(ast.Comma)
	if comma == nil {
		return false
	}
	if spec := p.assemblySpec(); spec == "" {
		p.fail(after(p.ext(comma)), "MissingAssemblyNameSpecification")
	} else {
		name.Assembly = spec
	}
	return true
}

// maxRank is .NET's limit of an array's dimensions.
const maxRank = 32

// arrayTypeName parses ranks behind a type; t is the token behind the first `[`.
// named is the type that an assembly qualifies.
func (p *parser) arrayTypeName(element ast.ITypeName, named *ast.TypeName, t *token, bare bool) ast.ITypeName {
	for length := 0; ; length++ {
		p.checkChain(length)
		switch t.kind {
		case ast.Comma:
			element = p.rank(element, t)
		case ast.RBracket:
			element = &ast.ArrayTypeName{Placed: ast.At(span(*element.Extent(), p.ext(t))), ElementType: element, Rank: 1}
		case ast.EndOfInput:
			p.hold(t)
			p.fail(before(p.ext(t)), "EndSquareBracketExpectedAtEndOfAttribute")
		default:
			p.fail(p.ext(t), "UnexpectedToken", p.textOf(t))
			p.recover(true, ast.RBracket)
		}
		if !bare && p.assemblyOf(named) {
			return element
		}
		if p.take(ast.LBracket) == nil {
			return element
		}
		t = p.next()
	}
}

// rank parses the commas of `[,,]` from the first one on.
func (p *parser) rank(element ast.ITypeName, first *token) ast.ITypeName {
	rank, last, t := 1, first, first
	for ; t.kind == ast.Comma; t = p.next() {
		last = t
		rank++
	}
	if rank > maxRank {
		if t.kind != ast.RBracket {
			p.hold(t)
		}
		p.fail(span(p.ext(first), p.ext(last)), "ArrayHasTooManyDimensions", strconv.Itoa(rank))
		return element
	}
	if t.kind != ast.RBracket {
		p.hold(t)
		p.fail(after(p.ext(last)), "EndSquareBracketExpectedAtEndOfAttribute")
	}
	return &ast.ArrayTypeName{Placed: ast.At(span(*element.Extent(), p.ext(t))), ElementType: element, Rank: rank}
}
