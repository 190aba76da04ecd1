package imap

import (
	"fmt"
	"testing"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/source/sourcetest"
)

// account is one user of a real server.
type account struct {
	*servertest.Server
	user   string
	config func(t testing.TB) imapconn.Config
}

func (a account) Fill(t testing.TB, boxes []servertest.Mailbox) { a.Server.Fill(t, a.user, boxes) }

func (a account) Read(t testing.TB) map[string][]servertest.Message { return a.Server.Read(t, a.user) }

func (a account) Open(t testing.TB) mail.Source {
	t.Helper()
	s, err := Open(t.Context(), Options{Server: a.config(t)})
	if err != nil {
		t.Fatalf("%v\n%s", err, a.Said())
	}
	return s
}

func users(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("user%d", i))
	}
	return names
}

func TestDovecot(t *testing.T) {
	for _, variant := range []struct {
		name string
		opt  servertest.Options
	}{
		{"all capabilities", servertest.Options{}},
		{"bare IMAP4rev1", servertest.Options{Capability: "IMAP4rev1"}},
		{"dots below INBOX", servertest.Options{Separator: ".", Prefix: "INBOX."}},
		{"no namespaces, dots below INBOX", servertest.Options{Separator: ".", Prefix: "INBOX.", Capability: "IMAP4rev1"}},
	} {
		t.Run(variant.name, func(t *testing.T) {
			opt, next := variant.opt, 0
			opt.Users = users(20)
			server := servertest.Dovecot(t, opt)
			sourcetest.Run(t, func(t *testing.T) sourcetest.Account {
				next++
				a := account{Server: server, user: opt.Users[next]}
				a.config = func(t testing.TB) imapconn.Config { return server.Config(t, a.user) }
				if next%2 == 1 {
					a.config = func(t testing.TB) imapconn.Config { return server.PlainConfig(t, a.user) }
				}
				return a
			})
		})
	}
}
