package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getPSSession struct {
	ComputerName      []string             `ps:"set=ComputerName,mandatory,position=0,byname,alias=Cn" help:"Machines that are asked for their sessions."`
	ConnectionUri     []string             `ps:"set=ConnectionUri,mandatory,byname,alias=URI|CU" type:"uri[]" help:"Addresses that are asked for their sessions."`
	Credential        *dotnet.PSCredential `ps:"set=ComputerName;set=ConnectionUri" help:"Whom to sign in as."`
	Authentication    string               `ps:"set=ComputerName;set=ConnectionUri" help:"How to sign in."`
	ConfigurationName string               `ps:"set=ComputerName;set=ConnectionUri" help:"The kind of session."`
	Name              []string             `ps:"set=Name,byname;set=ComputerName;set=ConnectionUri" help:"Names or patterns."`
	ID                []int32              `ps:"set=Id,mandatory,position=0,byname,name=Id" help:"Ids."`
	InstanceID        []dotnet.Guid        `ps:"set=InstanceId,mandatory,name=InstanceId;set=ComputerName;set=ConnectionUri" help:"Ids that no two sessions share."`
	State             string               `ps:"set=ComputerName;set=ConnectionUri" set:"All|Opened|Disconnected|Closed|Broken" help:"Only in this state."`
}

func getPSSessionCmdlet() *cmdlet.Definition {
	return define(core, "Get-PSSession", func() cmdlet.Cmdlet { return &getPSSession{} }, cmdlet.Options{DefaultParameterSet: "Name", Synopsis: "Gets the sessions on other machines, of which there are none.",
		Outputs: []string{"System.Management.Automation.Runspaces.PSSession"}})
}

// Process finds none; those named by an id are missed.
func (c *getPSSession) Process(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.ComputerName)+len(c.ConnectionUri) > 0 {
		return unreachable()
	}
	return missSessions(rt, c.ID, c.InstanceID)
}

// missSessions tells that there are no sessions with these ids.
func missSessions(rt cmdlet.Runtime, ids []int32, instances []dotnet.Guid) error {
	for _, id := range ids {
		e := object.NewError(object.ArgumentExceptionType, "RemoteRunspaceNotAvailableForSpecifiedSessionId", object.InvalidArgument, id, "The remote session with the session ID %d is not available.", id)
		if err := rt.WriteError(e); err != nil {
			return err
		}
	}
	for _, id := range instances {
		e := object.NewError(object.ArgumentExceptionType, "RemoteRunspaceNotAvailableForSpecifiedRunspaceId", object.InvalidArgument, id, "Remote session is not available for %s.", id.String())
		if err := rt.WriteError(e); err != nil {
			return err
		}
	}
	return nil
}
