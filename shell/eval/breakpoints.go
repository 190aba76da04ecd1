package eval

import (
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// BreakpointKind is BreakpointType.
type BreakpointKind int

// The kinds of breakpoints.
const (
	LineBreakpoint BreakpointKind = iota + 1
	VariableBreakpoint
	CommandBreakpoint
)

// The values of VariableAccessMode.
const (
	accessRead = iota
	accessWrite
	accessReadWrite
)

// Breakpoint is what Set-PSBreakpoint makes. At a hit its action runs; there is no prompt of a
// debugger, so that one without an action only counts.
type Breakpoint struct {
	object.Instance
	Kind         BreakpointKind
	ID           int32
	Script       string // a file; empty: any
	Line, Column int    // Column 0: the line
	Name         string // of the variable or command; a command's may be a pattern
	Mode         int64  // VariableAccessMode
	Action       *ScriptBlock
	enabled      bool
	hits         int32
	bound        map[*code]*ast.Extent // the sequence points that the line means, by code
}

var lastBreakpoint atomic.Int32

// PSType is the kind's.
func (b *Breakpoint) PSType() *object.Type {
	return [...]*object.Type{breakpointType, lineBreakpointType, variableBreakpointType, commandBreakpointType}[b.Kind]
}

// String is what a breakpoint is called in texts.
func (b *Breakpoint) String() string {
	switch b.Kind {
	case VariableBreakpoint:
		access := " (" + object.Enum{Type: VariableAccessType, Value: b.Mode}.String() + " access)"
		if b.Script != "" {
			return "Variable breakpoint on '" + b.Script + ":$" + b.Name + "'" + access
		}
		return "Variable breakpoint on '$" + b.Name + "'" + access
	case CommandBreakpoint:
		if b.Script != "" {
			return "Command breakpoint on '" + b.Script + ":" + b.Name + "'"
		}
		return "Command breakpoint on '" + b.Name + "'"
	}
	if b.Column > 0 {
		return "Line breakpoint on '" + b.Script + ":" + itoa(b.Line) + ", " + itoa(b.Column) + "'"
	}
	return "Line breakpoint on '" + b.Script + ":" + itoa(b.Line) + "'"
}

// SetBreakpoint adds a breakpoint, enabled and with an id of its own.
func (s *Session) SetBreakpoint(b *Breakpoint) {
	b.ID, b.enabled = lastBreakpoint.Add(1), true
	d := s.debugging()
	d.breakpoints = append(d.breakpoints, b)
}

// Breakpoints lists the session's breakpoints in the order of their ids.
func (s *Session) Breakpoints() []*Breakpoint {
	if s.debug == nil {
		return nil
	}
	return slices.Clone(s.debug.breakpoints)
}

// RemoveBreakpoint takes a breakpoint away; one that is not there is no error.
func (s *Session) RemoveBreakpoint(b *Breakpoint) {
	if d := s.debug; d != nil {
		d.breakpoints = slices.DeleteFunc(d.breakpoints, func(x *Breakpoint) bool { return x == b })
		d.settle()
	}
}

// Enable turns a breakpoint on or off.
func (b *Breakpoint) Enable(on bool) { b.enabled = on }

// trigger counts a hit and runs the action. What the action writes is dropped, its errors too; a
// break in it would enter the debugger, of which there is none.
func (d *debugger) trigger(f *frame, b *Breakpoint) {
	b.hits++
	if b.Action == nil {
		return
	}
	d.inside = true
	restore := d.s.aside(d.s.errors)
	up := *f
	up.pipes = &pipes{err: nowhere{}}
	_, _ = d.s.callBlock(b.Action, nil, b, nil, &up) // as PowerShell: the action's errors are nobody's
	restore()
	d.inside = false
}

// command triggers the breakpoints on a command that begins, and tells whether there was one.
func (d *debugger) command(f *frame, inv *invocation) bool {
	if inv == nil {
		return false
	}
	name, info := inv.invocationName(), ""
	if my, ok := inv.myInvocation().MyCommand(); ok {
		info = my.Name
		if inv.file != "" && inv.fn == nil {
			info = filepath.Base(inv.file)
		}
	}
	return d.named(f, inv.myInvocation().Position.File, name, info)
}

// named triggers the breakpoints on a command called name, which is the command info, from a file.
func (d *debugger) named(f *frame, file string, name, info string) (found bool) {
	if d.inside {
		return false
	}
	for _, b := range slices.Clone(d.breakpoints) {
		if b.Kind != CommandBreakpoint || !b.enabled || b.Script != "" && !strings.EqualFold(b.Script, file) {
			continue
		}
		w, err := object.CompileWildcard(b.Name, true)
		if err != nil || !w.Match(name) && (info == "" || !w.Match(info) && !w.Match(strings.TrimSuffix(info, ".ps1"))) {
			continue
		}
		d.trigger(f, b)
		found = found || b.Action == nil
	}
	return found
}

// variable triggers the breakpoints on a variable that is read or about to be written.
func (d *debugger) variable(f *frame, y symbol, read bool) {
	for _, b := range slices.Clone(d.breakpoints) {
		if b.Kind != VariableBreakpoint || !b.enabled || intern(b.Name) != y {
			continue
		}
		if b.Mode != accessReadWrite && (b.Mode == accessRead) != read {
			continue
		}
		if b.Script != "" && (f.pos == nil || !strings.EqualFold(b.Script, f.pos.File())) {
			continue
		}
		d.trigger(f, b)
	}
}

// binds tells whether a sequence point is the one that the line means in its code: the first that
// holds the place, the first of the code where the line is before all of it, or the next line's.
func (b *Breakpoint) binds(f *frame, at *ast.Extent) bool {
	if f.block == nil || !strings.EqualFold(at.File(), b.Script) {
		return false
	}
	if b.bound == nil {
		b.bound = map[*code]*ast.Extent{}
	}
	point, known := b.bound[f.block]
	if !known {
		point = b.find(f.block.tree)
		b.bound[f.block] = point
	}
	return point != nil && point.StartByte() == at.StartByte() && point.EndByte() == at.EndByte()
}

// find is the sequence point of a script block that the breakpoint means; nil: none.
func (b *Breakpoint) find(tree *ast.ScriptBlockAst) *ast.Extent {
	if !holds(tree.Extent(), b.Line, b.Column) {
		return nil
	}
	points := sequencePoints(tree)
	nested := inNested(tree, b.Line, b.Column)
	if p := pointAt(points, b.Line, b.Column); p != nil && (!nested || b.Column == 0 && p.StartLineNumber() == b.Line) {
		return p
	}
	if nested || len(points) == 0 {
		return nil
	}
	if first := points[0]; b.Line < first.StartLineNumber() {
		return first
	}
	if b.Column == 0 {
		return pointAt(points, b.Line+1, 0)
	}
	return nil
}

func pointAt(points []*ast.Extent, line, column int) *ast.Extent {
	for _, p := range points {
		if holds(p, line, column) {
			return p
		}
	}
	return nil
}

// holds tells whether an extent holds a place; column 0: the line.
func holds(at *ast.Extent, line, column int) bool {
	if line < at.StartLineNumber() || line > at.EndLineNumber() {
		return false
	}
	if column == 0 {
		return true
	}
	return !(line == at.StartLineNumber() && column < at.StartColumnNumber()) && !(line == at.EndLineNumber() && column >= at.EndColumnNumber())
}

// inNested tells whether a place is in a function or script block inside the tree.
func inNested(tree *ast.ScriptBlockAst, line, column int) bool {
	found := false
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FunctionDefinitionAst, *ast.ScriptBlockExpressionAst:
			found = found || holds(n.Extent(), line, column)
			return false
		}
		return !found
	})
	return found
}

