package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeVerbose struct {
	Message string `ps:"mandatory,position=0,pipeline,allowempty,alias=Msg" help:"The text."`
}

func writeVerboseCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Verbose", func() cmdlet.Cmdlet { return &writeVerbose{} }, cmdlet.Options{Synopsis: "Writes a verbose message."})
}

// Process writes the message.
func (c *writeVerbose) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteVerbose(c.Message)
}
