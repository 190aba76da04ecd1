package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// callSite is one command in the code, with what its name last resolved to.
type callSite struct {
	name       string // constant name; empty: computed
	value      expr   // of a computed name
	op         ast.TokenKind
	args       []argument
	at         *ast.Extent
	nameAt     *ast.Extent
	splats     bool
	generation int
	state      *SessionState
	found      Command
	node       *ast.CommandAst
	asMethod   bool // name(a, b), which is an error in strict mode
}

// argument is a compiled argument of a command.
type argument struct {
	name    string // of a parameter
	value   expr   // nil: a parameter without a colon value
	text    string // of a literal number: as written
	literal string // of an array with commas: as written
	splat   bool
	fixed   any
	isConst bool
	bare    bool
	quoted  bool
	at      *ast.Extent
	valueAt any // of -Name:value
}

// command compiles an element of a pipeline.
func (c *compiler) command(n ast.CommandBase) element {
	if e, ok := n.(*ast.CommandExpressionAst); ok {
		run := c.expressionStatement(e)
		return func(f *frame, out output, p *pipes) (Stage, error) {
			return &statementStage{f: f, out: out, run: run}, nil
		}
	}
	cmd := n.(*ast.CommandAst)
	site := c.callSite(cmd)
	make := func(f *frame, out output, p *pipes) (Stage, error) { return site.stage(f, out, p) }
	if len(cmd.Redirections()) == 0 {
		return make
	}
	redirect := c.redirections(cmd.Redirections())
	return func(f *frame, out output, p *pipes) (Stage, error) {
		out, p, done, err := redirect(f, out, p)
		if err != nil {
			return nil, err
		}
		st, err := make(f, out, p)
		if err != nil {
			_ = done()
			return nil, err
		}
		return &redirectedStage{Stage: st, done: done}, nil
	}
}

// redirectedStage closes the files of its redirections at the end.
type redirectedStage struct {
	Stage
	done func() error
}

func (r *redirectedStage) clean() error {
	err := r.Stage.clean()
	if derr := r.done(); err == nil {
		err = derr
	}
	return err
}

func (r *redirectedStage) failed() bool {
	x, ok := r.Stage.(interface{ failed() bool })
	return ok && x.failed()
}

// statementStage is an expression in the middle of a pipeline, which the parser
// refuses; it serves the head of a chain.
type statementStage struct {
	f   *frame
	out output
	run stmt
}

func (st *statementStage) prepare(bool) error { return nil }
func (st *statementStage) begin() error       { return nil }
func (st *statementStage) process(any) error {
	saved := st.f.out
	st.f.out = st.out
	err := st.run(st.f)
	st.f.out = saved
	return err
}
func (st *statementStage) end() error   { return nil }
func (st *statementStage) clean() error { return nil }

func (c *compiler) callSite(n *ast.CommandAst) *callSite {
	site := &callSite{op: n.InvocationOperator(), at: n.Extent(), node: n}
	first := n.CommandElements().At(0)
	site.nameAt = first.Extent()
	if s, ok := first.(*ast.StringConstantExpressionAst); ok {
		site.name = s.Value
	} else if e, ok := first.(ast.Expression); ok {
		site.value = c.expression(e)
	} else {
		site.name = first.Extent().Text()
	}
	for i, e := range n.CommandElements().All() {
		if i == 0 {
			continue
		}
		a := c.commandArgument(e)
		site.splats = site.splats || a.splat
		site.args = append(site.args, a)
	}
	site.asMethod = calledAsMethod(n)
	return site
}

// calledAsMethod tells whether the only argument is a list in parentheses, with no blank
// between the name and them.
func calledAsMethod(n *ast.CommandAst) bool {
	elements := n.CommandElements()
	if elements.Len() != 2 {
		return false
	}
	paren, ok := elements.At(1).(*ast.ParenExpressionAst)
	if !ok {
		return false
	}
	p, ok := paren.Pipeline.(*ast.PipelineAst)
	if !ok {
		return false
	}
	_, list := p.PureExpression().(*ast.ArrayLiteralAst)
	return list && elements.At(0).Extent().EndByte() == elements.At(1).Extent().StartByte()
}

