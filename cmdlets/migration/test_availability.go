package migration

import (
	"context"
	"fmt"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type testMigrationServerAvailability struct {
	open                        Opener
	Imap                        cmdlet.Switch              `ps:"set=IMAP,mandatory" help:"Test an IMAP server."`
	RemoteServer                string                     `ps:"set=IMAP,mandatory" type:"Fqdn" help:"The fully qualified domain name of the IMAP server."`
	Port                        int32                      `ps:"set=IMAP,mandatory" range:"1..65535" help:"The TCP port of the IMAP server."`
	Security                    cmdlet.Opt[security]       `ps:"set=IMAP" default:"Ssl" help:"How the connection is protected: Ssl (from the first byte), Tls (STARTTLS) or None."`
	Authentication              cmdlet.Opt[authentication] `ps:"set=IMAP" default:"Basic" help:"How accounts log in."`
	AcceptUntrustedCertificates cmdlet.Switch              `ps:"set=IMAP" help:"Accept a certificate of the server that cannot be verified."`
	Credentials                 *dotnet.PSCredential       `ps:"set=IMAP" help:"An account to log in with; without it only the connection is tested."`
	Endpoint                    endpointID                 `ps:"set=TestEndpoint,mandatory" help:"Test the server of this migration endpoint."`
}

func defineTestAvailability(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Test-MigrationServerAvailability", func() cmdlet.Cmdlet { return &testMigrationServerAvailability{open: open} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, DefaultParameterSet: "IMAP", Outputs: []string{namespace + ".ServerAvailability"},
		Synopsis:    "Contact a source server and tell what came of it.",
		Description: "A server that cannot be used is not an error: Result is Failed and Message says why.",
	})
}

// Process contacts the server and writes the finding.
func (c *testMigrationServerAvailability) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if ok, err := rt.ShouldProcess(c.RemoteServer+c.Endpoint.Text, rt.CommandName()); err != nil || !ok {
		return err
	}
	found, err := c.test(ctx, e)
	if err != nil {
		return rt.WriteError(record(err, c.RemoteServer+c.Endpoint.Text))
	}
	return rt.WriteObject(newAvailability(found))
}

func (c *testMigrationServerAvailability) test(ctx context.Context, e *engine.Engine) (engine.Availability, error) {
	if c.Endpoint.Text != "" {
		return e.Endpoints.TestExisting(ctx, c.Endpoint.Text)
	}
	var login *engine.Login
	if c.Credentials != nil {
		login = &engine.Login{UserName: c.Credentials.UserName, Password: c.Credentials.Password.Plain()}
	}
	return e.Endpoints.Test(ctx, engine.EndpointSpec{
		Name: fmt.Sprintf("%s:%d", c.RemoteServer, c.Port), Type: nouns.TypeIMAP, RemoteServer: c.RemoteServer, Port: int(c.Port),
		Security: nouns.Security(c.Security.Or(security(nouns.SecuritySSL))), Authentication: nouns.Authentication(c.Authentication.Value),
		AcceptUntrustedCertificates: bool(c.AcceptUntrustedCertificates),
	}, login)
}
