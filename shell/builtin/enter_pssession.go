package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type enterPSSession struct {
	remoteMachine
	EnableNetworkAccess cmdlet.Switch `ps:"" help:"The session may reach other machines."`
}

func enterPSSessionCmdlet() *cmdlet.Definition {
	return define(core, "Enter-PSSession", func() cmdlet.Cmdlet { return &enterPSSession{} }, cmdlet.Options{DefaultParameterSet: "ComputerName", Synopsis: "Works at the prompt of another machine."})
}

// Process tells that no machine can be reached.
func (*enterPSSession) Process(context.Context, cmdlet.Runtime) error { return unreachable() }
