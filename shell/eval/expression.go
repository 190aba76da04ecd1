package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// expression compiles an expression to its value. Output of pipelines in it is
// collected; AutomationNull may come out, which value() turns into $null where
// the language wants a value.
func (c *compiler) expression(n ast.Expression) expr {
	switch n := n.(type) {
	case *ast.ConstantExpressionAst:
		return constant(literal(n.Value))
	case *ast.StringConstantExpressionAst:
		return constant(n.Value)
	case *ast.VariableExpressionAst:
		return c.readVariable(n)
	case *ast.BinaryExpressionAst:
		return c.binary(n)
	case *ast.UnaryExpressionAst:
		return c.unary(n)
	case *ast.TernaryExpressionAst:
		return c.ternary(n)
	case *ast.ExpandableStringExpressionAst:
		return c.expandable(n)
	case *ast.ParenExpressionAst:
		return c.paren(n)
	case *ast.SubExpressionAst:
		return c.subExpression(n)
	case *ast.ArrayExpressionAst:
		return c.arrayExpression(n)
	case *ast.ArrayLiteralAst:
		return c.arrayLiteral(n)
	case *ast.HashtableAst:
		return c.hashtable(n, false)
	case *ast.ConvertExpressionAst:
		return c.convert(n)
	case *ast.AttributedExpressionAst:
		return c.expression(n.Child)
	case *ast.TypeExpressionAst:
		return c.typeExpression(n)
	case *ast.MemberExpressionAst:
		return c.member(n)
	case *ast.InvokeMemberExpressionAst:
		return c.invokeMember(n)
	case *ast.IndexExpressionAst:
		return c.index(n)
	case *ast.ScriptBlockExpressionAst:
		return c.scriptBlock(n)
	case *ast.BaseCtorInvokeMemberExpressionAst:
		return c.baseConstructorCall(n)
	case *ast.UsingExpressionAst:
		return c.usingExpression(n)
	}
	return func(*frame) (any, error) {
		return nil, object.RuntimeError("NotSupported", object.NotImplemented, nil, "The expression %s is not supported.", n.ClassName())
	}
}

// literal boxes a number so that small ones share their box.
func literal(v any) any {
	if i, ok := v.(int32); ok {
		return object.Int(i)
	}
	return object.FromLiteral(v)
}

// plainValue is $null for AutomationNull.
func plainValue(v any) any {
	if v == object.Null {
		return nil
	}
	return v
}

// operand compiles an expression whose value an operator uses.
func (c *compiler) operand(n ast.Expression) expr {
	e := c.expression(n)
	switch n.(type) {
	case *ast.ParenExpressionAst, *ast.SubExpressionAst, *ast.VariableExpressionAst, *ast.InvokeMemberExpressionAst, *ast.MemberExpressionAst:
		return func(f *frame) (any, error) {
			v, err := e(f)
			return plainValue(v), err
		}
	}
	return e
}

func (c *compiler) ternary(n *ast.TernaryExpressionAst) expr {
	test, yes, no := c.condition(n.Condition), c.expression(n.IfTrue), c.expression(n.IfFalse)
	return func(f *frame) (any, error) {
		ok, err := test(f)
		if err != nil {
			return nil, err
		}
		if ok {
			return yes(f)
		}
		return no(f)
	}
}

// condition compiles an expression used as a condition.
func (c *compiler) condition(n ast.Expression) cond {
	switch n := n.(type) {
	case *ast.BinaryExpressionAst:
		if test := c.comparison(n); test != nil {
			return test
		}
	case *ast.UnaryExpressionAst:
		if n.TokenKind == ast.Not || n.TokenKind == ast.Exclaim {
			inner := c.condition(n.Child)
			return func(f *frame) (bool, error) {
				ok, err := inner(f)
				return !ok, err
			}
		}
	case *ast.ParenExpressionAst:
		if p, ok := n.Pipeline.(*ast.PipelineAst); ok {
			if e := p.PureExpression(); e != nil {
				return c.condition(e)
			}
		}
	}
	e := c.expression(n)
	return func(f *frame) (bool, error) {
		v, err := e(f)
		if err != nil {
			return false, err
		}
		if b, ok := v.(bool); ok {
			return b, nil
		}
		return object.IsTrue(v), nil
	}
}

// pipelineCondition compiles the pipeline of an if, while ... as a condition.
func (c *compiler) pipelineCondition(n ast.PipelineBase) cond {
	at := n.Extent()
	if p, ok := n.(*ast.PipelineAst); ok {
		if e := p.PureExpression(); e != nil && !p.Background() {
			test := c.condition(e)
			if c.telling {
				test = c.tellCondition(at, test)
			}
			return func(f *frame) (bool, error) {
				f.pos = at
				f.s.ok = true
				return test(f)
			}
		}
	}
	v := c.atValue(at, c.statementValue(n))
	return func(f *frame) (bool, error) {
		f.pos = at
		x, err := v(f)
		if err != nil {
			return false, err
		}
		return object.IsTrue(plainValue(x)), nil
	}
}

// statementValue compiles a statement used as a value: of an assignment, of a
// parenthesis. A pure expression is not unrolled.
func (c *compiler) statementValue(n ast.Statement) expr {
	switch n := n.(type) {
	case *ast.PipelineAst:
		if e := n.PureExpression(); e != nil && !n.Background() {
			return c.expression(e)
		}
	case *ast.CommandExpressionAst:
		if len(n.Redirections()) == 0 {
			return c.expression(n.Expression())
		}
	case *ast.AssignmentStatementAst:
		return c.assignmentValue(n)
	}
	run := c.statement(n)
	return func(f *frame) (any, error) { return f.capture(run) }
}

