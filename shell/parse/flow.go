package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// flow finds out, for one method of a class, whether all paths through it return,
// and which variables are read without having been assigned on all paths.
type flow struct {
	types     *resolver
	notLocal  map[*ast.VariableExpressionAst]bool
	variables map[string]*flowVariable
	order     []*flowVariable
	dynamic   bool // something in the method sets variables by name
	entry     *flowBlock
	exit      *flowBlock
	block     *flowBlock // the one being filled
	loops     []flowLoop
}

// flowVariable is one local variable.
type flowVariable struct {
	index     int
	automatic bool
	loop      bool   // $switch or $foreach of a loop seen already
	typeName  string // of its first assignment; "" before it
	forced    bool   // looked up by name when it runs
	assigned  bool
	uses      []*ast.VariableExpressionAst
}

// flowBlock is a run of code without jumps.
type flowBlock struct {
	steps        []flowStep
	successors   []*flowBlock
	predecessors []*flowBlock
	reachable    bool
	leaves       bool // ends in return, throw or exit
	visited      bool
	assigned     []bool // by variable's index, at the end; nil: not computed yet
}

// flowStep is a use or an assignment of a variable.
type flowStep struct {
	use      *ast.VariableExpressionAst // nil: an assignment
	variable *flowVariable
	typeName string // of an assignment's cast; "" for none
}

// flowLoop is where break and continue go.
type flowLoop struct {
	label           string
	breaks, repeats *flowBlock
}

func (b *flowBlock) to(next *flowBlock) {
	for _, s := range b.successors {
		if s == next {
			return
		}
	}
	if b.reachable {
		next.reachable = true
	}
	b.successors = append(b.successors, next)
	next.predecessors = append(next.predecessors, b)
}

// accessibleInMethods are variables of the session that methods may read, though
// they assign none of them.
var accessibleInMethods = map[string]bool{"lastexitcode": true, "error": true, "stacktrace": true, "outputencoding": true,
	"nestedpromptlevel": true, "pwd": true, "matches": true, "psapplicationoutputencoding": true}

// allScope are variables that exist in all scopes at once.
var allScope = map[string]bool{"?": true, "executioncontext": true, "false": true, "home": true, "host": true, "pid": true,
	"psculture": true, "pshome": true, "psuiculture": true, "psversiontable": true, "psedition": true, "shellid": true, "true": true,
	"enabledexperimentalfeatures": true}

// setsVariables are commands that set variables by name.
var setsVariables = map[string]bool{"new-variable": true, "remove-variable": true, "set-variable": true, "set-psbreakpoint": true,
	`microsoft.powershell.utility\new-variable`: true, `microsoft.powershell.utility\remove-variable`: true,
	`microsoft.powershell.utility\set-variable`: true, `microsoft.powershell.utility\set-psbreakpoint`: true,
	"nv": true, "rv": true, "sbp": true, "sv": true, "set": true}

// analyzeMethod reports whether all paths through the method return, and adds the
// variables that it reads but does not assign to notLocal.
func analyzeMethod(method *ast.FunctionMemberAst, types *resolver, notLocal map[*ast.VariableExpressionAst]bool) bool {
	f := &flow{types: types, notLocal: notLocal, variables: map[string]*flowVariable{},
		entry: &flowBlock{reachable: true}, exit: &flowBlock{}}
	for name := range automaticTypes {
		f.variable(name).automatic = true
	}
	f.variable("?").automatic = true
	f.findVariables(method.Body())
	for _, p := range method.Parameters() {
		f.parameter(p)
	}
	f.block = f.entry
	body := method.Body()
	for _, b := range body.Blocks() {
		f.statements(b.Statements())
	}
	f.block.to(f.exit)
	f.finish()
	for _, b := range f.exit.predecessors {
		if b.reachable && !b.leaves {
			return false
		}
	}
	return true
}

