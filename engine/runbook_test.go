package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

const articleCSV = "EmailAddress,UserName,Password\nterrya@contoso.edu,terry.adams,1091990\nannb@contoso.edu,ann.beebe,2111991\npaulc@contoso.edu,paul.cannon,3281986\n"

// open makes an engine in a lab of its own.
func open(t *testing.T, change func(*engine.Config)) (*engine.Engine, *lab.Lab) {
	t.Helper()
	l, err := lab.New(lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	cfg := engine.Config{Home: t.TempDir(), Network: l.Network(), Provisioning: true, Ephemeral: true,
		Organization: engine.Organization{AcceptedDomains: l.Domains()}}
	if change != nil {
		change(&cfg)
	}
	e, err := engine.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e, l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The article's commands, as verbs.
func TestRunbook(t *testing.T) {
	e, _ := open(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	found, err := e.Endpoints.Test(ctx, engine.EndpointSpec{RemoteServer: "imap.contoso.com", Port: 993, Security: migration.SecuritySSL}, nil)
	must(t, errors.Join(err, found.Err))
	_, err = e.Endpoints.New(ctx, engine.EndpointSpec{Name: "IMAPEndpoint", RemoteServer: "imap.contoso.com", Port: 993, Security: migration.SecuritySSL})
	must(t, err)
	b, err := e.Batches.New(ctx, engine.BatchSpec{Name: "IMAPBatch1", SourceEndpoint: "IMAPEndpoint", CSV: []byte(articleCSV), AutoStart: true})
	must(t, err)
	if b.Status != migration.BatchSyncing || b.Counts.Total != 3 {
		t.Fatalf("%s, %d users", b.Status, b.Counts.Total)
	}
	status(t, ctx, e, migration.BatchSynced)
	users, err := e.Users.List(ctx, engine.UserFilter{Batch: "IMAPBatch1"})
	must(t, err)
	for _, u := range users {
		t.Logf("%s %s %d items of %d, %d skipped, %s", u.EmailAddress, u.Status, u.Progress.Items, u.Progress.TotalItems, u.Progress.Skipped, u.Score)
		if u.Progress.Items+u.Progress.Skipped != u.Progress.TotalItems || u.Progress.Items == 0 {
			t.Errorf("%s: %+v", u.EmailAddress, u.Progress)
		}
		if s, err := e.Users.Statistics(ctx, u.EmailAddress, engine.StatisticsOptions{Report: true, SkippedItems: true}); err != nil || len(s.Report) < 2 {
			t.Errorf("%+v, %v", s, err)
		} else {
			for _, r := range s.Report {
				t.Log(r.Text)
			}
			for _, r := range s.Skipped {
				t.Log(r)
			}
		}
	}
	_, err = e.Batches.Set(ctx, "IMAPBatch1", engine.BatchChange{SyncNow: true})
	must(t, err)
	status(t, ctx, e, migration.BatchSynced)
	must(t, e.Batches.Complete(ctx, "IMAPBatch1"))
	status(t, ctx, e, migration.BatchCompleted)
	must(t, e.Batches.Remove(ctx, "IMAPBatch1", false))
	b, err = e.Batches.Get(ctx, "IMAPBatch1")
	must(t, err)
	if b.Status != migration.BatchRemoving {
		t.Fatalf("after Remove: %s", b.Status)
	}
	_, err = e.Wait(ctx, nil)
	must(t, err)
	var gone *engine.NotFoundError
	if _, err := e.Batches.Get(ctx, "IMAPBatch1"); !errors.As(err, &gone) {
		t.Fatalf("after removal: %v", err)
	}
	must(t, e.Endpoints.Remove(ctx, "IMAPEndpoint"))
	root := migration.TargetSpec{Root: e.Target().Root}
	entries, err := os.ReadDir(filepath.Join(engine.MaildirOf(root, "terrya@contoso.edu"), "cur"))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no mail in the built-in mailbox: %v", err)
	}
}

// status waits for the batch to come to rest and compares.
func status(t *testing.T, ctx context.Context, e *engine.Engine, want migration.BatchStatus) {
	t.Helper()
	for {
		_, err := e.Wait(ctx, nil)
		must(t, err)
		b, err := e.Batches.Get(ctx, "IMAPBatch1")
		must(t, err)
		if b.Status == want {
			return
		}
		if b.Status != migration.BatchIncrementalSyncing {
			users, _ := e.Users.List(ctx, engine.UserFilter{})
			for _, u := range users {
				t.Logf("%s %s %s", u.EmailAddress, u.Status, u.Error)
			}
			t.Fatalf("%s instead of %s", b.Status, want)
		}
	}
}
