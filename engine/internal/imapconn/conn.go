package imapconn

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/mail"
)

// Conn is one connection, logged in. It is used by one goroutine at a time;
// an Appender adds a reader of its own.
type Conn struct {
	config   Config
	net      *timedConn
	r        *imapwire.Reader
	w        *bufio.Writer
	raw      net.Conn // below TLS
	caps     map[string]bool
	capsSeen int // how many times the server stated them
	greet    string
	tags     int
	bye      *imapwire.Status // the server's last words
	pipe     *sessionPipe
	session  *imapclient.Client
	broken   bool // an error left answers unread: only Close is left
	nearest  time.Duration
}

// RoundTrip is the shortest time that a command's first answer took so far; 0 before there was any.
func (c *Conn) RoundTrip() time.Duration { return c.nearest }

// rebuilding are the greetings of servers that keep messages in a form of their own.
var rebuilding = [...]string{"Microsoft Exchange", "Domino IMAP4", "GroupWise"}

// Rebuilds tells, by its greeting, whether the server takes messages apart in storing them and makes them up again
// when they are read, so that their octets differ from those appended.
func (c *Conn) Rebuilds() bool {
	return slices.ContainsFunc(rebuilding[:], func(name string) bool { return strings.Contains(c.greet, name) })
}

func (c *Conn) answeredAfter(d time.Duration) {
	if c.nearest == 0 || d < c.nearest {
		c.nearest = max(d, 1)
	}
}

// Has tells whether the server advertises the capability.
func (c *Conn) Has(capability string) bool { return c.caps[capability] }

// Host is the server's name as configured.
func (c *Conn) Host() string { return c.config.Host }

// trusted is for how long a connection is taken to be alive after the server was heard of.
const trusted = 30 * time.Second

// Alive tells whether the connection can be used. One that was idle is asked: servers
// and what lies between close connections that are.
func (c *Conn) Alive(ctx context.Context) bool {
	if !c.broken && c.net.now().Sub(c.net.heard) > trusted {
		_, err := c.Exec(ctx, "look whether the connection is alive", nil, "NOOP")
		return err == nil
	}
	return !c.broken
}

// watch breaks the connection when ctx ends; stop undoes it.
func (c *Conn) watch(ctx context.Context) (stop func()) {
	cancel := context.AfterFunc(ctx, func() { c.raw.Close() })
	return func() { cancel() }
}

// take does with an answer what is done whatever command is under way.
func (c *Conn) take(res *imapwire.Response) {
	if res.Tag != "*" {
		return
	}
	switch kind, _ := res.Kind(); kind {
	case "CAPABILITY":
		c.setCapabilities(res.Words())
	case "BYE":
		st := res.Status()
		c.bye = &st
	case "OK", "PREAUTH":
		if st := res.Status(); st.Code == "CAPABILITY" {
			c.setCapabilities(strings.Fields(st.Args))
		}
	}
}

func (c *Conn) setCapabilities(words []string) {
	c.capsSeen++
	c.caps = make(map[string]bool, len(words))
	for _, w := range words {
		c.caps[strings.ToUpper(w)] = true
	}
}

// String is a command's argument that is quoted, or sent as a literal where
// it cannot be quoted.
type String string

// begin writes a command without its end. Arguments are atoms (string), or String.
func (c *Conn) begin(args ...any) (tag string, err error) {
	c.tags++
	tag = "S" + strconv.Itoa(c.tags)
	c.w.WriteString(tag)
	for _, arg := range args {
		c.w.WriteByte(' ')
		switch arg := arg.(type) {
		case string:
			c.w.WriteString(arg)
		case String:
			if err := c.string(string(arg)); err != nil {
				return tag, err
			}
		}
	}
	return tag, nil
}

func (c *Conn) string(s string) error {
	if !needsLiteral(s) {
		c.w.WriteByte('"')
		for i := range len(s) {
			if s[i] == '"' || s[i] == '\\' {
				c.w.WriteByte('\\')
			}
			c.w.WriteByte(s[i])
		}
		return c.w.WriteByte('"')
	}
	if err := c.literalStart(int64(len(s))); err != nil {
		return err
	}
	_, err := c.w.WriteString(s)
	return err
}

func needsLiteral(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return true
		}
	}
	return false
}

var errNotContinued = errors.New("the server did not ask for the literal")

