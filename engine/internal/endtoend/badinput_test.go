package endtoend

import (
	"errors"
	"net"
	"strings"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// TestEndpointThatCannotBe asks a real server for what it cannot give: each
// time a clear reason, and no endpoint is left behind.
func TestEndpointThatCannotBe(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	for name, c := range map[string]struct {
		spec    engine.EndpointSpec
		trusted bool
		reason  engine.ConnectReason
	}{
		"unknown host": {engine.EndpointSpec{RemoteServer: "imap.contoso.invalid", Port: 993, Security: migration.SecuritySSL},
			true, engine.ConnectUnresolved},
		"refused port": {engine.EndpointSpec{RemoteServer: servertest.Host, Port: closedPort(t), Security: migration.SecuritySSL},
			true, engine.ConnectRefused},
		"plain port with Ssl": {engine.EndpointSpec{RemoteServer: servertest.Host, Port: server.Plain, Security: migration.SecuritySSL},
			true, engine.ConnectWrongSecurity},
		"untrusted certificate": {engine.EndpointSpec{RemoteServer: servertest.Host, Port: server.TLS, Security: migration.SecuritySSL},
			false, engine.ConnectUntrusted},
		"untrusted certificate after STARTTLS": {engine.EndpointSpec{RemoteServer: servertest.Host, Port: server.Plain, Security: migration.SecurityTLS},
			false, engine.ConnectUntrusted},
	} {
		t.Run(name, func(t *testing.T) {
			config := engine.Config{Network: &network.System{}}
			if c.trusted {
				config.Network = trusting(t, server)
			}
			e := open(t, config)
			c.spec.Name, c.spec.Type = endpointName, migration.TypeIMAP
			_, err := e.Endpoints.New(t.Context(), c.spec)
			connect(t, err, c.reason)
			found, err := e.Endpoints.Test(t.Context(), c.spec, nil)
			if err != nil {
				t.Fatal(err)
			}
			connect(t, found.Err, c.reason)
			if left, err := e.Endpoints.List(t.Context(), engine.EndpointFilter{}); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func connect(t *testing.T, err error, reason engine.ConnectReason) {
	t.Helper()
	var failed *engine.ConnectError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a ConnectError", err)
	}
	if failed.Reason != reason {
		t.Errorf("reason %d, want %d: %v", failed.Reason, reason, err)
	}
}

// closedPort is a port that nobody listens on.
func closedPort(t *testing.T) int {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port
}

// TestUntrustedCertificateAcceptedOnRequest is the other half: only the
// cmdlet's own switch makes the certificate do.
func TestUntrustedCertificateAcceptedOnRequest(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	e := open(t, engine.Config{Network: &network.System{}})
	spec := sourceEndpoint(server, migration.SecuritySSL)
	spec.Name, spec.Type, spec.AcceptUntrustedCertificates = endpointName, migration.TypeIMAP, true
	if _, err := e.Endpoints.New(t.Context(), spec); err != nil {
		t.Error(err)
	}
}

// TestWrongPasswordFailsItsUserAlone moves two users, one with a wrong password.
func TestWrongPasswordFailsItsUserAlone(t *testing.T) {
	source, holds := newSource(t)
	target := servertest.Dovecot(t, servertest.Options{Users: sourceUsers, Extra: escaped})
	e := open(t, engine.Config{Network: trusting(t, source, target), Target: dovecotTarget(target),
		TargetPassword: servertest.MasterPassword})
	two := leavers(false)[:2]
	two[0].password = "wrong"
	start(t, e, sourceEndpoint(source, migration.SecuritySSL), two)
	if batch := wait(t, e); batch.Status != migration.BatchSyncedWithErrors {
		t.Errorf("batch is %s", batch.Status)
	}
	if u := migrationUser(t, e, two[0].address); u.Status != migration.UserFailed || u.Error == "" {
		t.Errorf("%s: %s, %q", u.EmailAddress, u.Status, u.Error)
	}
	if a := readDovecot(t, target, sourceUsers[0]); a.Count() > 0 {
		t.Errorf("%d messages arrived without a password", a.Count())
	}
	same(t, two[1].address, holds[sourceUsers[1]], readDovecot(t, target, sourceUsers[1]), mailcheck.Options{})
}

// TestEndpointInUseStays removes an endpoint while a batch needs it.
func TestEndpointInUseStays(t *testing.T) {
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	migrate(t, e, labEndpoint, article[:1])
	var used *engine.InUseError
	if err := e.Endpoints.Remove(t.Context(), endpointName); !errors.As(err, &used) || len(used.By) != 1 || used.By[0] != batchName {
		t.Errorf("got %v", err)
	}
	if _, err := e.Endpoints.Get(t.Context(), endpointName); err != nil {
		t.Error(err)
	}
	var taken *engine.AlreadyExistsError
	again := labEndpoint
	again.Name, again.Type = strings.ToUpper(endpointName), migration.TypeIMAP
	if _, err := e.Endpoints.New(t.Context(), again); !errors.As(err, &taken) {
		t.Errorf("got %v", err)
	}
}
