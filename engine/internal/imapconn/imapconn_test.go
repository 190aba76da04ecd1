package imapconn_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

func TestLogInsOnDovecot(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{Users: []string{"alice", "bob@example.com", "pw"}})
	for _, c := range []struct {
		name     string
		security migration.Security
		login    imapconn.Login
	}{
		{"LOGIN over TLS", migration.SecuritySSL, imapconn.Login{User: "alice", Password: "pass-alice"}},
		{"LOGIN after STARTTLS", migration.SecurityTLS, imapconn.Login{User: "alice", Password: "pass-alice"}},
		{"LOGIN in plain text", migration.SecurityNone, imapconn.Login{User: "bob@example.com", Password: "pass-bob@example.com"}},
		{"master user", migration.SecuritySSL, imapconn.Login{User: "alice*mailadmin", Password: servertest.MasterPassword}},
		{"authorization id", migration.SecuritySSL, imapconn.Login{User: "mailadmin", AuthorizationID: "alice", Password: servertest.MasterPassword}},
		{"PLAIN", migration.SecuritySSL, imapconn.Login{User: "alice", Password: "pass-alice", Mechanism: "PLAIN"}},
		{"AUTHENTICATE LOGIN", migration.SecuritySSL, imapconn.Login{User: "alice", Password: "pass-alice", Mechanism: "LOGIN"}},
		{"CRAM-MD5", migration.SecurityNone, imapconn.Login{User: "alice", Password: "pass-alice", Mechanism: "CRAM-MD5"}},
		{"SCRAM-SHA-1", migration.SecurityNone, imapconn.Login{User: "alice", Password: "pass-alice", Mechanism: "scram-sha-1"}},
		{"SCRAM-SHA-256", migration.SecurityNone, imapconn.Login{User: "alice", Password: "pass-alice", Mechanism: "SCRAM-SHA-256"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := server.Config(t, "alice")
			config.Security, config.Login = c.security, c.login
			if c.security != migration.SecuritySSL {
				config.Port = server.Plain
			}
			conn, err := imapconn.Open(t.Context(), config)
			if err != nil {
				t.Fatalf("%v\n%s", err, server.Said())
			}
			defer conn.Close()
			if (conn.TLS() != nil) != (c.security != migration.SecurityNone) || !conn.Has("MULTIAPPEND") {
				t.Errorf("TLS %v, MULTIAPPEND %v", conn.TLS(), conn.Has("MULTIAPPEND"))
			}
			if _, _, err := conn.Mailboxes(t.Context(), imapconn.ListOptions{}); err != nil {
				t.Error(err)
			}
			config.Login.Password += "x"
			if err := imapconn.Test(t.Context(), config); mail.ClassOf(err) != mail.Auth {
				t.Errorf("with a wrong password: %v", err)
			}
		})
	}
}

func TestServersThatCannotBeUsed(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	silent := (&servertest.Fake{Greeting: servertest.Hang}).Start(t)
	noTLS := (&servertest.Fake{}).Start(t)
	notIMAP := (&servertest.Fake{Greeting: "220 mail.example.com ESMTP"}).Start(t)
	busy := (&servertest.Fake{Greeting: "* BYE Too many connections from your host; Suggested Backoff Time: 1500 ms"}).Start(t)
	noLogin := (&servertest.Fake{Capability: "IMAP4rev1 LOGINDISABLED"}).Start(t)
	for _, c := range []struct {
		name   string
		config imapconn.Config
		change func(*imapconn.Config)
		class  mail.Class
		text   string
	}{
		{"refused port", server.Config(t, "alice"), func(c *imapconn.Config) { c.Port = closedPort(t) }, mail.Connect, "refused"},
		{"untrusted certificate", server.Config(t, "alice"), func(c *imapconn.Config) { c.Network, _ = network.NewSystem() }, mail.Certificate, "unknown authority"},
		{"certificate of another host", server.Config(t, "alice"), func(c *imapconn.Config) { c.Network, c.Host = elsewhere{c.Network}, "imap.contoso.com" }, mail.Certificate, "imap.contoso.com"},
		{"plain port with SSL", server.Config(t, "alice"), func(c *imapconn.Config) { c.Port = server.Plain }, mail.Protocol, "does not speak TLS"},
		{"TLS port without TLS", server.PlainConfig(t, "alice"), func(c *imapconn.Config) { c.Port, c.ConnectTimeout = server.TLS, 300*time.Millisecond }, mail.Connect, "no greeting"},
		{"no greeting", silent.Config(t), func(c *imapconn.Config) { c.ConnectTimeout = 50 * time.Millisecond }, mail.Connect, "no greeting within 50ms"},
		{"STARTTLS where there is none", noTLS.Config(t), func(c *imapconn.Config) { c.Security = migration.SecurityTLS }, mail.Protocol, "does not offer STARTTLS"},
		{"another protocol", notIMAP.Config(t), func(*imapconn.Config) {}, mail.Protocol, "does not speak IMAP"},
		{"too many connections", busy.Config(t), func(*imapconn.Config) {}, mail.Throttled, "Too many connections"},
		{"log-in not allowed", noLogin.Config(t), func(*imapconn.Config) {}, mail.Protocol, "LOGINDISABLED"},
		{"unknown host", server.Config(t, "alice"), func(c *imapconn.Config) { c.Network = nowhere{c.Network} }, mail.Resolve, "no such host"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change(&c.config)
			err := imapconn.Test(t.Context(), c.config)
			if mail.ClassOf(err) != c.class || !strings.Contains(err.Error(), c.text) {
				t.Errorf("got %v", err)
			}
			var e *mail.Error
			if c.class == mail.Throttled && (!errors.As(err, &e) || e.RetryAfter != 1500*time.Millisecond) {
				t.Errorf("no hint in %v", err)
			}
			if c.name == "refused port" && !errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("the cause is not in %v", err)
			}
			if c.name == "no greeting" && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("no time-out in %v", err)
			}
		})
	}
}

