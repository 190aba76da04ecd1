package queue

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
	"stagecoach/engine/store/sqlite"
)

// world is a state with a pool on the test clock. Passes copy nothing: each
// opens its source and stays there until it is let go.
type world struct {
	t     *testing.T
	clock *clock.Fake
	store store.Store
	pool  *Pool
	ends  *gate
	batch migration.Batch
}

// gate is the Ends of the test: it counts who is at work.
type gate struct {
	mu      sync.Mutex
	open    bool // passes go through at once
	running map[string]bool
	most    int
	passes  map[string]int
	fail    map[string]error
	let     chan struct{}
}

func newGate() *gate {
	return &gate{running: map[string]bool{}, passes: map[string]int{}, fail: map[string]error{}, let: make(chan struct{}, 100)}
}

func (g *gate) Mailbox(_ context.Context, c *store.Claim) (migration.Recipient, error) {
	return migration.Recipient{PrimarySMTPAddress: c.User.EmailAddress, GUID: "mailbox"}, nil
}

func (g *gate) Source(ctx context.Context, c *store.Claim) (mail.Source, error) {
	who := c.User.EmailAddress
	g.mu.Lock()
	g.running[who] = true
	g.passes[who]++
	g.most = max(g.most, len(g.running))
	err, open := g.fail[who], g.open
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		delete(g.running, who)
		g.mu.Unlock()
	}()
	if err != nil {
		return nil, err
	}
	if !open {
		select {
		case <-g.let:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	return empty{}, nil
}

func (g *gate) Target(context.Context, *store.Claim, migration.Recipient) (mail.Target, error) {
	return nil, fmt.Errorf("nothing is to be written")
}

func (g *gate) at() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.running)
}

func (g *gate) passed(who string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.passes[who]
}

// empty is an account without mailboxes.
type empty struct{}

func (empty) Mailboxes(context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(func(mail.Mailbox, error) bool) {}
}
func (empty) Open(context.Context, mail.Mailbox) (mail.SourceMailbox, error) { return nil, nil }
func (empty) Close() error                                                   { return nil }

func newWorld(t *testing.T, users, migrations, incrementals int, change func(*migration.Batch)) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFake(time.Unix(1_800_000_000, 0).UTC()), ends: newGate()}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "s.db"), sqlite.Options{Now: w.clock.Now, Ephemeral: true})
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
	t.Cleanup(func() { s.Close() })
	e, err := s.CreateEndpoint(t.Context(), migration.Endpoint{GUID: "e", Name: "E", MaxConcurrentMigrations: migration.Unlimited{Value: migrations},
		MaxConcurrentIncrementalSyncs: migration.Unlimited{Value: incrementals}})
	if err != nil {
		t.Fatal(err)
	}
	b := migration.Batch{GUID: "b", Name: "B", Status: migration.BatchStarting, EndpointID: e.ID, AllowIncrementalSyncs: true, Created: w.clock.Now()}
	if change != nil {
		change(&b)
	}
	var list []store.NewUser
	for i := range users {
		list = append(list, store.NewUser{User: migration.User{GUID: fmt.Sprint(i), EmailAddress: fmt.Sprintf("u%d@x.y", i), Status: migration.UserStopped}})
	}
	if w.batch, err = s.CreateBatch(t.Context(), b, store.BatchSecrets{}, list); err != nil {
		t.Fatal(err)
	}
	w.pool = w.newPool("me", nil)
	return w
}

func (w *world) newPool(owner string, change func(*Config)) *Pool {
	cfg := Config{Store: w.store, Ends: w.ends, Owner: owner, Clock: w.clock, Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&cfg)
	}
	p := New(cfg)
	w.t.Cleanup(p.Close)
	return p
}

// until steps the pool until the condition holds.
func (w *world) until(what string, cond func() bool) {
	w.t.Helper()
	for {
		stepped := w.pool.Stepped()
		if cond() {
			return
		}
		w.pool.Wake()
		select {
		case <-stepped:
		case <-w.t.Context().Done():
			w.t.Fatalf("never: %s", what)
		}
	}
}

func (w *world) status(want migration.BatchStatus) {
	w.t.Helper()
	w.until(want.String(), func() bool {
		b, err := w.store.Batch(w.t.Context(), w.batch.ID)
		return err == nil && b.Status == want
	})
}

func (w *world) user(want migration.UserStatus) migration.User {
	w.t.Helper()
	var u migration.User
	w.until(want.String(), func() bool {
		list, err := w.store.Users(w.t.Context(), store.UserQuery{Batch: w.batch.ID, Limit: 1})
		if err != nil || len(list) == 0 {
			return false
		}
		u = list[0]
		return u.Status == want
	})
	return u
}

