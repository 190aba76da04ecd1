package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/shell/cmdlet"
)

type getMigrationConfig struct{ open Opener }

func defineGetConfig(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationConfig", func() cmdlet.Cmdlet { return &getMigrationConfig{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".MigrationConfig"},
		Synopsis: "Show the limits of the migration service.",
	})
}

// Process writes the settings.
func (c *getMigrationConfig) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	s, err := e.Settings.Get(ctx)
	if err != nil {
		return rt.WriteError(record(err, nil))
	}
	return rt.WriteObject(&MigrationConfig{Identity: Identity{e.Organization().Name}, MaxNumberOfBatches: int32(s.MaxNumberOfBatches),
		MaxConcurrentMigrations: exchange.UnlimitedOf(s.MaxConcurrentMigrations), Features: s.Features})
}
