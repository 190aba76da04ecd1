package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// operator is a binary operator on two values.
type operator func(f *frame, l, r any) (any, error)

func (c *compiler) binary(n *ast.BinaryExpressionAst) expr {
	switch n.Operator {
	case ast.And, ast.Or, ast.Xor:
		return c.logical(n)
	case ast.QuestionQuestion:
		return c.coalesce(n)
	case ast.DotDot:
		return c.rangeExpression(n)
	case ast.Is, ast.IsNot, ast.As:
		return c.typeOperator(n)
	}
	if test := c.intComparison(n); test != nil {
		return test
	}
	op := operators[n.Operator]
	if op == nil {
		return func(*frame) (any, error) {
			return nil, object.RuntimeError("NotSupported", object.NotImplemented, nil, "The operator %s is not supported.", n.Operator)
		}
	}
	operand := c.operand
	if n.Operator == ast.Plus { // no values added to a list are none
		operand = c.expression
	}
	left, right := operand(n.Left), operand(n.Right)
	if quick := arithmetic(n.Operator, op, left, right); quick != nil {
		return quick
	}
	return func(f *frame) (any, error) {
		l, err := left(f)
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		return op(f, l, r)
	}
}

// arithmetic has the operators of Int32 inline, without the general rules.
func arithmetic(kind ast.TokenKind, op operator, left, right expr) expr {
	var quick func(a, b int64) int64
	switch kind {
	case ast.Plus:
		quick = func(a, b int64) int64 { return a + b }
	case ast.Minus:
		quick = func(a, b int64) int64 { return a - b }
	case ast.Multiply:
		quick = func(a, b int64) int64 { return a * b }
	case ast.Rem:
		return func(f *frame) (any, error) {
			l, err := left(f)
			if err != nil {
				return nil, err
			}
			r, err := right(f)
			if err != nil {
				return nil, err
			}
			if a, ok := l.(int32); ok {
				if b, ok := r.(int32); ok && b > 0 {
					return object.Int(a % b), nil
				}
			}
			return op(f, l, r)
		}
	default:
		return nil
	}
	return func(f *frame) (any, error) {
		l, err := left(f)
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		if a, ok := l.(int32); ok {
			if b, ok := r.(int32); ok {
				if x := quick(int64(a), int64(b)); x == int64(int32(x)) {
					return object.Int(int32(x)), nil
				}
			}
		}
		return op(f, l, r)
	}
}

// comparison compiles a comparison of what may be integers to a condition; nil
// for other operators.
func (c *compiler) comparison(n *ast.BinaryExpressionAst) cond {
	test := intTest(n.Operator)
	switch n.Operator {
	case ast.And, ast.Or, ast.Xor:
		return c.logicalCondition(n)
	}
	if test == nil {
		return nil
	}
	left, right, op := c.operand(n.Left), c.operand(n.Right), operators[n.Operator]
	return func(f *frame) (bool, error) {
		l, err := left(f)
		if err != nil {
			return false, err
		}
		r, err := right(f)
		if err != nil {
			return false, err
		}
		if a, ok := l.(int32); ok {
			if b, ok := r.(int32); ok {
				return test(a, b), nil
			}
		}
		v, err := op(f, l, r)
		if err != nil {
			return false, err
		}
		return object.IsTrue(v), nil
	}
}

func (c *compiler) intComparison(n *ast.BinaryExpressionAst) expr {
	test := intTest(n.Operator)
	if test == nil {
		return nil
	}
	left, right, op := c.operand(n.Left), c.operand(n.Right), operators[n.Operator]
	return func(f *frame) (any, error) {
		l, err := left(f)
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		if a, ok := l.(int32); ok {
			if b, ok := r.(int32); ok {
				return object.Bool(test(a, b)), nil
			}
		}
		return op(f, l, r)
	}
}