func (c *compiler) commandArgument(e ast.CommandElement) argument {
	switch x := e.(type) {
	case *ast.CommandParameterAst:
		a := argument{name: x.ParameterName, at: x.Extent()}
		if argument := x.Argument(); argument != nil {
			a.value = c.operand(argument)
			a.text = literalText(argument)
			a.literal = arrayText(argument)
			a.quoted = isQuoted(argument)
			a.valueAt = argument.Extent()
		}
		return a
	case *ast.VariableExpressionAst:
		if x.Splatted {
			plainVar := *x
			plainVar.Splatted = false
			return argument{value: c.readVariable(&plainVar), splat: true, at: x.Extent()}
		}
	case *ast.UsingExpressionAst:
		if v, ok := x.SubExpression.(*ast.VariableExpressionAst); ok && v.Splatted {
			return argument{value: c.usingExpression(x), splat: true, at: x.Extent()}
		}
	case *ast.StringConstantExpressionAst:
		return argument{value: constant(x.Value), fixed: x.Value, isConst: true, bare: x.StringConstantType == ast.BareWord, quoted: x.StringConstantType != ast.BareWord, at: x.Extent()}
	}
	v := e.(ast.Expression)
	x, expandable := v.(*ast.ExpandableStringExpressionAst)
	return argument{value: c.operand(v), text: literalText(v), literal: arrayText(v), bare: expandable && x.StringConstantType == ast.BareWord,
		quoted: expandable && x.StringConstantType != ast.BareWord, at: v.Extent()}
}

// literalText is a number as written: what a text parameter gets, and what a parameter of
// any type shows.
func literalText(n ast.Expression) string {
	switch x := n.(type) {
	case *ast.ConstantExpressionAst:
		return x.Extent().Text()
	case *ast.UnaryExpressionAst:
		if k, ok := x.Child.(*ast.ConstantExpressionAst); ok && x.TokenKind == ast.Minus {
			return "-" + k.Extent().Text()
		}
	}
	return ""
}

// nullsOf makes $null of the elements that are nothing at all: a command gets as many as were written.
func nullsOf(v any) any {
	a, ok := v.(*object.Array)
	if !ok {
		return v
	}
	for i, x := range a.Items {
		if x == object.Null {
			a.Items[i] = nil
		}
	}
	return a
}

// isQuoted tells a text in quotes.
func isQuoted(n ast.Expression) bool {
	switch x := n.(type) {
	case *ast.StringConstantExpressionAst:
		return x.StringConstantType != ast.BareWord
	case *ast.ExpandableStringExpressionAst:
		return x.StringConstantType != ast.BareWord
	}
	return false
}

// arrayText is an array literal as written.
func arrayText(n ast.Expression) string {
	if a, ok := n.(*ast.ArrayLiteralAst); ok {
		return a.Extent().Text()
	}
	return ""
}

// evaluateArgs makes the arguments of one call.
func (site *callSite) evaluateArgs(f *frame) ([]bind.Arg, error) {
	if len(site.args) == 0 {
		return nil, nil
	}
	list := make([]bind.Arg, 0, len(site.args))
	for i := range site.args {
		a := &site.args[i]
		if a.value == nil {
			list = append(list, bind.Arg{Name: a.name, At: a.at})
			continue
		}
		if a.isConst {
			list = append(list, bind.Arg{Value: a.fixed, HasValue: true, Bare: a.bare, Quoted: a.quoted, At: a.at})
			continue
		}
		v, err := a.value(f)
		if err != nil {
			return nil, err
		}
		if a.splat {
			list = splat(f.s, list, v, a.at)
			continue
		}
		if a.text != "" && a.text != object.Text(f.s, v) {
			v = &object.PSObject{Base: v, Written: a.text}
		}
		if a.literal != "" {
			v = nullsOf(v)
		}
		list = append(list, bind.Arg{Name: a.name, Value: v, HasValue: true, Text: a.text, Literal: a.literal, Bare: a.bare, Quoted: a.quoted, At: a.at, ValueAt: a.valueAt})
	}
	if site.splats {
		list = dropOverridden(list)
	}
	return list, nil
}

// splat spreads a variable: a dictionary as named, anything else as positional arguments.
func splat(s *Session, list []bind.Arg, v any, at *ast.Extent) []bind.Arg {
	switch x := object.Unwrap(v).(type) {
	case nil:
		return list
	case object.Dictionary:
		for k, value := range x.All() {
			list = append(list, bind.Arg{Name: object.Text(s, k), Value: value, HasValue: true, Splatted: true, At: at})
		}
		return list
	}
	items, ok := object.Elements(v)
	if !ok {
		items = []any{v}
	}
	for i := 0; i < len(items); i++ {
		if name, ok := bind.TokenName(items[i]); ok {
			list = append(list, bind.Arg{Name: name, At: at})
			continue
		}
		list = append(list, bind.Arg{Value: items[i], HasValue: true, At: at})
	}
	return list
}

