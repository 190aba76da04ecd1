package maildir

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/target/targettest"
)

// account is a tree that a real Dovecot serves while it is written.
type account struct {
	*servertest.Server
	user string
	opt  Options
}

func (a account) Fill(t testing.TB, boxes []servertest.Mailbox) { a.Server.Fill(t, a.user, boxes) }

func (a account) Read(t testing.TB) map[string][]servertest.Message { return a.Server.Read(t, a.user) }

func (a account) Open(t testing.TB) mail.Target {
	t.Helper()
	opt := a.opt
	opt.Root, opt.UID, opt.GID = filepath.Join(a.Mail, a.user, "Maildir"), a.UID, a.GID
	target, err := Open(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func users(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("user%d", i))
	}
	return names
}

func TestDovecotServesIt(t *testing.T) {
	for _, variant := range []struct {
		name   string
		server servertest.Options
		opt    Options
	}{
		{"as it is", servertest.Options{}, Options{}},
		{"with listescape", servertest.Options{Extra: "mail_plugins = listescape\n", Separator: "/"}, Options{DotEscape: '\\'}},
	} {
		t.Run(variant.name, func(t *testing.T) {
			variant.server.Users = users(30)
			server, next := servertest.Dovecot(t, variant.server), 0
			targettest.Run(t, targettest.Options{}, func(t *testing.T) targettest.Account {
				next++
				return account{Server: server, user: variant.server.Users[next], opt: variant.opt}
			})
		})
	}
}
