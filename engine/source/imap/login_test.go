package imap

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/oauth"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// entry is a way into an account.
type entry struct {
	server string
	form   string
	config imapconn.Config
	root   string // UserRoot
}

// with is a config with another log-in.
func with(c imapconn.Config, l imapconn.Login) imapconn.Config {
	c.Login = l
	return c
}

// TestWaysIn logs in to real servers, and to fakes where there is no real one to be had, in each way that people and
// administrators do; with a wrong password none lets anybody in.
func TestWaysIn(t *testing.T) {
	boxes := []servertest.Mailbox{servertest.Many(mail.Inbox, 3), {Name: mail.Name{"Sent"}}}
	tokens := servertest.NewTokenServer(t)
	dovecot := servertest.Dovecot(t, servertest.Options{Extra: tokens.Dovecot() + "auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer\n"})
	cyrus, courier := servertest.Cyrus(t, servertest.Options{}), servertest.Courier(t, servertest.Options{})
	for _, s := range []*servertest.Server{dovecot, cyrus, courier} {
		s.Fill(t, "alice", boxes)
	}
	exchange, mirapoint := letsIn(t, "contoso/mailadmin/alice"), letsIn(t, "#alice@contoso.edu#mailadmin#")
	own := imapconn.Login{User: "alice", Password: servertest.Password("alice")}
	by := func(mechanism string) imapconn.Login {
		return imapconn.Login{User: own.User, Password: own.Password, Mechanism: mechanism}
	}
	admin := imapconn.Login{User: "alice*" + servertest.Master, Password: servertest.MasterPassword}
	acting := imapconn.Login{User: servertest.Master, AuthorizationID: "alice", Password: servertest.MasterPassword}
	token := func(mechanism string) imapconn.Login {
		refresher := oauth.New(dovecot.Network(t), time.Now, oauth.Host{TokenURL: tokens.URL, ClientID: servertest.ClientID, ClientSecret: servertest.ClientSecret}, tokens.Refresh("alice"), nil)
		return imapconn.Login{User: "alice", Mechanism: mechanism, Token: refresher.Token}
	}
	secure := dovecot.Config(t, "alice")
	plain := dovecot.PlainConfig(t, "alice")
	upgraded := plain
	upgraded.Security = migration.SecurityTLS
	entries := []entry{
		{"Dovecot", "LOGIN", with(secure, own), ""}, {"Dovecot", "LOGIN", with(upgraded, own), ""}, {"Dovecot", "LOGIN", with(plain, own), ""},
		{"Dovecot", "PLAIN", with(secure, by("PLAIN")), ""}, {"Dovecot", "PLAIN with authorization id", with(secure, acting), ""},
		{"Dovecot", "CRAM-MD5", with(plain, by("CRAM-MD5")), ""}, {"Dovecot", "SCRAM-SHA-1", with(plain, by("SCRAM-SHA-1")), ""},
		{"Dovecot", "SCRAM-SHA-256", with(plain, by("SCRAM-SHA-256")), ""}, {"Dovecot", "XOAUTH2, refreshed", with(secure, token("XOAUTH2")), ""},
		{"Dovecot", "OAUTHBEARER, refreshed", with(secure, token("OAUTHBEARER")), ""}, {"Dovecot", "user*admin", with(upgraded, admin), ""},
		{"Cyrus", "LOGIN", with(cyrus.PlainConfig(t, "alice"), own), ""}, {"Cyrus", "user*admin, split", with(cyrus.PlainConfig(t, "alice"), admin), ""},
		{"Cyrus", "PLAIN with authorization id", with(cyrus.PlainConfig(t, "alice"), acting), ""},
		{"Courier", "LOGIN", with(courier.PlainConfig(t, "alice"), own), ""},
		{"Courier", "admin, UserRoot #shared.alice", with(courier.PlainConfig(t, "alice"), imapconn.Login{User: servertest.Master, Password: servertest.MasterPassword}), servertest.SharedRoot + "alice"},
		{"Courier", "admin, UserRoot /alice", with(courier.PlainConfig(t, "alice"), imapconn.Login{User: servertest.Master, Password: servertest.MasterPassword}), "/alice"},
		{"fake Exchange", "domain/admin/user", with(exchange.Config(t), imapconn.Login{User: "contoso/mailadmin/alice", Password: "secret"}), ""},
		{"fake Mirapoint", "#user@domain#admin#", with(mirapoint.Config(t), imapconn.Login{User: "#alice@contoso.edu#mailadmin#", Password: "secret"}), ""},
	}
	var lines strings.Builder
	w := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "server\tlog-in\tsecurity\tmessages in the inbox\twith a wrong password")
	for _, e := range entries {
		n, err := inbox(t, e.config, e.root)
		if err != nil || n != 3 {
			t.Errorf("%s, %s: %d messages, %v", e.server, e.form, n, err)
		}
		wrong := e.config
		wrong.Login.Password += "x"
		if wrong.Login.Token != nil {
			wrong.Login.Token = func(context.Context, bool) (string, error) { return tokens.Other("alice"), nil }
		}
		_, refused := inbox(t, wrong, e.root)
		if mail.ClassOf(refused) != mail.Auth {
			t.Errorf("%s, %s: with a wrong password: %v", e.server, e.form, refused)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", e.server, e.form, e.config.Security, n, mail.ClassOf(refused))
	}
	w.Flush()
	t.Log("\n" + lines.String())
}

