package imapconn

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"time"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// Open connects, secures the connection, logs in and knows the capabilities.
func Open(ctx context.Context, config Config) (*Conn, error) {
	c, preauth, err := connect(ctx, config)
	if err != nil {
		return nil, err
	}
	if !preauth {
		if err := c.logIn(ctx); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, nil
}

// Test connects as Open does and, where a user is given, logs in; nothing stays open.
func Test(ctx context.Context, config Config) error {
	c, preauth, err := connect(ctx, config)
	if err != nil {
		return err
	}
	defer c.Close()
	if config.Login.User == "" || preauth {
		return nil
	}
	return c.logIn(ctx)
}

// connect comes as far as the capabilities before log-in.
func connect(ctx context.Context, config Config) (c *Conn, preauth bool, err error) {
	timed, cancel := context.WithTimeout(ctx, config.connectTimeout())
	defer cancel()
	raw, err := config.Network.DialContext(timed, "tcp", config.address())
	if err != nil {
		return nil, false, config.dialError(ctx, err)
	}
	c = &Conn{config: config, raw: raw}
	c.use(raw, config.connectTimeout())
	defer func() {
		if err != nil {
			raw.Close()
		}
	}()
	defer c.watch(ctx)()
	if config.Security == migration.SecuritySSL {
		if err := c.startTLS(timed); err != nil {
			return nil, false, err
		}
	}
	if preauth, err = c.greeting(ctx); err != nil {
		return nil, false, err
	}
	if config.Security == migration.SecurityTLS {
		if err := c.upgrade(timed, preauth); err != nil {
			return nil, false, err
		}
	}
	if err := c.needCapabilities(ctx); err != nil {
		return nil, false, err
	}
	c.net.timeout, c.net.readUntil, c.net.clock = config.stallTimeout(), time.Time{}, config.watch()
	c.startSession(preauth)
	return c, preauth, nil
}

// use reads from and writes to conn from now on; what was received before and
// not yet read is forgotten.
func (c *Conn) use(conn net.Conn, timeout time.Duration) {
	c.net = &timedConn{Conn: conn, timeout: timeout}
	c.r = imapwire.NewReader(c.net)
	c.r.Spool = c.config.Spool
	c.w = bufio.NewWriterSize(c.net, 4<<10)
}

// writeMuch has more written at a time from now on.
func (c *Conn) writeMuch() {
	if c.w.Buffered() == 0 && c.w.Size() < appendBuffer {
		c.w = bufio.NewWriterSize(c.net, appendBuffer)
	}
}

// appendBuffer is how much of messages is written at a time.
const appendBuffer = 32 << 10

func (c *Conn) startTLS(ctx context.Context) error {
	conn := tls.Client(c.net.Conn, &tls.Config{
		ServerName: c.config.Host, RootCAs: c.config.Network.RootCAs(), MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: c.config.AcceptUntrusted,
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		return c.config.tlsError(err)
	}
	c.use(conn, c.config.connectTimeout())
	return nil
}

func (c *Conn) greeting(ctx context.Context) (preauth bool, err error) {
	res, err := c.r.Next()
	if err != nil {
		if isTimeout(err) && ctx.Err() == nil {
			return false, &mail.Error{Class: mail.Connect, Op: "connect", Host: c.config.Host,
				Text: fmt.Sprintf("no greeting within %v; port %d may be for TLS", c.config.connectTimeout(), c.config.port()),
				Err:  fmt.Errorf("%w: %w", context.DeadlineExceeded, err)}
		}
		return false, c.fail(ctx, "connect", err)
	}
	st := res.Status()
	c.greet = st.Text
	switch c.take(res); {
	case res.Tag == "*" && st.Kind == "OK":
		return false, nil
	case res.Tag == "*" && st.Kind == "PREAUTH":
		return true, nil
	case st.Kind == "BYE" || st.Kind == "NO":
		err := c.statusError("connect", st)
		if err.Class != mail.Throttled {
			err.Class = mail.Connect
		}
		return false, err
	}
	return false, c.Protocol("connect", fmt.Sprintf("port %d does not speak IMAP", c.config.port()))
}

// upgrade is STARTTLS (RFC 9051 6.2.1). What the server, or someone in between,
// sent before the encryption counts for nothing afterwards.
func (c *Conn) upgrade(ctx context.Context, preauth bool) error {
	if preauth { // RFC 9051 7.1.4: it cannot be encrypted any more
		return c.Protocol("start TLS", "the server logs in by itself before the connection is encrypted")
	}
	if err := c.needCapabilities(ctx); err != nil {
		return err
	}
	if !c.Has("STARTTLS") {
		return c.Protocol("start TLS", fmt.Sprintf("the server does not offer STARTTLS on port %d", c.config.port()))
	}
	if _, err := c.Exec(ctx, "start TLS", nil, "STARTTLS"); err != nil {
		return err
	}
	c.caps = nil
	return c.startTLS(ctx)
}

// needCapabilities asks for the capabilities where no answer brought them.
func (c *Conn) needCapabilities(ctx context.Context) error {
	if c.caps != nil {
		return nil
	}
	if _, err := c.Exec(ctx, "ask for capabilities", nil, "CAPABILITY"); err != nil {
		return err
	}
	if c.caps == nil {
		c.caps = map[string]bool{}
	}
	return nil
}

// capabilityList writes the capabilities for the session's client, which fails on a word it cannot parse.
func (c *Conn) capabilityList() string {
	words := []string{"IMAP4rev1"}
	for w := range c.caps {
		if !needsLiteral(w) && !strings.ContainsAny(w, `"\()[]{}%* `) && w != "IMAP4REV1" && w != "IMAP4REV2" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}
