package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type setMigrationEndpoint struct {
	open                          Opener
	Identity                      endpointID                     `ps:"position=0,mandatory,pipeline,byname" help:"The endpoint to change: its name or GUID."`
	RemoteServer                  cmdlet.Opt[string]             `ps:"" type:"Fqdn" help:"The fully qualified domain name of the IMAP server."`
	Port                          cmdlet.Opt[int32]              `ps:"" range:"1..65535" help:"The TCP port of the IMAP server."`
	Security                      cmdlet.Opt[security]           `ps:"" help:"How the connection is protected: Ssl, Tls or None."`
	Authentication                cmdlet.Opt[authentication]     `ps:"" help:"How accounts log in: Basic or OAuth."`
	AcceptUntrustedCertificates   cmdlet.Opt[bool]               `ps:"" help:"Accept a certificate of the server that cannot be verified."`
	MaxConcurrentMigrations       cmdlet.Opt[exchange.Unlimited] `ps:"" help:"How many mailboxes of this endpoint are copied at the same time."`
	MaxConcurrentIncrementalSyncs cmdlet.Opt[exchange.Unlimited] `ps:"" help:"How many mailboxes of this endpoint are synchronized again at the same time."`
	SkipVerification              cmdlet.Switch                  `ps:"" help:"Do not contact the server to verify the settings."`
}

func defineSetEndpoint(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Set-MigrationEndpoint", func() cmdlet.Cmdlet { return &setMigrationEndpoint{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true,
		Synopsis: "Change the settings of a migration endpoint; running copies end as they began.",
	})
}

// Process changes one endpoint.
func (c *setMigrationEndpoint) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	found, err := e.Endpoints.Get(ctx, c.Identity.Text)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	if ok, err := rt.ShouldProcess(found.Name, rt.CommandName()); err != nil || !ok {
		return err
	}
	if _, err := e.Endpoints.Set(ctx, found.GUID, c.change()); err != nil {
		return rt.WriteError(record(err, found.Name))
	}
	return nil
}

func (c *setMigrationEndpoint) change() engine.EndpointChange {
	ch := engine.EndpointChange{
		MaxConcurrentMigrations:       c.MaxConcurrentMigrations.Value.Limit(c.MaxConcurrentMigrations.Given),
		MaxConcurrentIncrementalSyncs: c.MaxConcurrentIncrementalSyncs.Value.Limit(c.MaxConcurrentIncrementalSyncs.Given),
		SkipVerification:              bool(c.SkipVerification),
	}
	if c.RemoteServer.Given {
		ch.RemoteServer = &c.RemoteServer.Value
	}
	if c.Port.Given {
		port := int(c.Port.Value)
		ch.Port = &port
	}
	if c.Security.Given {
		s := nouns.Security(c.Security.Value)
		ch.Security = &s
	}
	if c.Authentication.Given {
		a := nouns.Authentication(c.Authentication.Value)
		ch.Authentication = &a
	}
	if c.AcceptUntrustedCertificates.Given {
		ch.AcceptUntrustedCertificates = &c.AcceptUntrustedCertificates.Value
	}
	return ch
}
