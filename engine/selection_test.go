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
	_, err = engine.Open(ctx, engine.Config{Home: t.TempDir(), Selection: migration.Selection{Search: "UNSEN"}})
	if err == nil || !strings.Contains(err.Error(), "UNSEN") {
		t.Errorf("a bad configuration: %v", err)
	}
}
