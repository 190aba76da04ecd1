package endtoend

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

// move is a lab whose first user has been moved to its other server.
type move struct {
	*lab.Lab
	e              *engine.Engine
	source, target *lab.Account
}

func moved(t *testing.T) move {
	t.Helper()
	l := newLab(t, lab.Options{})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	migrate(t, e, labEndpoint, article[:1])
	return move{l, e, l.Source().Account("terry.adams"), l.Target().Account("terrya")}
}

// arrived compares all of the user's mail.
func (m move) arrived(t *testing.T) {
	t.Helper()
	same(t, "terry", m.read(t, lab.SourceHost), m.read(t, lab.TargetHost), mailcheck.Options{})
}

func (m move) read(t *testing.T, host string) mailcheck.Account {
	t.Helper()
	user := map[string]string{lab.SourceHost: "terry.adams", lab.TargetHost: "terrya"}[host]
	return readLab(t, m.Lab, host, user, "1091990")
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// folder finds one in a snapshot.
func folder(t *testing.T, a *lab.Account, name string) lab.Folder {
	t.Helper()
	all := a.Snapshot()
	i := slices.IndexFunc(all, func(f lab.Folder) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("no folder %s", name)
	}
	return all[i]
}

func TestRenamedFolderIsRenamed(t *testing.T) {
	m := moved(t)
	before := folder(t, m.target, "Projects/Apollo/Budget & plan")
	must(t, m.source.Rename("Projects/Apollo", "Projects/Artemis"))
	syncNow(t, m.e)
	m.arrived(t)
	if after := folder(t, m.target, "Projects/Artemis/Budget & plan"); after.UIDValidity != before.UIDValidity {
		t.Error("the folder was copied anew")
	}
}

func TestNewUIDValidityCopiesNothingTwice(t *testing.T) {
	for _, side := range []string{"source", "target", "both"} {
		t.Run(side, func(t *testing.T) {
			m := moved(t)
			for _, name := range []string{"INBOX", "Sent Items"} {
				if side != "target" {
					must(t, m.source.ResetUIDs(name))
				}
				if side != "source" {
					must(t, m.target.ResetUIDs(name))
				}
			}
			must(t, deliver(m.source, "INBOX", lab.Message{Raw: []byte("Subject: new\r\n\r\n"), Date: time.Unix(1e9, 0)}))
			syncNow(t, m.e)
			m.arrived(t)
		})
	}
}

// TestOwnersChangesStay: what the owner does at the target is the owner's, and
// what is deleted at the source stays at the target.
func TestOwnersChangesStay(t *testing.T) {
	m := moved(t)
	inbox := folder(t, m.target, "INBOX").Messages
	deleted, flagged := inbox[2], inbox[4]
	gone := folder(t, m.source, "INBOX").Messages[6]
	must(t,
		m.target.Expunge("INBOX", deleted.UID),
		m.target.SetFlags("INBOX", flagged.UID, `\Flagged`, "$Mine"),
		m.source.Expunge("INBOX", gone.UID),
		m.source.SetFlags("INBOX", inbox[8].UID, "$Theirs"),
	)
	for range 2 {
		syncNow(t, m.e)
	}
	after := folder(t, m.target, "INBOX").Messages
	if len(after) != len(inbox)-1 {
		t.Errorf("%d messages, want %d", len(after), len(inbox)-1)
	}
	for _, msg := range after {
		switch msg.UID {
		case deleted.UID:
			t.Error("a deleted message is back")
		case flagged.UID:
			if !slices.Equal(msg.Flags, []string{`\Flagged`, "$Mine"}) {
				t.Errorf("the owner's flags became %v", msg.Flags)
			}
		case inbox[8].UID:
			if !slices.Equal(msg.Flags, []string{"$Theirs"}) {
				t.Errorf("the source's flags did not arrive: %v", msg.Flags)
			}
		}
	}
	if !slices.ContainsFunc(after, func(s lab.Stored) bool { return s.SHA256 == gone.SHA256 }) {
		t.Error("an expunge at the source was carried over")
	}
}

// TestBatchMadeAgainAdopts removes the batch and makes it anew: everything is
// there already, nothing arrives twice.
func TestBatchMadeAgainAdopts(t *testing.T) {
	m := moved(t)
	must(t, m.e.Batches.Remove(t.Context(), batchName, false))
	waitRemoved(t, m.e)
	must(t, deliver(m.source, "Drafts", lab.Message{Raw: []byte("Subject: new\r\n\r\n"), Date: time.Unix(1e9, 0)}))
	again := engine.BatchSpec{Name: batchName, SourceEndpoint: endpointName, CSV: csv(article[:1]), AutoStart: true}
	if _, err := m.e.Batches.New(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	waitSynced(t, m.e)
	m.arrived(t)
}

// waitRemoved waits until the batch is gone.
func waitRemoved(t *testing.T, e *engine.Engine) {
	t.Helper()
	if _, err := e.Wait(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	var none *engine.NotFoundError
	if batch, err := e.Batches.Get(t.Context(), batchName); !errors.As(err, &none) {
		t.Fatalf("the batch is there, %s: %v", batch.Status, err)
	}
}

// gate is a hook that lets so many messages out, then none until it is opened.
type gate struct {
	after   int
	reached chan struct{} // closed when it has shut
	opened  chan struct{}
	once    sync.Once
}

func newGate(after int) *gate {
	return &gate{after: after, reached: make(chan struct{}), opened: make(chan struct{})}
}

func (g *gate) hook(e lab.Event) lab.Action {
	if e.Op == lab.OpMessage && e.Count > g.after {
		g.once.Do(func() { close(g.reached) })
		<-g.opened
	}
	return lab.Action{}
}

// halfway starts a batch that is held up after some messages.
func halfway(t *testing.T) (move, *gate) {
	t.Helper()
	g := newGate(60)
	l := newLab(t, lab.Options{Hook: g.hook})
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	start(t, e, labEndpoint, article[:1])
	select {
	case <-g.reached:
	case <-time.After(patience):
		t.Fatal("the copy did not come so far")
	}
	return move{l, e, l.Source().Account("terry.adams"), l.Target().Account("terrya")}, g
}

func TestStoppedBatchGoesOnWhereItWas(t *testing.T) {
	m, g := halfway(t)
	must(t, m.e.Batches.Stop(t.Context(), batchName))
	close(g.opened)
	if batch := wait(t, m.e); batch.Status != migration.BatchStopped {
		t.Fatalf("batch is %s: %s", batch.Status, report(t.Context(), m.e))
	}
	if n := m.read(t, lab.TargetHost).Count(); n >= m.read(t, lab.SourceHost).Count() {
		t.Errorf("all %d messages had arrived, nothing was stopped", n)
	}
	must(t, m.e.Batches.Start(t.Context(), batchName))
	waitSynced(t, m.e)
	m.arrived(t)
}

func TestRunningBatchIsRemoved(t *testing.T) {
	m, g := halfway(t)
	must(t, m.e.Batches.Remove(t.Context(), batchName, false))
	if batch, err := m.e.Batches.Get(t.Context(), batchName); err != nil || batch.Status != migration.BatchRemoving {
		t.Errorf("the very next look shows %v, %v", batch.Status, err)
	}
	close(g.opened)
	waitRemoved(t, m.e)
	for _, line := range mailcheck.Foreign(m.read(t, lab.SourceHost), m.read(t, lab.TargetHost)) {
		t.Error(line)
	}
	if err := m.e.Endpoints.Remove(t.Context(), endpointName); err != nil {
		t.Errorf("the endpoint is still needed: %v", err)
	}
}

// TestLargeMessages: what is larger than 35 MB is left out and counted, what is
// just below arrives.
func TestLargeMessages(t *testing.T) {
	l := newLab(t, lab.Options{})
	big := func(size int) lab.Message {
		raw := fmt.Appendf(make([]byte, 0, size), "Subject: %d octets\r\nMessage-ID: <%d@contoso.com>\r\n\r\n", size, size)
		for len(raw) < size {
			raw = append(raw, "0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n"...)
		}
		return lab.Message{Raw: raw[:size], Date: time.Unix(1e9, 0)}
	}
	source := l.Source().AddAccount("large", "secret")
	l.Target().AddAccount("large", "secret")
	must(t, deliver(source, "INBOX", big(36<<20)))
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	u := traveller{login: "large", password: "secret", address: "large@contoso.edu", targetPassword: "secret"}
	must(t, deliver(source, "INBOX", big(34<<20)))
	migrate(t, e, labEndpoint, []traveller{u})
	arrived := readLab(t, l, lab.TargetHost, "large", "secret")
	if arrived.Count() != 1 || arrived.Folders[0].Messages[0].Size != 34<<20 {
		t.Errorf("arrived: %d messages", arrived.Count())
	}
	stats, err := e.Users.Statistics(t.Context(), u.address, engine.StatisticsOptions{SkippedItems: true})
	must(t, err)
	if len(stats.Skipped) != 1 || stats.Skipped[0].Kind != migration.ItemLarge || stats.Skipped[0].Reason == "" {
		t.Errorf("skipped: %+v", stats.Skipped)
	}
}

// TestProgressShowsWhileAMailboxRuns looks at a user whose copy is held up.
func TestProgressShowsWhileAMailboxRuns(t *testing.T) {
	m, g := halfway(t)
	u, err := m.e.Users.Statistics(t.Context(), "terrya@contoso.edu", engine.StatisticsOptions{})
	must(t, err)
	close(g.opened)
	if u.User.Status != migration.UserSyncing {
		t.Errorf("the user is %s", u.User.Status)
	}
	total := int64(m.read(t, lab.SourceHost).Count())
	p := u.User.Progress
	if p.Items <= 0 || p.Items >= total || p.TotalItems <= 0 || p.TotalItems > total || p.Bytes <= 0 {
		t.Errorf("%d of %d items, %d of %d octets; the source has %d messages", p.Items, p.TotalItems, p.Bytes, p.TotalBytes, total)
	}
	if u.PercentComplete <= 0 || u.PercentComplete > 95 || u.CurrentMailbox == "" {
		t.Errorf("%d percent, in %q", u.PercentComplete, u.CurrentMailbox)
	}
	waitSynced(t, m.e)
	u, err = m.e.Users.Statistics(t.Context(), "terrya@contoso.edu", engine.StatisticsOptions{})
	must(t, err)
	if p := u.User.Progress; p.Items != total || p.TotalItems != total || u.PercentComplete < 95 {
		t.Errorf("at the end %d of %d items, %d percent, want %d", p.Items, p.TotalItems, u.PercentComplete, total)
	}
}
