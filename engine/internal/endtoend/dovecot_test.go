package endtoend

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// dial opens a plain connection to a port of this machine.
func dial(t testing.TB, port int) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort(servertest.Host, fmt.Sprint(port)))
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// readDovecot reads an account over TLS, as the administrator.
func readDovecot(t testing.TB, s *servertest.Server, user string) mailcheck.Account {
	t.Helper()
	pem, err := os.ReadFile(s.CAFile())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	a, err := mailcheck.ReadIMAP(dial(t, s.TLS), mailcheck.Login{User: user + "*" + servertest.Master,
		Password: servertest.MasterPassword, TLS: &tls.Config{ServerName: servertest.Host, RootCAs: roots}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// dovecotRoles are the folders to which the test servers' configuration gives a role.
var dovecotRoles = map[mail.SpecialUse]string{mail.RoleSent: "Sent", mail.RoleDrafts: "Drafts", mail.RoleTrash: "Trash"}

// fill gives a Dovecot user the mail of a lab's account, over IMAP.
func fill(t testing.TB, s *servertest.Server, user string, from *lab.Account) {
	t.Helper()
	c := imapclient.New(dial(t, s.Plain), nil)
	defer c.Close()
	if err := c.Login(user, servertest.Password(user)).Wait(); err != nil {
		t.Fatal(err)
	}
	for _, f := range from.Snapshot() {
		if f.NoSelect {
			continue
		}
		name := f.Name
		if role := dovecotRoles[f.Use]; role != "" {
			name = role
		}
		if name != "INBOX" {
			c.Create(name, nil).Wait() // the ones with a role are there already
		}
		if f.Subscribed {
			if err := c.Subscribe(name).Wait(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		fillFolder(t, c, name, from, f)
	}
	if err := c.Logout().Wait(); err != nil {
		t.Fatal(err)
	}
}

func fillFolder(t testing.TB, c *imapclient.Client, name string, from *lab.Account, f lab.Folder) {
	t.Helper()
	var sent []*imapclient.AppendCommand
	for _, m := range f.Messages {
		raw, err := from.Raw(f.Name, m.UID)
		if err != nil {
			t.Fatal(err)
		}
		var flags []imap.Flag
		for _, flag := range m.Flags {
			flags = append(flags, imap.Flag(flag))
		}
		cmd := c.Append(name, int64(len(raw)), &imap.AppendOptions{Flags: flags, Time: m.Date})
		if _, err := cmd.Write(raw); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := cmd.Close(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sent = append(sent, cmd)
	}
	for _, cmd := range sent {
		if _, err := cmd.Wait(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// escaped is the configuration with which Dovecot takes any character in a
// folder's name, and an address for a user name.
const escaped = "mail_plugins = listescape\nauth_username_format = %Ln\n"

// sourceUsers are the users of the Dovecot to leave.
var sourceUsers = []string{"terry.adams", "ann.beebe", "paul.cannon"}

// newSource starts a Dovecot whose users have a lab's mail, and returns what
// each of them has as well.
func newSource(t testing.TB) (*servertest.Server, map[string]mailcheck.Account) {
	t.Helper()
	l := newLab(t, lab.Options{})
	s := servertest.Dovecot(t, servertest.Options{Users: sourceUsers, Extra: escaped})
	holds := make(map[string]mailcheck.Account)
	for _, user := range sourceUsers {
		fill(t, s, user, l.Source().Account(user))
		holds[user] = readDovecot(t, s, user)
	}
	return s, holds
}

// waysIn are how the source is entered.
var waysIn = []struct {
	name     string
	security migration.Security
	master   bool
}{
	{"TLS and the administrator", migration.SecuritySSL, true},
	{"STARTTLS and the administrator", migration.SecurityTLS, true},
	{"STARTTLS and own passwords", migration.SecurityTLS, false},
}

// sourceEndpoint is the endpoint for a server.
func sourceEndpoint(s *servertest.Server, security migration.Security) engine.EndpointSpec {
	port := s.Plain
	if security == migration.SecuritySSL {
		port = s.TLS
	}
	return engine.EndpointSpec{RemoteServer: servertest.Host, Port: port, Security: security}
}

// leavers are the source's users, with the log-in of the way in.
func leavers(master bool) []traveller {
	var all []traveller
	for _, name := range sourceUsers {
		u := traveller{login: name, password: servertest.Password(name), address: name + "@contoso.edu"}
		if master {
			u.login, u.password = name+"*"+servertest.Master, servertest.MasterPassword
		}
		all = append(all, u)
	}
	return all
}

// trusting is the machine's network with the servers' authorities.
func trusting(t testing.TB, servers ...*servertest.Server) network.Network {
	t.Helper()
	var files []string
	for _, s := range servers {
		files = append(files, s.CAFile())
	}
	n, err := network.NewSystem(files...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestDovecotToDovecot moves real accounts to a second real server.
func TestDovecotToDovecot(t *testing.T) {
	source, holds := newSource(t)
	for _, way := range waysIn {
		t.Run(way.name, func(t *testing.T) {
			target := servertest.Dovecot(t, servertest.Options{Users: sourceUsers, Extra: escaped})
			e := open(t, engine.Config{Network: trusting(t, source, target), Target: dovecotTarget(target),
				TargetPassword: servertest.MasterPassword})
			migrate(t, e, sourceEndpoint(source, way.security), leavers(way.master))
			for _, user := range sourceUsers {
				same(t, user, holds[user], readDovecot(t, target, user), mailcheck.Options{})
				same(t, user+" at the source", holds[user], readDovecot(t, source, user), mailcheck.Options{})
			}
		})
	}
}

// TestDovecotToMaildir moves real accounts into Maildir++ trees, reads those as
// they are, then has a Dovecot serve them and reads them again.
func TestDovecotToMaildir(t *testing.T) {
	source, holds := newSource(t)
	for _, way := range waysIn {
		t.Run(way.name, func(t *testing.T) {
			root := mailRoot(t)
			e := open(t, engine.Config{Network: trusting(t, source), Maildir: ownedByMail(),
				Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
			migrate(t, e, sourceEndpoint(source, way.security), leavers(way.master))
			for _, user := range sourceUsers {
				same(t, user+" on disk", holds[user], readTree(t, root, user), mailcheck.Options{})
			}
			server := serve(t, root, sourceUsers)
			for _, user := range sourceUsers {
				same(t, user+" as served", holds[user], readDovecot(t, server, user), mailcheck.Options{})
			}
			contented(t, server)
		})
	}
}

// dovecotTarget is a server as the target, entered by its administrator.
func dovecotTarget(s *servertest.Server) migration.TargetSpec {
	return migration.TargetSpec{Kind: migration.TargetIMAP, Server: servertest.Host, Port: s.TLS,
		Security: migration.SecuritySSL, LoginForm: "{user}*{admin}", Admin: servertest.Master}
}
