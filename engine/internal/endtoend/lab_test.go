package endtoend

import (
	"context"
	"crypto/tls"
	"fmt"
	"sync"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

func newLab(t testing.TB, options lab.Options) *lab.Lab {
	t.Helper()
	l, err := lab.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// readLab reads an account of one of the lab's servers over IMAP.
func readLab(t testing.TB, l *lab.Lab, host, user, password string) mailcheck.Account {
	t.Helper()
	conn, err := l.Network().DialContext(t.Context(), "tcp", host+":993")
	if err != nil {
		t.Fatal(err)
	}
	login := mailcheck.Login{User: user, Password: password,
		TLS: &tls.Config{ServerName: host, RootCAs: l.Network().RootCAs()}}
	a, err := mailcheck.ReadIMAP(conn, login)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// article are the article's users, with their own passwords.
var article = []traveller{
	{login: "terry.adams", password: "1091990", address: "terrya@contoso.edu", targetPassword: "1091990"},
	{login: "ann.beebe", password: "2111991", address: "annb@contoso.edu", targetPassword: "2111991"},
	{login: "paul.cannon", password: "3281986", address: "paulc@contoso.edu", targetPassword: "3281986"},
}

var labEndpoint = engine.EndpointSpec{RemoteServer: lab.SourceHost, Port: 993, Security: migration.SecuritySSL}

// labIMAPTarget is the lab's second server.
func labIMAPTarget() migration.TargetSpec {
	return migration.TargetSpec{Kind: migration.TargetIMAP, Server: lab.TargetHost, Port: 993, Security: migration.SecuritySSL}
}

func same(t testing.TB, what string, source, target mailcheck.Account, o mailcheck.Options) {
	t.Helper()
	found := mailcheck.Compare(source, target, o)
	for i, line := range found {
		if i == 20 {
			t.Errorf("%s: and %d more", what, len(found)-i)
			break
		}
		t.Errorf("%s: %s", what, line)
	}
	if source.Count() == 0 {
		t.Errorf("%s: the source is empty, nothing was shown", what)
	}
}

// TestLabToIMAP moves the article's users to the lab's other server, with their
// own passwords there and as its administrator.
func TestLabToIMAP(t *testing.T) {
	for _, form := range []string{"", "{user}*{admin}"} {
		t.Run("log-in "+form, func(t *testing.T) {
			l := newLab(t, lab.Options{})
			config := engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()}
			if form != "" {
				config.Target.LoginForm = form
				config.Target.Admin, config.TargetPassword = l.Admin()
			}
			e := open(t, config)
			migrate(t, e, labEndpoint, article)
			for _, u := range article {
				same(t, u.address, readLab(t, l, lab.SourceHost, u.login, u.password),
					readLab(t, l, lab.TargetHost, u.address, u.targetPassword), mailcheck.Options{})
			}
			sourceUntouched(t, l)
		})
	}
}

// sourceUntouched fails when anything at the source was opened for writing or changed.
func sourceUntouched(t testing.TB, l *lab.Lab) {
	t.Helper()
	examined := 0
	for _, r := range l.Source().Log() {
		switch r.Kind {
		case lab.Selected, lab.Changed:
			t.Errorf("the source was written to: %+v", r)
		case lab.Examined:
			examined++
		}
	}
	if examined == 0 {
		t.Error("the source was never examined")
	}
}

// TestEveryLoginOfTheArticle moves Terry's mail by each of the article's log-in forms.
func TestEveryLoginOfTheArticle(t *testing.T) {
	for name, u := range map[string]traveller{
		"Exchange":  {login: "contoso-students/mailadmin/terry.adams", password: "P@ssw0rd"},
		"Dovecot":   {login: "terry.adams*mailadmin", password: "P@ssw0rd"},
		"Mirapoint": {login: "#terry.adams@contoso-students.edu#mailadmin#", password: "P@ssw0rd"},
		"Courier":   {login: "mailadmin", password: "P@ssw0rd", root: "/users/terry.adams"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, lab.Options{})
			e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
			u.address, u.targetPassword = "terrya@contoso.edu", "1091990"
			endpoint := engine.EndpointSpec{RemoteServer: lab.SourceHost, Port: 143, Security: migration.SecurityTLS}
			migrate(t, e, endpoint, []traveller{u})
			o := mailcheck.Options{NoSubscriptions: u.root != ""} // they are the owner's, not the administrator's
			same(t, name, readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
				readLab(t, l, lab.TargetHost, u.address, u.targetPassword), o)
		})
	}
}

