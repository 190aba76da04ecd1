package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeDebug struct {
	Message string `ps:"mandatory,position=0,pipeline,allowempty,alias=Msg" help:"The text."`
}

func writeDebugCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Debug", func() cmdlet.Cmdlet { return &writeDebug{} }, cmdlet.Options{Synopsis: "Writes a debug message."})
}

// Process writes the message.
func (c *writeDebug) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteDebug(c.Message)
}
