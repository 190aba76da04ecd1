package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/object"
)

// commandName is the function's name.
func (fn *Function) commandName() string { return fn.Name }

// newStage makes the stage of a call of the function.
func (fn *Function) newStage(c *call) (Stage, error) {
	return newScriptStage(c, fn.Block, fn)
}

// blockCommand is a script block that is called.
type blockCommand struct{ block *ScriptBlock }

func (*blockCommand) commandName() string { return "" }

func (b *blockCommand) newStage(c *call) (Stage, error) { return newScriptStage(c, b.block, nil) }

// scriptStage runs a function, filter, script or script block in a pipeline.
type scriptStage struct {
	trace       *trace.Source // told when the blocks run; nil: nobody
	s           *Session
	call        *call
	block       *ScriptBlock
	fn          *Function
	code        *code
	scope       *scope
	frame       *frame
	inv         *invocation
	binding     *bind.Binding
	running     *Running // advanced only
	named       bool     // has a process block, or is a filter
	expect      bool
	dotted      bool
	saved       *scope
	began       bool
	ran         bool // one of its blocks ran, so the clean block will
	file        bool // a script file: exit ends it
	done        bool // a script file exited
	errs        bool
	top         bool // what was entered or came by -Command
	scriptScope bool
	scriptFile  *ScriptFile
	method      *classMethod
	runtime     []*RuntimeParameter // what the dynamicparam block gave
	unheard     bool                // see Session
	whole       bool                // see RunOptions
}

func newScriptStage(c *call, b *ScriptBlock, fn *Function) (*scriptStage, error) {
	s := c.f.s
	st := &scriptStage{s: s, call: c, block: b, fn: fn, code: b.code.ready(), dotted: c.dot}
	if s.depth >= maxDepth {
		return nil, callDepthError()
	}
	st.named = st.code.process != nil
	return st, nil
}

const maxDepth = 5000

func callDepthError() error {
	return object.NewError(object.ScriptCallDepthType, "CallDepthOverflow", object.InvalidOperation, int32(0), "The script failed due to call depth overflow.")
}

// prepare makes the scope and binds the arguments.
func (st *scriptStage) prepare(expectInput bool) error {
	st.expect = expectInput
	c := st.call
	state := st.block.state
	if st.dotted {
		st.scope = state.current
	} else {
		st.scope = newScope(state.current, st.code.layout, state)
		if st.scriptScope {
			st.scope.script = st.scope
		}
	}
	if c.this != nil {
		st.scope.put(symThis, c.this)
	}
	if c.setsUnderscore {
		st.scope.put(symUnderscore, c.underscore)
	}
	inv := &invocation{s: st.s, call: c, fn: st.fn, block: st.block, name: c.name, file: st.code.tree.Extent().File()}
	inv.expect = expectInput
	inv.command = st.calledCommand()
	st.inv = inv
	name := "<ScriptBlock>"
	if st.fn != nil {
		name = st.fn.Name
	} else if st.method != nil {
		name = st.method.name
	} else if st.file {
		name = "<ScriptBlock>"
	}
	st.frame = &frame{s: st.s, scope: st.scope, out: c.out, pipes: c.pipes, block: st.code, inv: inv, up: c.f, name: name, pos: st.code.tree.Extent(), whole: st.whole}
	if !st.dotted {
		st.scope.inv = inv
	}
	plan, err := st.code.plan(st.frame)
	if err != nil {
		return err
	}
	if plan.Info.Advanced {
		st.running = newRunning(c, st.commandName(), plan)
		st.running.frame, st.running.stage, st.running.command = st.frame, st, st.commandValue()
		inv.running = st.running
	}
	if len(c.args) == 0 && !plan.Info.Advanced {
		st.setDefaults(nil)
		return st.applyDefaults(nil)
	}
	st.binding = bind.New(plan, binderCaller{st.s, c, plan, st}, st.commandName())
	inv.binding = st.binding
	if source := st.s.traces.Source(parameterBinding); source != nil {
		st.binding.Trace(source)
		if plan.Info.Advanced {
			st.trace = source
		}
	}
	var dynamic func(*bind.Binding) ([]*cmdlet.Param, error)
	if st.code.dynamic != nil {
		dynamic = st.dynamicParameters
	}
	if err := st.binding.BindCommandLine(c.args, expectInput, dynamic); err != nil {
		return st.bindError(err)
	}
	inv.rest = st.binding.Rest
	st.setRuntime()
	if st.running != nil {
		if err := st.running.applyCommon(st.binding); err != nil {
			return err
		}
		st.frame.out, st.frame.pipes = st.running.out, st.running.pipes
		st.running.setPreferences(st.scope)
	}
	st.binding.BeginPipeline()
	return st.applyDefaults(st.binding)
}

