package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type setMigrationConfig struct {
	open                    Opener
	MaxNumberOfBatches      cmdlet.Opt[int32]              `ps:"" range:"1..2147483647" help:"How many batches may exist."`
	MaxConcurrentMigrations cmdlet.Opt[exchange.Unlimited] `ps:"" help:"How many mailboxes are copied at the same time, over all endpoints."`
}

func defineSetConfig(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Set-MigrationConfig", func() cmdlet.Cmdlet { return &setMigrationConfig{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true,
		Synopsis: "Change the limits of the migration service.",
	})
}

// Process changes the settings.
func (c *setMigrationConfig) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if ok, err := rt.ShouldProcess(e.Organization().Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	change := engine.MigrationConfigChange{MaxConcurrentMigrations: c.MaxConcurrentMigrations.Value.Limit(c.MaxConcurrentMigrations.Given)}
	if c.MaxNumberOfBatches.Given {
		n := int(c.MaxNumberOfBatches.Value)
		change.MaxNumberOfBatches = &n
	}
	if _, err := e.Settings.Set(ctx, change); err != nil {
		return rt.WriteError(record(err, nil))
	}
	return nil
}
