package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// A Stage is a command in a running pipeline. prepare binds its parameters;
// process takes one object, or runs once with object.Null when the stage is the
// first and gets no input; clean runs whatever happened.
type Stage interface {
	prepare(expectInput bool) error
	begin() error
	process(v any) error
	end() error
	clean() error
}

// stageOutput writes into the next stage, which runs in the pipeline's scope: what writes may
// be a function with variables of its own.
type stageOutput struct {
	s     *Session
	scope *scope
	next  Stage
}

func (o *stageOutput) write(v any) error {
	if o.s.interrupted() {
		return errStopped
	}
	state := o.scope.state
	if state.current == o.scope && o.s.state == state {
		return o.next.process(v)
	}
	current, outer := state.current, o.s.state
	state.current, o.s.state = o.scope, state
	err := o.next.process(v)
	state.current, o.s.state = current, outer
	return err
}

// element compiles one command of a pipeline to what makes its stage.
type element func(f *frame, out output, p *pipes) (Stage, error)

func (c *compiler) pipeline(n *ast.PipelineAst) stmt {
	if n.Background() {
		return c.background(n, n.Extent())
	}
	return c.pipelineOf(n.PipelineElements().Slice(), n.Extent())
}

func (c *compiler) pipelineOf(list []ast.CommandBase, at *ast.Extent) stmt {
	head, isExpr := list[0].(*ast.CommandExpressionAst)
	if len(list) == 1 {
		if isExpr {
			return c.expressionStatement(head)
		}
		return c.singleCommand(list[0].(*ast.CommandAst))
	}
	var input expr
	if isExpr {
		if len(head.Redirections()) > 0 {
			run := c.expressionStatement(head)
			input = func(f *frame) (any, error) { return f.capture(run) }
		} else {
			input = c.pipelineHead(head.Expression())
		}
		list = list[1:]
	}
	elements := make([]element, len(list))
	for i, e := range list {
		elements[i] = c.command(e)
	}
	return func(f *frame) error {
		f.pos = at
		var in any = noInput
		if input != nil {
			v, err := input(f)
			if err != nil {
				return err
			}
			in = v
		}
		return f.runPipeline(elements, in)
	}
}

// pipelineHead compiles the expression a pipeline starts with; a range stays a
// sequence, so that it is never an array in memory.
func (c *compiler) pipelineHead(n ast.Expression) expr {
	if bin, ok := n.(*ast.BinaryExpressionAst); ok && bin.Operator == ast.DotDot {
		left, right := c.operand(bin.Left), c.operand(bin.Right)
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
			return &sequence{seq}, nil
		}
	}
	return c.expression(n)
}

// noInput marks a pipeline that starts with a command.
var noInput = &sequence{}

// sequence is a head that yields objects without being a collection.
type sequence struct {
	each func(yield func(any) bool)
}

// setsSuccess tells whether $? is true once an expression has been evaluated. A
// command in parentheses, $() or @() leaves it as the command did.
func setsSuccess(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.ParenExpressionAst:
		return statementSetsSuccess(x.Pipeline)
	case *ast.SubExpressionAst:
		return blockSetsSuccess(x.SubExpression)
	case *ast.ArrayExpressionAst:
		return blockSetsSuccess(x.SubExpression)
	}
	return true
}

func blockSetsSuccess(b *ast.StatementBlockAst) bool {
	return b.Statements().Len() == 0 || statementSetsSuccess(b.Statements().Last())
}

func statementSetsSuccess(n ast.Node) bool {
	p, ok := n.(*ast.PipelineAst)
	if !ok {
		return false
	}
	e := p.PureExpression()
	return e != nil && setsSuccess(e)
}

