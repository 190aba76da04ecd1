package recipient

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getMailboxStatistics struct {
	open     Opener
	Identity mailboxID `ps:"position=0,mandatory,pipeline,byname" help:"The mailbox to count."`
}

func defineGetMailboxStatistics(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MailboxStatistics", func() cmdlet.Cmdlet { return &getMailboxStatistics{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".MailboxStatistics"},
		Synopsis: "Count the messages in a mailbox of the organization.",
	})
}

// Process counts one mailbox.
func (c *getMailboxStatistics) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	r, err := e.Recipients.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	folders, err := e.Recipients.Statistics(ctx, r.GUID)
	if err != nil {
		return rt.WriteError(record(err, r.Name))
	}
	return rt.WriteObject(newStatistics(r, folders))
}
