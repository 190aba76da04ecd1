package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeWarning struct {
	Message string `ps:"mandatory,position=0,pipeline,allowempty,alias=Msg" help:"The text."`
}

func writeWarningCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Warning", func() cmdlet.Cmdlet { return &writeWarning{} }, cmdlet.Options{Synopsis: "Writes a warning message."})
}

// Process writes the message.
func (c *writeWarning) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteWarning(c.Message)
}