func (st *scriptStage) commandName() string {
	if st.fn != nil {
		return st.fn.Name
	}
	if st.scriptFile != nil {
		return st.scriptFile.commandName()
	}
	return st.call.name
}

// calledCommand is what $MyInvocation shows as the command of a script, or of a block
// behind & or .; a block that a method or a cmdlet runs is none.
func (st *scriptStage) calledCommand() any {
	switch {
	case st.fn != nil:
		return st.fn
	case st.scriptFile != nil:
		return st.scriptFile
	case st.top || st.call.site != nil:
		return &ScriptInfo{Block: st.block}
	}
	return nil
}

func (st *scriptStage) commandValue() any {
	if st.fn != nil {
		return st.fn
	}
	return &ScriptInfo{Block: st.block}
}

// bindError places a binding error and says whose it is.
func (st *scriptStage) bindError(err error) error {
	return st.call.bindError(err, st.commandName(), st.commandName())
}

// bindError stamps a binding error with the call's position and the command's names.
func (c *call) bindError(err error, activity, id string) error {
	e, ok := err.(*bind.Error)
	if !ok {
		return err
	}
	r := e.Record
	at := c.at
	if x, ok := e.At.(*ast.Extent); ok && x != nil && x.Source != nil {
		at = argumentExtent(x, r.ID)
	}
	r.Command, r.Activity = id, activity
	c.f.stamp(r, at)
	if v, ok := r.Invocation.(*Invocation); ok {
		v.Name = c.name
	}
	return r
}

// argumentExtent: an error of a name shows the name without its value's colon part.
func argumentExtent(x *ast.Extent, id string) *ast.Extent { return x }

// setDefaults fills $args.
func (st *scriptStage) setDefaults(rest []any) { st.inv.rest = rest }

// applyDefaults puts bound values and defaults into the parameters' variables,
// in the order of their declaration, so that a default may use those before it.
func (st *scriptStage) applyDefaults(b *bind.Binding) error {
	for i, p := range st.code.params {
		if b != nil && i < len(b.Given) && b.Given[i] {
			st.setParam(p, b.Shown(i))
			continue
		}
		if b != nil && b.Plan.Params[i].Name == p.name && st.waitsForInput(b, i) && p.value == nil {
			st.setParam(p, p.zero)
			continue
		}
		if p.value == nil {
			st.setParam(p, p.zero)
			continue
		}
		v, err := st.inScope(func() (any, error) { return p.value(st.frame) })
		if err != nil {
			return st.frame.fail(err)
		}
		v = plainValue(v)
		if p.isSwitch {
			v = switchValue(v)
		}
		for _, k := range p.constraints {
			if _, isType := k.(typeCast); !isType {
				continue
			}
			if v, err = k.apply(st.s, v); err != nil {
				return st.defaultError(p, err)
			}
		}
		st.setParam(p, v)
	}
	return nil
}

func (st *scriptStage) waitsForInput(b *bind.Binding, i int) bool {
	for _, k := range b.PipelineParameters() {
		if k == i {
			return true
		}
	}
	return false
}

func (st *scriptStage) defaultError(p *param, err error) error {
	e := object.FromGo(err)
	r := object.NewError(object.ParameterBindingTransformationType, "ParameterArgumentTransformationError", object.InvalidData, nil, "Cannot process argument transformation on parameter '%s'. %s", p.name, e.Message)
	r.Exception.Inner = e
	r.Command, r.Activity = st.commandName(), st.commandName()
	st.frame.stamp(r, p.at)
	return r
}

func switchValue(v any) any {
	return object.SwitchParameter(object.IsTrue(v))
}

// setParam sets a parameter's variable; its type and validations stay with it.
// A parameter that is called as an automatic variable gives way to it, $args in simple
// functions only.
func (st *scriptStage) setParam(p *param, v any) {
	if st.call.site != nil && (p.sym == symInput || p.sym == symArgs && st.running == nil) {
		return
	}
	sl := st.scope.slot(p.sym, p.name, true)
	sl.val = v
	if len(p.constraints) == 0 {
		sl.v = plain
		return
	}
	if p.shared == nil {
		p.shared = &variable{constraints: p.constraints}
	}
	sl.v = p.shared
}

