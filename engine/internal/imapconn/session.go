package imapconn

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	imap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/mail"
)

// sessionPipe is the connection as go-imap's client sees it. The client's
// goroutine reads from the real connection only while a command of its own is
// unanswered, and gets the continuation requests and the tagged answer, in a
// form it understands; all else is the wire layer's. So a server's odd
// answers cannot break the session, and bulk commands can use the same connection.
type sessionPipe struct {
	c       *Conn
	mu      sync.Mutex
	turn    sync.Cond
	owed    bool   // a command was written and its tagged answer not yet read
	out     []byte // for the client to read
	reading bool   // the client's goroutine is at the connection's answers
	unsent  bool   // a write failed
	stopped bool
	err     error           // what broke the connection during the session's turn
	status  imapwire.Status // of the last tagged answer
}

func (c *Conn) startSession(preauth bool) {
	p := &sessionPipe{c: c}
	p.turn.L = &p.mu
	kind := "OK"
	if preauth {
		kind = "PREAUTH"
	}
	p.out = []byte("* " + kind + " [CAPABILITY " + c.capabilityList() + "] ready\r\n")
	c.pipe, c.session = p, imapclient.New(p, nil)
}

// Session runs one command of go-imap's client. A refusal comes classified.
func (c *Conn) Session(ctx context.Context, op string, command func(*imapclient.Client) error) error {
	if c.broken {
		return c.brokenError(ctx, op, net.ErrClosed)
	}
	defer c.watch(ctx)()
	if err := c.session.WaitGreeting(); err != nil {
		return c.sessionFailed(ctx, op, err)
	}
	sent := time.Now()
	err := command(c.session)
	c.answeredAfter(time.Since(sent))
	p := c.pipe
	p.mu.Lock()
	broken, status, owed := p.err, p.status, p.owed
	p.mu.Unlock()
	var refused *imap.Error
	switch {
	case broken != nil:
		return c.sessionFailed(ctx, op, broken)
	case errors.As(err, &refused):
		return c.statusError(op, status)
	case err != nil || owed:
		return c.sessionFailed(ctx, op, errors.Join(err, errUnanswered(owed)))
	}
	return nil
}

// sessionFailed is fail for a command of the client's, whose goroutine may still be waiting for the answer.
func (c *Conn) sessionFailed(ctx context.Context, op string, err error) error {
	c.pipe.silence()
	return c.fail(ctx, op, err)
}

// silence ends the client's reading: what the server says is the connection's alone to read afterwards. Where a write
// failed, the server may have said why.
func (p *sessionPipe) silence() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	p.turn.Broadcast()
	within := time.Duration(0)
	if p.unsent {
		within = lastWordsTimeout
	}
	p.c.net.lastWords(within)
	for p.reading {
		p.turn.Wait()
	}
	for n := 0; n < drained && p.unsent && p.err == nil && p.c.bye == nil; n++ {
		p.err = p.c.hear()
	}
}

func errUnanswered(owed bool) error {
	if owed {
		return errors.New("the command ended without its answer")
	}
	return nil
}

// Read gives the client what it waits for.
func (p *sessionPipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.out) == 0 {
		if p.stopped || p.err != nil {
			return 0, io.EOF
		}
		if !p.owed {
			p.turn.Wait()
			continue
		}
		p.reading = true
		p.mu.Unlock()
		res, err := p.c.r.Next()
		p.mu.Lock()
		p.reading = false
		p.turn.Broadcast()
		if err != nil {
			p.err = err
			return 0, io.EOF
		}
		p.forward(res)
	}
	n := copy(b, p.out)
	p.out = p.out[n:]
	return n, nil
}

