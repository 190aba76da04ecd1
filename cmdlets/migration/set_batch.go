package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type setMigrationBatch struct {
	open                     Opener
	Identity                 batchID                        `ps:"position=0,mandatory,pipeline,byname" help:"The batch to change: its name or GUID."`
	AddUsers                 cmdlet.Switch                  `ps:"" help:"Take the rows of -CSVData that are new, and leave the users already in the batch alone."`
	AllowIncrementalSyncs    cmdlet.Opt[bool]               `ps:"" help:"Synchronize again every 24 hours."`
	AllowUnknownColumnsInCsv cmdlet.Opt[bool]               `ps:"" help:"Ignore columns of the CSV file that are not known."`
	ApproveSkippedItems      cmdlet.Switch                  `ps:"" help:"Approve all items skipped so far. IMAP migrations need no approval; it has no effect on them."`
	BadItemLimit             cmdlet.Opt[exchange.Unlimited] `ps:"" help:"How many bad items a mailbox may have before its migration fails."`
	LargeItemLimit           cmdlet.Opt[exchange.Unlimited] `ps:"" help:"How many items over the size limit a mailbox may have before its migration fails."`
	CSVData                  []byte                         `ps:"" help:"A CSV file with more users, as bytes."`
	CompleteAfter            cmdlet.Opt[dotnet.DateTime]    `ps:"" help:"Complete no earlier than this moment (UTC when no zone is given)."`
	StartAfter               cmdlet.Opt[dotnet.DateTime]    `ps:"" help:"Copy no earlier than this moment (UTC when no zone is given)."`
	NotificationEmails       []string                       `ps:"" type:"MultiValuedProperty" help:"The addresses that get status reports."`
	ReportInterval           cmdlet.Opt[dotnet.TimeSpan]    `ps:"" help:"How often status reports are sent; 0 for never."`
	SkipReports              cmdlet.Opt[bool]               `ps:"" help:"Send no reports."`
	SyncNow                  cmdlet.Switch                  `ps:"" help:"Synchronize the users that are Synced again, now. Failed users are not tried again; Start-MigrationBatch does that."`
	ruleParameters
	Update cmdlet.Switch `ps:"" help:"Apply the settings of endpoint and batch to the users again. They are read anew at each pass; it has no effect here."`
}

func defineSetBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Set-MigrationBatch", func() cmdlet.Cmdlet { return &setMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true,
		Synopsis:    "Change a batch, add users to it, or synchronize it now.",
		Description: "New rules on folders and messages hold from the next pass on. A folder that has been migrated stays where it is, and so do its messages; Test-MigrationBatch -ListFolders shows what the rules come to. An empty list, text or 0 takes a rule away.",
	})
}

// Process changes one batch.
func (c *setMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := e.Batches.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	return verb(ctx, rt, batch, true, func() error {
		_, err := e.Batches.Set(ctx, batch.GUID, c.change())
		return err
	})
}

func (c *setMigrationBatch) change() engine.BatchChange {
	ch := engine.BatchChange{
		BadItemLimit: c.BadItemLimit.Value.Limit(c.BadItemLimit.Given), LargeItemLimit: c.LargeItemLimit.Value.Limit(c.LargeItemLimit.Given),
		AddUsers: c.CSVData, AllowUnknownColumnsInCSV: c.AllowUnknownColumnsInCsv.Value, SyncNow: bool(c.SyncNow),
	}
	ch.Selection = c.rules()
	if c.AllowIncrementalSyncs.Given {
		ch.AllowIncrementalSyncs = &c.AllowIncrementalSyncs.Value
	}
	if c.NotificationEmails != nil {
		ch.NotificationEmails = &c.NotificationEmails
	}
	if c.ReportInterval.Given || c.SkipReports.Given {
		d := reportInterval(c.ReportInterval, c.SkipReports.Value)
		ch.ReportInterval = &d
	}
	if c.StartAfter.Given {
		t := instant(c.StartAfter)
		ch.StartAfter = &t
	}
	if c.CompleteAfter.Given {
		t := instant(c.CompleteAfter)
		ch.CompleteAfter = &t
	}
	return ch
}
