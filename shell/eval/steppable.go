package eval

import (
	"slices"

	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// SteppablePipeline is a pipeline that a proxy function drives: Begin, Process for each
// object, End.
type SteppablePipeline struct {
	object.Instance
	s      *Session
	make   func(f *frame, out output) (Stage, error)
	frame  *frame // of the code that made it
	stage  Stage
	kept   *collector // what is written, when Begin was not given a $PSCmdlet to write to
	expect bool       // objects will come: without, Process only lets the commands run
	closed bool       // a command of it wants no more input
}

// PSType is System.Management.Automation.SteppablePipeline.
func (*SteppablePipeline) PSType() *object.Type { return steppableType }

// steppable makes the steppable pipeline of a block that holds one command or pipeline. Its
// arguments are evaluated where it is made, with args as $args.
func (s *Session) steppable(b *ScriptBlock, args []bind.Arg) (any, error) {
	tree := b.Tree()
	if tree.BeginBlock() != nil || tree.ProcessBlock() != nil || tree.EndBlock() == nil {
		return nil, object.RuntimeError("CanConvertOneClauseOnly", object.InvalidOperation, nil, "Only a script block that contains exactly one pipeline or command can be converted. Expressions or control structures are not permitted. Verify that the script block contains exactly one pipeline or command.")
	}
	switch n := tree.EndBlock().Statements().Len(); {
	case n == 0:
		return nil, object.RuntimeError("CantConvertEmptyPipeline", object.InvalidOperation, nil, "A script block without any commands cannot be converted.")
	case n > 1:
		return nil, object.RuntimeError("CanOnlyConvertOnePipeline", object.InvalidOperation, nil, "Only a script block that contains exactly one pipeline or command can be converted. Expressions or control structures are not permitted. Verify that the script block contains exactly one pipeline or command.")
	}
	code := s.newCode(tree)
	c := &compiler{s: s, layout: code.layout, code: code}
	elements, err := c.steppableElements(tree.EndBlock().Statements().At(0))
	if err != nil {
		return nil, err
	}
	f := s.innermost()
	if len(args) > 0 {
		inner := *f
		inner.scope = newScope(f.scope, code.layout, f.scope.state)
		inv := &invocation{s: s, call: &call{f: f, state: f.scope.state, at: f.pos}}
		for _, a := range args {
			inv.rest = append(inv.rest, a.Value)
		}
		inner.scope.inv, inner.inv = inv, inv
		f = &inner
	}
	return &SteppablePipeline{s: s, frame: f, make: func(f *frame, out output) (Stage, error) { return chainStages(f, elements, out) }}, nil
}

var steppableType = &object.Type{Name: "SteppablePipeline", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "Begin", nil, params("expectInput", object.ObjectType), func(_ object.Invoker, p *SteppablePipeline, args []any) (any, error) {
			return nil, p.begin(args[0])
		})
		method(set, "Begin", nil, params("expectInput", object.BooleanType, "contextToRedirectTo", object.ObjectType), func(_ object.Invoker, p *SteppablePipeline, args []any) (any, error) {
			return nil, p.begin(args[0])
		})
		method(set, "Process", object.ArrayOf(object.ObjectType), nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) {
			return p.process(object.Null)
		})
		method(set, "Process", object.ArrayOf(object.ObjectType), params("input", object.ObjectType), func(_ object.Invoker, p *SteppablePipeline, args []any) (any, error) {
			return p.process(args[0])
		})
		method(set, "End", object.ArrayOf(object.ObjectType), nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) { return p.end() })
		method(set, "Clean", nil, nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) { return nil, p.clean() })
		method(set, "Dispose", nil, nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) { return nil, p.clean() })
	}}