// expressionStatement compiles an expression as a statement: its value is written.
func (c *compiler) expressionStatement(n *ast.CommandExpressionAst) stmt {
	if u, ok := n.Expression().(*ast.UnaryExpressionAst); ok {
		switch u.TokenKind {
		case ast.PlusPlus, ast.MinusMinus, ast.PostfixPlusPlus, ast.PostfixMinusMinus:
			// ++ as a statement writes nothing.
			e := c.expression(u)
			return func(f *frame) error {
				_, err := e(f)
				if err == nil {
					f.s.ok = true
				}
				return err
			}
		}
	}
	e, succeeds := c.expression(n.Expression()), setsSuccess(n.Expression())
	run := func(f *frame) error {
		v, err := e(f)
		if err != nil {
			return err
		}
		if succeeds {
			f.s.ok = true
		}
		return f.emit(v)
	}
	if len(n.Redirections()) == 0 {
		return run
	}
	redirect := c.redirections(n.Redirections())
	return func(f *frame) error {
		out, p, done, err := redirect(f, f.out, f.pipes)
		if err != nil {
			return err
		}
		savedOut, savedPipes := f.out, f.pipes
		f.out, f.pipes = out, p
		err = run(f)
		f.out, f.pipes = savedOut, savedPipes
		if derr := done(); err == nil {
			err = derr
		}
		return err
	}
}

// singleCommand compiles a pipeline of one command.
func (c *compiler) singleCommand(n *ast.CommandAst) stmt {
	make := c.command(n)
	at := n.Extent()
	return func(f *frame) error {
		f.pos = at
		return f.runPipeline([]element{make}, noInput)
	}
}

// runPipeline makes the stages, last first so that each knows its output, binds
// them all and runs them.
func (f *frame) runPipeline(elements []element, in any) error {
	f.s.pulse()
	n := len(elements)
	var few [4]Stage
	stages := few[:0]
	if n > len(few) {
		stages = make([]Stage, 0, n)
	}
	stages = stages[:n]
	f.s.pipelineDepth++
	defer func() { f.s.pipelineDepth-- }()
	relays := make([]stageOutput, n-1)
	for i := 0; i < n; i++ {
		out, p := f.out, f.pipes
		if i < n-1 {
			relays[i].s, relays[i].scope = f.s, f.scope
			out, p = &relays[i], p.withoutLists()
		}
		st, err := elements[i](f, out, p)
		if err != nil {
			cleanAll(stages[:i])
			return err
		}
		stages[i] = st
		if i > 0 {
			relays[i-1].next = st
		}
	}
	f.s.failed = false
	run := pipelineRun{f: f, stages: stages}
	err := run.run(in)
	if cerr := cleanAll(stages); err == nil {
		err = cerr
	}
	if err == nil {
		f.s.ok = !run.hadErrors()
	}
	return err
}

func cleanAll(stages []Stage) error {
	var first error
	for _, st := range stages {
		if st == nil {
			continue
		}
		if err := st.clean(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// pipelineRun is a pipeline under way.
type pipelineRun struct {
	f      *frame
	stages []Stage
}

func (r *pipelineRun) run(in any) error {
	for i, st := range r.stages {
		if err := st.prepare(i > 0 || in != any(noInput)); err != nil {
			return err
		}
	}
	from := 0
	err := r.feed(in)
	if err != nil {
		if from = r.stoppedBy(err); from == 0 {
			return err
		}
	}
	for i := from; i < len(r.stages); i++ {
		if err := r.stages[i].end(); err != nil {
			k := r.stoppedBy(err)
			if k == 0 {
				return err
			}
			i = max(i, k-1)
		}
	}
	return nil
}

// stoppedBy is the index after the stage that stopped the ones before it; 0 when
// the error is another.
func (r *pipelineRun) stoppedBy(err error) int {
	stop, ok := err.(*stopUpstream)
	if !ok {
		return 0
	}
	for i, st := range r.stages {
		if st == stop.by {
			return i + 1
		}
	}
	return 0
}

func (r *pipelineRun) feed(in any) error {
	for _, st := range r.stages {
		if err := st.begin(); err != nil {
			return err
		}
	}
	first := r.stages[0]
	if in == any(noInput) {
		return first.process(object.Null)
	}
	if seq, ok := in.(*sequence); ok {
		var err error
		for v := range seq.each {
			if r.f.s.interrupted() {
				return errStopped
			}
			if err = first.process(v); err != nil {
				return err
			}
		}
		return nil
	}
	return emitTo(r.f.s, outputFunc(func(v any) error {
		if r.f.s.interrupted() {
			return errStopped
		}
		if v == object.Null {
			v = nil
		}
		return first.process(v)
	}), in)
}

// hadErrors tells whether a command of the pipeline wrote an error or failed: $? is false then.
func (r *pipelineRun) hadErrors() bool {
	for _, st := range r.stages {
		if x, ok := st.(interface{ failed() bool }); ok && x.failed() {
			return true
		}
	}
	return false
}
