package imap

import (
	"errors"
	"slices"
	"testing"

	goimap "github.com/emersion/go-imap/v2"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
)

// TestExpungedElsewhereIsNotBad fetches messages that another session has deleted since they were listed: they
// come, where the server shows a session what it began with, or are gone; none of the owner's deletions counts
// as a bad message, and none takes another message with it.
func TestExpungedElsewhereIsNotBad(t *testing.T) {
	for name, start := range map[string]func(testing.TB, servertest.Options) *servertest.Server{
		"Dovecot": servertest.Dovecot, "Cyrus": servertest.Cyrus, "Courier": servertest.Courier} {
		t.Run(name, func(t *testing.T) {
			server := start(t, servertest.Options{})
			server.Fill(t, "alice", []servertest.Mailbox{servertest.Many(mail.Inbox, 20)})
			config := server.PlainConfig(t, "alice")
			src, err := Open(t.Context(), Options{Server: config})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			box, err := src.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
			if err != nil {
				t.Fatal(err)
			}
			var uids []uint32
			for m, err := range box.List(t.Context(), 1, 0, mail.ListMeta) {
				if err != nil {
					t.Fatal(err)
				}
				uids = append(uids, m.UID)
			}
			owner := server.Client(t, "alice")
			if _, err := owner.Select("INBOX", nil).Wait(); err != nil {
				t.Fatal(err)
			}
			doomed := goimap.UIDSetNum(goimap.UID(uids[4]), goimap.UID(uids[9]))
			if err := owner.Store(doomed, &goimap.StoreFlags{Op: goimap.StoreFlagsAdd, Silent: true, Flags: []goimap.Flag{goimap.FlagDeleted}}, nil).Close(); err != nil {
				t.Fatal(err)
			}
			if err := owner.Expunge().Close(); err != nil {
				t.Fatal(err)
			}
			var came []uint32
			for m, err := range box.Fetch(t.Context(), uids) {
				if bad := (*mail.BadMessage)(nil); errors.As(err, &bad) {
					t.Errorf("%v", bad)
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				came = append(came, m.UID)
				m.Body.Close()
			}
			for _, uid := range slices.Concat(uids[:4], uids[5:9], uids[10:]) {
				if !slices.Contains(came, uid) {
					t.Errorf("%d did not come", uid)
				}
			}
		})
	}
}