// forward translates one answer for the client. p.mu is held.
func (p *sessionPipe) forward(res *imapwire.Response) {
	switch res.Tag {
	case "*":
		p.c.take(res)
	case "+":
		p.out = append(p.out, "+ "+res.Text()+"\r\n"...)
	default:
		st := res.Status()
		p.status, p.owed = st, false
		if st.Code == "CAPABILITY" {
			p.c.setCapabilities(strings.Fields(st.Args))
		}
		text := st.Text
		if text == "" {
			text = "done"
		}
		if st.Kind == "OK" { // without it the client would ask by itself, out of turn
			text = "[CAPABILITY " + p.c.capabilityList() + "] " + text
		}
		p.out = append(p.out, res.Tag+" "+st.Kind+" "+text+"\r\n"...)
	}
}

// Write passes on what the client sends, at once. An empty step of a log-in is an empty line;
// the client writes it as "=", which stands for nothing in a first response alone (RFC 4959 3).
func (p *sessionPipe) Write(b []byte) (int, error) {
	if string(b) == "=\r\n" {
		_, err := p.Write([]byte("\r\n"))
		return len(b), err
	}
	p.mu.Lock()
	p.owed = true
	p.turn.Broadcast()
	p.mu.Unlock()
	n, err := p.c.w.Write(b)
	if err == nil {
		err = p.c.w.Flush()
	}
	if err != nil {
		p.mu.Lock()
		p.unsent = true
		p.mu.Unlock()
	}
	return n, err
}

func (p *sessionPipe) stop() {
	p.mu.Lock()
	p.stopped = true
	p.turn.Broadcast()
	p.mu.Unlock()
	p.c.net.Conn.Close() // a reader that waits for an answer wakes up
}

// Close is called by the client when its reader ends.
func (p *sessionPipe) Close() error {
	p.mu.Lock()
	p.stopped = true
	p.turn.Broadcast()
	p.mu.Unlock()
	return nil
}

// The wire layer's watchdog knows the deadlines; the client's own are not used.
func (p *sessionPipe) LocalAddr() net.Addr              { return p.c.net.LocalAddr() }
func (p *sessionPipe) RemoteAddr() net.Addr             { return p.c.net.RemoteAddr() }
func (p *sessionPipe) SetDeadline(time.Time) error      { return nil }
func (p *sessionPipe) SetReadDeadline(time.Time) error  { return nil }
func (p *sessionPipe) SetWriteDeadline(time.Time) error { return nil }

// Create makes a mailbox, with a role where the server can give one. name is in
// UTF-8, its levels joined by the server's delimiter. existed is true where the server says that it
// is there already.
func (c *Conn) Create(ctx context.Context, name string, use mail.SpecialUse) (existed bool, err error) {
	options := &imap.CreateOptions{}
	if use != "" && c.Has("CREATE-SPECIAL-USE") {
		options.SpecialUse = []imap.MailboxAttr{imap.MailboxAttr(use)}
	}
	err = c.Session(ctx, "create mailbox", func(s *imapclient.Client) error { return s.Create(name, options).Wait() })
	if refused := (*StatusError)(nil); errors.As(err, &refused) {
		if refused.Code == "ALREADYEXISTS" || alreadyExists().MatchString(refused.Text) {
			return true, nil
		}
		if len(options.SpecialUse) > 0 { // RFC 6154 3: NO [USEATTR] and the like
			return c.Create(ctx, name, "")
		}
	}
	return false, err
}

var alreadyExists = pattern(`(?i)already exists|mailbox exists|duplicate`)

// SubscribeWire adds a mailbox, named as the server lists it, to the account's subscriptions.
func (c *Conn) SubscribeWire(ctx context.Context, wire string) error {
	if mutf7.Canonical(wire) {
		return c.Session(ctx, opSubscribe, func(s *imapclient.Client) error { return s.Subscribe(mutf7.Decode(wire)).Wait() })
	}
	_, err := c.Exec(ctx, opSubscribe, nil, "SUBSCRIBE", String(wire))
	return err
}

const opSubscribe = "subscribe"

// Rename moves a mailbox; both names are as on the wire.
func (c *Conn) Rename(ctx context.Context, from, to string) error {
	_, err := c.Exec(ctx, "rename mailbox", nil, "RENAME", String(from), String(to))
	return err
}