// variable returns the variable of a name, which it notes when it is new.
func (f *flow) variable(name string) *flowVariable {
	key := strings.ToLower(name)
	if key == "psitem" {
		key = "_"
	}
	v := f.variables[key]
	if v == nil {
		v = &flowVariable{index: len(f.order)}
		f.variables[key] = v
		f.order = append(f.order, v)
	}
	return v
}

// findVariables notes all variables of the method's own code.
func (f *flow) findVariables(body *ast.ScriptBlockAst) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FunctionDefinitionAst, *ast.ScriptBlockExpressionAst, *ast.TrapStatementAst:
			return false
		case *ast.DataStatementAst:
			if n.Variable != "" {
				f.variable(n.Variable)
			}
		case *ast.SwitchStatementAst:
			f.variable("switch")
		case *ast.ForEachStatementAst:
			f.variable("foreach")
		case *ast.VariableExpressionAst:
			if isLocal(&n.VariablePath) {
				f.dynamic = f.dynamic || n.VariablePath.IsPrivate()
				f.variable(n.VariablePath.Name())
			}
		case *ast.CommandAst:
			if n.InvocationOperator() == ast.Dot || setsVariables[strings.ToLower(n.CommandName())] {
				f.dynamic = true
			}
		}
		return true
	})
}

func (f *flow) parameter(p *ast.ParameterAst) {
	if !isLocal(&p.Name.VariablePath) {
		return
	}
	v := f.variable(p.Name.VariablePath.Name())
	v.assigned = true
	constraints, typeName, unresolved := 0, "", false
	for _, a := range p.Attributes {
		t, ok := a.(*ast.TypeConstraintAst)
		if !ok {
			continue
		}
		if constraints++; typeName == "" {
			typeName = f.types.resolve(t.TypeName)
			unresolved = unresolved || typeName == ""
		}
	}
	if typeName == "" {
		typeName = "System.Object"
	}
	if (unresolved || constraints > 1 || typeName == typeReference || len(p.Attributes) > constraints) && !v.automatic {
		v.forced = true
	}
	f.entry.steps = append(f.entry.steps, flowStep{variable: v, typeName: typeName})
}

// finish computes what is assigned where, block by block.
func (f *flow) finish() {
	var blocks []*flowBlock
	var visit func(b *flowBlock)
	visit = func(b *flowBlock) {
		if b.visited {
			return
		}
		b.visited = true
		for _, s := range b.successors {
			visit(s)
		}
		blocks = append(blocks, b)
	}
	visit(f.entry)
	for i := len(blocks) - 1; i >= 0; i-- {
		b := blocks[i]
		assigned := make([]bool, len(f.order))
		if b != f.entry {
			for j := range assigned {
				assigned[j] = true
				for _, p := range b.predecessors {
					assigned[j] = assigned[j] && (p.assigned == nil || p.assigned[j])
				}
			}
		}
		b.assigned = assigned
		for _, s := range b.steps {
			f.step(s, assigned)
		}
	}
	for _, v := range f.order {
		for _, use := range v.uses {
			switch {
			case v.forced && v.assigned:
				delete(f.notLocal, use)
			case v.forced && !v.automatic:
				f.refuse(use)
			}
		}
	}
}

func (f *flow) step(s flowStep, assigned []bool) {
	v := s.variable
	if s.use != nil {
		if !v.automatic && !assigned[v.index] {
			f.refuse(s.use)
		}
		return
	}
	switch {
	case v.typeName == "":
		if v.typeName = s.typeName; v.typeName == "" {
			v.typeName = "System.Object"
		}
	default:
		cast := s.typeName
		if cast == "" && !assigned[v.index] {
			cast = "System.Object"
		}
		if cast != "" && cast != v.typeName && !v.automatic {
			v.forced = true
		}
	}
	assigned[v.index] = true
}

