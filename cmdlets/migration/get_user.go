package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type getMigrationUser struct {
	open          Opener
	Identity      userID                         `ps:"set=Identity,position=0,pipeline,byname" help:"The user to show: the address or GUID. Without it all are shown."`
	MailboxGuid   string                         `ps:"set=MailboxGuid,mandatory" type:"Guid" help:"The GUID of the user's target mailbox."`
	EmailAddress  string                         `ps:"set=EmailAddress,mandatory" type:"EmailAddress" help:"The address of the user."`
	BatchId       batchID                        `ps:"set=StatusAndBatchId" help:"Show only users of this batch."`
	Status        cmdlet.Opt[userStatus]         `ps:"set=StatusAndBatchId" help:"Show only users in this status."`
	StatusSummary cmdlet.Opt[statusSummary]      `ps:"set=StatusAndBatchId" help:"Show only users whose status belongs to this group."`
	ResultSize    cmdlet.Opt[exchange.Unlimited] `ps:"" default:"1000" help:"The largest number of users to return."`
}

func defineGetUser(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationUser", func() cmdlet.Cmdlet { return &getMigrationUser{open: open} }, cmdlet.Options{
		Module: module, DefaultParameterSet: "Identity", Outputs: []string{namespace + ".MigrationUser"},
		Synopsis: "Show migration users and their status.",
	})
}

// Process writes one user, or all that fit the filters.
func (c *getMigrationUser) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if c.Identity.Text != "" {
		u, err := e.Users.Get(ctx, c.Identity.Text)
		if err != nil {
			return rt.WriteError(record(err, c.Identity.Text))
		}
		return rt.WriteObject(newUser(u))
	}
	f := c.filter()
	list, err := e.Users.List(ctx, f)
	if err != nil {
		return rt.WriteError(record(err, c.BatchId.Text))
	}
	list, there := cut(list, f.Limit)
	for _, u := range list {
		if err := rt.WriteObject(newUser(u)); err != nil {
			return err
		}
	}
	return more(rt, there)
}

func (c *getMigrationUser) filter() engine.UserFilter {
	f := engine.UserFilter{Batch: c.BatchId.Text, EmailAddress: c.EmailAddress, MailboxGUID: c.MailboxGuid, Limit: cutAt(c.ResultSize, 1000)}
	if c.Status.Given {
		s := nouns.UserStatus(c.Status.Value)
		f.Status = &s
	}
	if c.StatusSummary.Given {
		s := nouns.StatusSummary(c.StatusSummary.Value)
		f.StatusSummary = &s
	}
	return f
}
