package migration

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getMigrationStatistics struct {
	open           Opener
	DiagnosticInfo string `ps:"" help:"Accepted as Exchange has it; nothing more is shown for it."`
}

func defineGetMigrationStatistics(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationStatistics", func() cmdlet.Cmdlet { return &getMigrationStatistics{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".MigrationStatistics"},
		Synopsis: "Count the users of all batches by status.",
	})
}

// Process writes the totals.
func (c *getMigrationStatistics) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	n, err := e.Settings.Totals(ctx)
	if err != nil {
		return rt.WriteError(record(err, nil))
	}
	return rt.WriteObject(&MigrationStatistics{
		Identity: Identity{e.Organization().Name}, TotalCount: int32(n.Total), ActiveCount: int32(n.Active), StoppedCount: int32(n.Stopped),
		SyncedCount: int32(n.Synced), FinalizedCount: int32(n.Finalized), FailedCount: int32(n.Failed), PendingCount: int32(n.Pending),
	})
}
