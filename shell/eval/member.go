package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// memberName compiles a member's name: a constant, or an expression.
func (c *compiler) memberName(n ast.CommandElement) (fixed string, value expr) {
	if s, ok := n.(*ast.StringConstantExpressionAst); ok {
		return s.Value, nil
	}
	e, ok := n.(ast.Expression)
	if !ok {
		return "", constant("")
	}
	return "", c.expression(e)
}

func (c *compiler) member(n *ast.MemberExpressionAst) expr {
	fixed, computed := c.memberName(n.Member)
	if n.Static {
		return c.staticMember(n.Expression, fixed, computed)
	}
	target, at, quiet := c.expression(n.Expression), n.Extent(), n.NullConditional
	return func(f *frame) (any, error) {
		v, err := target(f)
		if err != nil {
			return nil, err
		}
		if quiet && plainValue(v) == nil {
			return nil, nil
		}
		name := fixed
		if computed != nil {
			x, err := computed(f)
			if err != nil {
				return nil, err
			}
			if found, value, err := f.memberByValue(v, x); found || err != nil {
				return value, err
			}
			name = object.Text(f.s, x)
		}
		if c, ok := v.(*object.Custom); ok {
			if x, ok := c.Get(name); ok {
				return x, nil
			}
		}
		value, found, err := object.GetProperty(f.s, v, name)
		if err != nil {
			return nil, f.getterError(name, err)
		}
		if !found {
			return nil, f.noProperty(v, name, at)
		}
		return value, nil
	}
}

// memberByValue handles computed names that are no texts: a script block, a number as a
// dictionary's key.
func (f *frame) memberByValue(v, name any) (bool, any, error) {
	if d, ok := object.Unwrap(v).(object.Dictionary); ok {
		if x, ok := d.Get(name); ok {
			return true, x, nil
		}
	}
	return false, nil, nil
}

// getterError: reading a property with a dot gives $null where the getter fails; $Error
// has what failed inside. Only a property that cannot be read, or is not there in strict
// mode, is an error, as is what a method throws.
func (f *frame) getterError(name string, err error) error {
	if _, stop := err.(stopped); stop || f.interrupted() {
		return err
	}
	if _, terminated := err.(*terminated); terminated {
		return err
	}
	r, ok := err.(*object.ErrorRecord)
	if !ok || r.Exception == nil {
		return nil
	}
	switch t := r.Exception.PSType(); {
	case t.Is(object.MethodExceptionType), t.Is(object.PropertyNotFoundExceptionType), r.ID == "WriteOnlyProperty":
		return err
	case r.ID == "GetWithoutGetterFromScriptPropertyValue":
		return object.RuntimeError("WriteOnlyProperty", object.InvalidOperation, nil, `Cannot get property value because "%s" is a write-only property.`, name)
	}
	return nil
}

// noProperty is $null, or the strict mode's error.
func (f *frame) noProperty(v any, name string, at *ast.Extent) error {
	if f.scope.strictness() < strict2 {
		return nil
	}
	if _, ok := object.Unwrap(v).(object.Dictionary); ok && f.scope.strictness() < strict2 {
		return nil
	}
	r := object.NewError(object.PropertyNotFoundExceptionType, "PropertyNotFoundStrict", object.NotSpecified, nil, "The property '%s' cannot be found on this object. Verify that the property exists.", name)
	f.stamp(r, at)
	return r
}

func (c *compiler) staticMember(target ast.Expression, fixed string, computed expr) expr {
	owner := c.typeOwner(target)
	return func(f *frame) (any, error) {
		t, err := owner(f)
		if err != nil {
			return nil, err
		}
		name := fixed
		if computed != nil {
			x, err := computed(f)
			if err != nil {
				return nil, err
			}
			name = object.Text(f.s, x)
		}
		v, found, err := object.GetStatic(f.s, t, name)
		if err != nil {
			return nil, f.getterError(name, err)
		}
		if !found && f.scope.strictness() >= strict2 {
			return nil, object.NewError(object.PropertyNotFoundExceptionType, "PropertyNotFoundStrict", object.NotSpecified, nil, "The property '%s' cannot be found on this object. Verify that the property exists.", name)
		}
		return v, nil
	}
}

// typeOwner compiles what stands before :: to a type.
func (c *compiler) typeOwner(n ast.Expression) func(f *frame) (*object.Type, error) {
	if t, ok := n.(*ast.TypeExpressionAst); ok {
		return c.resolveType(t.TypeName)
	}
	e := c.expression(n)
	return func(f *frame) (*object.Type, error) {
		v, err := e(f)
		if err != nil {
			return nil, err
		}
		switch x := object.Unwrap(v).(type) {
		case *object.Type:
			return x, nil
		case nil:
			return nil, nullMethod()
		}
		return object.TypeOf(object.Unwrap(v)), nil
	}
}