// dropOverridden: a parameter given by name wins over the same in a splatted dictionary.
func dropOverridden(list []bind.Arg) []bind.Arg {
	kept := make([]bind.Arg, 0, len(list))
	for _, a := range list {
		if a.Splatted && namedElsewhere(list, a.Name) {
			continue
		}
		kept = append(kept, a)
	}
	return kept
}

func namedElsewhere(list []bind.Arg, name string) bool {
	for _, a := range list {
		if !a.Splatted && a.Name != "" && equalFold(a.Name, name) {
			return true
		}
	}
	return false
}

// stage resolves the command and makes its stage.
func (site *callSite) stage(f *frame, out output, p *pipes) (Stage, error) {
	cmd, err := site.resolve(f)
	if err != nil {
		return nil, err
	}
	if site.asMethod && f.scope.strictness() >= strict2 {
		return nil, object.RuntimeError("StrictModeFunctionCallWithParens", object.InvalidOperation, nil, "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about parameters, see the about_Parameters Help topic.")
	}
	args, err := site.evaluateArgs(f)
	if err != nil {
		return nil, err
	}
	if asksForHelp(cmd, args) {
		if help, err := f.s.lookupCommand(f, "Get-Help"); err == nil {
			name := cmd.commandName()
			if script, ok := cmd.(*ScriptFile); ok {
				name = script.Path
			}
			cmd, args = help, []bind.Arg{{Name: "Name", Value: name, HasValue: true}}
		}
	}
	return cmd.newStage(&call{f: f, site: site, name: site.callName(cmd), args: args, out: out, pipes: p, at: site.at, dot: site.op == ast.Dot, state: f.scope.state})
}

// asksForHelp tells whether a command is called with -?; programs have that to themselves.
func asksForHelp(cmd Command, args []bind.Arg) bool {
	for i := range args {
		if args[i].Name == "?" && !args[i].HasValue {
			_, isProgram := cmd.(*Application)
			return !isProgram && cmd.commandName() != ""
		}
	}
	return false
}

func (site *callSite) callName(cmd Command) string {
	if site.name != "" {
		return site.name
	}
	return cmd.commandName()
}

// call is one call of a command on its way to a stage.
type call struct {
	f     *frame // the caller's
	site  *callSite
	name  string // as called
	as    string // InvocationName, where it is another
	args  []bind.Arg
	out   output
	pipes *pipes
	at    *ast.Extent
	dot   bool // dot-sourced
	state *SessionState

	// $this and $_ that the caller sets: parameters' defaults and validations see them.
	this, underscore any
	setsUnderscore   bool
}

// A Command is what a name resolves to.
type Command interface {
	commandName() string
	newStage(c *call) (Stage, error)
}

// resolve finds the command: remembered while no command was defined since.
func (site *callSite) resolve(f *frame) (Command, error) {
	if site.value == nil {
		if site.generation == f.s.generation && site.state == f.scope.state && site.found != nil {
			return site.found, nil
		}
		cmd, err := f.s.lookupCommand(f, site.name)
		if err != nil {
			f.stampCommand(err, site)
			return nil, err
		}
		site.found, site.generation, site.state = cmd, f.s.generation, f.scope.state
		return cmd, nil
	}
	v, err := site.value(f)
	if err != nil {
		return nil, err
	}
	switch x := object.Unwrap(plainValue(v)).(type) {
	case *ScriptBlock:
		return &blockCommand{x}, nil
	case Command:
		return x, nil
	case *Module:
		return &callModule{x}, nil
	case nil:
		return nil, site.badExpression()
	}
	name := object.Text(f.s, v)
	if name == "" || object.IsEnumerable(v) {
		return nil, site.badExpression()
	}
	cmd, err := f.s.lookupCommand(f, name)
	if err != nil {
		f.stampCommand(err, site)
	}
	return cmd, err
}

func (site *callSite) badExpression() error {
	return object.RuntimeError("BadExpression", object.InvalidOperation, nil, "The expression after '%s' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.", opText(site.op))
}

func opText(op ast.TokenKind) string {
	if op == ast.Dot {
		return "."
	}
	return "&"
}

// stampCommand places an error of the command's name at the name.
// Behind & or . the operator is what was invoked.
func (f *frame) stampCommand(err error, site *callSite) {
	r, ok := err.(*object.ErrorRecord)
	if !ok {
		return
	}
	f.stamp(r, site.nameAt)
	v, ok := r.Invocation.(*Invocation)
	switch {
	case !ok || v.Name != "":
	case site.op == ast.Ampersand || site.op == ast.Dot:
		v.Name = opText(site.op)
	default:
		v.Name = object.Text(f.s, r.Target)
	}
}
