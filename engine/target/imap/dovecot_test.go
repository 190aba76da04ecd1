package imap

import (
	"fmt"
	"testing"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/target/targettest"
)

// account is one user of a real server, written by its administrator.
type account struct {
	*servertest.Server
	user string
}

func (a account) Fill(t testing.TB, boxes []servertest.Mailbox) { a.Server.Fill(t, a.user, boxes) }

func (a account) Read(t testing.TB) map[string][]servertest.Message { return a.Server.Read(t, a.user) }

func (a account) Open(t testing.TB) mail.Target {
	t.Helper()
	target, err := Open(t.Context(), Options{Server: a.PlainConfig(t, a.user)})
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
				return account{Server: server, user: variant.server.Users[next]}
			})
		})
	}
}
