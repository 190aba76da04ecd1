package recipient

import (
	"context"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type getMailbox struct {
	open       Opener
	Identity   mailboxID          `ps:"set=Identity,position=0,pipeline,byname" help:"The mailbox to show: an address, name, alias, display name or GUID. Without it all are shown."`
	Anr        string             `ps:"set=AnrSet" help:"Show mailboxes whose name, alias, display name or address begins so."`
	ResultSize cmdlet.Opt[string] `ps:"" type:"Unlimited" default:"1000" help:"The largest number of mailboxes to return, or Unlimited."`
}

func defineGetMailbox(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-Mailbox", func() cmdlet.Cmdlet { return &getMailbox{open: open} }, cmdlet.Options{
		Module: module, DefaultParameterSet: "Identity", Outputs: []string{namespace + ".Mailbox"},
		Synopsis: "Show the organization's mailboxes.",
	})
}

// Process writes one mailbox or all.
func (c *getMailbox) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	list, err := c.list(ctx, e)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	for _, r := range list {
		if r.MailUser {
			continue
		}
		if err := rt.WriteObject(newMailbox(r, e.Organization().Name)); err != nil {
			return err
		}
	}
	return nil
}

func (c *getMailbox) list(ctx context.Context, e *engine.Engine) ([]nouns.Recipient, error) {
	if c.Identity.Text != "" {
		r, err := e.Recipients.Get(ctx, c.Identity.Text)
		return []nouns.Recipient{r}, err
	}
	limit, err := resultSize(c.ResultSize)
	if err != nil {
		return nil, err
	}
	return e.Recipients.List(ctx, engine.RecipientFilter{Name: c.Anr, Limit: limit})
}
