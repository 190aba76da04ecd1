package connection

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type connectExchangeOnline struct {
	open                  Opener
	connections           *connections
	ConnectionUri         string               `ps:"position=0" help:"The target of this session's batches: the configured one by default, imaps://host or imap://host for an IMAP server."`
	DelegatedOrganization string               `ps:"position=4" help:"Accepted as Exchange has it, and shown by Get-ConnectionInformation."`
	Prefix                string               `ps:"position=5" help:"Accepted as Exchange has it, and shown by Get-ConnectionInformation; the cmdlets keep their names."`
	Credential            *dotnet.PSCredential `ps:"" help:"For an IMAP server, the administrator who may log in to every mailbox."`
	UserPrincipalName     string               `ps:"" help:"The account to connect with, shown by Get-ConnectionInformation."`
	Organization          string               `ps:"" help:"Accepted as Exchange has it."`
	AppId                 string               `ps:"" help:"Accepted as Exchange has it."`
	CertificateThumbprint string               `ps:"" help:"Accepted as Exchange has it."`
	Device                cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
	DisableWAM            cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
	InlineCredential      cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
	ManagedIdentity       cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
	PageSize              cmdlet.Opt[uint32]   `ps:"" range:"1..1000" help:"Accepted as Exchange has it."`
	ShowBanner            cmdlet.Opt[bool]     `ps:"" type:"SwitchParameter" help:"Say what the session is connected to; -ShowBanner:$false does not."`
	ShowProgress          cmdlet.Opt[bool]     `ps:"" help:"Accepted as Exchange has it."`
	SkipLoadingFormatData cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
	UseRPSSession         cmdlet.Switch        `ps:"" help:"Accepted as Exchange has it."`
}

func defineConnect(open Opener, c *connections) *cmdlet.Definition {
	return cmdlet.Define("Connect-ExchangeOnline", func() cmdlet.Cmdlet { return &connectExchangeOnline{open: open, connections: c} }, cmdlet.Options{
		Module: module, Synopsis: "Choose where this session's batches copy mail to.",
		Description: "Without -ConnectionUri, and with one of Microsoft's addresses, it is the target the configuration names. A batch keeps the target it was made with.",
	})
}

// Process opens a connection.
func (c *connectExchangeOnline) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return failed("ConnectExchangeOnlineFailed", c.ConnectionUri, err.Error(), err)
	}
	admin, password := c.UserPrincipalName, ""
	if c.Credential != nil {
		admin, password = c.Credential.UserName, c.Credential.Password.Plain()
	}
	target, err := parseTarget(c.ConnectionUri, c.admin(admin))
	if err != nil {
		return failed("InvalidConnectionUri", c.ConnectionUri, fmt.Sprintf("The connection URI '%s' can't be used: %v.", c.ConnectionUri, err), err)
	}
	e.UseTarget(target, password)
	c.connections.add(&ConnectionInformation{
		ConnectionId: uuid.NewString(), State: "Connected", UserPrincipalName: admin, ConnectionUri: c.uri(), Organization: e.Organization().Name,
		DelegatedOrganization: c.DelegatedOrganization, ModuleName: module, ModulePrefix: c.Prefix, AppId: c.AppId,
		PageSize: int32(c.PageSize.Or(1000)), TokenStatus: "Active", ConnectionUsedForInbuiltCmdlets: true, target: target, password: password,
	})
	if !c.ShowBanner.Or(true) || !rt.Session().Interactive() {
		return nil
	}
	return rt.Host().Write(banner(e.Target())+"\n", -1, -1)
}

// admin is the administrator of an IMAP target: only a credential names one.
func (c *connectExchangeOnline) admin(name string) string {
	if c.Credential == nil {
		return ""
	}
	return name
}

func (c *connectExchangeOnline) uri() string {
	if c.ConnectionUri == "" {
		return "https://outlook.office365.com"
	}
	return c.ConnectionUri
}

func banner(t nouns.TargetSpec) string {
	if t.Kind == nouns.TargetIMAP {
		return fmt.Sprintf("Connected. Batches made now copy to the IMAP server %s, port %d.", t.Server, t.Port)
	}
	return fmt.Sprintf("Connected. Batches made now copy to the built-in mailboxes in %s.", t.Root)
}

func failed(id string, target any, message string, cause error) *cmdlet.ErrorRecord {
	return &cmdlet.ErrorRecord{ID: id, Category: object.ConnectionError, Target: target,
		Exception: &object.Exception{Type: object.InvalidOperationType, Message: message, Cause: cause}}
}