// letsIn is a server that lets one user in.
func letsIn(t *testing.T, user string) *servertest.Fake {
	t.Helper()
	return (&servertest.Fake{Answer: func(_ int, command string) (string, bool) {
		if !strings.HasPrefix(command, "LOGIN ") {
			return "", false
		}
		if command == fmt.Sprintf("LOGIN %q \"secret\"", user) {
			return "TAG OK in\r\n", true
		}
		return "TAG NO LOGIN failed\r\n", true
	}}).Start(t)
}

// inbox counts what a way in leads to.
func inbox(t *testing.T, config imapconn.Config, root string) (int, error) {
	t.Helper()
	src, err := Open(t.Context(), Options{Server: config, UserRoot: root})
	if err != nil {
		return 0, err
	}
	defer src.Close()
	for m, err := range src.Mailboxes(t.Context()) {
		if err != nil {
			return 0, err
		}
		if m.Name.IsInbox() {
			box, err := src.Open(t.Context(), m)
			if err != nil {
				return 0, err
			}
			return int(box.Status().Messages), box.Close()
		}
	}
	return 0, nil
}

// TestMissingUserRoot is an error, not an empty account.
func TestMissingUserRoot(t *testing.T) {
	courier := servertest.Courier(t, servertest.Options{})
	config := with(courier.PlainConfig(t, "alice"), imapconn.Login{User: servertest.Master, Password: servertest.MasterPassword})
	if n, err := inbox(t, config, "/nobody"); mail.ClassOf(err) != mail.NotFound || !strings.Contains(err.Error(), "/nobody") {
		t.Errorf("%d messages, %v", n, err)
	}
}

// TestNoPasswordInTheClear looks at all that servers hear which cannot be talked to safely: the user name
// and the password are not in it, unless the endpoint's security is None.
func TestNoPasswordInTheClear(t *testing.T) {
	for name, c := range map[string]struct {
		fake     *servertest.Fake
		security migration.Security
		heard    bool
	}{
		"Tls, no STARTTLS offered":  {&servertest.Fake{}, migration.SecurityTLS, false},
		"Tls, STARTTLS refused":     {&servertest.Fake{Capability: "IMAP4rev1 STARTTLS", Answer: refusing("STARTTLS")}, migration.SecurityTLS, false},
		"Tls, PREAUTH":              {&servertest.Fake{Greeting: "* PREAUTH in", Capability: "IMAP4rev1 STARTTLS"}, migration.SecurityTLS, false},
		"Ssl, a port in plain text": {&servertest.Fake{}, migration.SecuritySSL, false},
		"None":                      {&servertest.Fake{}, migration.SecurityNone, true},
		"None, LOGINDISABLED":       {&servertest.Fake{Capability: "IMAP4rev1 LOGINDISABLED STARTTLS"}, migration.SecurityNone, false},
	} {
		config := c.fake.Start(t).Config(t)
		config.Security, config.Login = c.security, imapconn.Login{User: "alice", Password: "open sesame"}
		_, err := Open(t.Context(), Options{Server: config})
		all := strings.Join(c.fake.Heard(), "\n")
		heard := strings.Contains(all, "open sesame") || strings.Contains(all, base64.StdEncoding.EncodeToString([]byte("\x00alice\x00open sesame")))
		if heard != c.heard || (err == nil) != c.heard {
			t.Errorf("%s: %v, heard %q", name, err, all)
		}
	}
}

func refusing(word string) func(int, string) (string, bool) {
	return func(_ int, command string) (string, bool) { return "TAG NO not now\r\n", command == word }
}
