package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// place is something that can be assigned to, its parts evaluated once.
type place struct {
	get func() (any, error)
	set func(v any) error
}

// assignment compiles an assignment as a statement: nothing is written.
func (c *compiler) assignment(n *ast.AssignmentStatementAst) stmt {
	run := c.assignmentValue(n)
	return func(f *frame) error {
		_, err := run(f)
		return err
	}
}

// assignmentValue compiles an assignment as a value: what was assigned.
func (c *compiler) assignmentValue(n *ast.AssignmentStatementAst) expr {
	if n.Operator == ast.PlusEquals {
		return c.compound(n, c.rightSide(n.Right, func(v any) any { return v })) // no values added to a list are none
	}
	right := c.rightSide(n.Right, plainValue)
	if n.Operator != ast.Equals {
		return c.compound(n, right)
	}
	switch left := n.Left.(type) {
	case *ast.VariableExpressionAst:
		set := c.writeVariable(left)
		return func(f *frame) (any, error) {
			v, err := right(f)
			if err != nil {
				return nil, err
			}
			return v, set(f, v)
		}
	case *ast.ArrayLiteralAst:
		return c.destructure(left, right)
	case *ast.ParenExpressionAst:
		if p, ok := left.Pipeline.(*ast.PipelineAst); ok {
			if lit, ok := p.PureExpression().(*ast.ArrayLiteralAst); ok {
				return c.destructure(lit, right)
			}
		}
	}
	set, held := c.assignTo(n.Left), c.declaredVariable(n.Left)
	return func(f *frame) (any, error) {
		v, err := right(f)
		if err != nil {
			return nil, err
		}
		v = plainValue(v)
		if err := set(f, v); err != nil || held == nil {
			return v, err
		}
		return held(f)
	}
}

// declaredVariable reads the variable of `[type]$x = ...`: the value of such an
// assignment is what the variable holds then.
func (c *compiler) declaredVariable(n ast.Expression) expr {
	typed := false
	for {
		switch x := n.(type) {
		case *ast.ConvertExpressionAst:
			n, typed = x.Child, true
			continue
		case *ast.AttributedExpressionAst:
			n, typed = x.Child, true
			continue
		case *ast.VariableExpressionAst:
			if typed && !x.VariablePath.IsDriveQualified() {
				return c.readVariable(x)
			}
		}
		return nil
	}
}

// rightSide compiles what is assigned: the value, or the collected output.
func (c *compiler) rightSide(n ast.Statement, plain func(any) any) expr {
	if p, ok := n.(*ast.PipelineAst); ok {
		if e := p.PureExpression(); e != nil && !p.Background() {
			v := c.expression(e)
			return func(f *frame) (any, error) {
				x, err := v(f)
				if err != nil {
					return nil, err
				}
				f.s.ok = true
				return plain(x), nil
			}
		}
	}
	if x, ok := n.(*ast.CommandExpressionAst); ok && len(x.Redirections()) == 0 {
		v := c.expression(x.Expression())
		return func(f *frame) (any, error) {
			x, err := v(f)
			if err == nil {
				f.s.ok = true
			}
			return plain(x), err
		}
	}
	// A variable that takes the output of a command without any holds
	// AutomationNull: as a value $null, in a pipeline nothing.
	return c.statementValue(n)
}

// destructure assigns to several targets: the last one takes what is left.
func (c *compiler) destructure(n *ast.ArrayLiteralAst, right expr) expr {
	sets := make([]func(*frame, any) error, len(n.Elements))
	for i, e := range n.Elements {
		sets[i] = c.assignTo(e)
	}
	return func(f *frame) (any, error) {
		v, err := right(f)
		if err != nil {
			return nil, err
		}
		v = plainValue(v)
		items, ok := object.Elements(v)
		if !ok {
			items = []any{v}
		}
		for i, set := range sets {
			var x any
			switch {
			case i < len(sets)-1 || len(items) == i+1:
				if i < len(items) {
					x = items[i]
				}
			case len(items) > i:
				x = object.NewArray(append([]any(nil), items[i:]...))
			}
			if err := set(f, x); err != nil {
				return nil, err
			}
		}
		return v, nil
	}
}