// literalStart announces a literal; without LITERAL+ (RFC 7888) it waits for leave to send it.
func (c *Conn) literalStart(size int64) error {
	c.w.WriteByte('{')
	c.w.WriteString(strconv.FormatInt(size, 10))
	if c.Has("LITERAL+") || c.Has("LITERAL-") && size <= 4096 {
		_, err := c.w.WriteString("+}\r\n")
		return err
	}
	c.w.WriteString("}\r\n")
	if err := c.w.Flush(); err != nil {
		return err
	}
	for {
		res, err := c.r.Next()
		if err != nil {
			return err
		}
		switch res.Tag {
		case "+":
			return nil
		case "*":
			c.take(res)
		default:
			return &StatusError{res.Status()}
		}
	}
}

// Exec sends a command, hands each untagged answer to handle and returns at
// the tagged one. NO and BAD come as errors.
func (c *Conn) Exec(ctx context.Context, op string, handle func(*imapwire.Response) error, args ...any) (imapwire.Status, error) {
	if c.broken {
		return imapwire.Status{}, c.brokenError(ctx, op, net.ErrClosed)
	}
	defer c.watch(ctx)()
	tag, err := c.begin(args...)
	if err == nil {
		c.w.WriteString("\r\n")
		err = c.w.Flush()
	}
	if refused := (*StatusError)(nil); errors.As(err, &refused) {
		return refused.Status, c.statusError(op, refused.Status)
	}
	if err != nil {
		return imapwire.Status{}, c.fail(ctx, op, err)
	}
	return c.until(ctx, op, tag, handle)
}

// until reads to the tagged answer. Of a command that went out with this one without being waited
// for (NAMESPACE, NOOP) only that the server throttles matters: it is this one's error then.
func (c *Conn) until(ctx context.Context, op, tag string, handle func(*imapwire.Response) error) (imapwire.Status, error) {
	var slowed error
	sent := time.Now()
	for first := true; ; first = false {
		res, err := c.r.Next()
		if err != nil {
			return imapwire.Status{}, c.fail(ctx, op, err)
		}
		if first {
			c.answeredAfter(time.Since(sent))
		}
		switch {
		case res.Tag == tag:
			st := res.Status()
			if st.Code == "CAPABILITY" {
				c.setCapabilities(strings.Fields(st.Args))
			}
			if st.Kind != "OK" {
				return st, c.statusError(op, st)
			}
			return st, slowed
		case res.Tag != "*" && res.Tag != "+":
			if st := res.Status(); st.Kind != "OK" {
				if err := c.statusError(op, st); err.Class == mail.Throttled {
					slowed = err
				}
			}
		case res.Tag == "*":
			c.take(res)
			if handle == nil {
				continue
			}
			if err := handle(res); err != nil {
				return imapwire.Status{}, c.fail(ctx, op, err)
			}
		}
	}
}

// fail marks the connection as broken and classifies why.
func (c *Conn) fail(ctx context.Context, op string, err error) error {
	c.broken = true
	c.drain()
	return c.brokenError(ctx, op, err)
}

// drained is how many answers are read in search of a BYE: a server that goes on and on is not listened to.
const drained = 100

// drain looks for a BYE among what was received before a write failed.
func (c *Conn) drain() {
	for n := 0; n < drained && c.bye == nil && c.r.Buffered() > 0; n++ {
		if c.hear() != nil {
			return
		}
	}
}

// hear takes one answer of a connection that is given up.
func (c *Conn) hear() error {
	res, err := c.r.Next()
	if err != nil {
		return err
	}
	c.take(res)
	if f, _ := res.Fetch(); f.Body != nil {
		f.Body.Close()
	}
	return nil
}

// Close says LOGOUT without waiting for the answer and closes the connection.
func (c *Conn) Close() error {
	if !c.broken {
		c.broken = true
		c.w.WriteString("ZZ LOGOUT\r\n")
		c.w.Flush()
	}
	if c.session != nil {
		c.pipe.stop()
		c.session.Close()
	}
	err := c.net.Conn.Close()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// TLS is the state of the encryption, nil without any.
func (c *Conn) TLS() *tls.ConnectionState {
	t, ok := c.net.Conn.(*tls.Conn)
	if !ok {
		return nil
	}
	st := t.ConnectionState()
	return &st
}

// Protocol makes a classified error of the peer's nonsense.
func (c *Conn) Protocol(op, text string) error {
	return &mail.Error{Class: mail.Protocol, Op: op, Host: c.config.Host, Text: text}
}
