package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type newMigrationEndpoint struct {
	open                          Opener
	Name                          string                         `ps:"mandatory" notempty:"true" help:"The name of the endpoint; it must be unique."`
	IMAP                          cmdlet.Switch                  `ps:"set=IMAP,mandatory" help:"The endpoint is an IMAP server."`
	RemoteServer                  string                         `ps:"set=IMAP,mandatory" type:"Fqdn" help:"The fully qualified domain name of the IMAP server."`
	Port                          cmdlet.Opt[int32]              `ps:"set=IMAP" range:"1..65535" default:"993, or 143 without SSL" help:"The TCP port of the IMAP server."`
	Security                      cmdlet.Opt[security]           `ps:"set=IMAP" default:"Ssl" help:"How the connection is protected: Ssl (from the first byte), Tls (STARTTLS) or None."`
	Authentication                cmdlet.Opt[authentication]     `ps:"set=IMAP" default:"Basic" help:"How accounts log in: Basic (user name and password) or OAuth."`
	AcceptUntrustedCertificates   cmdlet.Switch                  `ps:"set=IMAP" help:"Accept a certificate of the server that cannot be verified."`
	MaxConcurrentMigrations       cmdlet.Opt[exchange.Unlimited] `ps:"" default:"20" help:"How many mailboxes of this endpoint are copied at the same time."`
	MaxConcurrentIncrementalSyncs cmdlet.Opt[exchange.Unlimited] `ps:"" default:"10" help:"How many mailboxes of this endpoint are synchronized again at the same time."`
	SkipVerification              cmdlet.Switch                  `ps:"" help:"Do not contact the server to verify the settings."`
}

func defineNewEndpoint(open Opener) *cmdlet.Definition {
	return cmdlet.Define("New-MigrationEndpoint", func() cmdlet.Cmdlet { return &newMigrationEndpoint{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, Outputs: []string{namespace + ".MigrationEndpoint"},
		Synopsis:    "Save the connection settings of a source mail server under a name.",
		Description: "The server is contacted once to verify the settings, unless -SkipVerification is given.",
	})
}

// Process makes the endpoint and writes it.
func (c *newMigrationEndpoint) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if ok, err := rt.ShouldProcess(c.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	made, err := e.Endpoints.New(ctx, engine.EndpointSpec{
		Name: c.Name, Type: nouns.TypeIMAP, RemoteServer: c.RemoteServer, Port: int(c.Port.Value),
		Security: nouns.Security(c.Security.Or(security(nouns.SecuritySSL))), Authentication: nouns.Authentication(c.Authentication.Value),
		AcceptUntrustedCertificates:   bool(c.AcceptUntrustedCertificates),
		MaxConcurrentMigrations:       c.MaxConcurrentMigrations.Value.Limit(c.MaxConcurrentMigrations.Given),
		MaxConcurrentIncrementalSyncs: c.MaxConcurrentIncrementalSyncs.Value.Limit(c.MaxConcurrentIncrementalSyncs.Given),
		SkipVerification:              bool(c.SkipVerification),
	})
	if err != nil {
		return rt.WriteError(record(err, c.Name))
	}
	return rt.WriteObject(newEndpoint(made))
}