func intTest(kind ast.TokenKind) func(a, b int32) bool {
	switch kind {
	case ast.Ieq, ast.Ceq:
		return func(a, b int32) bool { return a == b }
	case ast.Ine, ast.Cne:
		return func(a, b int32) bool { return a != b }
	case ast.Ilt, ast.Clt:
		return func(a, b int32) bool { return a < b }
	case ast.Ile, ast.Cle:
		return func(a, b int32) bool { return a <= b }
	case ast.Igt, ast.Cgt:
		return func(a, b int32) bool { return a > b }
	case ast.Ige, ast.Cge:
		return func(a, b int32) bool { return a >= b }
	}
	return nil
}

func (c *compiler) logical(n *ast.BinaryExpressionAst) expr {
	test := c.logicalCondition(n)
	return func(f *frame) (any, error) {
		ok, err := test(f)
		return object.Bool(ok), err
	}
}

func (c *compiler) logicalCondition(n *ast.BinaryExpressionAst) cond {
	left, right := c.condition(n.Left), c.condition(n.Right)
	switch n.Operator {
	case ast.And:
		return func(f *frame) (bool, error) {
			ok, err := left(f)
			if err != nil || !ok {
				return false, err
			}
			return right(f)
		}
	case ast.Or:
		return func(f *frame) (bool, error) {
			ok, err := left(f)
			if err != nil || ok {
				return ok, err
			}
			return right(f)
		}
	}
	return func(f *frame) (bool, error) {
		l, err := left(f)
		if err != nil {
			return false, err
		}
		r, err := right(f)
		return l != r, err
	}
}

func (c *compiler) coalesce(n *ast.BinaryExpressionAst) expr {
	left, right := c.expression(n.Left), c.expression(n.Right)
	return func(f *frame) (any, error) {
		v, err := left(f)
		if err != nil || !object.IsNull(plainValue(v)) {
			return v, err
		}
		return right(f)
	}
}

func (c *compiler) rangeExpression(n *ast.BinaryExpressionAst) expr {
	left, right := c.operand(n.Left), c.operand(n.Right)
	return func(f *frame) (any, error) {
		l, err := left(f)
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		seq, err := rangeOf(l, r)
		if err != nil {
			return nil, err
		}
		var items []any
		for v := range seq {
			items = append(items, v)
			if len(items)&0xffff == 0 && f.s.interrupted() {
				return nil, errStopped
			}
		}
		return object.NewArray(items), nil
	}
}

// typeOperator compiles -is, -isnot and -as. A type literal on the right is
// resolved once.
func (c *compiler) typeOperator(n *ast.BinaryExpressionAst) expr {
	left, right := c.operand(n.Left), c.operand(n.Right)
	kind := n.Operator
	return func(f *frame) (any, error) {
		l, err := left(f)
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		t, ok := r.(*object.Type)
		if !ok {
			if t, err = f.s.typeOperand(r, kind); err != nil {
				return nil, err
			}
		}
		switch kind {
		case ast.Is:
			return object.Bool(isInstance(l, t)), nil
		case ast.IsNot:
			return object.Bool(!isInstance(l, t)), nil
		}
		v, err := object.Convert(f.s, l, t)
		if err != nil {
			return nil, nil
		}
		return v, nil
	}
}

// typeOperand is the type that -is or -as was given, by its name too.
func (s *Session) typeOperand(r any, kind ast.TokenKind) (*object.Type, error) {
	if object.IsNull(r) {
		if kind == ast.As {
			return nil, object.RuntimeError("AsOperatorRequiresType", object.InvalidOperation, nil, "The right operand of '-as' must be a type.")
		}
		return nil, object.RuntimeError("IsOperatorRequiresType", object.InvalidOperation, nil, "The right operand of '-is' must be a type.")
	}
	t, err := object.Convert(s, r, object.TypeType)
	if err == nil {
		return t.(*object.Type), nil
	}
	if kind == ast.As {
		return nil, err
	}
	inner := object.FromGo(err)
	e := object.RuntimeError("RuntimeException", object.NotSpecified, nil, "%s", inner.Message)
	e.Exception.Inner = inner
	return nil, e
}

func isInstance(v any, t *object.Type) bool {
	if v == nil || v == object.Null {
		return false
	}
	if t == object.PSObjectType {
		_, wrapped := v.(*object.PSObject)
		_, custom := v.(*object.Custom)
		return wrapped || custom
	}
	return object.InstanceOf(v, t)
}