// refuse notes that a variable is not the method's own, unless it may be read
// nevertheless.
func (f *flow) refuse(use *ast.VariableExpressionAst) {
	path := &use.VariablePath
	if path.IsVariable() && !path.IsGlobal() && !path.IsScript() && !use.IsConstantVariable() &&
		!accessibleInMethods[strings.ToLower(path.UserPath)] {
		f.notLocal[use] = true
	}
}

func (f *flow) statements(list ast.List[ast.Statement]) {
	for _, s := range list.All() {
		f.visit(s)
	}
}

// visit follows a node in the order in which it runs.
func (f *flow) visit(n ast.Node) {
	switch n := n.(type) {
	case nil, *ast.ErrorStatementAst, *ast.ErrorExpressionAst, *ast.FunctionDefinitionAst, *ast.ScriptBlockExpressionAst,
		*ast.TypeDefinitionAst, *ast.UsingExpressionAst, *ast.BaseCtorInvokeMemberExpressionAst, *ast.UsingStatementAst,
		*ast.TypeConstraintAst, *ast.AttributeAst:
	case *ast.StatementBlockAst:
		f.statements(n.Statements())
	case *ast.IfStatementAst:
		f.ifStatement(n)
	case *ast.TernaryExpressionAst:
		f.visit(n.Condition)
		f.branch(func() { f.visit(n.IfTrue) }, func() { f.visit(n.IfFalse) })
	case *ast.SwitchStatementAst:
		f.variable("switch").loop = !f.dynamic
		f.loop(n.Label, func() { f.visit(n.Condition) }, func() { f.switchBody(n) }, nil)
	case *ast.DataStatementAst:
		f.visit(n.Body)
		if n.Variable != "" {
			f.assign(f.variable(n.Variable), "System.Object")
		}
	case *ast.ForEachStatementAst:
		f.foreach(n)
	case *ast.ForStatementAst:
		f.visitPipeline(n.Initializer)
		var condition func()
		if n.Condition != nil {
			condition = func() { f.visit(n.Condition) }
		}
		var iterator func()
		if n.Iterator != nil {
			iterator = func() { f.visit(n.Iterator) }
		}
		f.loop(n.Label, condition, func() { f.visit(n.Body) }, iterator)
	case *ast.WhileStatementAst:
		f.loop(n.Label, func() { f.visit(n.Condition) }, func() { f.visit(n.Body) }, nil)
	case *ast.DoWhileStatementAst:
		f.doLoop(n.Label, n.Body, n.Condition)
	case *ast.DoUntilStatementAst:
		f.doLoop(n.Label, n.Body, n.Condition)
	case *ast.TryStatementAst:
		f.try(n)
	case *ast.BreakStatementAst:
		f.jump(n.Label, func(l flowLoop) *flowBlock { return l.breaks })
	case *ast.ContinueStatementAst:
		f.jump(n.Label, func(l flowLoop) *flowBlock { return l.repeats })
	case *ast.ReturnStatementAst:
		f.leave(n.Pipeline)
	case *ast.ExitStatementAst:
		f.leave(n.Pipeline)
	case *ast.ThrowStatementAst:
		f.leave(n.Pipeline)
	case *ast.AssignmentStatementAst:
		f.visit(n.Right)
		f.assignment(n.Left)
	case *ast.PipelineAst:
		f.pipeline(n)
	case *ast.BinaryExpressionAst:
		f.visit(n.Left)
		if n.Operator == ast.And || n.Operator == ast.Or {
			after, right := &flowBlock{}, &flowBlock{}
			f.block.to(after)
			f.block.to(right)
			f.block = right
			f.visit(n.Right)
			f.block.to(after)
			f.block = after
			return
		}
		f.visit(n.Right)
	case *ast.VariableExpressionAst:
		f.use(n)
	default:
		for child := range n.Children {
			f.visit(child)
		}
	}
}

func (f *flow) visitPipeline(p ast.PipelineBase) {
	if p != nil {
		f.visit(p)
	}
}

