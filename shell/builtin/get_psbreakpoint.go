package builtin

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getPSBreakpoint struct {
	Script   []string         `ps:"set=Line,position=0,pipeline;set=Command;set=Variable;set=Type" notempty:"true" help:"Only those of these files."`
	ID       []int32          `ps:"set=Id,mandatory,position=0,pipeline,name=Id" notnull:"true" help:"Only those with these ids."`
	Variable []string         `ps:"set=Variable,mandatory" notnull:"true" help:"Only those on these variables."`
	Command  []string         `ps:"set=Command,mandatory" notnull:"true" help:"Only those on these commands."`
	Type     []breakpointKind `ps:"set=Type,mandatory,position=0,pipeline" notnull:"true" help:"Only those of these kinds."`
}

// breakpointKind is a Microsoft.PowerShell.Commands.BreakpointType.
type breakpointKind eval.BreakpointKind

var breakpointTypes = func() *object.Type {
	t := object.NewEnum("Microsoft.PowerShell.Commands", "BreakpointType", []string{"Line", "Variable", "Command"})
	t.Assembly = "Microsoft.PowerShell.Commands.Utility"
	return t
}()

// BindType is Microsoft.PowerShell.Commands.BreakpointType.
func (*breakpointKind) BindType() *object.Type { return breakpointTypes }

// BindValue takes the kind.
func (k *breakpointKind) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*k = breakpointKind(e.Value + int64(eval.LineBreakpoint))
	}
}

func getPSBreakpointCmdlet() *cmdlet.Definition {
	return define(utility, "Get-PSBreakpoint", func() cmdlet.Cmdlet { return &getPSBreakpoint{} }, cmdlet.Options{DefaultParameterSet: "Line", Aliases: []string{"gbp"}, Synopsis: "Lists the breakpoints of the session.",
		Outputs: []string{"System.Management.Automation.Breakpoint"}})
}

// Process writes the breakpoints, in the order of their ids.
func (c *getPSBreakpoint) Process(_ context.Context, rt cmdlet.Runtime) error {
	var files []string
	for _, name := range c.Script {
		path, err := eval.RunningOf(rt).ResolvePath(name, true)
		if err != nil {
			return err
		}
		files = append(files, path)
	}
	for _, b := range eval.RunningOf(rt).Breakpoints() {
		if !c.wants(b) || files != nil && !hasFold(files, b.Script) {
			continue
		}
		if err := rt.WriteObject(b); err != nil {
			return err
		}
	}
	return nil
}

func (c *getPSBreakpoint) wants(b *eval.Breakpoint) bool {
	switch {
	case c.ID != nil:
		return slices.Contains(c.ID, b.ID)
	case c.Variable != nil:
		return b.Kind == eval.VariableBreakpoint && hasFold(c.Variable, b.Name)
	case c.Command != nil:
		return b.Kind == eval.CommandBreakpoint && hasFold(c.Command, b.Name)
	case c.Type != nil:
		return slices.Contains(c.Type, breakpointKind(b.Kind))
	}
	return true
}

func hasFold(list []string, text string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, text) })
}
