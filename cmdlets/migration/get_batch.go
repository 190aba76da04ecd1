package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type getMigrationBatch struct {
	open           Opener
	Identity       batchID                        `ps:"set=Identity,position=0,pipeline,byname" help:"The batch to show: its name or GUID. Without it all are shown."`
	Endpoint       endpointID                     `ps:"set=BatchesByEndpoint,mandatory" help:"Show the batches of this migration endpoint."`
	Status         cmdlet.Opt[batchStatus]        `ps:"set=Identity;set=BatchesByStatus" help:"Show only batches in this status."`
	IncludeReport  cmdlet.Switch                  `ps:"" help:"Fill the Report property."`
	ResultSize     cmdlet.Opt[exchange.Unlimited] `ps:"" help:"The largest number of batches to return."`
	DiagnosticInfo string                         `ps:"" help:"Accepted as Exchange has it; nothing more is shown for it."`
}

func defineGetBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationBatch", func() cmdlet.Cmdlet { return &getMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, DefaultParameterSet: "Identity", Outputs: []string{namespace + ".MigrationBatch"},
		Synopsis: "Show migration batches, their status and their counters.",
	})
}

// Process writes one batch, or all that fit the filters.
func (c *getMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	list, limit, err := c.list(ctx, e)
	if err != nil {
		return rt.WriteError(record(err, c.target()))
	}
	list, more_ := cut(list, limit)
	for _, b := range list {
		o := newBatch(b)
		if c.IncludeReport {
			lines, err := e.Batches.Report(ctx, b.GUID, 0)
			if err != nil {
				return rt.WriteError(record(err, b.Name))
			}
			o.Report = newReport(lines)
		}
		if err := rt.WriteObject(o); err != nil {
			return err
		}
	}
	return more(rt, more_)
}

func (c *getMigrationBatch) target() string {
	if c.Endpoint.Text != "" {
		return c.Endpoint.Text
	}
	return c.Identity.Text
}

func (c *getMigrationBatch) list(ctx context.Context, e *engine.Engine) (list []nouns.Batch, limit int, err error) {
	if c.Identity.Text == "" {
		f := engine.BatchFilter{Endpoint: c.Endpoint.Text, Limit: cutAt(c.ResultSize, 1000)}
		if c.Status.Given {
			s := nouns.BatchStatus(c.Status.Value)
			f.Status = &s
		}
		list, err = e.Batches.List(ctx, f)
		return list, f.Limit, err
	}
	b, err := e.Batches.Get(ctx, c.Identity.Text)
	if err != nil {
		return nil, 0, err
	}
	if c.Status.Given && b.Status != nouns.BatchStatus(c.Status.Value) {
		return nil, 0, &engine.NotFoundError{Kind: engine.KindBatch, Name: c.Identity.Text}
	}
	return []nouns.Batch{b}, 0, nil
}
