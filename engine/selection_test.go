package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/migration"
)

// TestSelection: rules are checked before anything is made, kept with the batch, and honoured by passes and the audit.
func TestSelection(t *testing.T) {
	e, _ := open(t, func(c *engine.Config) { c.Selection = migration.Selection{Subfolder: "Import", MinSize: 1} })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := e.Endpoints.New(ctx, engine.EndpointSpec{Name: "E", RemoteServer: "imap.contoso.com", Port: 993, Security: migration.SecuritySSL})
	must(t, err)
	spec := engine.BatchSpec{Name: "IMAPBatch1", SourceEndpoint: "E", CSV: []byte(articleCSV), AutoStart: true}
	spec.Selection.Rewrites = &[]string{"s/(/x/"}
	var invalid *engine.InvalidError
	if _, err := e.Batches.New(ctx, spec); !errors.As(err, &invalid) || invalid.Field != "FolderRewrite" {
		t.Fatalf("a bad rewrite: %v", err)
	}
	if list, err := e.Batches.List(ctx, engine.BatchFilter{}); err != nil || len(list) != 0 {
		t.Fatalf("%d batches of a refused one, %v", len(list), err)
	}
	none := "LARGER 4000000000"
	spec.Selection = engine.SelectionChange{Rewrites: &[]string{"s/^Import.INBOX$/Import/"}, Search: &none}
	b, err := e.Batches.New(ctx, spec)
	must(t, err)
	if b.Selection.Subfolder != "Import" || b.Selection.Search != none || b.Selection.Since.IsZero() {
		t.Errorf("kept: %+v", b.Selection)
	}
	status(t, ctx, e, migration.BatchSynced)
	plan, err := e.Users.Rehearse(ctx, "terrya@contoso.edu")
	must(t, err)
	for _, p := range plan {
		t.Logf("%-30s -> %-40s %3d messages, %3d left out, %s", p.Source, p.Target, p.Messages, p.Filtered, p.Reason)
		if p.Container {
			continue
		}
		if want := "Import/" + p.Source.String(); p.Source.IsInbox() && p.Target.String() != "Import" || !p.Source.IsInbox() && p.Target.String() != want {
			t.Errorf("%s lands in %s", p.Source, p.Target)
		}
		if p.Filtered != p.Messages || !p.Known || !p.Exists {
			t.Errorf("%+v", p)
		}
	}
	if len(plan) < 3 {
		t.Errorf("a plan of %d folders", len(plan))
	}
	r, err := e.Users.Audit(ctx, "terrya@contoso.edu", func(f engine.AuditFinding) error { t.Errorf("%+v", f); return nil })
	must(t, err)
	if r.Checked != 0 || r.Filtered == 0 || r.User.Progress.Items != 0 {
		t.Errorf("nothing fits the search: %d checked, %d left out, %d copied", r.Checked, r.Filtered, r.User.Progress.Items)
	}
	changedRules(t, ctx, e, plan)
	_, err = engine.Open(ctx, engine.Config{Home: t.TempDir(), Selection: migration.Selection{Search: "UNSEN"}})
	if err == nil || !strings.Contains(err.Error(), "UNSEN") {
		t.Errorf("a bad configuration: %v", err)
	}
}

// changedRules sets other rules for a batch that was synced while nothing fitted: a bad one changes nothing; what
// the new ones take arrives with the next pass, in the folders that are there; what they leave out again stays.
func changedRules(t *testing.T, ctx context.Context, e *engine.Engine, plan []engine.FolderPlan) {
	t.Helper()
	bad, all, none := "UNSEN", "", "LARGER 4000000000"
	var invalid *engine.InvalidError
	if _, err := e.Batches.Set(ctx, "IMAPBatch1", engine.BatchChange{Selection: engine.SelectionChange{Search: &bad}}); !errors.As(err, &invalid) || invalid.Field != "Search" {
		t.Errorf("a bad search: %v", err)
	}
	want := int64(0)
	for _, p := range plan {
		want += int64(p.Messages)
	}
	for _, search := range []string{all, none, all} {
		b, err := e.Batches.Set(ctx, "IMAPBatch1", engine.BatchChange{Selection: engine.SelectionChange{Search: &search}})
		must(t, err)
		if b.Selection.Search != search || b.Selection.Subfolder != "Import" {
			t.Errorf("set: %+v", b.Selection)
		}
		passed(t, ctx, e)
		if u, err := e.Users.Get(ctx, "terrya@contoso.edu"); err != nil || u.Progress.Items != want || u.Rules != b.Selection.Version {
			t.Errorf("%d of %d copied by rules %d of %d, %v", u.Progress.Items, want, u.Rules, b.Selection.Version, err)
		}
		r, err := e.Users.Audit(ctx, "terrya@contoso.edu", func(f engine.AuditFinding) error {
			if search == all {
				t.Errorf("%+v", f)
			}
			return nil
		})
		must(t, err)
		if search == all && int64(r.Checked) != want {
			t.Errorf("%d checked of %d", r.Checked, want)
		}
	}
}

// passed runs an incremental pass of the batch.
func passed(t *testing.T, ctx context.Context, e *engine.Engine) {
	t.Helper()
	before, err := e.Batches.Set(ctx, "IMAPBatch1", engine.BatchChange{SyncNow: true})
	must(t, err)
	for {
		b, err := e.Batches.Get(ctx, "IMAPBatch1")
		must(t, err)
		users, err := e.Users.List(ctx, engine.UserFilter{Batch: "IMAPBatch1"})
		must(t, err)
		done := b.Status == migration.BatchSynced
		for _, u := range users {
			done = done && u.LastSynced.After(before.LastSynced)
		}
		if done {
			return
		}
		select {
		case <-e.Notices():
		case <-ctx.Done():
			t.Fatalf("the batch is %s", b.Status)
		}
	}
}
