package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type outNull struct {
	InputObject any `ps:"pipeline" help:"What to drop."`
}

func outNullCmdlet() *cmdlet.Definition {
	return define(core, "Out-Null", func() cmdlet.Cmdlet { return &outNull{} }, cmdlet.Options{Synopsis: "Hides the output."})
}

// Process drops the object.
func (c *outNull) Process(context.Context, cmdlet.Runtime) error { return nil }
