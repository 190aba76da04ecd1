// Package storetest holds every implementation of store.Store to its contract.
// Open opens the same state again each time it is called, as further processes would.
package storetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// Opener opens one more handle on the state under test. now is the database's time.
type Opener func(t *testing.T, now func() time.Time) store.Store

// Run runs the suite. fresh makes a new, empty state.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	for name, test := range map[string]func(*testing.T, *fixture){
		"endpoints": endpoints, "batches": batches, "transitions": transitions, "claims": claims, "limits": limits,
		"leases": leases, "journals": journals, "outcomes": outcomes, "recipients": recipients, "workers": workers, "settings": settings,
		"users": users, "removal": removal, "secrets": secrets, "backup": backup,
	} {
		t.Run(name, func(t *testing.T) {
			f := &fixture{now: time.Unix(1_800_000_000, 0).UTC()}
			f.open = fresh(t)
			f.s = f.another(t)
			test(t, f)
		})
	}
}

type fixture struct {
	mu   sync.Mutex
	now  time.Time
	open Opener
	s    store.Store
	n    int
}

func (f *fixture) time() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fixture) advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// another opens the state as one more process would.
func (f *fixture) another(t *testing.T) store.Store {
	s := f.open(t, f.time)
	t.Cleanup(func() { s.Close() })
	return s
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func (f *fixture) endpoint(t *testing.T, name string, migrations, incrementals int) migration.Endpoint {
	t.Helper()
	return must(f.s.CreateEndpoint(t.Context(), migration.Endpoint{GUID: "guid-" + name, Name: name, RemoteServer: "h",
		MaxConcurrentMigrations:       migration.Unlimited{Value: migrations},
		MaxConcurrentIncrementalSyncs: migration.Unlimited{Value: incrementals}}))(t)
}

// batch makes a Syncing batch of n users of that status.
func (f *fixture) batch(t *testing.T, e migration.Endpoint, name string, n int, status migration.UserStatus) migration.Batch {
	t.Helper()
	var list []store.NewUser
	for range n {
		f.n++
		list = append(list, newUser(f.n, status))
	}
	return must(f.s.CreateBatch(t.Context(), migration.Batch{GUID: "guid-" + name, Name: name, Status: migration.BatchSyncing,
		EndpointID: e.ID, AllowIncrementalSyncs: true, Target: migration.TargetSpec{Root: "/x"}}, store.BatchSecrets{Target: []byte("sealed")}, list))(t)
}

func newUser(i int, status migration.UserStatus) store.NewUser {
	return store.NewUser{Row: i, Password: []byte{1, 2, byte(i)}, User: migration.User{GUID: fmt.Sprint("user-guid-", i),
		EmailAddress: fmt.Sprintf("User%d@example.com", i), UserName: fmt.Sprint("u", i), UserRoot: "/r", Status: status}}
}

func (f *fixture) user(t *testing.T, b migration.Batch) migration.User {
	t.Helper()
	list := must(f.s.Users(t.Context(), store.UserQuery{Batch: b.ID, Limit: 1}))(t)
	return list[0]
}

func endpoints(t *testing.T, f *fixture) {
	ctx := t.Context()
	e := f.endpoint(t, "One", 20, 10)
	var taken *store.TakenError
	if _, err := f.s.CreateEndpoint(ctx, migration.Endpoint{GUID: "x", Name: "ONE"}); !errors.As(err, &taken) {
		t.Fatalf("got %v", err)
	}
	e.Port = 143
	check(t, f.s.SaveEndpoint(ctx, e))
	if list := must(f.another(t).Endpoints(ctx))(t); len(list) != 1 || list[0] != e {
		t.Fatalf("%+v", list)
	}
	f.batch(t, e, "B", 0, 0)
	var used *store.InUseError
	if err := f.s.DeleteEndpoint(ctx, e.ID); !errors.As(err, &used) || !slices.Equal(used.By, []string{"B"}) {
		t.Fatalf("got %v", err)
	}
	other := f.endpoint(t, "Two", 1, 1)
	check(t, f.s.DeleteEndpoint(ctx, other.ID))
	wants(t, f.s.DeleteEndpoint(ctx, other.ID), store.ErrNotFound)
	wants(t, f.s.SaveEndpoint(ctx, other), store.ErrNotFound)
}

func batches(t *testing.T, f *fixture) {
	ctx := t.Context()
	e := f.endpoint(t, "E", 20, 10)
	b := f.batch(t, e, "First", 3, migration.UserQueued)
	if b.Counts.Total != 3 || b.Counts.Active != 3 || b.EndpointName != "E" || b.Target.Root != "/x" {
		t.Fatalf("%+v", b)
	}
	var taken *store.TakenError
	if _, err := f.s.CreateBatch(ctx, migration.Batch{GUID: "y", Name: "fIRST", EndpointID: e.ID}, store.BatchSecrets{}, nil); !errors.As(err, &taken) {
		t.Fatalf("got %v", err)
	}
	second, err := f.s.CreateBatch(ctx, migration.Batch{GUID: "z", Name: "Second", EndpointID: e.ID,
		Warnings: []migration.RowWarning{{Row: 1}, {Row: 3}}}, store.BatchSecrets{}, []store.NewUser{newUser(2, 0), newUser(9, 0)})
	check(t, err)
	rows := []int{}
	for _, w := range second.Warnings {
		rows = append(rows, w.Row)
	}
	if !slices.Equal(rows, []int{1, 2, 3}) || second.Counts.Total != 1 {
		t.Fatalf("warnings %v, %d users", rows, second.Counts.Total)
	}
	added, warnings, err := f.s.AddUsers(ctx, second.ID, []store.NewUser{newUser(9, 0), newUser(10, 0), newUser(1, 0)})
	if err != nil || added != 1 || len(warnings) != 1 {
		t.Fatalf("%d added, %v, %v", added, warnings, err)
	}
	b.NotificationEmails = []string{"a@b.c"}
	check(t, f.s.SaveBatch(ctx, b))
	if got := must(f.another(t).Batch(ctx, b.ID))(t); !slices.Equal(got.NotificationEmails, b.NotificationEmails) || got.Status != migration.BatchSyncing {
		t.Fatalf("%+v", got)
	}
	if secrets := must(f.s.BatchSecrets(ctx, b.ID))(t); string(secrets.Target) != "sealed" {
		t.Fatalf("%q", secrets.Target)
	}
	_, err = f.s.Batch(ctx, 999)
	wants(t, err, store.ErrNotFound)
}

func transitions(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 2, migration.UserQueued)
	u := f.user(t, b)
	stop := must(lifecycle.Stop(b))(t)
	stopUser := must(lifecycle.StopUser(u))(t)
	stale := stopUser
	stale.From = migration.UserFailed
	wants(t, f.s.ApplyBatch(ctx, stop, "", []lifecycle.UserTransition{stopUser, stale}), store.ErrStale)
	if got := must(f.s.Batch(ctx, b.ID))(t); got.Status != migration.BatchSyncing || f.user(t, b).Status != migration.UserQueued {
		t.Fatal("a failed transition changed something")
	}
	check(t, f.s.ApplyBatch(ctx, stop, "", []lifecycle.UserTransition{stopUser}))
	wants(t, f.s.ApplyBatch(ctx, stop, "", nil), store.ErrStale)
	wants(t, f.s.ApplyUsers(ctx, []lifecycle.UserTransition{stopUser}), store.ErrStale)
	if tally := must(f.s.Tally(ctx, b.ID))(t); tally[migration.UserStopping] != 1 || tally[migration.UserQueued] != 1 {
		t.Fatalf("%v", tally)
	}
}

