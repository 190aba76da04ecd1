package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type newPSSession struct {
	remoteMachine
	Name                []string      `ps:"" help:"What the sessions are called."`
	EnableNetworkAccess cmdlet.Switch `ps:"" help:"The session may reach other machines."`
}

func newPSSessionCmdlet() *cmdlet.Definition {
	return define(core, "New-PSSession", func() cmdlet.Cmdlet { return &newPSSession{} }, cmdlet.Options{DefaultParameterSet: "ComputerName", Synopsis: "Opens sessions on other machines.",
		Outputs: []string{"System.Management.Automation.Runspaces.PSSession"}})
}

// Process tells that no machine can be reached.
func (*newPSSession) Process(context.Context, cmdlet.Runtime) error { return unreachable() }