// TestIncrementalPass changes the source between two passes.
func TestIncrementalPass(t *testing.T) {
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	terry := article[:1]
	migrate(t, e, labEndpoint, terry)
	account := l.Source().Account("terry.adams")
	news := lab.Message{Raw: []byte("Subject: news\r\n\r\nnews\r\n"), Date: time.Unix(1_400_000_000, 0), Flags: []string{"$Fresh"}}
	for _, step := range []error{
		account.Create("Arrived later/Deeper", ""),
		deliver(account, "INBOX", news),
		deliver(account, "Arrived later/Deeper", news),
		account.SetFlags("INBOX", 1, `\Answered`, "$Label1"),
		account.SetFlags("Sent Items", 2),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	syncNow(t, e)
	compare := func() {
		t.Helper()
		same(t, "terry", readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
			readLab(t, l, lab.TargetHost, "terrya", "1091990"), mailcheck.Options{})
	}
	compare()

	if err := e.Batches.Complete(t.Context(), batchName); err != nil {
		t.Fatal(err)
	}
	if batch := wait(t, e); batch.Status != migration.BatchCompleted {
		t.Fatalf("batch is %s: %s", batch.Status, report(t.Context(), e))
	}
	compare()
	sourceUntouched(t, l)
}

func deliver(a *lab.Account, folder string, m lab.Message) error {
	_, err := a.Deliver(folder, m)
	return err
}

// TestConcurrentMigrationsAreCountedExactly holds the users' mail back until as
// many are logged in as the endpoint allows, and counts from the server's log:
// first the migrations, then the incremental passes.
func TestConcurrentMigrationsAreCountedExactly(t *testing.T) {
	const users = 10
	for _, most := range []int{1, 3} {
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			l := newLab(t, lab.Options{})
			var travellers []traveller
			for i := range users {
				name := fmt.Sprintf("user%d", i)
				l.Source().AddAccount(name, "secret").Furnish(uint64(i), 10)
				l.Target().AddAccount(name, "secret")
				travellers = append(travellers, traveller{login: name, password: "secret",
					address: name + "@contoso.edu", targetPassword: "secret"})
			}
			endpoint := labEndpoint
			endpoint.MaxConcurrentMigrations = &migration.Unlimited{Value: most + 1}
			endpoint.MaxConcurrentIncrementalSyncs = &migration.Unlimited{Value: most}
			e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
			exactly(t, e, l.Source(), most+1, func() {
				start(t, e, endpoint, travellers)
				waitSynced(t, e)
			})
			for _, u := range travellers {
				must(t, deliver(l.Source().Account(u.login), "INBOX", lab.Message{Raw: []byte("Subject: new\r\n\r\n")}))
			}
			exactly(t, e, l.Source(), most, func() { syncNow(t, e) })
		})
	}
}

// exactly fails unless as many users are logged in at once, and never more,
// while do runs. No message leaves the server before they are.
func exactly(t *testing.T, e *engine.Engine, s *lab.Server, most int, do func()) {
	t.Helper()
	before := len(s.Log())
	full := make(chan struct{})
	var once sync.Once
	s.SetHook(func(event lab.Event) lab.Action {
		if event.Op == lab.OpOpen && lab.MostUsersAtOnce(s.Log()[before:]) >= most {
			once.Do(func() { close(full) })
		}
		if event.Op == lab.OpMessage {
			<-full
		}
		return lab.Action{}
	})
	giveUp := time.AfterFunc(patience, func() {
		once.Do(func() {
			t.Errorf("never %d at once: %s", most, report(context.Background(), e))
			close(full)
		})
	})
	defer giveUp.Stop()
	do()
	if n := lab.MostUsersAtOnce(s.Log()[before:]); n != most {
		t.Errorf("%d users at once, want %d", n, most)
	}
}
