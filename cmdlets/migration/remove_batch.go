package migration

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type removeMigrationBatch struct {
	open     Opener
	Identity batchID       `ps:"position=0,pipeline,byname" help:"The batch to remove: its name or GUID."`
	Force    cmdlet.Switch `ps:"" help:"Do not ask, and remove even a corrupted batch."`
}

func defineRemoveBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Remove-MigrationBatch", func() cmdlet.Cmdlet { return &removeMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis:    "Remove a batch and its users; mail already copied stays.",
		Description: "A running batch is stopped first. The batch shows as Removing until that is done, then it is gone.",
	})
}

// Process removes one batch.
func (c *removeMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := find(ctx, rt, e, c.Identity)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	return verb(ctx, rt, batch, !bool(c.Force), func() error { return e.Batches.Remove(ctx, batch.GUID, bool(c.Force)) })
}