// begin binds the commands: to the pipeline of the $PSCmdlet that is given, or with
// input expected or not; what is written then is what Process and End return.
func (p *SteppablePipeline) begin(how any) error {
	p.kept = &collector{}
	out, expect := output(p.kept), false
	inner := *p.frame
	switch x := object.Unwrap(how).(type) {
	case *Running:
		p.kept, out, expect = nil, x.out, x.expectsInput()
		inner.pipes = x.frame.pipes
	case bool:
		expect = x
	}
	inner.out, p.expect = out, expect
	st, err := p.make(&inner, out)
	if err != nil {
		return err
	}
	p.stage = st
	if err := st.prepare(expect); err != nil {
		return p.over(err)
	}
	return p.over(p.calm(st.begin()))
}

// over cleans up behind a step that failed: the commands do not run on.
func (p *SteppablePipeline) over(err error) error {
	if err != nil {
		_ = p.clean() // the step's own error is the one to tell
	}
	return err
}

func (p *SteppablePipeline) process(v any) (any, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	if p.closed {
		return p.results(), nil
	}
	if !p.expect {
		v = object.Null
	}
	if err := p.over(p.calm(p.stage.process(v))); err != nil {
		return nil, err
	}
	return p.results(), nil
}

func (p *SteppablePipeline) end() (any, error) {
	if err := p.ready(); err != nil {
		return nil, err
	}
	if err := p.over(p.calm(p.stage.end())); err != nil {
		return nil, err
	}
	if err := p.clean(); err != nil {
		return nil, err
	}
	return p.results(), nil
}

func (p *SteppablePipeline) clean() error {
	if p.stage == nil {
		return nil
	}
	st := p.stage
	p.stage = nil
	return st.clean()
}

func (p *SteppablePipeline) ready() error {
	if p.stage == nil {
		return object.Throw(object.PSInvalidOperationType, "The operation cannot be performed because the pipeline is in a state that is not valid: Begin has not been called.")
	}
	return nil
}

// results are what the step wrote, when nobody else took it.
func (p *SteppablePipeline) results() any {
	if p.kept == nil {
		return object.NewArray(nil)
	}
	items := p.kept.items
	p.kept.items = nil
	return object.NewArray(items)
}

// calm: a command inside that wants no more input ends the input of this pipeline, and of no other.
func (p *SteppablePipeline) calm(err error) error {
	stop, ok := err.(*stopUpstream)
	if !ok {
		return err
	}
	switch st := p.stage.(type) {
	case *chainStage:
		for i := range st.stages {
			if st.stages[i] == stop.by {
				p.closed, st.from = true, i+1
				return nil
			}
		}
	default:
		if st == stop.by {
			p.closed = true
			return nil
		}
	}
	return err
}

func (r *Running) expectsInput() bool {
	st, ok := r.stage.(*scriptStage)
	return ok && st.expect
}

// chainStage is several stages as one.
type chainStage struct {
	stages []Stage
	from   int // the first stage whose end still has to come
}

// chainStages makes the stages of elements and joins them.
func chainStages(f *frame, elements []element, out output) (Stage, error) {
	stages := make([]Stage, len(elements))
	for i := len(elements) - 1; i >= 0; i-- {
		st, err := elements[i](f, out, f.pipes)
		if err != nil {
			return nil, err
		}
		stages[i] = st
		out = &stageOutput{s: f.s, scope: f.scope, next: st}
	}
	if len(stages) == 1 {
		return stages[0], nil
	}
	return &chainStage{stages: stages}, nil
}

func (c *chainStage) prepare(expect bool) error {
	for i, st := range c.stages {
		if err := st.prepare(i > 0 || expect); err != nil {
			return err
		}
	}
	return nil
}

func (c *chainStage) begin() error {
	for _, st := range c.stages {
		if err := st.begin(); err != nil {
			return err
		}
	}
	return nil
}

func (c *chainStage) process(v any) error { return c.stages[0].process(v) }

func (c *chainStage) end() error {
	for i := c.from; i < len(c.stages); i++ {
		err := c.stages[i].end()
		if stop, ok := err.(*stopUpstream); ok {
			if k := slices.Index(c.stages, stop.by); k >= 0 {
				i = max(i, k)
				continue
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *chainStage) clean() error { return cleanAll(c.stages) }
