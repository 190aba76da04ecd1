package engine_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

const (
	alice  = "alice@example.com"
	domain = "example.com"
)

// real is an engine between two Dovecots.
type real struct {
	e              *engine.Engine
	source, target *servertest.Server
}

func between(t testing.TB, boxes []servertest.Mailbox, target servertest.Options, change func(*engine.Config)) real {
	t.Helper()
	r := real{source: servertest.Dovecot(t, servertest.Options{Users: []string{alice}})}
	target.Users = []string{alice}
	r.target = servertest.Dovecot(t, target)
	r.source.Fill(t, alice, boxes)
	net, err := network.NewSystem(r.source.CAFile(), r.target.CAFile())
	if err != nil {
		t.Fatal(err)
	}
	cfg := engine.Config{Home: t.TempDir(), Network: net, Provisioning: true, TargetPassword: servertest.MasterPassword,
		Target: migration.TargetSpec{Kind: migration.TargetIMAP, Server: servertest.Host, Port: r.target.TLS, Security: migration.SecuritySSL,
			LoginForm: "{user}*{admin}", Admin: servertest.Master}}
	if change != nil {
		change(&cfg)
	}
	if r.e, err = engine.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.e.Close() })
	if _, err := r.e.Endpoints.New(t.Context(), engine.EndpointSpec{Name: "E", RemoteServer: servertest.Host, Port: r.source.Plain, Security: migration.SecurityTLS}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r real) batch(t testing.TB) {
	t.Helper()
	csv := "EmailAddress,UserName,Password\n" + alice + "," + alice + "*" + servertest.Master + "," + servertest.MasterPassword + "\n"
	if _, err := r.e.Batches.New(t.Context(), engine.BatchSpec{Name: "IMAPBatch1", SourceEndpoint: "E", CSV: []byte(csv), AutoStart: true}); err != nil {
		t.Fatal(err)
	}
}

func (r real) await(t testing.TB, want migration.BatchStatus) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for {
		if _, err := r.e.Wait(ctx, nil); err != nil {
			t.Fatal(err)
		}
		b, err := r.e.Batches.Get(ctx, "IMAPBatch1")
		if err != nil {
			t.Fatal(err)
		}
		if b.Status == want {
			return
		}
		if b.Status != migration.BatchIncrementalSyncing {
			u, err := r.e.Users.Get(ctx, alice)
			t.Fatalf("%s: %s %v", b.Status, u.Error, err)
		}
		select {
		case <-r.e.Notices():
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		}
	}
}

// small makes n messages of a few hundred bytes, spread over the folders.
func small(n int, folders ...mail.Name) []servertest.Mailbox {
	boxes := make([]servertest.Mailbox, len(folders))
	for i := range n {
		b := &boxes[i%len(folders)]
		b.Name = folders[i%len(folders)]
		flags := []mail.Flags{nil, {"\\Seen"}, {"\\Seen", "\\Answered"}, {"\\Flagged", "$Work"}}[i%4]
		raw := fmt.Sprintf("Message-ID: <%d@example.com>\r\nFrom: a@example.com\r\nSubject: message %d\r\n\r\n%s\r\n", i, i, strings.Repeat("line of text\r\n", i%40))
		if i%50 == 7 {
			raw = fmt.Sprintf("Subject: no id\r\n\r\nbody %d\r\n", i%3) // some are alike
		}
		b.Messages = append(b.Messages, servertest.Message{Raw: raw, Flags: flags, Date: time.Unix(1_500_000_000+int64(i/3)*60, 0)})
	}
	return boxes
}

func (r real) compare(t testing.TB) {
	t.Helper()
	src, tgt := r.source.Read(t, alice), r.target.Read(t, alice)
	for name, list := range src {
		s, g := texts(list), texts(tgt[name])
		if !slices.Equal(s, g) {
			t.Errorf("%s: %d messages at the source, %d at the target, and they differ", name, len(s), len(g))
		}
		delete(tgt, name)
	}
	for name, list := range tgt {
		if len(list) > 0 {
			t.Errorf("only at the target: %s", name)
		}
	}
}

func texts(list []servertest.Message) []string {
	out := make([]string, len(list))
	for i, m := range list {
		flags := slices.Sorted(slices.Values(slices.DeleteFunc(slices.Clone(m.Flags), func(f string) bool { return f == "\\Recent" })))
		out[i] = fmt.Sprint(m.Date.Unix(), flags, m.Raw)
	}
	slices.Sort(out)
	return out
}

// Between two real servers: a first sync, what changed, nothing, a completion.
func TestBetweenDovecots(t *testing.T) {
	r := between(t, small(900, mail.Inbox, mail.Name{"Work"}, mail.Name{"Work", "2024"}, mail.Name{"\u00dcbung & mehr"}), servertest.Options{}, nil)
	r.batch(t)
	r.await(t, migration.BatchSynced)
	r.compare(t)
	c := r.source.Client(t, alice)
	if err := c.Rename("Work", "Job", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	r.source.Fill(t, alice, small(30, mail.Inbox))
	r.source.Fill(t, alice, small(30, mail.Name{"New"}))
	r.sync(t)
	r.compare(t)
	before := maps.Collect(maps.All(r.target.Read(t, alice)))
	r.sync(t)
	if after := r.target.Read(t, alice); len(after) != len(before) {
		t.Error("a pass over nothing new changed the target")
	}
	r.compare(t)
	if err := r.e.Batches.Complete(t.Context(), "IMAPBatch1"); err != nil {
		t.Fatal(err)
	}
	r.await(t, migration.BatchCompleted)
}

func (r real) sync(t testing.TB) {
	t.Helper()
	if _, err := r.e.Batches.Set(t.Context(), "IMAPBatch1", engine.BatchChange{SyncNow: true}); err != nil {
		t.Fatal(err)
	}
	r.await(t, migration.BatchSynced)
}

// BenchmarkPass measures a first pass and one over nothing new. -benchtime=1x.
func BenchmarkPass(b *testing.B) {
	for _, kind := range []struct {
		name   string
		target servertest.Options
		change func(*engine.Config)
	}{
		{"multiappend", servertest.Options{}, nil},
		{"plain", servertest.Options{Capability: "IMAP4rev1 LITERAL+ UIDPLUS SASL-IR ID ENABLE IDLE"}, nil},
		{"maildir", servertest.Options{}, func(c *engine.Config) { c.Target = migration.TargetSpec{Root: c.Home + "/mail"} }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			const n = 10_000
			for b.Loop() {
				b.StopTimer()
				r := between(b, small(n, mail.Inbox), kind.target, kind.change)
				b.StartTimer()
				began := time.Now()
				r.batch(b)
				r.await(b, migration.BatchSynced)
				b.ReportMetric(n/time.Since(began).Seconds(), "msgs/s")
				began = time.Now()
				r.sync(b)
				b.ReportMetric(time.Since(began).Seconds(), "again-s")
			}
		})
	}
}