// verb makes a batch's transition, as the facade does.
func (w *world) verb(event func(migration.Batch) (lifecycle.BatchTransition, error)) {
	w.t.Helper()
	b, err := w.store.Batch(w.t.Context(), w.batch.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	tr, err := event(b)
	if err == nil {
		err = w.store.ApplyBatch(w.t.Context(), tr, "", nil)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.pool.Wake()
}

func TestLimitIsKeptExactly(t *testing.T) {
	w := newWorld(t, 10, 3, 2, nil)
	w.pool.Start()
	w.until("three at work", func() bool { return w.ends.at() == 3 })
	for range 10 {
		w.ends.let <- struct{}{}
	}
	w.status(migration.BatchSynced)
	if w.ends.most != 3 {
		t.Fatalf("%d at a time", w.ends.most)
	}
	w.ends.most = 0
	w.clock.Advance(SyncInterval)
	w.until("two at work", func() bool { return w.ends.at() == 2 })
	for range 10 {
		w.ends.let <- struct{}{}
	}
	w.status(migration.BatchSynced)
	if w.ends.most != 2 {
		t.Fatalf("%d incremental passes at a time", w.ends.most)
	}
}

func TestIncrementalPassAfterADay(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	w.ends.open = true
	w.pool.Start()
	w.status(migration.BatchSynced)
	first := w.user(migration.UserSynced)
	w.clock.Advance(SyncInterval - time.Minute)
	w.until("a step", func() bool { return true })
	if n := w.ends.passed("u0@x.y"); n != 1 {
		t.Fatalf("%d passes", n)
	}
	w.clock.Advance(time.Minute)
	w.until("a second pass", func() bool { return w.ends.passed("u0@x.y") == 2 })
	w.until("synced again", func() bool { return w.user(migration.UserSynced).LastSynced.After(first.LastSynced) })
	b, err := w.store.Batch(t.Context(), w.batch.ID)
	if err != nil || !b.LastSynced.After(first.LastSynced) {
		t.Fatalf("%v, %v", b.LastSynced, err)
	}
}

func TestStartAfterAndCompleteAfter(t *testing.T) {
	w := newWorld(t, 2, 3, 2, nil)
	w.ends.open = true
	b := w.batch
	b.StartAfter, b.CompleteAfter = w.clock.Now().Add(time.Hour), w.clock.Now().Add(5*time.Hour)
	if err := w.store.SaveBatch(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for _, tr := range []lifecycle.BatchTransition{{Batch: b.ID, From: migration.BatchStarting, To: migration.BatchWaiting}} {
		if err := w.store.ApplyBatch(t.Context(), tr, "", nil); err != nil {
			t.Fatal(err)
		}
	}
	w.pool.Start()
	w.status(migration.BatchWaiting)
	w.clock.Advance(time.Hour)
	w.status(migration.BatchSynced)
	w.clock.Advance(4 * time.Hour)
	w.status(migration.BatchCompleted)
	if n := w.ends.passed("u1@x.y"); n != 2 {
		t.Fatalf("%d passes, the last one included", n)
	}
	w.clock.Advance(10 * SyncInterval)
	w.until("a step", func() bool { return true })
	if n := w.ends.passed("u1@x.y"); n != 2 {
		t.Fatalf("%d passes after completion", n)
	}
}

func TestStopAndStart(t *testing.T) {
	w := newWorld(t, 5, 2, 2, nil)
	w.pool.Start()
	w.until("two at work", func() bool { return w.ends.at() == 2 })
	w.verb(lifecycle.Stop)
	w.status(migration.BatchStopped)
	if w.ends.at() != 0 {
		t.Fatal("still at work")
	}
	tally, err := w.store.Tally(t.Context(), w.batch.ID)
	if err != nil || tally[migration.UserStopped] != 5 {
		t.Fatalf("%v, %v", tally, err)
	}
	w.ends.mu.Lock()
	w.ends.open = true
	w.ends.mu.Unlock()
	w.verb(lifecycle.Start)
	w.status(migration.BatchSynced)
	w.verb(lifecycle.Stop)
	w.status(migration.BatchStopped)
	w.clock.Advance(2 * SyncInterval)
	w.until("a step", func() bool { return true })
	if n := w.ends.passed("u0@x.y"); n > 2 {
		t.Fatalf("%d passes: a stopped batch syncs", n)
	}
}

func TestRemovingIsSeenAndCarriedOut(t *testing.T) {
	w := newWorld(t, 3, 2, 2, nil)
	w.pool.Start()
	w.until("two at work", func() bool { return w.ends.at() == 2 })
	w.verb(lifecycle.Remove)
	w.until("nobody at work", func() bool { return w.ends.at() == 0 })
	w.status(migration.BatchRemoving)
	w.pool.Seen(w.batch.ID)
	w.clock.Advance(removalSeen)
	w.until("gone", func() bool {
		_, err := w.store.Batch(t.Context(), w.batch.ID)
		return err == store.ErrNotFound
	})
}

func TestFailuresAreExplainedAndRetried(t *testing.T) {
	w := newWorld(t, 2, 3, 2, nil)
	w.ends.open = true
	w.ends.fail["u0@x.y"] = &mail.Error{Class: mail.Auth, Op: "log in", Text: "[AUTHENTICATIONFAILED] no"}
	w.pool.Start()
	w.status(migration.BatchSyncedWithErrors)
	u := w.user(migration.UserFailed)
	if u.Error != "We had trouble signing in to this account. Confirm that you're using the correct user name and password." {
		t.Fatal(u.Error)
	}
	report, err := w.store.UserReport(t.Context(), u.ID, 0)
	if err != nil || len(report) < 2 || !strings.Contains(report[len(report)-1].Text, "AUTHENTICATIONFAILED") {
		t.Fatalf("%v, %v", report, err)
	}
	w.ends.mu.Lock()
	delete(w.ends.fail, "u0@x.y")
	w.ends.mu.Unlock()
	w.verb(lifecycle.Start)
	w.status(migration.BatchSynced)
	if u := w.user(migration.UserSynced); u.Error != "" {
		t.Fatal(u.Error)
	}
	if n := w.ends.passed("u1@x.y"); n != 1 {
		t.Fatalf("the good user was copied again: %d passes", n)
	}
}

func TestAllUsersFailed(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	w.ends.fail["u0@x.y"] = &mail.Error{Class: mail.Certificate, Op: "connect", Host: "h"}
	w.pool.Start()
	w.status(migration.BatchFailed)
}

func TestLeaseOfADeadWorkerIsTakenOver(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	ctx := t.Context()
	started, err := lifecycle.Started(w.batch)
	if err != nil {
		t.Fatal(err)
	}
	users, err := Transitions(ctx, w.store, store.UserQuery{}, lifecycle.Queue)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.ApplyBatch(ctx, started, "", users); err != nil {
		t.Fatal(err)
	}
	if c, err := w.store.Claim(ctx, "ghost", Lease); c == nil || err != nil {
		t.Fatal(err)
	}
	w.ends.open = true
	w.pool.Start()
	w.until("a step", func() bool { return true })
	if n := w.ends.passed("u0@x.y"); n != 0 {
		t.Fatal("taken from a worker that may be alive")
	}
	w.clock.Advance(Lease + time.Second)
	w.status(migration.BatchSynced)
}

func TestKnownDeathNeedsNoWait(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	ghost := w.newPool("ghost", nil)
	ghost.Start()
	w.pool.Start()
	w.until("somebody at work", func() bool { return w.ends.at() == 1 })
	w.pool.Close()
	ghost.Close()
	// A third one knows that "dead" is dead, whose claim is still live.
	if c, err := w.store.Claim(t.Context(), "dead", Lease); c == nil || err != nil {
		t.Fatal("not given back on leaving", err)
	}
	w.ends.open = true
	w.pool = w.newPool("third", func(c *Config) { c.Dead = func(owner string) bool { return owner == "dead" } })
	w.pool.Start()
	w.status(migration.BatchSynced)
}

func TestShellLeavesTheWorkToALiveService(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	w.ends.open = true
	if err := w.store.SaveWorker(t.Context(), "service", true, Lease); err != nil {
		t.Fatal(err)
	}
	w.pool.Start()
	w.until("a step", func() bool { return w.pool.Blocked() })
	if n := w.ends.passed("u0@x.y"); n != 0 {
		t.Fatal("worked beside the service")
	}
	w.clock.Advance(Lease + time.Second)
	w.status(migration.BatchSynced)
}

func TestOldBatchesEnd(t *testing.T) {
	w := newWorld(t, 1, 3, 2, nil)
	w.ends.open = true
	w.pool.Start()
	w.status(migration.BatchSynced)
	w.clock.Advance(syncedAge)
	w.status(migration.BatchStopped)
	w.pool.Hurry(true)
	w.clock.Advance(stoppedAge)
	w.until("gone", func() bool {
		_, err := w.store.Batch(t.Context(), w.batch.ID)
		return err == store.ErrNotFound
	})
}

func TestSizesReadAsInReports(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B (0 bytes)", 999: "999 B (999 bytes)", 236732045: "225.8 MB (236,732,045 bytes)",
		416 << 20: "416 MB (436,207,616 bytes)", 2406065: "2.295 MB (2,406,065 bytes)"} {
		if got := size(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
