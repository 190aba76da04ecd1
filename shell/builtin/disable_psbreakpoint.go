package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type disablePSBreakpoint struct {
	breakpointChoice
	PassThru cmdlet.Switch `ps:"" help:"Writes the breakpoints."`
}

func disablePSBreakpointCmdlet() *cmdlet.Definition {
	return define(utility, "Disable-PSBreakpoint", func() cmdlet.Cmdlet { return &disablePSBreakpoint{} }, cmdlet.Options{DefaultParameterSet: "Breakpoint", SupportsShouldProcess: true, Aliases: []string{"dbp"}, Synopsis: "Turns breakpoints off."})
}

// Process turns the breakpoints.
func (c *disablePSBreakpoint) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(b *eval.Breakpoint) error {
		if b.Enable(false); !bool(c.PassThru) {
			return nil
		}
		return rt.WriteObject(b)
	})
}
