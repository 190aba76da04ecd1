package builtin

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
)

type getRunspace struct {
	Name       []string      `ps:"set=NameParameterSet,position=0" notempty:"true" help:"Names or patterns."`
	ID         []int32       `ps:"set=IdParameterSet,mandatory,position=0,name=Id" help:"Ids."`
	InstanceID []dotnet.Guid `ps:"set=InstanceIdParameterSet,mandatory,position=0,name=InstanceId" help:"Ids that no two runspaces share."`
}

func getRunspaceCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Runspace", func() cmdlet.Cmdlet { return &getRunspace{} }, cmdlet.Options{DefaultParameterSet: "NameParameterSet", Synopsis: "Lists the session's runspaces.", Outputs: []string{"System.Management.Automation.Runspaces.Runspace"}})
}

// Process writes the runspaces; one that is not there is no error.
func (c *getRunspace) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, r := range eval.RunningOf(rt).Runspaces() {
		switch {
		case c.ID != nil && !slices.Contains(c.ID, r.ID), c.InstanceID != nil && !slices.Contains(c.InstanceID, r.InstanceID()), !matches(r.Name, c.Name):
			continue
		}
		if err := rt.WriteObject(r); err != nil {
			return err
		}
	}
	return nil
}
