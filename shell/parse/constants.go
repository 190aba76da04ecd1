package parse

import (
	"strings"
	"unicode"

	"stagecoach/shell/ast"
)

// isNamespace reports whether name is a namespace as .NET writes them.
func isNamespace(name string) bool {
	for _, part := range strings.Split(strings.TrimSuffix(name, "\n"), ".") {
		for i, r := range part {
			starts := r == '_' || unicode.In(r, unicode.L, unicode.Nl)
			if !starts && (i == 0 || !unicode.In(r, unicode.Nd, unicode.Pc, unicode.Mn, unicode.Mc, unicode.Cf)) {
				return false
			}
		}
		if part == "" {
			return false
		}
	}
	return true
}

// attributeNode checks the arguments of an attribute.
func (c *checker) attributeNode(n *ast.AttributeAst) {
	target := c.attributeTargets()
	onClass := target != ""
	if onClass {
		c.attributeUse(n, target)
	}
	id := "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock"
	if onClass {
		id = "ParameterAttributeArgumentNeedsToBeConstant"
	}
	seen := map[string]bool{}
	for _, a := range n.NamedArguments {
		switch key := foldKey(a.ArgumentName); {
		case seen[key]:
			c.fail(a.Ext, "DuplicateNamedArgument", a.ArgumentName)
		default:
			seen[key] = true
			if !a.ExpressionOmitted && !c.isConstant(a.Argument, onClass) {
				c.fail(extOf(a.Argument), id)
			}
		}
	}
	for _, a := range n.PositionalArguments {
		if !c.isConstant(a, onClass) {
			c.fail(extOf(a), id)
		}
	}
}

// isConstant reports whether an attribute's argument is known before the script
// runs. onClass says that the attribute goes into a .NET class, where a script
// block cannot.
func (c *checker) isConstant(n ast.Node, onClass bool) bool {
	all := func(list ...ast.Expression) bool {
		for _, e := range list {
			if !c.isConstant(e, onClass) {
				return false
			}
		}
		return true
	}
	switch n := n.(type) {
	case *ast.ConstantExpressionAst, *ast.StringConstantExpressionAst, *ast.TypeExpressionAst:
		return true
	case *ast.VariableExpressionAst:
		return n.IsConstantVariable()
	case *ast.ScriptBlockExpressionAst:
		return !onClass
	case *ast.ArrayLiteralAst:
		return all(n.Elements...)
	case *ast.TernaryExpressionAst:
		return all(n.Condition, n.IfTrue, n.IfFalse)
	case *ast.BinaryExpressionAst:
		return foldable(n.Operator) && all(n.Left, n.Right) && !isNullDivisor(n)
	case *ast.UnaryExpressionAst:
		return foldable(n.TokenKind) && all(n.Child)
	case *ast.ConvertExpressionAst:
		return isPrimitive(c.types.resolve(n.Type.TypeName)) && all(n.Child)
	case *ast.UsingExpressionAst:
		return all(n.SubExpression)
	case *ast.ParenExpressionAst:
		return c.isConstantStatement(n.Pipeline, onClass)
	case *ast.SubExpressionAst:
		block := n.SubExpression
		return len(block.Traps()) == 0 && block.Statements().Len() == 1 && c.isConstantStatement(block.Statements().At(0), onClass)
	case *ast.MemberExpressionAst:
		return c.isLiteralMember(n)
	}
	return false
}

func (c *checker) isConstantStatement(s ast.Statement, onClass bool) bool {
	pipeline, ok := s.(*ast.PipelineAst)
	if !ok {
		return false
	}
	e := pipeline.PureExpression()
	return e != nil && c.isConstant(e, onClass)
}

// foldable reports whether PowerShell computes the operator while compiling.
func foldable(k ast.TokenKind) bool {
	switch k {
	case ast.Exclaim, ast.Multiply, ast.Divide, ast.Rem, ast.Plus, ast.Minus, ast.Not, ast.Bnot, ast.And, ast.Or, ast.Xor,
		ast.Band, ast.Bor, ast.Bxor, ast.Shl, ast.Shr:
		return true
	}
	return false
}

func isNullDivisor(n *ast.BinaryExpressionAst) bool {
	v, ok := n.Right.(*ast.VariableExpressionAst)
	if !ok || n.Operator != ast.Divide && n.Operator != ast.Rem {
		return false
	}
	name := v.VariablePath.Name()
	return strings.EqualFold(name, "false") || strings.EqualFold(name, "null")
}

// isLiteralMember reports whether `[type]::member` is a constant of .NET: a value
// of an enum or a const field.
func (c *checker) isLiteralMember(n *ast.MemberExpressionAst) bool {
	t, isType := n.Expression.(*ast.TypeExpressionAst)
	member, isName := n.Member.(*ast.StringConstantExpressionAst)
	if !n.Static || !isType || !isName {
		return false
	}
	return isLiteralField(c.types.resolve(t.TypeName), member.Value)
}