func claims(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 2, migration.UserQueued)
	c := must(f.s.Claim(ctx, "me", time.Minute))(t)
	if c == nil || c.User.Status != migration.UserSyncing || c.Attempt != 1 || c.Batch.ID != b.ID || c.Kind != store.Migration {
		t.Fatalf("%+v", c)
	}
	other := must(f.another(t).Claim(ctx, "other", time.Minute))(t)
	if other == nil || other.User.ID == c.User.ID {
		t.Fatalf("claimed twice: %+v", other)
	}
	if none := must(f.s.Claim(ctx, "me", time.Minute))(t); none != nil {
		t.Fatalf("%+v", none)
	}
	if owners := must(f.s.Owners(ctx))(t); !slices.Equal(owners, []string{"me", "other"}) {
		t.Fatalf("%v", owners)
	}
	if held := must(f.s.Held(ctx, "me"))(t); len(held) != 1 || held[c.User.ID] != migration.UserSyncing {
		t.Fatalf("%v", held)
	}
	check(t, f.s.Release(ctx, c))
	again := must(f.s.Claim(ctx, "me", time.Minute))(t)
	if again == nil || again.User.ID != c.User.ID || again.Attempt != 2 {
		t.Fatalf("%+v", again)
	}
	wants(t, f.s.Checkpoint(ctx, c, store.Checkpoint{}), store.ErrClaimLost) // the first attempt's hold is over
	check(t, f.s.Checkpoint(ctx, again, store.Checkpoint{}))
	check(t, f.s.Disown(ctx, "other"))
	wants(t, f.s.Checkpoint(ctx, other, store.Checkpoint{}), store.ErrClaimLost)
	if rescued := must(f.s.Claim(ctx, "me", time.Minute))(t); rescued == nil || rescued.User.ID != other.User.ID {
		t.Fatalf("%+v", rescued)
	}
}

