package migration

import (
	"context"
	"errors"
	"time"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type newMigrationBatch struct {
	open                     Opener
	Name                     string                         `ps:"mandatory" length:"1..64" help:"The name of the batch; it must be unique."`
	CSVData                  []byte                         `ps:"set=Onboarding" help:"The content of the CSV file, as bytes: the columns EmailAddress, UserName, Password and optionally UserRoot."`
	SourceEndpoint           endpointID                     `ps:"set=Onboarding" help:"The migration endpoint the mail is copied from."`
	AllowIncrementalSyncs    cmdlet.Opt[bool]               `ps:"" help:"Synchronize again every 24 hours; with $false the batch is Stopped after the first synchronization."`
	AllowUnknownColumnsInCsv cmdlet.Opt[bool]               `ps:"" help:"Ignore columns of the CSV file that are not known, instead of refusing the file."`
	AutoComplete             cmdlet.Switch                  `ps:"" help:"Complete the batch as soon as its users are synchronized."`
	AutoRetryCount           cmdlet.Opt[int32]              `ps:"" help:"How many times a failed mailbox is tried again by itself. Accepted as Exchange Server has it; what can be tried again is tried again until it works."`
	AutoStart                cmdlet.Switch                  `ps:"" help:"Start the batch as soon as it is made."`
	BadItemLimit             cmdlet.Opt[exchange.Unlimited] `ps:"set=Onboarding" help:"How many bad items a mailbox may have before its migration fails; without it there is no limit."`
	LargeItemLimit           cmdlet.Opt[exchange.Unlimited] `ps:"set=Onboarding" help:"How many items over the size limit a mailbox may have before its migration fails; without it there is no limit."`
	CompleteAfter            cmdlet.Opt[dotnet.DateTime]    `ps:"" help:"Complete no earlier than this moment (UTC when no zone is given)."`
	StartAfter               cmdlet.Opt[dotnet.DateTime]    `ps:"" help:"Prepare now, copy no earlier than this moment (UTC when no zone is given)."`
	ExcludeFolders           []string                       `ps:"set=Onboarding" type:"MultiValuedProperty" help:"Folders to leave out, relative to the root, case-insensitive; a trailing /* takes the subtree, #Name# is a well-known folder."`
	IncludeFolders           []string                       `ps:"set=Onboarding" type:"MultiValuedProperty" help:"The only folders to copy; written as for -ExcludeFolders."`
	Locale                   string                         `ps:"" type:"CultureInfo" help:"The language of reports."`
	NotificationEmails       []string                       `ps:"" type:"MultiValuedProperty" help:"The addresses that get status reports."`
	ReportInterval           cmdlet.Opt[dotnet.TimeSpan]    `ps:"" help:"How often status reports are sent; 0 for never."`
	SkipReports              cmdlet.Switch                  `ps:"" help:"Send no reports."`
	TimeZone                 string                         `ps:"" type:"ExTimeZoneValue" help:"The time zone of the administrator."`
	ruleParameters
	TargetDeliveryDomain string `ps:"set=Onboarding" help:"For moves between Exchange organizations; has no effect on an IMAP migration."`
}

func defineNewBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("New-MigrationBatch", func() cmdlet.Cmdlet { return &newMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, DefaultParameterSet: "Onboarding", Outputs: []string{namespace + ".MigrationBatch"},
		Synopsis:    "Make a migration batch of the users in a CSV file.",
		Description: "A row of the file that cannot be used does not stop the batch: it is left out and listed in ValidationWarnings. With -AutoStart the batch starts at once; otherwise Start-MigrationBatch starts it.",
	})
}

// Process makes the batch and writes it.
func (c *newMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if ok, err := rt.ShouldProcess(c.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	batch, err := e.Batches.New(ctx, c.spec())
	if err != nil {
		return c.failed(rt, err)
	}
	for _, w := range batch.Warnings {
		if err := rt.WriteWarning((&RowWarning{int32(w.Row), w.EmailAddress, w.Message}).String()); err != nil {
			return err
		}
	}
	return rt.WriteObject(newBatch(batch))
}

// failed ends the command where the name is taken or the file cannot be used, as Exchange does.
func (c *newMigrationBatch) failed(rt cmdlet.Runtime, err error) error {
	r := record(err, c.Name)
	var notFound *engine.NotFoundError
	if errors.As(err, &notFound) {
		return rt.WriteError(r)
	}
	return r
}

func (c *newMigrationBatch) spec() engine.BatchSpec {
	s := engine.BatchSpec{
		Name: c.Name, SourceEndpoint: c.SourceEndpoint.Text, CSV: c.CSVData, AutoStart: bool(c.AutoStart), AutoComplete: bool(c.AutoComplete),
		AllowUnknownColumnsInCSV: c.AllowUnknownColumnsInCsv.Value, NoIncrementalSyncs: !c.AllowIncrementalSyncs.Or(true),
		BadItemLimit: c.BadItemLimit.Value.Limit(c.BadItemLimit.Given), LargeItemLimit: c.LargeItemLimit.Value.Limit(c.LargeItemLimit.Given),
		ExcludeFolders: c.ExcludeFolders, IncludeFolders: c.IncludeFolders, NotificationEmails: c.NotificationEmails,
		TimeZone: c.TimeZone, Locale: c.Locale, StartAfter: instant(c.StartAfter), CompleteAfter: instant(c.CompleteAfter),
		ReportInterval: reportInterval(c.ReportInterval, bool(c.SkipReports)), Selection: c.rules(),
	}
	if c.TargetDeliveryDomain != "" {
		s.Options = map[string]string{"TargetDeliveryDomain": c.TargetDeliveryDomain}
	}
	return s
}

// instant reads a time as the service does: without a zone it is UTC.
func instant(t cmdlet.Opt[dotnet.DateTime]) time.Time {
	if !t.Given {
		return time.Time{}
	}
	return t.Value.Time()
}

// reportInterval is in the engine's form: 0 the default, negative never.
func reportInterval(span cmdlet.Opt[dotnet.TimeSpan], skip bool) time.Duration {
	switch {
	case skip || span.Given && duration(span.Value) == 0:
		return -1
	case span.Given:
		return duration(span.Value)
	}
	return 0
}

// duration is a time span in Go's unit: a tick is 100 nanoseconds.
func duration(t dotnet.TimeSpan) time.Duration { return time.Duration(t) * 100 }
