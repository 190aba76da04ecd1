package migration

import (
	"context"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type completeMigrationBatch struct {
	open               Opener
	Identity           batchID       `ps:"position=0,pipeline,byname" help:"The batch to complete: its name or GUID."`
	NotificationEmails []string      `ps:"" type:"MultiValuedProperty" help:"The addresses that get the final report."`
	SyncAndComplete    cmdlet.Switch `ps:"" help:"Synchronize once more, then complete; no user may have failed."`
}

func defineCompleteBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Complete-MigrationBatch", func() cmdlet.Cmdlet { return &completeMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Synchronize a batch a last time and complete it: afterwards nothing is copied any more.",
	})
}

// Process completes one batch.
func (c *completeMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := find(ctx, rt, e, c.Identity)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	return verb(ctx, rt, batch, true, func() error { return c.complete(ctx, e, batch) })
}

func (c *completeMigrationBatch) complete(ctx context.Context, e *engine.Engine, batch nouns.Batch) error {
	if n := batch.Counts.Failed + batch.Counts.Stopped; bool(c.SyncAndComplete) && n > 0 {
		return &engine.InvalidError{Field: "SyncAndComplete", Value: "True", Reason: "users of the batch have failed or are stopped"}
	}
	if c.NotificationEmails != nil {
		if _, err := e.Batches.Set(ctx, batch.GUID, engine.BatchChange{NotificationEmails: &c.NotificationEmails}); err != nil {
			return err
		}
	}
	return e.Batches.Complete(ctx, batch.GUID)
}
