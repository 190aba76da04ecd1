package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeOutput struct {
	InputObject any           `ps:"mandatory,position=0,pipeline,remaining,allownull,allowempty" help:"What to write."`
	NoEnumerate cmdlet.Switch `ps:"" help:"A collection stays one object."`
}

func writeOutputCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Output", func() cmdlet.Cmdlet { return &writeOutput{} }, cmdlet.Options{Synopsis: "Writes the specified objects to the pipeline."})
}

// Process writes the objects.
func (c *writeOutput) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.NoEnumerate {
		return rt.WriteObject(c.InputObject)
	}
	return rt.WriteAll(c.InputObject)
}
