package migration

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type startMigrationBatch struct {
	open     Opener
	Identity batchID       `ps:"position=0,pipeline,byname" help:"The batch to start: its name or GUID."`
	Validate cmdlet.Switch `ps:"" help:"Only look at the users' logins; copy nothing. Accepted as Exchange Server has it; every start validates."`
}

func defineStartBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Start-MigrationBatch", func() cmdlet.Cmdlet { return &startMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true,
		Synopsis: "Start a batch, resume a stopped one, or try the failed users of one again.",
	})
}

// Process starts one batch.
func (c *startMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := find(ctx, rt, e, c.Identity)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	return verb(ctx, rt, batch, true, func() error { return e.Batches.Start(ctx, batch.GUID) })
}