func nullMethod() error {
	return object.RuntimeError("InvokeMethodOnNull", object.InvalidOperation, nil, "You cannot call a method on a null-valued expression.")
}

func (c *compiler) memberPlace(n *ast.MemberExpressionAst) func(f *frame) (place, error) {
	fixed, computed := c.memberName(n.Member)
	nameOf := func(f *frame) (string, error) {
		if computed == nil {
			return fixed, nil
		}
		x, err := computed(f)
		return object.Text(f.s, x), err
	}
	if n.Static {
		owner := c.typeOwner(n.Expression)
		return func(f *frame) (place, error) {
			t, err := owner(f)
			if err != nil {
				return place{}, err
			}
			name, err := nameOf(f)
			if err != nil {
				return place{}, err
			}
			return place{
				get: func() (any, error) { v, _, err := object.GetStatic(f.s, t, name); return v, err },
				set: func(v any) error { return object.SetStatic(f.s, t, name, v) },
			}, nil
		}
	}
	target := c.expression(n.Expression)
	at := n.Extent()
	return func(f *frame) (place, error) {
		owner, err := target(f)
		if err != nil {
			return place{}, err
		}
		owner = plainValue(owner)
		name, err := nameOf(f)
		if err != nil {
			return place{}, err
		}
		return place{
			get: func() (any, error) {
				v, found, err := object.GetProperty(f.s, owner, name)
				if err == nil && !found {
					err = f.noProperty(owner, name, at)
				}
				return v, err
			},
			set: func(v any) error { return object.SetProperty(f.s, owner, name, v) },
		}, nil
	}
}

func (c *compiler) invokeMember(n *ast.InvokeMemberExpressionAst) expr {
	fixed, computed := c.memberName(n.Member)
	args := make([]expr, len(n.Arguments))
	for i, a := range n.Arguments {
		args[i] = c.argument(a)
	}
	generic := make([]func(f *frame) (*object.Type, error), len(n.GenericTypeArguments))
	for i, t := range n.GenericTypeArguments {
		generic[i] = c.resolveType(t)
	}
	name := func(f *frame) (string, error) {
		if computed == nil {
			return fixed, nil
		}
		x, err := computed(f)
		if err != nil {
			return "", err
		}
		return object.Text(f.s, x), nil
	}
	if n.Static {
		owner := c.typeOwner(n.Expression)
		return func(f *frame) (any, error) {
			t, err := owner(f)
			if err != nil {
				return nil, err
			}
			method, err := name(f)
			if err != nil {
				return nil, err
			}
			values, err := f.evaluate(args)
			if err != nil {
				return nil, err
			}
			types := make([]*object.Type, len(generic))
			for i, resolve := range generic {
				if types[i], err = resolve(f); err != nil {
					return nil, err
				}
			}
			outer := f.s.running
			f.s.running = f
			r, err := object.InvokeStaticGeneric(f.s, t, method, types, values)
			f.s.running = outer
			return r, err
		}
	}
	target, quiet := c.expression(n.Expression), n.NullConditional
	base := isBaseCall(n)
	return func(f *frame) (any, error) {
		v, err := target(f)
		if err != nil {
			return nil, err
		}
		v = plainValue(v)
		if v == nil {
			if quiet {
				return nil, nil
			}
			if len(args) == 0 || !equalFold(fixed, "Where") && !equalFold(fixed, "ForEach") {
				return nil, nullMethod()
			}
			v = object.NewArray(nil)
		}
		method := fixed
		if computed != nil {
			x, err := computed(f)
			if err != nil {
				return nil, err
			}
			if sb, ok := object.Unwrap(x).(*ScriptBlock); ok {
				return f.callMemberBlock(v, sb, args)
			}
			method = object.Text(f.s, x)
		}
		values, err := f.evaluate(args)
		if err != nil {
			return nil, err
		}
		if base != nil {
			t, err := base.find(c, f)
			if err != nil {
				return nil, err
			}
			return invokeAs(f.s, v, t, method, values)
		}
		outer := f.s.running
		f.s.running = f
		r, err := object.InvokeMethod(f.s, v, method, values)
		f.s.running = outer
		return r, err
	}
}

// baseCall is ([Base]$this).Method() or ([object]$x).Method(): the base class's own method.
type baseCall struct{ name ast.ITypeName }

