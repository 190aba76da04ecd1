package eval

import (
	"stagecoach/shell/bind"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
)

// describeScriptBlocks gives the type ScriptBlock its members; New does it once.
func describeScriptBlocks() {
	list := object.ArrayOf(object.ObjectType)
	rest := []object.Parameter{{Name: "args", Type: list, ParamArray: true}}
	object.ScriptBlockTyp.Members = func(set *object.MemberSet) {
		property(set, "Ast", object.ObjectType, func(b *ScriptBlock) any { return b.syntax() })
		property(set, "File", object.StringType, func(b *ScriptBlock) any {
			if file := b.Tree().Extent().File(); file != "" {
				return file
			}
			return nil
		})
		property(set, "IsFilter", object.BooleanType, func(*ScriptBlock) any { return false })
		property(set, "IsConfiguration", object.BooleanType, func(*ScriptBlock) any { return false })
		property(set, "Module", object.ObjectType, func(b *ScriptBlock) any {
			if m := b.state.module; m != nil {
				return m
			}
			return nil
		})
		property(set, "StartPosition", object.ObjectType, func(b *ScriptBlock) any { return &language.Extent{Extent: b.Tree().Extent()} })
		property(set, "Attributes", object.ObjectType, func(*ScriptBlock) any { return object.NewArray(nil) })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) { return b.String(), nil })
		method(set, "Invoke", list, rest, func(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
			out, err := invokeBlock(b, spread(args))
			return object.NewArray(out), err
		})
		method(set, "InvokeReturnAsIs", object.ObjectType, rest, func(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
			out, err := invokeBlock(b, spread(args))
			return object.Collapse(out), err
		})
		method(set, "InvokeWithContext", list, params("functionsToDefine", object.ObjectType, "variablesToDefine", object.ObjectType, "args", list), invokeWithContext)
		method(set, "GetNewClosure", object.ScriptBlockTyp, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) {
			return b.state.session.newClosure(b), nil
		})
		method(set, "GetSteppablePipeline", object.ObjectType, nil, func(_ object.Invoker, b *ScriptBlock, _ []any) (any, error) {
			return b.state.session.steppable(b, nil)
		})
		method(set, "GetSteppablePipeline", object.ObjectType, params("commandOrigin", object.ObjectType), func(_ object.Invoker, b *ScriptBlock, args []any) (any, error) {
			return b.state.session.steppable(b, nil)
		})
		set.Add(&object.Member{Name: "Create", Kind: object.Method, Static: true, Overloads: []*object.Overload{{
			Params: params("script", object.StringType), Return: object.ScriptBlockTyp,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) {
				return sessionOf(inv).NewScriptBlock(args[0].(string))
			}}}})
	}
}

// sessionOf is the session behind an Invoker that eval itself handed out.
func sessionOf(inv object.Invoker) *Session {
	switch x := inv.(type) {
	case *Session:
		return x
	case runtimeView:
		return x.Running.Session
	case *Running:
		return x.Session
	case binderCaller:
		return x.Session
	}
	return inv.(interface{ SessionOf() *Session }).SessionOf()
}

// spread takes the array apart in which a method gets its variable arguments.
func spread(args []any) []any {
	if len(args) == 1 {
		if a, ok := args[0].(*object.Array); ok {
			return a.Items
		}
	}
	return args
}

// invokeBlock is .Invoke(): errors inside end it.
func invokeBlock(b *ScriptBlock, args []any) ([]any, error) {
	s := b.state.session
	s.propagate++
	out, err := s.Call(b, nil, nil, args...)
	s.propagate--
	return out, err
}

// invokeWithContext runs a block with further functions and variables.
func invokeWithContext(inv object.Invoker, b *ScriptBlock, args []any) (any, error) {
	s := b.state.session
	sc := newScope(b.state.current, &layout{}, b.state)
	saved := b.state.current
	b.state.current = sc
	defer func() { b.state.current = saved }()
	if d, ok := object.Unwrap(args[0]).(object.Dictionary); ok {
		for k, v := range d.All() {
			if fb, ok := object.Unwrap(v).(*ScriptBlock); ok {
				sc.setFunction(&Function{Name: object.Text(inv, k), Block: fb, Visible: true})
			}
		}
	}
	if items, ok := object.Elements(args[1]); ok {
		for _, v := range items {
			if x, ok := object.Unwrap(v).(*Variable); ok {
				sc.put(x.sym, x.Value())
			}
		}
	}
	var rest []any
	if len(args) > 2 {
		rest, _ = object.Elements(args[2])
	}
	out, err := s.Call(b, nil, sc.get(symUnderscore), rest...)
	return object.NewArray(out), err
}

