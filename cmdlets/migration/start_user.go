package migration

import (
	"context"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type startMigrationUser struct {
	open     Opener
	Identity userID `ps:"position=0,mandatory,pipeline,byname" help:"The user to start: the address or GUID."`
}

func defineStartUser(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Start-MigrationUser", func() cmdlet.Cmdlet { return &startMigrationUser{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true,
		Synopsis: "Start a user, resume a stopped one, or try a failed one again.",
	})
}

// Process acts on one user.
func (c *startMigrationUser) Process(ctx context.Context, rt cmdlet.Runtime) error {
	return userVerb(ctx, rt, c.open, c.Identity, true, func(e *engine.Engine, id string) error { return e.Users.Start(ctx, id) })
}
