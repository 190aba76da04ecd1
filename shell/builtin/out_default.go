package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type outDefault struct {
	InputObject any           `ps:"pipeline" help:"What to show."`
	Transcript  cmdlet.Switch `ps:"" help:"Into the transcript alone."`
}

func outDefaultCmdlet() *cmdlet.Definition {
	return define(core, "Out-Default", func() cmdlet.Cmdlet { return &outDefault{} }, cmdlet.Options{Synopsis: "Sends the output to the default formatter."})
}

// Process hands the object to the session's Sink.
func (c *outDefault) Process(_ context.Context, rt cmdlet.Runtime) error {
	return eval.RunningOf(rt).ToSink(rt.Input())
}
