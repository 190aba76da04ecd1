package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type removePSBreakpoint struct {
	breakpointChoice
}

func removePSBreakpointCmdlet() *cmdlet.Definition {
	return define(utility, "Remove-PSBreakpoint", func() cmdlet.Cmdlet { return &removePSBreakpoint{} }, cmdlet.Options{DefaultParameterSet: "Breakpoint", SupportsShouldProcess: true, Aliases: []string{"rbp"}, Synopsis: "Deletes breakpoints."})
}

// Process deletes the breakpoints.
func (c *removePSBreakpoint) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(b *eval.Breakpoint) error {
		eval.RunningOf(rt).RemoveBreakpoint(b)
		return nil
	})
}