// inScope runs code with the stage's scope current.
func (st *scriptStage) inScope(run func() (any, error)) (any, error) {
	leave := st.enter()
	v, err := run()
	leave()
	return v, err
}

func (st *scriptStage) enter() func() {
	state, s := st.block.state, st.s
	savedScope, savedState := state.current, s.state
	savedInv := st.scope.inv
	state.current, s.state = st.scope, state
	st.scope.inv = st.inv // of a dot-sourced block too, as long as it runs
	s.depth++
	return func() {
		s.depth--
		state.current, s.state = savedScope, savedState
		st.scope.inv = savedInv
	}
}

// run runs one of the code's blocks.
func (st *scriptStage) run(b *block) error {
	if b == nil {
		return nil
	}
	st.frame.part = st.code.part(b)
	state, s := st.block.state, st.s
	if s.depth >= maxDepth {
		return callDepthError()
	}
	savedScope, savedState := state.current, s.state
	savedInv := st.scope.inv
	state.current, s.state = st.scope, state
	st.scope.inv = st.inv
	s.depth++
	savedPropagate, savedUnheard := s.propagate, s.unheard
	s.unheard, st.ran = st.unheard, true
	var err error
	if s.debug == nil {
		err = b.run(st.frame)
	} else {
		err = st.frame.runWatched(st.code, b)
	}
	s.propagate, s.unheard = savedPropagate, savedUnheard
	s.depth--
	state.current, s.state = savedScope, savedState
	st.scope.inv = savedInv
	if err == nil {
		return nil
	}
	return st.leave(err)
}

// leave is what the error of a block means outside of it.
func (st *scriptStage) leave(err error) error {
	if t, ok := err.(*terminated); ok && t.by == st.running {
		return &t.failure
	}
	w, ok := err.(*flow)
	if !ok {
		st.keepEnd(err)
		return err
	}
	switch {
	case w.kind == flowReturn:
		return nil
	case w.kind == flowExit && st.file && !w.process:
		st.s.setLastExit(w.code)
		st.errs = w.code != 0
		return errExited
	}
	return err
}

// keepEnd adds the exception that ends an advanced function to the variables of
// -ErrorVariable, beside the records of its statements.
func (st *scriptStage) keepEnd(err error) {
	e, ok := err.(*failure)
	if !ok || e.thrown || st.frame.pipes == nil {
		return
	}
	for _, l := range st.frame.pipes.errVar {
		l.add(e.exception())
	}
}

// errExited: a script file ended itself.
var errExited error = &flow{kind: flowReturn, label: "exit"}

func (st *scriptStage) begin() error {
	st.began = true
	defer calling(st.trace, "BeginProcessing")()
	return st.exited(st.run(st.code.begin))
}

func (st *scriptStage) exited(err error) error {
	if err == errExited {
		st.done = true
		return nil
	}
	return err
}

func (st *scriptStage) process(v any) error {
	if st.done {
		return nil
	}
	isInput := v != object.Null || st.expect
	if !st.named && !st.filter() {
		if isInput {
			st.collect(v)
			if st.running != nil && st.binding != nil {
				return st.bindInput(v)
			}
		}
		calling(st.trace, "ProcessRecord")()
		return nil
	}
	if !isInput {
		if st.binding != nil {
			if err := st.binding.LateWithoutInput(); err != nil {
				return st.bindError(err)
			}
		}
		if st.scope.inv == st.inv && !st.dotted {
			st.scope.put(symUnderscore, nil)
		}
		defer calling(st.trace, "ProcessRecord")()
		return st.exited(st.run(st.processBlock()))
	}
	if st.running != nil && st.binding != nil {
		ok, err := st.takeInput(v)
		if err != nil || !ok {
			return err
		}
	}
	st.scope.put(symUnderscore, v)
	st.setInput(v)
	if st.trace != nil {
		defer calling(st.trace, "ProcessRecord")()
	}
	return st.exited(st.run(st.processBlock()))
}

func (st *scriptStage) filter() bool { return st.fn != nil && st.fn.Filter }

func (st *scriptStage) processBlock() *block {
	if st.filter() && st.code.process == nil {
		return st.code.end
	}
	return st.code.process
}

func (st *scriptStage) setInput(v any) {
	if st.inv.input == nil {
		st.inv.input = &inputEnumerator{}
	}
	st.inv.input.items, st.inv.input.at = append(st.inv.input.items[:0], v), 0
}

