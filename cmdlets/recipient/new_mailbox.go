package recipient

import (
	"context"
	"strings"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type newMailboxCmdlet struct {
	open                      Opener
	Name                      string               `ps:"position=0,mandatory" length:"1..64" help:"The name of the mailbox; it must be unique."`
	Password                  *dotnet.SecureString `ps:"" help:"The mailbox's own password, for a target whose mailboxes are logged in to by their own accounts."`
	UserPrincipalName         string               `ps:"" help:"The log-on name, in the form of an address; the mailbox's address unless -PrimarySmtpAddress says otherwise."`
	MicrosoftOnlineServicesID string               `ps:"" help:"The same as -UserPrincipalName."`
	PrimarySmtpAddress        string               `ps:"" type:"SmtpAddress" help:"The address of the mailbox."`
	Alias                     string               `ps:"" length:"1..64" help:"The local part of the address when no address is given; the name without blanks by default."`
	DisplayName               string               `ps:"" length:"1..256" help:"The name people see; -Name by default."`
	FirstName                 string               `ps:"" help:"The user's first name, for the display name when -DisplayName is not given."`
	LastName                  string               `ps:"" help:"The user's last name, for the display name when -DisplayName is not given."`
	ResetPasswordOnNextLogon  cmdlet.Opt[bool]     `ps:"" help:"Accepted as Exchange has it; the mailboxes here have no log-on of their own that could ask."`
}

func defineNewMailbox(open Opener) *cmdlet.Definition {
	return cmdlet.Define("New-Mailbox", func() cmdlet.Cmdlet { return &newMailboxCmdlet{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, Outputs: []string{namespace + ".Mailbox"},
		Synopsis:    "Make a mailbox that mail can be migrated into.",
		Description: "At a built-in target the mailbox is made; at an IMAP target it must exist there, and the organization learns of it.",
	})
}

// Process makes the mailbox and writes it.
func (c *newMailboxCmdlet) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if ok, err := rt.ShouldProcess(c.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	made, err := e.Recipients.NewMailbox(ctx, c.spec(e.Organization()))
	if err != nil {
		return rt.WriteError(record(err, c.Name))
	}
	return rt.WriteObject(newMailbox(made, e.Organization().Name))
}

func (c *newMailboxCmdlet) spec(org engine.Organization) engine.MailboxSpec {
	s := engine.MailboxSpec{Name: c.Name, Alias: c.Alias, DisplayName: c.DisplayName, PrimarySMTPAddress: c.PrimarySmtpAddress,
		UserPrincipalName: c.UserPrincipalName + c.MicrosoftOnlineServicesID}
	if s.DisplayName == "" {
		s.DisplayName = strings.TrimSpace(c.FirstName + " " + c.LastName)
	}
	if s.PrimarySMTPAddress == "" && s.UserPrincipalName == "" && len(org.AcceptedDomains) > 0 {
		local := c.Alias
		if local == "" {
			local = strings.ReplaceAll(c.Name, " ", "")
		}
		s.PrimarySMTPAddress = local + "@" + org.AcceptedDomains[0]
	}
	if c.Password != nil {
		s.Password = c.Password.Plain()
	}
	return s
}