// limits: many claim at once, over several handles; no endpoint ever has more than it may, and nothing is left over.
func limits(t *testing.T, f *fixture) {
	ctx := t.Context()
	small, wide := f.endpoint(t, "small", 3, 2), f.endpoint(t, "wide", 7, 1)
	f.batch(t, small, "S", 10, migration.UserQueued)
	f.batch(t, wide, "W", 10, migration.UserQueued)
	f.batch(t, small, "I", 10, migration.UserIncrementalSyncing)
	unlimited := must(f.s.CreateEndpoint(ctx, migration.Endpoint{GUID: "u", Name: "u", MaxConcurrentMigrations: migration.Unlimited{None: true},
		MaxConcurrentIncrementalSyncs: migration.Unlimited{None: true}}))(t)
	f.batch(t, unlimited, "U", 15, migration.UserQueued)
	var mu sync.Mutex
	counts := map[string]int{}
	var wg sync.WaitGroup
	for i := range 4 {
		s := f.another(t)
		for j := range 2 {
			wg.Go(func() {
				for {
					c, err := s.Claim(ctx, fmt.Sprint("owner", i, j), time.Minute)
					if err != nil {
						t.Error(err)
					}
					if c == nil {
						return
					}
					mu.Lock()
					counts[fmt.Sprint(c.Batch.EndpointName, c.Kind)]++
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	want := map[string]int{"small1": 3, "small2": 2, "wide1": 7, "u1": 15}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Fatalf("%v, want %v", counts, want)
	}
	check(t, f.s.SaveSettings(ctx, store.Settings{MaxNumberOfBatches: 1, MaxConcurrentMigrations: migration.Unlimited{Value: 27}}))
	check(t, f.s.Disown(ctx, "owner00"))
	for {
		if c := must(f.s.Claim(ctx, "me", time.Minute))(t); c == nil {
			break
		}
	}
	total := 0
	for _, owner := range must(f.s.Owners(ctx))(t) {
		total += len(must(f.s.Held(ctx, owner))(t))
	}
	if total > 27 {
		t.Fatalf("%d claims over all endpoints", total)
	}
}

func leases(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.batch(t, f.endpoint(t, "E", 20, 10), "B", 1, migration.UserQueued)
	c := must(f.s.Claim(ctx, "slow", time.Minute))(t)
	f.advance(50 * time.Second)
	check(t, f.s.Renew(ctx, "slow", time.Minute))
	f.advance(50 * time.Second)
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{}))
	f.advance(11 * time.Second)
	wants(t, f.s.Checkpoint(ctx, c, store.Checkpoint{}), store.ErrClaimLost)
	check(t, f.s.Renew(ctx, "slow", time.Minute)) // too late: what is over stays over
	wants(t, f.s.Checkpoint(ctx, c, store.Checkpoint{}), store.ErrClaimLost)
	next := must(f.s.Claim(ctx, "quick", time.Minute))(t)
	if next == nil || next.User.ID != c.User.ID {
		t.Fatalf("%+v", next)
	}
	wants(t, f.s.Finish(ctx, c, store.UserOutcome{Transition: must(lifecycle.Passed(c.User))(t)}), store.ErrClaimLost)
	check(t, f.s.Release(ctx, c))
	check(t, f.s.Checkpoint(ctx, next, store.Checkpoint{}))
}

func journals(t *testing.T, f *fixture) {
	ctx := t.Context()
	f.batch(t, f.endpoint(t, "E", 20, 10), "B", 1, migration.UserQueued)
	c := must(f.s.Claim(ctx, "me", time.Minute))(t)
	id := c.User.ID
	segments := func(key string) (out string) {
		for b, err := range f.s.Segments(ctx, id, key) {
			check(t, err)
			out += string(b) + " "
		}
		return out
	}
	item := migration.SkippedItem{Kind: migration.ItemLarge, UID: 4, Subject: "big", Date: f.now}
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "a\x00b", Header: []byte("h1"), Segment: []byte("s1"), Skipped: []migration.SkippedItem{item},
		Progress: migration.Progress{Items: 5}, Report: []migration.ReportEntry{{Time: f.now, Text: "one"}, {Time: f.now, Text: "two", Error: true}}}))
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "a\x00b", Header: []byte("h2"), Segment: []byte("s2"), Skipped: []migration.SkippedItem{item}}))
	if got := segments("a\x00b"); got != "s1 s2 " {
		t.Fatalf("%q", got)
	}
	if uids := must(f.s.SkippedUIDs(ctx, id, "a\x00b"))(t); !slices.Equal(uids, []uint32{4}) {
		t.Fatalf("%v", uids)
	}
	if counts := must(f.s.SkippedCounts(ctx, id))(t); counts[migration.ItemLarge] != 1 || len(counts) != 1 {
		t.Fatalf("%v", counts)
	}
	if list := must(f.s.Skipped(ctx, id, 10))(t); len(list) != 1 || list[0] != item {
		t.Fatalf("%+v", list)
	}
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "new", RenamedKey: "a\x00b", Header: []byte("h3")}))
	if segments("new") != "s1 s2 " || segments("a\x00b") != "" || len(must(f.s.SkippedUIDs(ctx, id, "new"))(t)) != 1 {
		t.Fatal("a rename loses the journal")
	}
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "new", Header: []byte("h4"), Replace: [][]byte{[]byte("r")}}))
	if segments("new") != "r " || len(must(f.s.SkippedUIDs(ctx, id, "new"))(t)) != 1 {
		t.Fatal("a journal is not replaced, or what was set aside is")
	}
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "new", Header: []byte("h4"), Replace: [][]byte{[]byte("r")}, Anew: true}))
	if segments("new") != "r " || len(must(f.s.SkippedUIDs(ctx, id, "new"))(t)) != 0 {
		t.Fatal("what was set aside is not void")
	}
	if headers := must(f.another(t).Headers(ctx, id))(t); len(headers) != 1 || string(headers[0]) != "h4" {
		t.Fatalf("%q", headers)
	}
	report := must(f.s.UserReport(ctx, id, 1))(t)
	if len(report) != 1 || report[0].Text != "two" || !report[0].Error || !report[0].Time.Equal(f.now) {
		t.Fatalf("%+v", report)
	}
}

