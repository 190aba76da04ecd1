package recipient

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type removeMailbox struct {
	open     Opener
	Identity mailboxID     `ps:"position=0,mandatory,pipeline,byname" help:"The mailbox to remove."`
	Force    cmdlet.Switch `ps:"" help:"Do not ask."`
}

func defineRemoveMailbox(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Remove-Mailbox", func() cmdlet.Cmdlet { return &removeMailbox{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh,
		Synopsis: "Take a mailbox out of the organization; its mail stays where it is.",
	})
}

// Process removes one mailbox.
func (c *removeMailbox) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	r, err := e.Recipients.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	if !c.Force {
		if ok, err := rt.ShouldProcess(r.Name, rt.CommandName()); err != nil || !ok {
			return err
		}
	}
	if err := e.Recipients.Remove(ctx, r.GUID); err != nil {
		return rt.WriteError(record(err, r.Name))
	}
	return nil
}
