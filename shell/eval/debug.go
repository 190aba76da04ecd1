package eval

import (
	"slices"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// debugger is what Set-PSDebug and breakpoints want to be told of. While a session has one, code is
// compiled so that it tells: a second time, beside what runs without. Code that runs when the session
// gets its debugger changes over between two statements of a list.
type debugger struct {
	s           *Session
	level       int  // of Set-PSDebug -Trace
	step        bool // of Set-PSDebug -Step
	breakpoints []*Breakpoint
	inside      bool // a breakpoint's action runs: nothing is told
}

// debugging is the session's debugger, made when there is none.
func (s *Session) debugging() *debugger {
	if s.debug == nil {
		s.debug = &debugger{s: s}
	}
	return s.debug
}

// settle takes the debugger away when nothing wants it.
func (d *debugger) settle() {
	if d.level == 0 && !d.step && len(d.breakpoints) == 0 {
		d.s.debug = nil
	}
}

// SetTrace is Set-PSDebug -Trace and -Step; a nil step was not given.
func (s *Session) SetTrace(level int, step *bool) {
	d := s.debugging()
	if d.level = level; step != nil {
		d.step = *step
	}
	if level < 1 && (step == nil || !*step) {
		d.level, d.step = 0, false
	}
	d.settle()
}

// watched is the code compiled so that it tells the debugger.
func (k *code) watched() *code {
	if k.telling {
		return k
	}
	if k.teller == nil {
		d := *k
		d.telling, d.bindPlan = true, nil
		d.compile()
		k.teller = &d
	}
	return k.teller
}

// blockSource is what a block is compiled from, so that it can be compiled again.
type blockSource struct {
	list    ast.List[ast.Statement]
	traps   []*ast.TrapStatementAst
	code    *code
	inCatch int
}

// watched is the block compiled so that it tells the debugger; its list has the same length.
func (b *block) watched() *block {
	if b.teller == nil {
		x := b.source
		c := &compiler{s: x.code.session, layout: x.code.layout, code: x.code, inCatch: x.inCatch, telling: true}
		b.teller = c.statements(x.list, x.traps)
	}
	return b.teller
}

// at makes a statement tell the debugger where it is before it runs.
func (c *compiler) at(at *ast.Extent, run stmt) stmt {
	if !c.telling {
		return run
	}
	return func(f *frame) error {
		if err := f.reach(at); err != nil {
			return err
		}
		return run(f)
	}
}

// atValue is at for an expression; a nil one stays nil.
func (c *compiler) atValue(at *ast.Extent, value expr) expr {
	if !c.telling || value == nil {
		return value
	}
	return func(f *frame) (any, error) {
		if err := f.reach(at); err != nil {
			return nil, err
		}
		return value(f)
	}
}

// tellCondition is at for a condition.
func (c *compiler) tellCondition(at *ast.Extent, test cond) cond {
	return func(f *frame) (bool, error) {
		if err := f.reach(at); err != nil {
			return false, err
		}
		return test(f)
	}
}

// runWatched runs a named block of code with its beginning and end told.
func (f *frame) runWatched(k *code, b *block) error {
	var named *ast.NamedBlockAst
	for _, n := range []struct {
		block *block
		node  *ast.NamedBlockAst
	}{{k.begin, k.tree.BeginBlock()}, {k.process, k.tree.ProcessBlock()}, {k.end, k.tree.EndBlock()}, {k.clean, k.tree.CleanBlock()}, {k.dynamic, k.tree.DynamicParamBlock()}} {
		if n.block == b {
			named = n.node
		}
	}
	leave, err := f.enter(k, named)
	if err != nil {
		return err
	}
	err = b.run(f)
	if leave != nil && (err == nil || err == returnFlow) {
		if lerr := leave(); lerr != nil {
			return lerr
		}
	}
	return err
}

// reach tells the debugger that the code is at a sequence point.
func (f *frame) reach(at *ast.Extent) error {
	d := f.s.debug
	if d == nil || d.inside {
		return nil
	}
	f.pos = at
	if f.entered == at { // told when the code was entered
		f.entered = nil
		return nil
	}
	return d.hit(f, at)
}

// pointOf is where a statement of a list has its sequence point; nil: inside it, or nowhere.
func pointOf(n ast.Statement) *ast.Extent {
	switch x := n.(type) {
	case *ast.PipelineAst, *ast.AssignmentStatementAst, *ast.BreakStatementAst, *ast.ContinueStatementAst, *ast.ExitStatementAst,
		*ast.ThrowStatementAst, *ast.DataStatementAst, *ast.CommandExpressionAst, *ast.CommandAst:
		return n.Extent()
	case *ast.ReturnStatementAst:
		if x.Pipeline == nil {
			return n.Extent()
		}
	}
	return nil
}

// firstPoint is the first sequence point of a list; nil without one.
func firstPoint(list ast.List[ast.Statement]) *ast.Extent {
	for _, n := range list.All() {
		if at := firstOf(n); at != nil {
			return at
		}
	}
	return nil
}

func firstOf(n ast.Statement) *ast.Extent {
	if at := pointOf(n); at != nil {
		return at
	}
	switch x := n.(type) {
	case *ast.IfStatementAst:
		return x.Clauses[0].Condition.Extent()
	case *ast.ForEachStatementAst:
		return x.Condition.Extent()
	case *ast.SwitchStatementAst:
		return x.Condition.Extent()
	case *ast.ForStatementAst:
		if x.Initializer != nil {
			return x.Initializer.Extent()
		}
	case *ast.ReturnStatementAst:
		return x.Pipeline.Extent()
	case *ast.PipelineChainAst:
		return firstOf(x.LhsPipelineChain)
	case *ast.TryStatementAst:
		return firstPoint(x.Body.Statements())
	}
	return nil
}

// enter tells the debugger that a block of code begins: at its brace, or at its first statement where
// it is a script. leave, which may be nil, is its end.
func (f *frame) enter(k *code, named *ast.NamedBlockAst) (leave func() error, err error) {
	d := f.s.debug
	if d == nil || d.inside || named == nil {
		return nil, nil
	}
	open, end := braces(k.tree, named)
	at := open
	if at == nil {
		if at = firstPoint(named.Statements()); at == nil {
			at = k.tree.Extent()
		}
		f.entered = at
	}
	f.pos = at
	if err := d.enter(f, at); err != nil {
		return nil, err
	}
	if end == nil {
		return nil, nil
	}
	return func() error { return f.reach(end) }, nil
}

// braces are the braces around a named block: its own, or those of the function or the script block
// expression that it is the body of. A script has none.
func braces(tree *ast.ScriptBlockAst, n *ast.NamedBlockAst) (open, end *ast.Extent) {
	around := n.Extent()
	if n.Unnamed() {
		around = tree.Extent()
	}
	text := around.Text()
	i := strings.IndexByte(text, '{')
	if i < 0 || !strings.HasSuffix(text, "}") || n.Unnamed() && i > 0 {
		return nil, nil
	}
	from, to := around.StartByte(), around.EndByte()
	x, y := ast.NewExtent(around.Source, from+i, from+i+1), ast.NewExtent(around.Source, to-1, to)
	return &x, &y
}

// enter is the beginning of a script block: command breakpoints, the line, and the trace of the call.
func (d *debugger) enter(f *frame, at *ast.Extent) error {
	if !d.command(f, f.inv) {
		if err := d.hit(f, at); err != nil {
			return err
		}
	}
	if d.level > 1 {
		name := f.name + f.part
		text := "    ! CALL function '" + name + "'"
		if file := at.File(); file != "" {
			text += "  (defined in file '" + file + "')"
		}
		return d.s.sink.Debug(text)
	}
	return nil
}

// hit is a sequence point: it is traced, and its breakpoints are triggered.
func (d *debugger) hit(f *frame, at *ast.Extent) error {
	if d.level > 0 || d.step {
		if err := d.line(at); err != nil {
			return err
		}
	}
	for _, b := range slices.Clone(d.breakpoints) {
		if b.Kind == LineBreakpoint && b.enabled && b.binds(f, at) {
			d.trigger(f, b)
		}
	}
	return nil
}

// line traces the line of a sequence point.
func (d *debugger) line(at *ast.Extent) error {
	p := positionOf(at)
	text, _, _ := strings.Cut(p.LineText, "\n")
	text = strings.TrimSuffix(text, "\r")
	units := object.Units(text)
	if column := p.Column; column > len(units) {
		text += " <<<< "
	} else {
		text = object.FromUnits(units[:column-1]) + " >>>> " + object.FromUnits(units[column-1:])
	}
	text = padLeft(itoa(p.Line), 4) + "+ " + text
	if d.step {
		if err := d.ask(text); err != nil {
			return err
		}
	}
	return d.s.sink.Debug(text)
}

func padLeft(text string, width int) string { return spaces(width-len(text)) + text }

var stepChoices = []cmdlet.Choice{
	{Label: "&Yes", Help: "Continue."},
	{Label: "Yes to &All", Help: "Continue, and do not ask again whether to continue in this session."},
	{Label: "&No", Help: "End the operation with an error."},
	{Label: "No to A&ll", Help: "End the operation with an error. Do not request to resume operation for this session."},
	{Label: "&Suspend", Help: `Pause the current operation and enter a command prompt. Type "exit" to resume the paused operation.`},
}

// ask is the question of Set-PSDebug -Step before a line.
func (d *debugger) ask(line string) error {
	n, err := d.s.answer("Continue with this operation?", line, stepChoices, 4)
	switch {
	case err != nil:
		return err
	case n == 1:
		d.step = false
	case n == 2, n == 3:
		return &failure{stop: true, record: object.NewError(object.ParentContainsErrorRecordType, "UserStopRequest", object.OperationStopped, nil, "WriteDebug stopped because the value of the DebugPreference variable was 'Stop'.")}
	}
	return nil
}

// wrote tells of an assignment to a variable, before it happens.
func (f *frame) wrote(y symbol, name string, v any) error {
	d := f.s.debug
	if d == nil || d.inside {
		return nil
	}
	if d.level > 1 {
		text := "IEnumerator"
		if _, is := object.Unwrap(v).(*inputEnumerator); !is && !isIterator(v) {
			text = object.Text(f.s, plainValue(v))
		}
		if units := object.Units(text); len(units) > 60-len(name) {
			text = object.FromUnits(units[:60-len(name)]) + "…"
		}
		if err := d.s.sink.Debug("    ! SET $" + name + " = '" + text + "'."); err != nil {
			return err
		}
	}
	d.variable(f, y, false)
	return nil
}

func isIterator(v any) bool {
	t := object.TypeOf(object.Unwrap(v))
	return t != nil && t.Is(object.IEnumeratorType)
}

// tellWrite makes a write tell the debugger first.
func (c *compiler) tellWrite(y symbol, name string, set func(*frame, any) error) func(*frame, any) error {
	if !c.telling {
		return set
	}
	return func(f *frame, v any) error {
		if err := f.wrote(y, name, v); err != nil {
			return err
		}
		return set(f, v)
	}
}

// tellRead makes a read tell the debugger first.
func (c *compiler) tellRead(y symbol, read expr) expr {
	if !c.telling {
		return read
	}
	return func(f *frame) (any, error) {
		if d := f.s.debug; d != nil && !d.inside {
			d.variable(f, y, true)
		}
		return read(f)
	}
}