func TestAnyCertificateWhereThatIsAccepted(t *testing.T) {
	server := servertest.Dovecot(t, servertest.Options{})
	config := server.Config(t, "alice")
	config.Network, _ = network.NewSystem()
	config.AcceptUntrusted = true
	if err := imapconn.Test(t.Context(), config); err != nil {
		t.Error(err)
	}
}

// closedPort is a port that nobody listens on.
func closedPort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

type nowhere struct{ network.Network }

func (nowhere) DialContext(_ context.Context, _, address string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}}
}

// elsewhere leads every host to this machine.
type elsewhere struct{ network.Network }

func (e elsewhere) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	_, port, _ := net.SplitHostPort(address)
	return e.Network.DialContext(ctx, kind, net.JoinHostPort("127.0.0.1", port))
}

func TestNothingIsSentBeforeTLS(t *testing.T) {
	fake := (&servertest.Fake{Capability: "IMAP4rev1 STARTTLS", Answer: func(_ int, command string) (string, bool) {
		return "TAG OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nS9 OK injected\r\n" + servertest.Cut, command == "STARTTLS"
	}}).Start(t)
	config := fake.Config(t)
	config.Security = migration.SecurityTLS
	if err := imapconn.Test(t.Context(), config); err == nil {
		t.Fatal("logged in")
	}
	for _, command := range fake.Heard() {
		if strings.HasPrefix(command, "LOGIN") || strings.HasPrefix(command, "AUTH") {
			t.Errorf("heard %s", command)
		}
	}
}