func (f *flow) use(n *ast.VariableExpressionAst) {
	if !isLocal(&n.VariablePath) {
		f.refuse(n)
		return
	}
	v := f.variable(n.VariablePath.Name())
	if !v.automatic && !v.forced && !v.loop {
		f.block.steps = append(f.block.steps, flowStep{use: n, variable: v})
	}
	v.uses = append(v.uses, n)
}

func (f *flow) assign(v *flowVariable, typeName string) {
	f.block.steps = append(f.block.steps, flowStep{variable: v, typeName: typeName})
}

// assignment follows the left side of an assignment.
func (f *flow) assignment(target ast.Expression) {
	switch target := target.(type) {
	case *ast.ParenExpressionAst:
		if pipeline, ok := target.Pipeline.(*ast.PipelineAst); ok {
			if inner := pipeline.PureExpression(); inner != nil {
				f.assignment(inner)
			}
		}
		return
	case *ast.ArrayLiteralAst:
		for _, e := range target.Elements {
			f.assignment(e)
		}
		return
	}
	inner := target
	converts, attributes, typeName := 0, false, ""
	for {
		child, constraint := childOf(inner)
		if child == nil {
			break
		}
		converts++
		if constraint == nil {
			attributes = true
		} else {
			typeName = f.types.resolve(constraint.TypeName)
		}
		inner = child
	}
	v, ok := inner.(*ast.VariableExpressionAst)
	if !ok {
		f.visit(target)
		return
	}
	if !isLocal(&v.VariablePath) {
		f.refuse(v)
		return
	}
	variable := f.variable(v.VariablePath.Name())
	if attributes || converts > 1 || converts == 1 && typeName == "" {
		variable.forced = true
	}
	if !attributes && converts <= 1 {
		variable.assigned = true
		if f.dynamic || allScope[strings.ToLower(v.VariablePath.Name())] {
			variable.forced = true
		}
		variable.uses = append(variable.uses, v)
		f.assign(variable, typeName)
	}
}

// branch follows two ways that meet again.
func (f *flow) branch(yes, no func()) {
	first, second, after := &flowBlock{}, &flowBlock{}, &flowBlock{}
	f.block.to(first)
	f.block.to(second)
	f.block = first
	yes()
	f.block.to(after)
	f.block = second
	no()
	f.block.to(after)
	f.block = after
}

func (f *flow) ifStatement(n *ast.IfStatementAst) {
	after := &flowBlock{}
	if n.ElseClause == nil {
		f.block.to(after)
	}
	for i, clause := range n.Clauses {
		body, next := &flowBlock{}, &flowBlock{}
		if i == len(n.Clauses)-1 && n.ElseClause == nil {
			next = after
		}
		f.visit(clause.Condition)
		f.block.to(body)
		f.block.to(next)
		f.block = body
		f.visit(clause.Body)
		f.block.to(after)
		f.block = next
	}
	if n.ElseClause != nil {
		f.visit(n.ElseClause)
		f.block.to(after)
	}
	f.block = after
}

func (f *flow) switchBody(n *ast.SwitchStatementAst) {
	after := &flowBlock{}
	for i, clause := range n.Clauses {
		last := i == len(n.Clauses)-1 && n.Default == nil
		body, next := &flowBlock{}, &flowBlock{}
		if last {
			next = after
		}
		f.visit(clause.Condition)
		f.block.to(next)
		f.block.to(body)
		f.block = body
		f.visit(clause.Body)
		if !last {
			f.block.to(next)
			f.block = next
		}
	}
	if n.Default != nil {
		f.block.to(after)
		f.visit(n.Default)
	}
	f.block.to(after)
	f.block = after
}

