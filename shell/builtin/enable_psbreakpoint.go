package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type enablePSBreakpoint struct {
	breakpointChoice
	PassThru cmdlet.Switch `ps:"" help:"Writes the breakpoints."`
}

func enablePSBreakpointCmdlet() *cmdlet.Definition {
	return define(utility, "Enable-PSBreakpoint", func() cmdlet.Cmdlet { return &enablePSBreakpoint{} }, cmdlet.Options{DefaultParameterSet: "Breakpoint", SupportsShouldProcess: true, Aliases: []string{"ebp"}, Synopsis: "Turns breakpoints on."})
}

// Process turns the breakpoints.
func (c *enablePSBreakpoint) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(b *eval.Breakpoint) error {
		if b.Enable(true); !bool(c.PassThru) {
			return nil
		}
		return rt.WriteObject(b)
	})
}