// bindInput binds pipeline input of a function that has an end block only.
func (st *scriptStage) bindInput(v any) error {
	_, err := st.takeInput(v)
	return err
}

// takeInput binds one object; false: it did not bind, which is no terminating error.
func (st *scriptStage) takeInput(v any) (bool, error) {
	if err := st.binding.BindInput(v); err != nil {
		err = st.bindError(err)
		if r, ok := err.(*object.ErrorRecord); ok {
			return false, st.running.writeBindError(r)
		}
		return false, err
	}
	st.setRuntime()
	for _, i := range st.binding.PipelineParameters() {
		if i >= len(st.code.params) {
			continue
		}
		p := st.code.params[i]
		switch {
		case st.binding.Given[i]:
			st.setParam(p, st.binding.Shown(i))
			if st.inv.bound != nil {
				_ = st.inv.bound.Set(p.name, st.binding.Shown(i))
			}
		case p.value != nil:
			x, err := st.inScope(func() (any, error) { return p.value(st.frame) })
			if err != nil {
				return false, err
			}
			st.setParam(p, plainValue(x))
		default:
			st.setParam(p, p.zero)
			if st.inv.bound != nil {
				st.inv.bound.Remove(p.name)
			}
		}
	}
	return true, nil
}

func (st *scriptStage) collect(v any) {
	if st.inv.input == nil {
		st.inv.input = &inputEnumerator{}
	}
	st.inv.input.items = append(st.inv.input.items, v)
}

func (st *scriptStage) end() error {
	if st.done {
		return nil
	}
	if st.filter() && st.code.process == nil {
		return nil
	}
	defer calling(st.trace, "EndProcessing")()
	return st.exited(st.run(st.code.end))
}

func (st *scriptStage) clean() error {
	if st.running != nil {
		st.running.finish()
	}
	if st.scope != nil && st.scope.functions != nil && !st.dotted {
		st.s.commandsChanged()
	}
	if st.code.clean == nil || !st.ran {
		return nil
	}
	saved := st.frame.out
	st.frame.out = nowhere{}
	err := st.run(st.code.clean)
	st.frame.out = saved
	if err != nil && !isControl(err) {
		return st.frame.report(st.frame.keep(err))
	}
	return nil
}

func (st *scriptStage) failed() bool {
	return st.errs || st.running != nil && st.running.hadErrors
}

// functionDefinition compiles `function name { }`: it defines the function in
// the scope it names, the current one without a name.
func (c *compiler) functionDefinition(n *ast.FunctionDefinitionAst) stmt {
	shared := c.s.newCode(n.Body)
	shared.usings = c.code.usings
	if len(n.Parameters) > 0 {
		shared.outer = n.Parameters // () leaves the word to a param block in the body
	}
	path := ast.NewVariablePath(n.Name)
	filter := n.IsFilter
	shared.definition = n
	return func(f *frame) error {
		sc := f.scope
		switch path.Scope {
		case ast.ScopeGlobal:
			sc = f.s.global
		case ast.ScopeScript:
			sc = sc.script
		}
		name := path.Name()
		if path.IsDriveQualified() {
			name = n.Name
		}
		if old := sc.functions[lower(name)]; old != nil && old.Options&(OptReadOnly|OptConstant) != 0 {
			return object.NewError(object.SessionStateUnauthorizedType, "FunctionNotWritable", object.WriteError, name, "Cannot write to function %s because it is read-only or constant.", name)
		}
		fn := &Function{Name: name, Block: &ScriptBlock{code: shared, state: f.scope.state, braces: true}, Filter: filter, Module: f.scope.state.module, Visible: true}
		if path.Scope == ast.ScopePrivate {
			fn.Options |= OptPrivate
		}
		sc.setFunction(fn)
		f.s.ok = true
		for _, a := range functionAliases(n) {
			sc.setAlias(&Alias{Name: a, Target: name, Module: f.scope.state.module})
		}
		return nil
	}
}

// functionAliases are the names of [Alias()] on a function's param block.
func functionAliases(n *ast.FunctionDefinitionAst) []string {
	if n.Body.ParamBlock() == nil {
		return nil
	}
	var names []string
	for _, a := range n.Body.ParamBlock().Attributes {
		if attributeName(a) != "alias" {
			continue
		}
		for _, e := range a.PositionalArguments {
			if s, ok := e.(*ast.StringConstantExpressionAst); ok {
				names = append(names, s.Value)
			}
		}
	}
	return names
}
