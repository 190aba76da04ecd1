package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

func (c *compiler) ifStatement(n *ast.IfStatementAst) stmt {
	type clause struct {
		test cond
		body stmt
	}
	clauses := make([]clause, len(n.Clauses))
	for i, x := range n.Clauses {
		clauses[i] = clause{c.pipelineCondition(x.Condition), c.block(x.Body).asStmt()}
	}
	otherwise := c.block(n.ElseClause).asStmt()
	return func(f *frame) error {
		for i := range clauses {
			ok, err := clauses[i].test(f)
			if err != nil {
				return err
			}
			if ok {
				return clauses[i].body(f)
			}
		}
		return otherwise(f)
	}
}

// loop tells what a body's error means for the loop around it: done ends the
// loop with err.
func loopControl(err error, label string) (done bool, result error) {
	w, ok := err.(*flow)
	if !ok || w.kind > flowContinue {
		return true, err
	}
	if w.label != "" && !equalFold(w.label, label) {
		return true, err
	}
	return w.kind == flowBreak, nil
}

func (c *compiler) forStatement(n *ast.ForStatementAst) stmt {
	nothing := func(*frame) error { return nil }
	initial, next, test := stmt(nothing), stmt(nothing), cond(nil)
	if n.Initializer != nil {
		initial = c.quiet(n.Initializer)
	}
	if n.Iterator != nil {
		next = c.quiet(n.Iterator)
	}
	if n.Condition != nil {
		test = c.pipelineCondition(n.Condition)
	}
	body, label := c.block(n.Body).asStmt(), n.Label
	return func(f *frame) error {
		if err := initial(f); err != nil {
			return err
		}
		for {
			if f.s.between() {
				return errStopped
			}
			if test != nil {
				ok, err := test(f)
				if err != nil {
					return err
				}
				if !ok {
					return nil
				}
			}
			if err := body(f); err != nil {
				if done, err := loopControl(err, label); done {
					return err
				}
			}
			if err := next(f); err != nil {
				return err
			}
		}
	}
}

// quiet compiles the initializer or iterator of a for: its output is dropped.
func (c *compiler) quiet(n ast.PipelineBase) stmt {
	at := n.Extent()
	switch x := n.(type) {
	case *ast.AssignmentStatementAst:
		run := c.at(at, c.assignment(x))
		return func(f *frame) error {
			f.pos = at
			return run(f)
		}
	case *ast.PipelineAst:
		if e := x.PureExpression(); e != nil {
			if u, ok := e.(*ast.UnaryExpressionAst); ok {
				if run := c.atValue(at, c.increment(u)); run != nil {
					return func(f *frame) error {
						f.pos = at
						_, err := run(f)
						return err
					}
				}
			}
		}
	}
	run := c.at(at, c.statement(n))
	return func(f *frame) error {
		f.pos = at
		saved := f.out
		f.out = nowhere{}
		err := run(f)
		f.out = saved
		return err
	}
}

func (c *compiler) whileStatement(n *ast.WhileStatementAst) stmt {
	test, body, label := c.pipelineCondition(n.Condition), c.block(n.Body).asStmt(), n.Label
	return func(f *frame) error {
		for {
			if f.s.between() {
				return errStopped
			}
			ok, err := test(f)
			if err != nil || !ok {
				return err
			}
			if err := body(f); err != nil {
				if done, err := loopControl(err, label); done {
					return err
				}
			}
		}
	}
}

func (c *compiler) doStatement(label string, b *ast.StatementBlockAst, condition ast.PipelineBase, until bool) stmt {
	test, body := c.pipelineCondition(condition), c.block(b).asStmt()
	return func(f *frame) error {
		for {
			if f.s.between() {
				return errStopped
			}
			if err := body(f); err != nil {
				if done, err := loopControl(err, label); done {
					return err
				}
			}
			ok, err := test(f)
			if err != nil || ok == until {
				return err
			}
		}
	}
}

func (c *compiler) forEachStatement(n *ast.ForEachStatementAst) stmt {
	set, label, at := c.writeVariable(n.Variable), n.Label, n.Condition.Extent()
	// A range is counted, not made into an array.
	if bin := pureRange(n.Condition); bin != nil && !c.telling {
		if run := c.forEachRange(bin, set, c.block(n.Body).asStmt(), label, at); run != nil {
			return run
		}
	}
	values, body, variable := c.atValue(at, c.statementValue(n.Condition)), c.block(n.Body).asStmt(), n.Variable.Extent()
	telling := c.telling
	return func(f *frame) (err error) {
		f.pos = at
		v, err := values(f)
		if err != nil {
			return err
		}
		f.s.ok = true
		if v == nil || v == object.Null {
			return nil
		}
		it, ok := newEnumerator(v)
		if !ok {
			it = &sliceEnumerator{items: []any{v}, list: object.NewArray([]any{v})}
		}
		defer it.stop()
		if telling {
			if err := f.wrote(symForeach, "foreach", it); err != nil {
				return err
			}
			defer func() {
				if terr := f.wrote(symForeach, "foreach", nil); err == nil {
					err = terr
				}
			}()
		}
		outer, had := f.scope.swapOwn(symForeach, it)
		defer f.scope.restoreOwn(symForeach, outer, had)
		for {
			if f.s.between() {
				return errStopped
			}
			if telling {
				if err := f.reach(variable); err != nil {
					return err
				}
			}
			item, more, err := it.next()
			if err != nil || !more {
				return err
			}
			if err := set(f, item); err != nil {
				return err
			}
			if err := body(f); err != nil {
				if done, err := loopControl(err, label); done {
					return err
				}
			}
		}
	}
}