// assignTo compiles an assignment target.
func (c *compiler) assignTo(n ast.Expression) func(f *frame, v any) error {
	switch n := n.(type) {
	case *ast.VariableExpressionAst:
		return c.writeVariable(n)
	case *ast.ConvertExpressionAst, *ast.AttributedExpressionAst:
		return c.constrained(n)
	case *ast.ArrayLiteralAst:
		run := c.destructure(n, func(f *frame) (any, error) { return f.taken, nil })
		return func(f *frame, v any) error {
			saved := f.taken
			f.taken = v
			_, err := run(f)
			f.taken = saved
			return err
		}
	case *ast.ParenExpressionAst:
		if p, ok := n.Pipeline.(*ast.PipelineAst); ok {
			if e := p.PureExpression(); e != nil {
				return c.assignTo(e)
			}
		}
	}
	target := c.target(n)
	return func(f *frame, v any) error {
		t, err := target(f)
		if err != nil {
			return err
		}
		return t.set(v)
	}
}

// target compiles a member, an index or a variable as a place.
func (c *compiler) target(n ast.Expression) func(f *frame) (place, error) {
	switch n := n.(type) {
	case *ast.VariableExpressionAst:
		read, write := c.readVariable(n), c.writeVariable(n)
		return func(f *frame) (place, error) {
			return place{func() (any, error) { return read(f) }, func(v any) error { return write(f, v) }}, nil
		}
	case *ast.MemberExpressionAst:
		return c.memberPlace(n)
	case *ast.IndexExpressionAst:
		return c.indexPlace(n)
	case *ast.ParenExpressionAst:
		if p, ok := n.Pipeline.(*ast.PipelineAst); ok {
			if e := p.PureExpression(); e != nil {
				return c.target(e)
			}
		}
	case *ast.ConvertExpressionAst:
		set, read := c.constrained(n), c.expression(n.Child)
		return func(f *frame) (place, error) {
			return place{func() (any, error) { return read(f) }, func(v any) error { return set(f, v) }}, nil
		}
	}
	return func(*frame) (place, error) {
		return place{}, object.RuntimeError("InvalidLeftHandSide", object.InvalidOperation, nil, "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.")
	}
}

var compoundOperators = map[ast.TokenKind]ast.TokenKind{
	ast.PlusEquals: ast.Plus, ast.MinusEquals: ast.Minus, ast.MultiplyEquals: ast.Multiply,
	ast.DivideEquals: ast.Divide, ast.RemainderEquals: ast.Rem,
}