func (b *baseCall) find(c *compiler, f *frame) (*object.Type, error) { return c.resolveType(b.name)(f) }

func isBaseCall(n *ast.InvokeMemberExpressionAst) *baseCall {
	paren, ok := n.Expression.(*ast.ParenExpressionAst)
	if !ok {
		return nil
	}
	p, ok := paren.Pipeline.(*ast.PipelineAst)
	if !ok {
		return nil
	}
	conv, ok := p.PureExpression().(*ast.ConvertExpressionAst)
	if !ok {
		return nil
	}
	if v, ok := conv.Child.(*ast.VariableExpressionAst); ok && equalFold(v.VariablePath.UserPath, "this") {
		return &baseCall{conv.Type.TypeName}
	}
	if name := conv.Type.TypeName.FullName(); equalFold(name, "object") || equalFold(name, "System.Object") {
		return &baseCall{conv.Type.TypeName}
	}
	return nil
}

func (f *frame) callMemberBlock(v any, sb *ScriptBlock, args []expr) (any, error) {
	values, err := f.evaluate(args)
	if err != nil {
		return nil, err
	}
	out, err := f.s.Call(sb, v, nil, values...)
	return object.Collapse(out), err
}

func (f *frame) evaluate(args []expr) ([]any, error) {
	if len(args) == 0 {
		return nil, nil
	}
	values := make([]any, len(args))
	for i, a := range args {
		v, err := a(f)
		if err != nil {
			return nil, err
		}
		values[i] = plainValue(v)
	}
	return values, nil
}

// argument compiles a method's argument; [ref]$x becomes a reference to the variable.
func (c *compiler) argument(n ast.Expression) expr { return c.expression(n) }

func (c *compiler) index(n *ast.IndexExpressionAst) expr {
	target, key, quiet := c.expression(n.Target), c.operand(n.Index), n.NullConditional
	return func(f *frame) (any, error) {
		v, err := target(f)
		if err != nil {
			return nil, err
		}
		v = plainValue(v)
		if quiet && v == nil {
			return nil, nil
		}
		k, err := key(f)
		if err != nil {
			return nil, err
		}
		if a, ok := v.(*object.Array); ok {
			if i, ok := k.(int32); ok {
				if i < 0 {
					i += int32(len(a.Items))
				}
				if i >= 0 && int(i) < len(a.Items) {
					return a.Items[i], nil
				}
			}
		}
		if v == nil {
			return nil, object.RuntimeError("NullArray", object.InvalidOperation, nil, "Cannot index into a null array.")
		}
		x, found, err := object.Index(f.s, v, k)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, f.outOfRange(v, k)
		}
		return x, nil
	}
}

// outOfRange is $null; from strict mode 3 on an index out of range is an error, a
// name that a collection does not have is none.
func (f *frame) outOfRange(v, k any) error {
	if f.scope.strictness() < strict3 {
		return nil
	}
	v, k = object.Unwrap(v), object.Unwrap(k)
	if _, ok := k.(string); ok {
		return nil
	}
	t, id, message := object.IndexOutOfRangeExceptionType, "System.IndexOutOfRangeException", "Index was outside the bounds of the array."
	switch v.(type) {
	case *object.Array, string, object.Indexer:
	case *object.OrderedDictionary, object.List:
		t, id = object.ArgumentOutOfRangeType, "System.ArgumentOutOfRangeException"
		message = "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')"
	case object.Dictionary:
		return nil
	}
	return object.NewError(t, id, object.OperationStopped, nil, message)
}

func (c *compiler) indexPlace(n *ast.IndexExpressionAst) func(f *frame) (place, error) {
	target, key := c.expression(n.Target), c.operand(n.Index)
	return func(f *frame) (place, error) {
		v, err := target(f)
		if err != nil {
			return place{}, err
		}
		v = plainValue(v)
		k, err := key(f)
		if err != nil {
			return place{}, err
		}
		return place{
			get: func() (any, error) {
				if v == nil {
					return nil, object.RuntimeError("NullArray", object.InvalidOperation, nil, "Cannot index into a null array.")
				}
				x, _, err := object.Index(f.s, v, k)
				return x, err
			},
			set: func(x any) error {
				if v == nil {
					return object.RuntimeError("NullArray", object.InvalidOperation, nil, "Cannot index into a null array.")
				}
				if h, ok := v.(*object.Hashtable); ok && k != nil {
					return h.Set(k, x)
				}
				return object.SetIndex(f.s, v, k, x)
			},
		}, nil
	}
}