func pureRange(n ast.PipelineBase) *ast.BinaryExpressionAst {
	p, ok := n.(*ast.PipelineAst)
	if !ok {
		return nil
	}
	bin, ok := p.PureExpression().(*ast.BinaryExpressionAst)
	if !ok || bin.Operator != ast.DotDot {
		return nil
	}
	return bin
}

func (c *compiler) forEachRange(bin *ast.BinaryExpressionAst, set func(*frame, any) error, body stmt, label string, at *ast.Extent) stmt {
	left, right := c.operand(bin.Left), c.operand(bin.Right)
	return func(f *frame) error {
		f.pos = at
		l, err := left(f)
		if err != nil {
			return err
		}
		r, err := right(f)
		if err != nil {
			return err
		}
		seq, err := rangeOf(l, r)
		if err != nil {
			return err
		}
		f.s.ok = true
		for item := range seq {
			if f.s.between() {
				return errStopped
			}
			if err := set(f, item); err != nil {
				return err
			}
			if err := body(f); err != nil {
				if done, err := loopControl(err, label); done {
					return err
				}
			}
		}
		return nil
	}
}

func (c *compiler) returnStatement(n *ast.ReturnStatementAst) stmt {
	if n.Pipeline == nil {
		return func(*frame) error { return returnFlow }
	}
	at := n.Pipeline.Extent()
	if c.code.method != nil {
		value := c.atValue(at, c.statementValue(n.Pipeline))
		return func(f *frame) error {
			f.pos = at
			v, err := value(f)
			if err != nil {
				return err
			}
			f.ret = v
			return returnFlow
		}
	}
	run := c.at(at, c.statement(n.Pipeline))
	return func(f *frame) error {
		f.pos = at
		if err := run(f); err != nil {
			return err
		}
		return returnFlow
	}
}

func (c *compiler) exitStatement(n *ast.ExitStatementAst) stmt {
	if n.Pipeline == nil {
		return func(f *frame) error {
			return &flow{kind: flowExit}
		}
	}
	value := c.statementValue(n.Pipeline)
	return func(f *frame) error {
		v, err := value(f)
		if err != nil {
			return err
		}
		code := 0
		if x, err := object.Convert(f.s, plainValue(v), object.Int32Type); err == nil {
			code = int(x.(int32))
		}
		return &flow{kind: flowExit, code: code}
	}
}

// Exit is the error that ends all that runs, as [Environment]::Exit does. What finally blocks clean up is cleaned up.
func (s *Session) Exit(code int) error { return &flow{kind: flowExit, code: code, process: true} }

func (c *compiler) jump(kind flowKind, label ast.Expression) stmt {
	fixed := breakFlow
	if kind == flowContinue {
		fixed = continueFlow
	}
	switch l := label.(type) {
	case nil:
		return func(*frame) error { return fixed }
	case *ast.StringConstantExpressionAst:
		w := &flow{kind: kind, label: l.Value}
		return func(*frame) error { return w }
	}
	value := c.expression(label)
	return func(f *frame) error {
		v, err := value(f)
		if err != nil {
			return err
		}
		return &flow{kind: kind, label: object.Text(f.s, v)}
	}
}

// chain compiles a && b and a || b.
func (c *compiler) chain(n *ast.PipelineChainAst) stmt {
	left, right, and := c.statement(n.LhsPipelineChain), c.at(n.RhsPipeline.Extent(), c.statement(n.RhsPipeline)), n.Operator == ast.AndAnd
	if at := pointOf(n.LhsPipelineChain); at != nil {
		left = c.at(at, left)
	}
	run := func(f *frame) error {
		if err := left(f); err != nil {
			if isControl(err) {
				return err
			}
			if err = f.settle(err); err != nil {
				return err
			}
		}
		if f.s.ok != and {
			return nil
		}
		return right(f)
	}
	if n.Background {
		return c.background(n, n.Extent())
	}
	return run
}

// dataStatement runs the body of a data section and assigns its output.
func (c *compiler) dataStatement(n *ast.DataStatementAst) stmt {
	body := c.block(n.Body).asStmt()
	if n.Variable == "" {
		return body
	}
	site := &varSite{sym: intern(n.Variable), name: n.Variable}
	return func(f *frame) error {
		v, err := f.capture(body)
		if err != nil {
			return err
		}
		return site.set(f, plainValue(v))
	}
}
