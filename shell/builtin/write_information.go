package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeInformation struct {
	MessageData any      `ps:"mandatory,position=0,pipeline,allownull,alias=Msg|Message" help:"What to write."`
	Tags        []string `ps:"position=1" help:"Tags for the record."`
}

func writeInformationCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Information", func() cmdlet.Cmdlet { return &writeInformation{} }, cmdlet.Options{Synopsis: "Writes to the information stream."})
}

// Process writes the record.
func (c *writeInformation) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteInformation(c.MessageData, c.Tags...)
}
