package migration

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type removeMigrationEndpoint struct {
	open     Opener
	Identity endpointID `ps:"position=0,mandatory,pipeline,byname" help:"The endpoint to remove: its name or GUID."`
}

func defineRemoveEndpoint(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Remove-MigrationEndpoint", func() cmdlet.Cmdlet { return &removeMigrationEndpoint{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Remove a migration endpoint that no batch uses.",
	})
}

// Process removes one endpoint.
func (c *removeMigrationEndpoint) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	found, err := e.Endpoints.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	if ok, err := rt.ShouldProcess(found.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	if err := e.Endpoints.Remove(ctx, found.GUID); err != nil {
		return rt.WriteError(record(err, found.Name))
	}
	return nil
}
