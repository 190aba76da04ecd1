package migration

import (
	"context"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type stopMigrationBatch struct {
	open     Opener
	Identity batchID `ps:"position=0,pipeline,byname" help:"The batch to stop: its name or GUID. Without it the batch being processed is stopped."`
}

func defineStopBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Stop-MigrationBatch", func() cmdlet.Cmdlet { return &stopMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Stop a running batch; what was copied stays, and Start-MigrationBatch goes on from there.",
	})
}

// Process stops one batch.
func (c *stopMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := c.batch(ctx, rt, e)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	return verb(ctx, rt, batch, true, func() error { return e.Batches.Stop(ctx, batch.GUID) })
}

// batch is the one named or, without a name, the one in process.
func (c *stopMigrationBatch) batch(ctx context.Context, rt cmdlet.Runtime, e *engine.Engine) (nouns.Batch, error) {
	if c.Identity.Text != "" {
		return e.Batches.Get(ctx, c.Identity.Text)
	}
	all, err := e.Batches.List(ctx, engine.BatchFilter{})
	if err != nil {
		return nouns.Batch{}, err
	}
	var running []nouns.Batch
	for _, b := range all {
		if batchState(b.Status) == "Active" {
			running = append(running, b)
		}
	}
	if len(running) != 1 {
		return nouns.Batch{}, &engine.InvalidError{Field: "Identity", Reason: "without it exactly one batch must be running; say which one is meant"}
	}
	return running[0], nil
}