// SteppablePipeline is a pipeline that a proxy function drives.
type SteppablePipeline struct {
	object.Instance
	s      *Session
	make   func(f *frame, out output) (Stage, error)
	run    *pipelineRun
	frame  *frame
	closed bool
}

// PSType is System.Management.Automation.SteppablePipeline.
func (*SteppablePipeline) PSType() *object.Type { return steppableType }

// steppable makes the steppable pipeline of a block that holds one command or pipeline.
func (s *Session) steppable(b *ScriptBlock, args []bind.Arg) (any, error) {
	tree := b.Tree()
	if tree.EndBlock == nil || len(tree.EndBlock.Statements) != 1 {
		return nil, object.RuntimeError("CanConvertOneClauseOnly", object.InvalidOperation, nil, "The script block must contain exactly one pipeline.")
	}
	code := s.newCode(tree)
	c := &compiler{s: s, layout: code.layout, code: code}
	elements, err := c.steppableElements(tree.EndBlock.Statements[0])
	if err != nil {
		return nil, err
	}
	return &SteppablePipeline{s: s, frame: s.innermost(), run: &pipelineRun{}, make: func(f *frame, out output) (Stage, error) {
		return chainStages(f, elements, out)
	}}, nil
}

var steppableType = &object.Type{Name: "SteppablePipeline", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		method(set, "Begin", nil, params("expectInput", object.ObjectType), func(_ object.Invoker, p *SteppablePipeline, args []any) (any, error) {
			return nil, p.begin(args[0])
		})
		method(set, "Process", object.ObjectType, nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) {
			return nil, p.run.stages[0].process(object.Null)
		})
		method(set, "Process", object.ObjectType, params("input", object.ObjectType), func(_ object.Invoker, p *SteppablePipeline, args []any) (any, error) {
			return nil, p.run.stages[0].process(args[0])
		})
		method(set, "End", object.ObjectType, nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) {
			err := p.run.stages[0].end()
			return nil, err
		})
		method(set, "Clean", nil, nil, func(_ object.Invoker, p *SteppablePipeline, _ []any) (any, error) {
			p.closed = true
			return nil, cleanAll(p.run.stages)
		})
		method(set, "Dispose", nil, nil, func(object.Invoker, *SteppablePipeline, []any) (any, error) { return nil, nil })
	}}

// begin binds the commands: to the pipeline of the $PSCmdlet that is given, or with
// input expected or not.
func (p *SteppablePipeline) begin(how any) error {
	out, expect := output(sinkOutput{p.s}), false
	f := p.s.innermost()
	switch x := object.Unwrap(how).(type) {
	case *Running:
		out, expect = x.out, x.expectsInput()
		f = x.frame
	case bool:
		expect = x
	}
	inner := *f
	inner.out = out
	st, err := p.make(&inner, out)
	if err != nil {
		return err
	}
	p.run = &pipelineRun{f: &inner, stages: []Stage{st}}
	if err := st.prepare(expect); err != nil {
		return err
	}
	return st.begin()
}

func (r *Running) expectsInput() bool {
	st, ok := r.stage.(*scriptStage)
	return ok && st.expect
}

// chainStage is several stages as one.
type chainStage struct{ stages []Stage }

// chainStages makes the stages of elements and joins them.
func chainStages(f *frame, elements []element, out output) (Stage, error) {
	stages := make([]Stage, len(elements))
	for i := len(elements) - 1; i >= 0; i-- {
		st, err := elements[i](f, out, f.pipes)
		if err != nil {
			return nil, err
		}
		stages[i] = st
		out = &stageOutput{s: f.s, next: st}
	}
	if len(stages) == 1 {
		return stages[0], nil
	}
	return &chainStage{stages}, nil
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
	for _, st := range c.stages {
		if err := st.end(); err != nil {
			return err
		}
	}
	return nil
}

func (c *chainStage) clean() error { return cleanAll(c.stages) }
