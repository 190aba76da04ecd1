package endtoend

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/migration"
)

// patience is how long a migration of a few thousand messages may take before
// a test gives up on it.
const patience = 3 * time.Minute

// traveller is one user of a test: the log-in at the source, and the address
// of the mailbox to move to with the password it has there.
type traveller struct {
	login, password string
	root            string // UserRoot
	address         string
	targetPassword  string
}

// open starts an engine that ends with the test.
func open(t testing.TB, config engine.Config) *engine.Engine {
	t.Helper()
	if config.Home == "" {
		config.Home = t.TempDir()
	}
	if len(config.Organization.AcceptedDomains) == 0 {
		config.Organization = engine.Organization{Name: "Contoso", AcceptedDomains: []string{"contoso.edu", "contoso.com"}}
	}
	e, err := engine.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// csv is the article's file for the travellers.
func csv(travellers []traveller) []byte {
	var b strings.Builder
	withRoot := slices.ContainsFunc(travellers, func(u traveller) bool { return u.root != "" })
	b.WriteString("EmailAddress,UserName,Password")
	if withRoot {
		b.WriteString(",UserRoot")
	}
	b.WriteString("\r\n")
	for _, u := range travellers {
		fmt.Fprintf(&b, "%s,%s,%s", u.address, u.login, u.password)
		if withRoot {
			b.WriteString("," + u.root)
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}

// The names of the article.
const (
	endpointName = "IMAPEndpoint"
	batchName    = "IMAPBatch1"
)

// begin makes the endpoint, the target mailboxes and a batch, and starts it.
func begin(ctx context.Context, e *engine.Engine, source engine.EndpointSpec, travellers []traveller) error {
	source.Name, source.Type = endpointName, migration.TypeIMAP
	if _, err := e.Endpoints.New(ctx, source); err != nil {
		return err
	}
	for _, u := range travellers {
		alias, _, _ := strings.Cut(u.address, "@")
		spec := engine.MailboxSpec{Name: alias, PrimarySMTPAddress: u.address, Password: u.targetPassword}
		if _, err := e.Recipients.NewMailbox(ctx, spec); err != nil {
			return err
		}
	}
	batch := engine.BatchSpec{Name: batchName, SourceEndpoint: endpointName, CSV: csv(travellers), AutoStart: true}
	_, err := e.Batches.New(ctx, batch)
	return err
}

// start is begin, for a test.
func start(t testing.TB, e *engine.Engine, source engine.EndpointSpec, travellers []traveller) {
	t.Helper()
	if err := begin(t.Context(), e, source, travellers); err != nil {
		t.Fatal(err)
	}
}

// wait waits until the batch is out of its working states and returns it.
func wait(t testing.TB, e *engine.Engine) migration.Batch {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := e.Wait(ctx, nil); err != nil {
		t.Fatalf("wait: %v", err)
	}
	batch, err := e.Batches.Get(t.Context(), batchName)
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// waitSynced waits for the batch and fails, with what each user has to say,
// unless all are synced.
func waitSynced(t testing.TB, e *engine.Engine) {
	t.Helper()
	if batch := wait(t, e); batch.Status != migration.BatchSynced {
		t.Fatalf("batch is %s: %s", batch.Status, report(t.Context(), e))
	}
}

// migrate moves the travellers' mail from source, to the end of the first sync.
func migrate(t testing.TB, e *engine.Engine, source engine.EndpointSpec, travellers []traveller) {
	t.Helper()
	start(t, e, source, travellers)
	waitSynced(t, e)
}

// syncNow runs an incremental pass. Wait has no patience with those: they are
// a batch's normal life.
func syncNow(t testing.TB, e *engine.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	notices := e.Notices()
	before, err := e.Batches.Set(ctx, batchName, engine.BatchChange{SyncNow: true})
	if err != nil {
		t.Fatal(err)
	}
	for {
		batch, err := e.Batches.Get(ctx, batchName)
		if err != nil {
			t.Fatal(err)
		}
		if batch.Status == migration.BatchSynced && batch.LastSynced.After(before.LastSynced) {
			return
		}
		select {
		case <-notices:
		case <-ctx.Done():
			t.Fatalf("batch is %s: %s", batch.Status, report(t.Context(), e))
		}
	}
}

// report is one line a user: status, error and counters, and what it skipped.
func report(ctx context.Context, e *engine.Engine) string {
	users, err := e.Users.List(ctx, engine.UserFilter{Batch: batchName})
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, u := range users {
		fmt.Fprintf(&b, "\n%s: %s, %d items, %d skipped: %s", u.EmailAddress, u.Status, u.Progress.Items, u.Progress.Skipped, u.Error)
		stats, err := e.Users.Statistics(ctx, u.EmailAddress, engine.StatisticsOptions{SkippedItems: true, Report: true})
		if err != nil {
			fmt.Fprintf(&b, "\n\t%v", err)
			continue
		}
		for _, item := range stats.Skipped {
			fmt.Fprintf(&b, "\n\tskipped %s %d: %s", item.Folder, item.UID, item.Reason)
		}
		for _, entry := range stats.Report {
			fmt.Fprintf(&b, "\n\t%s", entry.Text)
		}
	}
	return b.String()
}

// migrationUser returns a user of the batch.
func migrationUser(t testing.TB, e *engine.Engine, address string) migration.User {
	t.Helper()
	u, err := e.Users.Get(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
