package imap

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
	"stagecoach/engine/target/targettest"
)

// account is one user of a real server, written by its administrator.
type account struct {
	*servertest.Server
	user   string
	config imapconn.Config
}

func (a account) Fill(t testing.TB, boxes []servertest.Mailbox) { a.Server.Fill(t, a.user, boxes) }

func (a account) Read(t testing.TB) map[string][]servertest.Message { return a.Server.Read(t, a.user) }

func (a account) Open(t testing.TB) mail.Target {
	t.Helper()
	target, err := Open(t.Context(), Options{Server: a.config})
	if err != nil {
		t.Fatalf("%v\n%s", err, a.Said())
	}
	return target
}

func users(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("user%d", i))
	}
	return names
}

func TestDovecot(t *testing.T) {
	for _, variant := range []struct {
		name   string
		server servertest.Options
	}{
		{"all capabilities", servertest.Options{}},
		{"LITERAL+ alone", servertest.Options{Capability: "IMAP4rev1 LITERAL+ UIDPLUS"}},
		{"LITERAL- alone", servertest.Options{Capability: "IMAP4rev1 LITERAL- UIDPLUS"}},
		{"MULTIAPPEND without LITERAL+", servertest.Options{Capability: "IMAP4rev1 MULTIAPPEND UIDPLUS"}},
		{"bare IMAP4rev1", servertest.Options{Capability: "IMAP4rev1"}},
		{"dots below INBOX", servertest.Options{Separator: ".", Prefix: "INBOX."}},
	} {
		t.Run(variant.name, func(t *testing.T) {
			variant.server.Users = users(30)
			server, next := servertest.Dovecot(t, variant.server), 0
			targettest.Run(t, targettest.Options{}, func(t *testing.T) targettest.Account {
				next++
				user := variant.server.Users[next]
				return account{Server: server, user: user, config: server.PlainConfig(t, user)}
			})
		})
	}
}

func TestDovecotWithoutUIDPLUS(t *testing.T) {
	for _, hide := range [][]string{{"UIDPLUS"}, {"UIDPLUS", "MULTIAPPEND"}} {
		t.Run(strings.Join(hide, " "), func(t *testing.T) {
			all := users(30)
			server, next := servertest.Dovecot(t, servertest.Options{Users: all}), 0
			proxy := (&servertest.Proxy{Hide: hide}).Start(t, server)
			targettest.Run(t, targettest.Options{NoUIDs: true}, func(t *testing.T) targettest.Account {
				next++
				return account{Server: server, user: all[next], config: proxy.Config(t, all[next])}
			})
		})
	}
}

// TestCutAnywhere cuts the connection at every event of an append on the wire, and counts: what is
// neither landed nor in doubt is not there, what landed is, and nothing is there twice.
func TestCutAnywhere(t *testing.T) {
	all := users(400)
	server := servertest.Dovecot(t, servertest.Options{Users: all})
	next := 0
	for _, hide := range [][]string{nil, {"MULTIAPPEND"}, {"MULTIAPPEND", "LITERAL+"}} {
		for _, action := range []servertest.Action{servertest.CutBefore, servertest.CutAfter, servertest.CutClient} {
			for at, done := 1, false; !done; at++ {
				user := all[next]
				next++
				done = cutAt(t, server, user, hide, action, at)
			}
		}
	}
	t.Logf("%d cuts", next)
}

// cutAt cuts at the at-th event from the first APPEND on; true when there were not so many.
func cutAt(t *testing.T, server *servertest.Server, user string, hide []string, action servertest.Action, at int) (done bool) {
	t.Helper()
	appending, n, cut := false, 0, false
	proxy := (&servertest.Proxy{Hide: hide, Fault: func(e servertest.Event) servertest.Action {
		if appending = appending || strings.Contains(e.Line, " APPEND "); !appending || cut {
			return servertest.Pass
		}
		if n++; n < at {
			return servertest.Pass
		}
		cut = true
		return action
	}}).Start(t, server)
	target, err := Open(t.Context(), Options{Server: proxy.Config(t, user)})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	box, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	const messages = 3
	for ticket := range messages {
		m := mail.Message{Body: spool.Memory(fmt.Appendf(nil, "Subject: %d\r\n\r\nx\r\n", ticket))}
		if err := box.Add(t.Context(), ticket, m); err != nil {
			break
		}
	}
	landed, err := box.Commit(t.Context())
	var doubt *mail.InDoubt
	if !errors.As(err, &doubt) && (err != nil || len(landed) != messages) {
		t.Errorf("cut %d at %d: %d landed: %v", action, at, len(landed), err)
	}
	there := map[string]int{}
	for _, m := range settled(t, server, user) {
		there[m]++
	}
	for ticket := range messages {
		raw := fmt.Sprintf("Subject: %d\r\n\r\nx\r\n", ticket)
		did := slices.ContainsFunc(landed, func(l mail.Landing) bool { return l.Ticket == ticket })
		unknown := doubt != nil && slices.Contains(doubt.Tickets, ticket)
		if did && unknown || there[raw] > 1 || did && there[raw] == 0 || !did && !unknown && there[raw] > 0 {
			t.Errorf("hide %v, cut %d at %d: ticket %d landed %v, in doubt %v, is there %d times", hide, action, at, ticket, did, unknown, there[raw])
		}
	}
	proxy.Locked(func() { done = !cut })
	return done
}

// settled gives what lies in the inbox, past the proxy.
func settled(t *testing.T, server *servertest.Server, user string) (raws []string) {
	t.Helper()
	target, err := Open(t.Context(), Options{Server: server.PlainConfig(t, user)})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	box, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Inbox, Wire: "INBOX"})
	if err != nil {
		t.Fatal(err)
	}
	var uids []uint32
	for m, err := range box.List(t.Context(), 1, 0, mail.ListIDs) {
		if err != nil {
			t.Fatal(err)
		}
		uids = append(uids, m.UID)
	}
	for m, err := range box.Fetch(t.Context(), uids) {
		if err != nil {
			t.Fatal(err)
		}
		r, _ := m.Body.Open()
		data, _ := io.ReadAll(r)
		m.Body.Close()
		raws = append(raws, string(data))
	}
	return raws
}