func (f *flow) foreach(n *ast.ForEachStatementAst) {
	after := &flowBlock{}
	f.variable("foreach").loop = !f.dynamic
	condition := func() {
		f.visit(n.Condition)
		f.block.to(after)
		f.assign(f.variable("foreach"), "System.Collections.IEnumerator")
		f.assignment(n.Variable)
	}
	f.loop(n.Label, condition, func() { f.visit(n.Body) }, nil)
	f.block.to(after)
	f.block = after
}

func (f *flow) loop(label string, condition, body, iterator func()) {
	repeat := &flowBlock{}
	if iterator == nil {
		f.block.to(repeat)
		f.block = repeat
	} else {
		start := &flowBlock{}
		f.block.to(start)
		f.block = repeat
		iterator()
		f.block.to(start)
		f.block = start
	}
	inside, after := &flowBlock{}, &flowBlock{}
	if condition != nil {
		condition()
		f.block.to(after)
	}
	f.loops = append(f.loops, flowLoop{label, after, repeat})
	f.block.to(inside)
	f.block = inside
	body()
	f.block.to(repeat)
	f.block = after
	f.loops = f.loops[:len(f.loops)-1]
}

func (f *flow) doLoop(label string, body *ast.StatementBlockAst, condition ast.PipelineBase) {
	repeat, inside, after, again := &flowBlock{}, &flowBlock{}, &flowBlock{}, &flowBlock{}
	f.loops = append(f.loops, flowLoop{label, after, repeat})
	f.block.to(inside)
	f.block = inside
	f.visit(body)
	f.block.to(repeat)
	f.block = repeat
	f.visitPipeline(condition)
	f.block.to(after)
	f.block.to(again)
	again.to(inside)
	f.block = after
	f.loops = f.loops[:len(f.loops)-1]
}

func (f *flow) try(n *ast.TryStatementAst) {
	start := f.block
	f.block = &flowBlock{}
	start.to(f.block)
	f.visit(n.Body)
	end, after := f.block, &flowBlock{}
	next := after
	if n.Finally != nil {
		next = &flowBlock{}
	}
	catchesAll := false
	for _, c := range n.CatchClauses {
		catchesAll = catchesAll || c.IsCatchAll()
		f.block = &flowBlock{}
		start.to(f.block)
		f.visit(c.Body)
		f.block.to(next)
	}
	end.to(next)
	if n.Finally != nil {
		f.block = next
		f.visit(n.Finally)
		f.block.to(after)
		if !catchesAll {
			start.to(next)
			rethrow := &flowBlock{leaves: true}
			f.block.to(rethrow)
			rethrow.to(f.exit)
		}
	}
	f.block = after
}

func (f *flow) jump(label ast.Expression, target func(flowLoop) *flowBlock) {
	var to *flowBlock
	if label == nil {
		if n := len(f.loops); n > 0 {
			to = target(f.loops[n-1])
		}
	} else {
		f.visit(label)
		if name, ok := label.(*ast.StringConstantExpressionAst); ok {
			for _, l := range f.loops {
				if strings.EqualFold(l.label, name.Value) {
					to = target(l)
				}
			}
		}
	}
	if to == nil {
		to = f.exit
		f.block.leaves = true
	}
	f.block.to(to)
	f.block = &flowBlock{}
}

func (f *flow) leave(pipeline ast.PipelineBase) {
	f.visitPipeline(pipeline)
	f.block.to(f.exit)
	f.block.leaves = true
	f.block = &flowBlock{}
}

// pipeline follows commands: any of them may break or continue a loop.
func (f *flow) pipeline(n *ast.PipelineAst) {
	invokes := false
	for _, e := range n.PipelineElements().All() {
		if _, ok := e.(*ast.CommandAst); ok {
			invokes = true
		}
		for child := range e.Children {
			f.visit(child)
		}
	}
	if !invokes || len(f.loops) == 0 {
		return
	}
	for _, l := range f.loops {
		f.block.to(l.breaks)
		f.block.to(l.repeats)
	}
	next := &flowBlock{}
	f.block.to(next)
	f.block = next
}