func outcomes(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 2, migration.UserQueued)
	c := must(f.s.Claim(ctx, "me", time.Minute))(t)
	check(t, f.s.Wait(ctx, c, f.now.Add(time.Hour), "throttled"))
	if u := must(f.s.Users(ctx, store.UserQuery{ID: c.User.ID}))(t)[0]; u.WaitReason != "throttled" || !u.WaitUntil.Equal(f.now.Add(time.Hour)) {
		t.Fatalf("%+v", u)
	}
	check(t, f.s.Finish(ctx, c, store.UserOutcome{Transition: must(lifecycle.Passed(c.User))(t), Synced: f.now, NextSync: f.now.Add(time.Hour),
		Score: migration.ScoreGood, Progress: migration.Progress{Items: 7}, Mailbox: "a@b.c", MailboxID: "g"}))
	u := must(f.s.Users(ctx, store.UserQuery{ID: c.User.ID}))(t)[0]
	if u.Status != migration.UserSynced || !u.LastSynced.Equal(f.now) || u.Progress.Items != 7 || u.Score != migration.ScoreGood || u.WaitReason != "" ||
		u.MailboxEmailAddress != "a@b.c" || !u.NextSync.Equal(f.now.Add(time.Hour)) {
		t.Fatalf("%+v", u)
	}
	if got := must(f.s.Batch(ctx, b.ID))(t); !got.LastSynced.Equal(f.now) || got.Score != migration.ScoreGood {
		t.Fatalf("%+v", got)
	}
	c = must(f.s.Claim(ctx, "me", time.Minute))(t)
	failure := must(lifecycle.Failed(c.User, "no good"))(t)
	check(t, f.s.ApplyUsers(ctx, []lifecycle.UserTransition{must(lifecycle.StopUser(c.User))(t)}))
	wants(t, f.s.Finish(ctx, c, store.UserOutcome{Transition: failure}), store.ErrClaimLost) // it was asked to stop meanwhile
	if due := must(f.s.Users(ctx, store.UserQuery{Due: f.now.Add(time.Hour)}))(t); len(due) != 1 || due[0].ID != u.ID {
		t.Fatalf("%+v", due)
	}
	if idle := must(f.s.Users(ctx, store.UserQuery{Idle: true, Statuses: []migration.UserStatus{migration.UserStopping}}))(t); len(idle) != 0 {
		t.Fatalf("a claimed user is idle: %+v", idle)
	}
	check(t, f.s.Release(ctx, c))
	if idle := must(f.s.Users(ctx, store.UserQuery{Idle: true, Statuses: []migration.UserStatus{migration.UserStopping}}))(t); len(idle) != 1 {
		t.Fatalf("a released user is not idle")
	}
}

