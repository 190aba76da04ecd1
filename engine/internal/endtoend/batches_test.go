package endtoend

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

// TestUntrustedServerMovesWhenAccepted leaves a server whose certificate nobody
// trusts, which the endpoint says is all right.
func TestUntrustedServerMovesWhenAccepted(t *testing.T) {
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	spec := engine.EndpointSpec{Name: "Legacy", Type: migration.TypeIMAP, RemoteServer: lab.LegacyHost, Port: 993,
		Security: migration.SecuritySSL}
	_, err := e.Endpoints.New(t.Context(), spec)
	connect(t, err, engine.ConnectUntrusted)
	spec.AcceptUntrustedCertificates = true
	migrate(t, e, spec, article[:1])
	same(t, "terry", readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
		readLab(t, l, lab.TargetHost, "terrya", "1091990"), mailcheck.Options{})
}

// TestBatchKeepsItsTarget makes a batch while another target is chosen for the
// session, and goes on with it after that.
func TestBatchKeepsItsTarget(t *testing.T) {
	l := newLab(t, lab.Options{})
	root := mailRoot(t)
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Maildir: ownedByMail(),
		Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
	chosen := labIMAPTarget()
	e.UseTarget(&chosen, "")
	migrate(t, e, labEndpoint, article[:1])
	e.UseTarget(nil, "")
	must(t, deliver(l.Source().Account("terry.adams"), "INBOX", lab.Message{Raw: []byte("Subject: later\r\n\r\n"), Date: time.Unix(1e9, 0)}))
	syncNow(t, e)
	same(t, "terry", readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
		readLab(t, l, lab.TargetHost, "terrya", "1091990"), mailcheck.Options{})
	nothingLeft(t, root)
}

// TestUserWithoutMailboxFailsAlone has a row for which no mailbox was made.
func TestUserWithoutMailboxFailsAlone(t *testing.T) {
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	start(t, e, labEndpoint, article[:1])
	waitSynced(t, e)
	more := engine.BatchChange{AddUsers: csv(article[:2])}
	if _, err := e.Batches.Set(t.Context(), batchName, more); err != nil {
		t.Fatal(err)
	}
	must(t, e.Batches.Start(t.Context(), batchName))
	if batch := wait(t, e); batch.Status != migration.BatchSyncedWithErrors {
		t.Errorf("batch is %s: %s", batch.Status, report(t.Context(), e))
	}
	u := migrationUser(t, e, "annb@contoso.edu")
	if want := "A recipient wasn't found for annb@contoso.edu on the target."; u.Status != migration.UserFailed || !strings.HasPrefix(u.Error, want) {
		t.Errorf("%s: %q, want %q", u.Status, u.Error, want)
	}
	if u := migrationUser(t, e, "terrya@contoso.edu"); u.Status != migration.UserSynced {
		t.Errorf("terry is %s", u.Status)
	}
}

// TestTwoProcessesShareTheWork opens one state twice, as two prompts do: the
// users are shared out, and nobody's mail is copied by both.
func TestTwoProcessesShareTheWork(t *testing.T) {
	l := newLab(t, lab.Options{})
	var travellers []traveller
	for i := range 8 {
		name := fmt.Sprintf("user%d", i)
		l.Source().AddAccount(name, "secret").Furnish(uint64(i), 40)
		l.Target().AddAccount(name, "secret")
		travellers = append(travellers, traveller{login: name, password: "secret", address: name + "@contoso.edu", targetPassword: "secret"})
	}
	config := engine.Config{Home: t.TempDir(), Network: l.Network(), Target: labIMAPTarget()}
	one, two := open(t, config), open(t, config)
	endpoint := labEndpoint
	endpoint.MaxConcurrentMigrations = &migration.Unlimited{Value: 2}
	endpoint.MaxConcurrentIncrementalSyncs = &migration.Unlimited{Value: 1}
	exactly(t, one, l.Source(), 2, func() {
		start(t, one, endpoint, travellers)
		must(t, two.Resume(t.Context()))
		waitSynced(t, one)
	})
	for _, u := range travellers {
		same(t, u.login, readLab(t, l, lab.SourceHost, u.login, "secret"),
			readLab(t, l, lab.TargetHost, u.login, "secret"), mailcheck.Options{})
	}
}

// nothingLeft fails for whatever lies in a folder.
func nothingLeft(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("left behind: %s", e.Name())
	}
}
