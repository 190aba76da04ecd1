package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

func (c *compiler) unary(n *ast.UnaryExpressionAst) expr {
	switch n.TokenKind {
	case ast.Not, ast.Exclaim:
		test := c.condition(n.Child)
		return func(f *frame) (any, error) {
			ok, err := test(f)
			return object.Bool(!ok), err
		}
	case ast.PlusPlus, ast.MinusMinus, ast.PostfixPlusPlus, ast.PostfixMinusMinus:
		if e := c.increment(n); e != nil {
			return e
		}
	}
	child := c.operand(n.Child)
	kind := n.TokenKind
	return func(f *frame) (any, error) {
		v, err := child(f)
		if err != nil {
			return nil, err
		}
		return f.unaryValue(kind, v)
	}
}

func (f *frame) unaryValue(kind ast.TokenKind, v any) (any, error) {
	switch kind {
	case ast.Minus:
		return object.Negate(f.s, v)
	case ast.Plus:
		return object.UnaryPlus(f.s, v)
	case ast.Bnot:
		return object.BitNot(f.s, v)
	case ast.Join:
		return f.join(asArray(v), ""), nil
	case ast.Isplit:
		return f.splitWords(v)
	case ast.Csplit:
		return f.splitWords(v)
	case ast.Comma:
		return object.NewArray([]any{v}), nil
	}
	return nil, object.RuntimeError("NotSupported", object.NotImplemented, nil, "The operator %s is not supported.", kind)
}

// increment compiles ++ and --; nil when the operand cannot be assigned to.
func (c *compiler) increment(n *ast.UnaryExpressionAst) expr {
	delta := int32(1)
	if n.TokenKind == ast.MinusMinus || n.TokenKind == ast.PostfixMinusMinus {
		delta = -1
	}
	postfix := n.TokenKind == ast.PostfixPlusPlus || n.TokenKind == ast.PostfixMinusMinus
	prefix := n.TokenKind == ast.PlusPlus || n.TokenKind == ast.MinusMinus
	if !prefix && !postfix {
		return nil
	}
	if v, ok := n.Child.(*ast.VariableExpressionAst); ok && !c.telling && !v.Splatted && v.VariablePath.IsUnqualified() && !v.IsConstantVariable() {
		return c.incrementVariable(v, delta, postfix)
	}
	target := c.target(n.Child)
	return func(f *frame) (any, error) {
		t, err := target(f)
		if err != nil {
			return nil, err
		}
		old, err := t.get()
		if err != nil {
			return nil, err
		}
		next, err := incremented(f.s, old, delta)
		if err != nil {
			return nil, err
		}
		if err := t.set(next); err != nil {
			return nil, err
		}
		if postfix {
			return zeroForNull(old), nil
		}
		return next, nil
	}
}

func (c *compiler) incrementVariable(v *ast.VariableExpressionAst, delta int32, postfix bool) expr {
	read, write := c.readVariable(v), c.writeVariable(v)
	site := &varSite{sym: intern(v.VariablePath.Name()), layout: c.layout, slot: c.layout.find(intern(v.VariablePath.Name()))}
	return func(f *frame) (any, error) {
		sc := f.scope
		if sc.layout == site.layout && site.slot < len(sc.slots) {
			if sl := &sc.slots[site.slot]; sl.v == plain {
				if i, ok := sl.val.(int32); ok {
					if x := int64(i) + int64(delta); x == int64(int32(x)) {
						old := sl.val
						sl.val = object.Int(int32(x))
						if postfix {
							return old, nil
						}
						return sl.val, nil
					}
				}
			}
		}
		old, err := read(f)
		if err != nil {
			return nil, err
		}
		next, err := incremented(f.s, old, delta)
		if err != nil {
			return nil, err
		}
		if err := write(f, next); err != nil {
			return nil, err
		}
		if postfix {
			return zeroForNull(old), nil
		}
		return next, nil
	}
}

func zeroForNull(v any) any {
	if v == nil {
		return object.Int(0)
	}
	return v
}

// incremented is v + 1 or v - 1; only numbers can be incremented.
func incremented(inv object.Invoker, v any, delta int32) (any, error) {
	if v == nil {
		return object.Int(delta), nil
	}
	if !object.IsNumeric(object.Unwrap(v)) {
		op := "++"
		if delta < 0 {
			op = "--"
		}
		return nil, object.RuntimeError("OperatorRequiresNumber", object.InvalidOperation, nil, "The '%s' operator works only on numbers. The operand is a '%s'.", op, object.TypeOf(v).String())
	}
	return object.Add(inv, v, delta)
}

func asArray(v any) any {
	if object.IsEnumerable(v) {
		return v
	}
	return object.NewArray([]any{v})
}
