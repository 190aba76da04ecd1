package engine_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/migration"
)

// prepared is a state that outlives its engine, with a batch in it.
func prepared(t *testing.T) (*engine.Engine, func(*engine.Config)) {
	t.Helper()
	home := t.TempDir()
	change := func(c *engine.Config) { c.Home, c.Ephemeral = home, false }
	e, _ := open(t, change)
	_, err := e.Endpoints.New(t.Context(), engine.EndpointSpec{Name: "E", RemoteServer: "imap.contoso.com", Security: migration.SecuritySSL})
	must(t, err)
	_, err = e.Batches.New(t.Context(), engine.BatchSpec{Name: "IMAPBatch1", SourceEndpoint: "E", CSV: []byte(articleCSV)})
	must(t, err)
	return e, change
}

func TestNoPasswordIsInTheClear(t *testing.T) {
	e, _ := prepared(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	must(t, e.State.Backup(t.Context(), file))
	text, err := os.ReadFile(file)
	must(t, err)
	for _, password := range []string{"1091990", "2111991", "3281986"} {
		if bytes.Contains(text, []byte(password)) {
			t.Errorf("%s is in the state", password)
		}
	}
	if !bytes.Contains(text, []byte("terrya@contoso.edu")) {
		t.Error("the copy is not the state")
	}
}

func TestBackupComesBack(t *testing.T) {
	e, change := prepared(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	must(t, e.State.Backup(t.Context(), file))
	must(t, e.Batches.Remove(t.Context(), "IMAPBatch1", false))
	if err := e.State.Restore(t.Context(), file); !errors.Is(err, engine.ErrInUse) {
		t.Fatalf("under a running engine: %v", err)
	}
	other, _ := open(t, change)
	if err := other.State.Restore(t.Context(), file); !errors.Is(err, engine.ErrInUse) {
		t.Fatalf("while another process has it: %v", err)
	}
	must(t, e.Close())
	must(t, other.State.Restore(t.Context(), file))
	b, err := other.Batches.Get(t.Context(), "IMAPBatch1")
	if err != nil || b.Status != migration.BatchCreated {
		t.Fatalf("%s, %v", b.Status, err)
	}
	run(t, other)
	none := filepath.Join(t.TempDir(), "none")
	third, _ := open(t, change)
	if err := third.State.Restore(t.Context(), none); err == nil {
		t.Fatal("a file that is not there was restored")
	}
}

// run shows that the passwords still open.
func run(t *testing.T, e *engine.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	must(t, e.Batches.Start(ctx, "IMAPBatch1"))
	status(t, ctx, e, migration.BatchSynced)
}

func TestKeyIsRotated(t *testing.T) {
	e, change := prepared(t)
	home := e.Target().Root
	key := filepath.Join(filepath.Dir(home), "keys", "data.key")
	before, err := os.ReadFile(key)
	must(t, err)
	must(t, e.State.RotateKey(t.Context()))
	after, err := os.ReadFile(key)
	must(t, err)
	if bytes.Equal(before, after) || bytes.Count(after, []byte("\n")) != bytes.Count(before, []byte("\n")) {
		t.Fatalf("%q became %q", before, after)
	}
	must(t, e.Close())
	again, _ := open(t, change)
	run(t, again)
}

func TestStateOpensOnlyWhenNeeded(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	e, _ := open(t, func(c *engine.Config) { c.Home = home })
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Fatalf("made without need: %v", err)
	}
	if out, err := e.Wait(t.Context(), nil); err != nil || len(out.Batches) != 0 {
		t.Fatal(out, err)
	}
	must(t, e.Close())
	must(t, e.Close())
	if _, err := e.Batches.Get(t.Context(), "x"); err == nil {
		t.Fatal("a closed engine answers")
	}
}