func users(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 3, migration.UserStopped)
	u := f.user(t, b)
	if got := must(f.s.Users(ctx, store.UserQuery{Address: "USER1@EXAMPLE.com"}))(t); len(got) != 1 || got[0].GUID != u.GUID || got[0].BatchName != "B" {
		t.Fatalf("%+v", got)
	}
	wants(t, f.s.SavePassword(ctx, u.ID, []byte("not it"), []byte("lost")), store.ErrStale)
	check(t, f.s.SavePassword(ctx, u.ID, []byte{1, 2, 1}, []byte("rotated")))
	wants(t, f.s.SavePassword(ctx, u.ID, []byte{1, 2, 1}, []byte("late")), store.ErrStale)
	check(t, f.another(t).SavePassword(ctx, u.ID, []byte("rotated"), []byte{1, 2, 1}))
	if p := must(f.s.Password(ctx, u.ID))(t); string(p) != string([]byte{1, 2, 1}) {
		t.Fatalf("%v", p)
	}
	u.BadItemLimit = &migration.Unlimited{Value: 3}
	check(t, f.s.SaveUser(ctx, u))
	if got := f.user(t, b); got.BadItemLimit == nil || got.BadItemLimit.Value != 3 || got.Status != migration.UserStopped || got.UserRoot != "/r" {
		t.Fatalf("%+v", got)
	}
	if c := must(f.s.Claim(ctx, "me", time.Minute))(t); c != nil {
		t.Fatalf("a stopped user is claimed")
	}
}

func removal(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 2, migration.UserQueued)
	c := must(f.s.Claim(ctx, "me", time.Minute))(t)
	check(t, f.s.Checkpoint(ctx, c, store.Checkpoint{SourceKey: "a", Header: []byte("h"), Segment: []byte("s")}))
	wants(t, f.s.DeleteUser(ctx, c.User.ID), store.ErrBusy)
	wants(t, f.s.DeleteBatch(ctx, b.ID), store.ErrBusy)
	check(t, f.s.ApplyBatch(ctx, must(lifecycle.Remove(b))(t), "", []lifecycle.UserTransition{must(lifecycle.RemoveUser(c.User))(t)}))
	wants(t, f.s.Checkpoint(ctx, c, store.Checkpoint{}), store.ErrClaimLost) // a user that is to go records nothing more
	check(t, f.s.Release(ctx, c))
	check(t, f.s.DeleteBatch(ctx, b.ID))
	if left := must(f.s.Users(ctx, store.UserQuery{}))(t); len(left) != 0 {
		t.Fatalf("%+v", left)
	}
	if headers := must(f.s.Headers(ctx, c.User.ID))(t); len(headers) != 0 {
		t.Fatal("journals are left behind")
	}
	wants(t, f.s.DeleteBatch(ctx, b.ID), store.ErrStale)
}

