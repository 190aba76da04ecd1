package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type exitPSSession struct{}

func exitPSSessionCmdlet() *cmdlet.Definition {
	return define(core, "Exit-PSSession", func() cmdlet.Cmdlet { return &exitPSSession{} }, cmdlet.Options{Synopsis: "Comes back from the prompt of another machine."})
}

// Process does nothing: nobody is anywhere else.
func (*exitPSSession) Process(context.Context, cmdlet.Runtime) error { return nil }
