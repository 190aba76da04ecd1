package recipient

import (
	"context"
	"strings"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type setMailbox struct {
	open           Opener
	Identity       mailboxID            `ps:"position=0,mandatory,pipeline,byname" help:"The mailbox to change."`
	DisplayName    cmdlet.Opt[string]   `ps:"" help:"The name people see."`
	Alias          cmdlet.Opt[string]   `ps:"" length:"1..64" help:"The alias."`
	EmailAddresses []string             `ps:"" type:"ProxyAddressCollection" help:"All addresses of the mailbox; the one written SMTP: is the primary, or the first."`
	Password       *dotnet.SecureString `ps:"" help:"The mailbox's own password."`
}

func defineSetMailbox(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Set-Mailbox", func() cmdlet.Cmdlet { return &setMailbox{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, Synopsis: "Change a mailbox's names, addresses or password.",
	})
}

// Process changes one mailbox.
func (c *setMailbox) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	r, err := e.Recipients.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	if ok, err := rt.ShouldProcess(r.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	if _, err := e.Recipients.Set(ctx, r.GUID, c.change()); err != nil {
		return rt.WriteError(record(err, r.Name))
	}
	return nil
}

func (c *setMailbox) change() engine.RecipientChange {
	var ch engine.RecipientChange
	if c.DisplayName.Given {
		ch.DisplayName = &c.DisplayName.Value
	}
	if c.Alias.Given {
		ch.Alias = &c.Alias.Value
	}
	if c.EmailAddresses != nil {
		list := proxies(c.EmailAddresses)
		ch.EmailAddresses = &list
	}
	if c.Password != nil {
		p := c.Password.Plain()
		ch.Password = &p
	}
	return ch
}

// proxies takes the smtp: prefixes off and puts the primary, the one in capitals, first.
func proxies(addresses []string) []string {
	var primary, rest []string
	for _, a := range addresses {
		switch {
		case strings.HasPrefix(a, "SMTP:") && primary == nil:
			primary = []string{a[5:]}
		case len(a) > 5 && strings.EqualFold(a[:5], "smtp:"):
			rest = append(rest, a[5:])
		default:
			rest = append(rest, a)
		}
	}
	return append(primary, rest...)
}
