package migration

import (
	"context"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type stopMigrationUser struct {
	open     Opener
	Identity userID `ps:"position=0,mandatory,pipeline,byname" help:"The user to stop: the address or GUID."`
}

func defineStopUser(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Stop-MigrationUser", func() cmdlet.Cmdlet { return &stopMigrationUser{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Stop the migration of one user; the rest of the batch goes on.",
	})
}

// Process acts on one user.
func (c *stopMigrationUser) Process(ctx context.Context, rt cmdlet.Runtime) error {
	return userVerb(ctx, rt, c.open, c.Identity, true, func(e *engine.Engine, id string) error { return e.Users.Stop(ctx, id) })
}