// compound compiles += and the like, and ??=.
func (c *compiler) compound(n *ast.AssignmentStatementAst, value expr) expr {
	right, plain := value, func(v any) any { return v }
	if n.Operator != ast.PlusEquals { // no values added to a list are none; else they are $null
		plain = plainValue
		right = func(f *frame) (any, error) {
			v, err := value(f)
			return plain(v), err
		}
	}
	left := n.Left
	if conv, ok := left.(*ast.ConvertExpressionAst); ok {
		return c.compoundConstrained(n, conv, right)
	}
	if n.Operator == ast.QuestionQuestionEquals {
		return c.coalesceAssign(left, right)
	}
	kind := compoundOperators[n.Operator]
	op := operators[kind]
	if v, ok := left.(*ast.VariableExpressionAst); ok {
		read, write := c.compoundRead(v), c.writeVariable(v)
		sum := arithmetic(kind, op, func(f *frame) (any, error) { v, err := read(f); return plain(v), err }, right)
		if sum == nil {
			sum = func(f *frame) (any, error) {
				l, err := read(f)
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
		return func(f *frame) (any, error) {
			v, err := sum(f)
			if err != nil {
				return nil, err
			}
			return v, write(f, v)
		}
	}
	target := c.target(left)
	return func(f *frame) (any, error) {
		t, err := target(f)
		if err != nil {
			return nil, err
		}
		l, err := t.get()
		if err != nil {
			return nil, err
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		v, err := op(f, plain(l), r)
		if err != nil {
			return nil, err
		}
		return v, t.set(v)
	}
}

// compoundRead reads the variable of `$x += ...`. Where the code has not read it
// before, it is a local of the code's own scope: an outer one of the name is not seen.
func (c *compiler) compoundRead(v *ast.VariableExpressionAst) expr {
	p := &v.VariablePath
	sym := intern(p.Name())
	if c.telling || p.Scope != ast.ScopeNone || c.read[sym] || sym == symPSItem || sym == symUnderscore || c.code.makesVariables() {
		return c.readVariable(v)
	}
	read := c.readVariable(v)
	delete(c.read, sym)
	own := c.layout
	site := &varSite{sym: sym, name: p.Name()}
	return func(f *frame) (any, error) {
		if f.scope.layout != own || f.scope.parent == nil {
			return read(f)
		}
		sl := site.local(f.scope)
		switch {
		case sl == nil || sl.v == nil:
			return nil, f.unset(p.Name(), v.Extent())
		case sl.v == plain:
			return sl.val, nil
		}
		return sl.value(), nil
	}
}

// variableMakers are the commands that make variables which the code does not name.
var variableMakers = map[string]bool{"new-variable": true, "remove-variable": true, "set-variable": true, "set-psbreakpoint": true,
	`microsoft.powershell.utility\new-variable`: true, `microsoft.powershell.utility\remove-variable`: true,
	`microsoft.powershell.utility\set-variable`: true, `microsoft.powershell.utility\set-psbreakpoint`: true,
	"nv": true, "rv": true, "sbp": true, "sv": true, "set": true}

// makesVariables tells whether the code dots something or calls a command that makes
// variables: PowerShell looks all variables up by name then, in outer scopes too.
func (k *code) makesVariables() bool {
	if k.makes == nil {
		found := false
		ast.Inspect(k.tree, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.FunctionDefinitionAst, *ast.ScriptBlockExpressionAst:
				return false
			case *ast.CommandAst:
				name, ok := x.CommandElements().At(0).(*ast.StringConstantExpressionAst)
				found = found || x.InvocationOperator() == ast.Dot || ok && variableMakers[strings.ToLower(name.Value)]
			}
			return !found
		})
		k.makes = &found
	}
	return *k.makes
}

func (c *compiler) coalesceAssign(left ast.Expression, right expr) expr {
	target := c.target(left)
	return func(f *frame) (any, error) {
		t, err := target(f)
		if err != nil {
			return nil, err
		}
		v, err := t.get()
		if err != nil || plainValue(v) != nil {
			return v, err
		}
		if v, err = right(f); err != nil {
			return nil, err
		}
		return v, t.set(v)
	}
}

func (c *compiler) compoundConstrained(n *ast.AssignmentStatementAst, conv *ast.ConvertExpressionAst, right expr) expr {
	op := operators[compoundOperators[n.Operator]]
	read, set := c.expression(conv), c.constrained(conv)
	return func(f *frame) (any, error) {
		l, err := read(f)
		if err != nil {
			return nil, err
		}
		if op == nil {
			if l != nil {
				return l, nil
			}
			v, err := right(f)
			if err != nil {
				return nil, err
			}
			return v, set(f, v)
		}
		r, err := right(f)
		if err != nil {
			return nil, err
		}
		v, err := op(f, l, r)
		if err != nil {
			return nil, err
		}
		return v, set(f, v)
	}
}

// constrained compiles `[type][attribute]$x = value`: the variable keeps the
// constraints for later assignments.
func (c *compiler) constrained(n ast.Expression) func(f *frame, v any) error {
	var makers []func(f *frame) (constraint, error)
	inner := n
	for {
		switch x := inner.(type) {
		case *ast.ConvertExpressionAst:
			makers = append(makers, c.typeConstraint(x.Type.TypeName))
			inner = x.Child
			continue
		case *ast.AttributedExpressionAst:
			switch a := x.Attribute.(type) {
			case *ast.TypeConstraintAst:
				makers = append(makers, c.typeConstraint(a.TypeName))
			case *ast.AttributeAst:
				makers = append(makers, c.attributeConstraint(a))
			}
			inner = x.Child
			continue
		}
		break
	}
	v, ok := inner.(*ast.VariableExpressionAst)
	if !ok || v.VariablePath.IsDriveQualified() {
		return c.castThenAssign(makers, c.assignTo(inner))
	}
	sym, name, where := intern(v.VariablePath.Name()), v.VariablePath.Name(), v.VariablePath.Scope
	c.layout.add(sym, name)
	return c.tellWrite(sym, name, func(f *frame, val any) error {
		list := make([]constraint, 0, len(makers))
		for i := len(makers) - 1; i >= 0; i-- {
			k, err := makers[i](f)
			if err != nil {
				return err
			}
			if k != nil {
				list = append(list, k)
			}
		}
		return f.declare(sym, name, where, list, val)
	})
}

// declare assigns a value under constraints, which replace those the variable had.
func (f *frame) declare(sym symbol, name string, where ast.VariableScope, list []constraint, val any) error {
	for _, k := range list {
		var err error
		if val, err = k.apply(f.s, val); err != nil {
			return asMetadataError(name, val, err)
		}
	}
	sc := f.scope
	switch where {
	case ast.ScopeGlobal:
		sc = f.s.global
	case ast.ScopeScript:
		sc = sc.script
	}
	if err := sc.guardAllScope(sym); err != nil {
		return err
	}
	sl := sc.slot(sym, name, true)
	if sl.v != nil && sl.v.options&(OptReadOnly|OptConstant) != 0 {
		return notWritable(name)
	}
	if sl.v != nil && sl.v.set != nil {
		return sl.v.set(val)
	}
	v := &variable{constraints: list}
	if sl.v != nil {
		v.options, v.description, v.private = sl.v.options, sl.v.description, sl.v.private
	}
	if where == ast.ScopePrivate {
		v.options |= OptPrivate
	}
	sl.val, sl.v = val, v
	return nil
}

func (c *compiler) castThenAssign(makers []func(f *frame) (constraint, error), set func(*frame, any) error) func(*frame, any) error {
	return func(f *frame, v any) error {
		for i := len(makers) - 1; i >= 0; i-- {
			k, err := makers[i](f)
			if err != nil {
				return err
			}
			if k == nil {
				continue
			}
			if v, err = k.apply(f.s, v); err != nil {
				return err
			}
		}
		return set(f, v)
	}
}

// typeCast is the constraint of a type.
type typeCast struct{ t *object.Type }

func (k typeCast) apply(inv object.Invoker, v any) (any, error) {
	if object.TypeOf(v) != k.t {
		converted, err := object.Convert(inv, v, k.t)
		if err != nil || k.t != actionPreferenceType {
			return converted, err
		}
		v = converted
	}
	if e, ok := v.(object.Enum); ok && bind.IsSuspend(e) {
		return nil, object.Throw(object.PSInvalidCastType, bind.SuspendReserved, "Suspend")
	}
	return object.Unwritten(v), nil
}

func (c *compiler) typeConstraint(name ast.ITypeName) func(f *frame) (constraint, error) {
	resolve := c.resolveType(name)
	return func(f *frame) (constraint, error) {
		switch strings.ToLower(name.FullName()) {
		case "ordered", "ref", "system.management.automation.psreference":
			return nil, nil
		}
		t, err := resolve(f)
		if err != nil {
			return nil, err
		}
		return typeCast{t}, nil
	}
}