// sequencePoints are the places where the code of a tree tells where it is, in their order, without
// those of nested functions and script blocks.
func sequencePoints(tree *ast.ScriptBlockAst) []*ast.Extent {
	var points []*ast.Extent
	ast.Inspect(tree, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FunctionDefinitionAst, *ast.ScriptBlockExpressionAst, *ast.ParenExpressionAst:
			return false
		case *ast.NamedBlockAst:
			if open, _ := braces(tree, x); open != nil {
				points = append(points, open)
			}
		case *ast.IfStatementAst:
			points = append(points, x.Clauses[0].Condition.Extent())
		case *ast.ForEachStatementAst:
			points = append(points, x.Condition.Extent(), x.Variable.Extent())
		case *ast.SwitchStatementAst:
			points = append(points, x.Condition.Extent())
		case ast.Statement:
			if at := pointOf(x); at != nil {
				points = append(points, at)
			}
		}
		return true
	})
	return points
}

// VariableAccessType is System.Management.Automation.VariableAccessMode.
var VariableAccessType = automationEnum("VariableAccessMode", "Read", "Write", "ReadWrite")

func automationEnum(name string, values ...string) *object.Type {
	t := object.NewEnum("System.Management.Automation", name, values)
	t.Assembly = "System.Management.Automation"
	return t
}

var (
	breakpointType         = automationType("Breakpoint", nil)
	lineBreakpointType     = automationType("LineBreakpoint", breakpointType)
	variableBreakpointType = automationType("VariableBreakpoint", breakpointType)
	commandBreakpointType  = automationType("CommandBreakpoint", breakpointType)
)

// BreakpointBase is System.Management.Automation.Breakpoint.
var BreakpointBase = breakpointType

// describeBreakpoints gives the types of breakpoints their members; New does it once.
func describeBreakpoints() {
	breakpointType.Members = func(set *object.MemberSet) {
		property(set, "Action", object.ScriptBlockTyp, func(b *Breakpoint) any {
			if b.Action == nil {
				return nil
			}
			return b.Action
		})
		property(set, "Enabled", object.BooleanType, func(b *Breakpoint) any { return b.enabled })
		property(set, "HitCount", object.Int32Type, func(b *Breakpoint) any { return object.Int(b.hits) })
		property(set, "Id", object.Int32Type, func(b *Breakpoint) any { return object.Int(b.ID) })
		property(set, "Script", object.StringType, func(b *Breakpoint) any { return textOrNull(b.Script) })
	}
	lineBreakpointType.Members = func(set *object.MemberSet) {
		property(set, "Column", object.Int32Type, func(b *Breakpoint) any { return object.Int(int32(b.Column)) })
		property(set, "Line", object.Int32Type, func(b *Breakpoint) any { return object.Int(int32(b.Line)) })
	}
	variableBreakpointType.Members = func(set *object.MemberSet) {
		property(set, "AccessMode", VariableAccessType, func(b *Breakpoint) any { return object.Enum{Type: VariableAccessType, Value: b.Mode} })
		property(set, "Variable", object.StringType, func(b *Breakpoint) any { return b.Name })
	}
	commandBreakpointType.Members = func(set *object.MemberSet) {
		property(set, "Command", object.StringType, func(b *Breakpoint) any { return b.Name })
	}
}
