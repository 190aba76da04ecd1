package migration

import (
	"context"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type removeMigrationUser struct {
	open     Opener
	Identity userID        `ps:"position=0,mandatory,pipeline,byname" help:"The user to remove: the address or GUID."`
	Force    cmdlet.Switch `ps:"" help:"Do not ask, and remove even a corrupted user."`
}

func defineRemoveUser(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Remove-MigrationUser", func() cmdlet.Cmdlet { return &removeMigrationUser{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Take a user out of its batch; mail already copied stays.",
	})
}

// Process removes one user.
func (c *removeMigrationUser) Process(ctx context.Context, rt cmdlet.Runtime) error {
	return userVerb(ctx, rt, c.open, c.Identity, !bool(c.Force), func(e *engine.Engine, id string) error {
		return e.Users.Remove(ctx, id, bool(c.Force))
	})
}
