package migration

import (
	"context"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

type getMigrationUserStatistics struct {
	open                Opener
	Identity            userID            `ps:"position=0,mandatory,pipeline,byname" help:"The user: the address or GUID."`
	IncludeReport       cmdlet.Switch     `ps:"" help:"Fill the Report property."`
	IncludeSkippedItems cmdlet.Switch     `ps:"" help:"Fill the SkippedItems property."`
	LimitSkippedItemsTo cmdlet.Opt[int32] `ps:"" range:"0..2147483647" help:"The largest number of skipped items to show."`
	SkipSubscription    cmdlet.Switch     `ps:"" help:"Accepted as Exchange has it; nothing is left out for it."`
	DiagnosticInfo      string            `ps:"" help:"Accepted as Exchange has it; nothing more is shown for it."`
}

func defineGetStatistics(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationUserStatistics", func() cmdlet.Cmdlet { return &getMigrationUserStatistics{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".MigrationUserStatistics"},
		Synopsis: "Show how far a user's migration is: items, bytes, rate, percent and time left.",
	})
}

// Process writes one user's statistics.
func (c *getMigrationUserStatistics) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	s, err := e.Users.Statistics(ctx, c.Identity.Text, engine.StatisticsOptions{
		Report: bool(c.IncludeReport), SkippedItems: bool(c.IncludeSkippedItems), SkippedLimit: int(c.LimitSkippedItemsTo.Value),
	})
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	o := newStatistics(s)
	if c.IncludeReport {
		o.Report = newReport(s.Report)
	}
	return rt.WriteObject(o)
}
