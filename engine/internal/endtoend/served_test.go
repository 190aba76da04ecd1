package endtoend

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

// TestMaildirIsServedWhileItIsWritten has a Dovecot serve the mailbox from the
// start. Its owner is logged in during the copy, looks around, and appends and
// expunges messages of their own: neither side loses anything to the other.
func TestMaildirIsServedWhileItIsWritten(t *testing.T) {
	l := newLab(t, lab.Options{})
	l.Source().AddAccount("busy", "secret").Furnish(1, 500)
	root := mailRoot(t)
	server := serve(t, root, []string{"busy"})
	e := open(t, engine.Config{Network: l.Network(), Maildir: ownedByMail(),
		Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
	g := newGate(1)
	l.Source().SetHook(g.hook)
	start(t, e, labEndpoint, []traveller{{login: "busy", password: "secret", address: "busy@contoso.edu"}})
	<-g.reached // the mailbox has been made

	ctx, stop := context.WithCancel(t.Context())
	kept := make(chan []mailcheck.Message)
	go func() { kept <- owner(t, ctx, server, "busy", g.opened) }()
	waitSynced(t, e)
	stop()
	own := <-kept
	if len(own) < 10 {
		t.Fatalf("the owner appended %d messages only", len(own))
	}
	t.Logf("the owner kept %d messages of their own", len(own))

	served := without(t, readDovecot(t, server, "busy"), own)
	same(t, "busy", readLab(t, l, lab.SourceHost, "busy", "secret"), served, mailcheck.Options{})
	contented(t, server)
}

// without takes the owner's messages out of the inbox; each must be there once.
func without(t *testing.T, a mailcheck.Account, own []mailcheck.Message) mailcheck.Account {
	t.Helper()
	for i, f := range a.Folders {
		if !f.Name.IsInbox() {
			continue
		}
		for _, m := range own {
			at := slices.IndexFunc(f.Messages, func(x mailcheck.Message) bool { return x.SHA256 == m.SHA256 })
			if at < 0 {
				t.Errorf("a message of the owner's is lost")
				continue
			}
			f.Messages = slices.Delete(f.Messages, at, at+1)
		}
		a.Folders[i] = f
	}
	return a
}

// owner works in the inbox until ctx ends: appends messages and expunges every
// third of them again. It opens the gate after its first one and returns what
// it kept.
func owner(t *testing.T, ctx context.Context, s *servertest.Server, user string, gate chan struct{}) (kept []mailcheck.Message) {
	c := imapclient.New(dial(t, s.Plain), nil)
	defer c.Close()
	failed := func(err error) bool {
		if err != nil {
			t.Errorf("the owner: %v", err)
		}
		return err != nil
	}
	if failed(c.Login(user, servertest.Password(user)).Wait()) {
		close(gate)
		return nil
	}
	if _, err := c.Select("INBOX", nil).Wait(); failed(err) {
		close(gate)
		return nil
	}
	for i := 0; ctx.Err() == nil; i++ {
		raw := fmt.Sprintf("Subject: of my own %d\r\n\r\n%s\r\n", i, strings.Repeat("mine ", i%50))
		uid, err := appendOne(c, raw)
		if i == 0 {
			close(gate)
		}
		if failed(err) {
			return kept
		}
		if i%3 == 0 {
			if failed(expungeOne(c, uid)) {
				return kept
			}
			continue
		}
		kept = append(kept, mailcheck.Message{SHA256: sha256.Sum256([]byte(raw))})
	}
	return kept
}

func appendOne(c *imapclient.Client, raw string) (imap.UID, error) {
	cmd := c.Append("INBOX", int64(len(raw)), nil)
	if _, err := cmd.Write([]byte(raw)); err != nil {
		return 0, err
	}
	if err := cmd.Close(); err != nil {
		return 0, err
	}
	data, err := cmd.Wait()
	if err != nil {
		return 0, err
	}
	return data.UID, nil
}

func expungeOne(c *imapclient.Client, uid imap.UID) error {
	set := imap.UIDSetNum(uid)
	store := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := c.Store(set, store, nil).Close(); err != nil {
		return err
	}
	return c.UIDExpunge(set).Close()
}