// Who stores messages in a form of its own is known by its greeting.
func TestRebuilds(t *testing.T) {
	for greeting, want := range map[string]bool{
		"* OK The Microsoft Exchange IMAP4 service is ready. [QUFB]":                         true,
		"* OK Microsoft Exchange Server 2003 IMAP4rev1 server version 6.5.7638.1 ready":      true,
		"* OK Domino IMAP4 Server Release 12.0.2 ready":                                      true,
		"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID] Dovecot (Debian) ready.":     false,
		"* OK Gimap ready for requests from 192.0.2.1":                                       false,
		"* OK [CAPABILITY IMAP4rev1 UIDPLUS] Courier-IMAP ready. Copyright Double Precision": false,
	} {
		conn, err := imapconn.Open(t.Context(), (&servertest.Fake{Greeting: greeting}).Start(t).Config(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := conn.Rebuilds(); got != want {
			t.Errorf("%s: %t", greeting, got)
		}
		conn.Close()
	}
}

// deaf is a server's end that takes nothing once it has greeted, and has its last words when they are waited for.
type deaf struct {
	net.Conn
	greeted bool
	once    sync.Once
	waited  chan struct{}
}

func (d *deaf) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func (d *deaf) Read(p []byte) (int, error) {
	if !d.greeted {
		d.greeted = true
		return copy(p, "* OK [CAPABILITY IMAP4rev1] ready\r\n"), nil
	}
	<-d.waited
	return copy(p, "* BYE Too many connections, retry after 3 s\r\n"), nil
}

func (d *deaf) SetReadDeadline(until time.Time) error {
	if time.Until(until) < imapconn.DefaultConnectTimeout/2 {
		d.once.Do(func() { close(d.waited) })
	}
	return nil
}

func (*deaf) SetWriteDeadline(time.Time) error { return nil }

type deafNetwork struct {
	network.Network
	conn net.Conn
}

func (n deafNetwork) DialContext(context.Context, string, string) (net.Conn, error) {
	return n.conn, nil
}

// What the server says while the log-in fails to reach it is heard, and by one reader at a time.
func TestLastWordsOfALogIn(t *testing.T) {
	client, server := net.Pipe()
	defer server.Close()
	_, err := imapconn.Open(t.Context(), imapconn.Config{Network: deafNetwork{conn: &deaf{Conn: client, waited: make(chan struct{})}},
		Host: "mail.example.com", Security: migration.SecurityNone, Login: imapconn.Login{User: "alice", Password: "secret"}})
	var e *mail.Error
	if !errors.As(err, &e) || e.Class != mail.Throttled || e.RetryAfter != 3*time.Second {
		t.Errorf("got %v", err)
	}
}

func TestOddSessionsWork(t *testing.T) {
	for _, c := range []struct {
		name string
		fake *servertest.Fake
	}{
		{"greeting without text", &servertest.Fake{Greeting: "* OK"}},
		{"greeting with an odd capability list", &servertest.Fake{Greeting: "* OK [CAPABILITY IMAP4rev1  AUTH=PLAIN X-\"ODD\" {5}] hi"}},
		{"PREAUTH", &servertest.Fake{Greeting: "* PREAUTH welcome"}},
		{"unknown untagged answers", &servertest.Fake{Answer: func(_ int, command string) (string, bool) {
			return "* HELLO world {3}\r\nabc (\r\n* 12 STRANGE\r\n* BAD what\r\nTAG OK\r\n", strings.HasPrefix(command, "LOGIN")
		}}},
		{"OK without text", &servertest.Fake{Answer: func(_ int, command string) (string, bool) {
			return "TAG OK\r\n", strings.HasPrefix(command, "LOGIN") || strings.HasPrefix(command, "LSUB")
		}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := imapconn.Open(t.Context(), c.fake.Start(t).Config(t))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			boxes, _, err := conn.Mailboxes(t.Context(), imapconn.ListOptions{})
			if err != nil || len(boxes) != 1 {
				t.Errorf("%v, %v", boxes, err)
			}
			if _, err := conn.Create(t.Context(), "new", ""); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCyrusGetsBothIdentities(t *testing.T) {
	fake := (&servertest.Fake{Greeting: "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] mail Cyrus IMAP 3.6 server ready", Capability: "IMAP4rev1 AUTH=PLAIN",
		Answer: func(_ int, command string) (string, bool) {
			return "TAG OK in\r\n", strings.HasPrefix(command, "AUTHENTICATE")
		}}).Start(t)
	config := fake.Config(t)
	config.Login = imapconn.Login{User: "alice*admin", Password: "secret"}
	if err := imapconn.Test(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	if heard := fake.Heard()[0]; heard != "AUTHENTICATE PLAIN YWxpY2UAYWRtaW4Ac2VjcmV0" {
		t.Errorf("heard %s", heard)
	}
}

func TestTokensAreRefreshedOnce(t *testing.T) {
	fake := (&servertest.Fake{Capability: "IMAP4rev1 AUTH=XOAUTH2 SASL-IR", Greeting: "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi",
		Answer: func(_ int, command string) (string, bool) {
			if command == "AUTHENTICATE XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciBmcmVzaAEB" { // user=alice, Bearer fresh
				return "TAG OK in\r\n", true
			}
			return "TAG NO [AUTHENTICATIONFAILED] token expired\r\n", strings.HasPrefix(command, "AUTHENTICATE")
		}}).Start(t)
	config := fake.Config(t)
	asked := 0
	config.Login.Token = func(_ context.Context, refused bool) (string, error) {
		asked++
		if refused {
			return "fresh", nil
		}
		return "stale", nil
	}
	if err := imapconn.Test(t.Context(), config); err != nil || asked != 2 {
		t.Errorf("%v after %d tokens", err, asked)
	}
}