func (c *compiler) paren(n *ast.ParenExpressionAst) expr {
	if p, ok := n.Pipeline.(*ast.PipelineAst); ok {
		if e := p.PureExpression(); e != nil && !p.Background() {
			inner := c.expression(e)
			return func(f *frame) (any, error) {
				v, err := inner(f)
				if err == nil {
					f.s.ok = true
				}
				return v, err
			}
		}
	}
	return c.statementValue(n.Pipeline)
}

// subExpression compiles $( ). An empty one is $null, not nothing.
func (c *compiler) subExpression(n *ast.SubExpressionAst) expr {
	if n.SubExpression.Statements().Len() == 0 {
		return func(*frame) (any, error) { return nil, nil }
	}
	body := c.block(n.SubExpression).asStmt()
	return func(f *frame) (any, error) { return f.capture(body) }
}

func (c *compiler) arrayExpression(n *ast.ArrayExpressionAst) expr {
	// @(a, b) and @(one expression) need no collector.
	if list := n.SubExpression.Statements(); list.Len() == 1 && len(n.SubExpression.Traps()) == 0 {
		if p, ok := list.At(0).(*ast.PipelineAst); ok {
			if lit, ok := p.PureExpression().(*ast.ArrayLiteralAst); ok {
				return c.arrayLiteral(lit)
			}
		}
	}
	body := c.block(n.SubExpression).asStmt()
	return func(f *frame) (any, error) {
		var out collector
		saved := f.out
		f.out = &out
		err := body(f)
		f.out = saved
		if err != nil {
			return nil, err
		}
		return object.NewArray(out.items), nil
	}
}

// arrayLiteral: an element that is nothing at all stays so, and no pipeline gets it.
func (c *compiler) arrayLiteral(n *ast.ArrayLiteralAst) expr {
	items := make([]expr, len(n.Elements))
	for i, e := range n.Elements {
		items[i] = c.expression(e)
	}
	return func(f *frame) (any, error) {
		values := make([]any, len(items))
		for i, e := range items {
			v, err := e(f)
			if err != nil {
				return nil, err
			}
			values[i] = v
		}
		return object.NewArray(values), nil
	}
}

func (c *compiler) hashtable(n *ast.HashtableAst, ordered bool) expr {
	type pair struct {
		key, value expr
		at         *ast.Extent
	}
	pairs := make([]pair, len(n.KeyValuePairs))
	for i, p := range n.KeyValuePairs {
		pairs[i] = pair{c.operand(p.Key), c.statementValue(p.Value), p.Key.Extent()}
	}
	return func(f *frame) (any, error) {
		var table object.Dictionary
		if ordered {
			table = object.NewOrdered(false)
		} else {
			table = object.NewSizedTable(false, len(pairs))
		}
		for i := range pairs {
			k, err := pairs[i].key(f)
			if err != nil {
				return nil, err
			}
			v, err := pairs[i].value(f)
			if err != nil {
				return nil, err
			}
			if err := addPair(table, k, plainValue(v)); err != nil {
				if r, ok := err.(*object.ErrorRecord); ok {
					f.stamp(r, pairs[i].at)
				}
				return nil, err
			}
		}
		return table, nil
	}
}

func addPair(table object.Dictionary, k, v any) error {
	if k == nil {
		return object.RuntimeError("InvalidNullKey", object.InvalidOperation, table, "A null key is not allowed in a hash literal.")
	}
	if _, there := table.Get(k); there {
		text := object.Text(nil, k)
		if s, ok := k.(string); ok {
			text = s
		}
		return object.RuntimeError("DuplicateKeyInHashLiteral", object.InvalidOperation, k, "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'", text, text)
	}
	return table.Set(k, v)
}

// expandable compiles "text $x $(...)": its format is cut at the places of the
// nested expressions once.
func (c *compiler) expandable(n *ast.ExpandableStringExpressionAst) expr {
	texts := cutFormat(n.FormatExpression, len(n.NestedExpressions))
	parts := make([]expr, len(n.NestedExpressions))
	for i, e := range n.NestedExpressions {
		parts[i] = c.expression(e)
	}
	return func(f *frame) (any, error) {
		var b strings.Builder
		b.WriteString(texts[0])
		for i, e := range parts {
			v, err := e(f)
			if err != nil {
				return nil, err
			}
			switch x := v.(type) {
			case string:
				b.WriteString(x)
			case nil:
			default:
				if v != object.Null {
					b.WriteString(object.Text(f.s, v))
				}
			}
			b.WriteString(texts[i+1])
		}
		return b.String(), nil
	}
}

// cutFormat splits a format such as "a {0} {{b}}" into the texts around its n holes.
func cutFormat(format string, n int) []string {
	texts := make([]string, 0, n+1)
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		ch := format[i]
		if (ch == '{' || ch == '}') && i+1 < len(format) && format[i+1] == ch {
			b.WriteByte(ch)
			i++
			continue
		}
		if ch == '{' && len(texts) < n {
			texts = append(texts, b.String())
			b.Reset()
			for i < len(format) && format[i] != '}' {
				i++
			}
			continue
		}
		b.WriteByte(ch)
	}
	texts = append(texts, b.String())
	for len(texts) < n+1 {
		texts = append(texts, "")
	}
	return texts
}

func (c *compiler) scriptBlock(n *ast.ScriptBlockExpressionAst) expr {
	// All values of this expression share one compiled code.
	shared := c.s.newCode(n.ScriptBlock())
	shared.usings = c.code.usings
	return func(f *frame) (any, error) {
		return &ScriptBlock{code: shared, state: f.scope.state, braces: true}, nil
	}
}