func secrets(t *testing.T, f *fixture) {
	ctx := t.Context()
	b := f.batch(t, f.endpoint(t, "E", 20, 10), "B", 2, migration.UserStopped)
	r := must(f.s.CreateRecipient(ctx, migration.Recipient{GUID: "r", Name: "r", PrimarySMTPAddress: "r@x.y"}, []byte("old")))(t)
	must(f.s.CreateRecipient(ctx, migration.Recipient{GUID: "none", Name: "none", PrimarySMTPAddress: "n@x.y"}, nil))(t)
	broken := errors.New("broken")
	n := 0
	wants(t, f.s.Reseal(ctx, func(store.SecretKind, string, secret.Sealed) (secret.Sealed, error) {
		if n++; n == 3 {
			return nil, broken
		}
		return []byte("lost"), nil
	}), broken)
	if p := must(f.s.Password(ctx, f.user(t, b).ID))(t); string(p) == "lost" {
		t.Fatal("half of them were replaced")
	}
	var seen []string
	check(t, f.s.Reseal(ctx, func(k store.SecretKind, guid string, s secret.Sealed) (secret.Sealed, error) {
		seen = append(seen, fmt.Sprint(k, guid))
		return []byte("new " + string(s)), nil
	}))
	slices.Sort(seen)
	if want := []string{"0user-guid-1", "0user-guid-2", "1guid-B", "2r"}; !slices.Equal(seen, want) {
		t.Fatalf("%q, want %q", seen, want)
	}
	if p := must(f.s.RecipientPassword(ctx, r.ID))(t); string(p) != "new old" {
		t.Fatalf("%q", p)
	}
}

func backup(t *testing.T, f *fixture) {
	f.endpoint(t, "E", 20, 10)
	file := filepath.Join(t.TempDir(), "copy")
	check(t, f.s.Backup(t.Context(), file))
	if f.s.Backup(t.Context(), file) == nil {
		t.Fatal("a file was overwritten")
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Fatalf("%v, %v", info, err)
	}
}

func recipients(t *testing.T, f *fixture) {
	ctx := t.Context()
	r := must(f.s.CreateRecipient(ctx, migration.Recipient{GUID: "g1", Name: "Ann", PrimarySMTPAddress: "Ann@x.y",
		EmailAddresses: []string{"Ann@x.y", "b@x.y"}}, []byte("pw")))(t)
	var taken *store.TakenError
	if _, err := f.s.CreateRecipient(ctx, migration.Recipient{GUID: "g2", Name: "Bob", PrimarySMTPAddress: "B@X.Y"}, nil); !errors.As(err, &taken) || taken.Name != "B@X.Y" {
		t.Fatalf("got %v", err)
	}
	if _, err := f.s.CreateRecipient(ctx, migration.Recipient{GUID: "g3", Name: "ann", PrimarySMTPAddress: "c@x.y"}, nil); !errors.As(err, &taken) {
		t.Fatalf("got %v", err)
	}
	if got := must(f.s.RecipientByAddress(ctx, "B@x.Y"))(t); got.ID != r.ID {
		t.Fatalf("%+v", got)
	}
	r.EmailAddresses = []string{"Ann@x.y"}
	check(t, f.s.SaveRecipient(ctx, r, nil))
	_, err := f.s.RecipientByAddress(ctx, "b@x.y")
	wants(t, err, store.ErrNotFound)
	if p := must(f.s.RecipientPassword(ctx, r.ID))(t); string(p) != "pw" {
		t.Fatalf("%q", p)
	}
	check(t, f.s.SaveRecipient(ctx, r, []byte("pw2")))
	if p := must(f.s.RecipientPassword(ctx, r.ID))(t); string(p) != "pw2" {
		t.Fatalf("%q", p)
	}
	check(t, f.s.DeleteRecipient(ctx, r.ID))
	if list := must(f.s.Recipients(ctx))(t); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
	wants(t, f.s.DeleteRecipient(ctx, r.ID), store.ErrNotFound)
}

func workers(t *testing.T, f *fixture) {
	ctx := t.Context()
	check(t, f.s.SaveWorker(ctx, "a", false, time.Minute))
	check(t, f.s.SaveWorker(ctx, "b", true, time.Hour))
	other := f.another(t)
	check(t, other.SaveWorker(ctx, "a", false, time.Minute))
	f.advance(2 * time.Minute)
	list := must(other.Workers(ctx))(t)
	if len(list) != 1 || list[0].Owner != "b" || !list[0].Service {
		t.Fatalf("%+v", list)
	}
	check(t, f.s.DropWorker(ctx, "b"))
	if list := must(other.Workers(ctx))(t); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
}

func settings(t *testing.T, f *fixture) {
	ctx := t.Context()
	s := must(f.s.Settings(ctx))(t)
	if s.MaxNumberOfBatches != 100 || s.MaxConcurrentMigrations.Value != 300 {
		t.Fatalf("%+v", s)
	}
	s.MaxNumberOfBatches = 5
	check(t, f.s.SaveSettings(ctx, s))
	if got := must(f.another(t).Settings(ctx))(t); got != s {
		t.Fatalf("%+v", got)
	}
}
