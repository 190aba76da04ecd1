package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type removePSSession struct {
	ID           []int32       `ps:"set=Id,mandatory,position=0,byname,name=Id" help:"Ids."`
	Session      []*psSession  `ps:"set=Session,mandatory,position=0,pipeline,byname" help:"Sessions."`
	Name         []string      `ps:"set=Name,mandatory,byname" help:"Names or patterns."`
	InstanceID   []dotnet.Guid `ps:"set=InstanceId,mandatory,byname,name=InstanceId" help:"Ids that no two sessions share."`
	ComputerName []string      `ps:"set=ComputerName,mandatory,byname,alias=Cn" help:"Machines whose sessions are closed."`
}

func removePSSessionCmdlet() *cmdlet.Definition {
	return define(core, "Remove-PSSession", func() cmdlet.Cmdlet { return &removePSSession{} }, cmdlet.Options{DefaultParameterSet: "Id", SupportsShouldProcess: true, Synopsis: "Closes sessions on other machines."})
}

// Process finds none to close.
func (c *removePSSession) Process(_ context.Context, rt cmdlet.Runtime) error {
	return missSessions(rt, c.ID, c.InstanceID)
}
