package servertest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine/internal/imapconn"
)

// Proxy stands between a client and a real server, in plain text. It can hide
// what the server is able to do, and break connections at any event on the wire.
type Proxy struct {
	// Hide are capabilities that the client does not learn of ("UIDPLUS"). With
	// UIDPLUS its answer codes are hidden too.
	Hide []string
	// Fault decides what happens at each event, nil: nothing. It is called by one goroutine at a time.
	Fault func(Event) Action
	// Refusal is what Refuse answers: "NO [THROTTLED] later".
	Refusal string

	server   *Server
	listener net.Listener
	mu       sync.Mutex
	events   int
	conns    int
	pairs    []*pair
	change   sync.Cond // something was finished; it goes by mu
}

// Event is something about to pass through the proxy.
type Event struct {
	N          int // of all events, from 1
	Conn       int // of all connections, from 1
	FromClient bool
	Phase      Phase
	Begins     bool   // the line begins a command or an answer; otherwise it goes on after a literal
	Line       string // the line, or the one before the literal; 200 octets at most
}

// Phase is the part of the stream an event is about.
type Phase int

// A literal has three moments: before its first octet, in its middle, after its last.
const (
	Line Phase = iota
	LiteralBegin
	LiteralMiddle
	LiteralEnd
)

// Action is what is done at an event.
type Action int

// CutClient leaves the server with what was sent so far, and with its time to finish it. Bye says
// Farewell to the client in the server's name, then cuts. Refuse answers a command of the client's with the
// proxy's Refusal, and the server never hears of it; at any other event it is Pass.
const (
	Pass Action = iota
	CutBefore
	CutAfter
	CutClient
	Bye
	Refuse
)

// Farewell is what Bye says: Microsoft's throttling, with a hint of Backoff.
const Farewell = "* BYE Session invalidated - Too many requests, Suggested Backoff Time: 7000 milliseconds\r\n"

// Backoff is how long Farewell asks to wait.
const Backoff = 7 * time.Second

// Start listens until the test ends.
func (p *Proxy) Start(t testing.TB, server *Server) *Proxy {
	t.Helper()
	p.server = server
	var err error
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	p.change.L = &p.mu
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			client, err := p.listener.Accept()
			if err != nil {
				return
			}
			up, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", server.Plain))
			if err != nil {
				client.Close()
				continue
			}
			p.mu.Lock()
			p.conns++
			pair := &pair{p: p, n: p.conns, client: client, server: up.(*net.TCPConn), owed: map[string]bool{}}
			p.pairs = append(p.pairs, pair)
			p.mu.Unlock()
			wg.Go(pair.toServer)
			wg.Go(pair.fromServer)
		}
	})
	t.Cleanup(func() {
		p.listener.Close()
		p.mu.Lock()
		for _, c := range p.pairs {
			c.client.Close()
			c.server.Close()
		}
		p.mu.Unlock()
		wg.Wait()
	})
	return p
}

// Port is where the proxy listens.
func (p *Proxy) Port() int { return p.listener.Addr().(*net.TCPAddr).Port }

// Config connects through the proxy, as the administrator.
func (p *Proxy) Config(t testing.TB, user string) imapconn.Config {
	t.Helper()
	c := p.server.PlainConfig(t, user)
	c.Port = p.Port()
	return c
}

// Events is how many there were so far.
func (p *Proxy) Events() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.events
}

func (p *Proxy) at(e Event) Action {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.events++
	if e.N = p.events; p.Fault == nil {
		return Pass
	}
	return p.Fault(e)
}

// AwaitServer returns when the server has done all that it was sent over connections of these clients that are
// closed, or were cut; without an address, over all connections: their clients are to be gone then. What was sent over
// them and has not happened by then never will.
func (p *Proxy) AwaitServer(clients ...net.Addr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.pairs[:len(p.pairs):len(p.pairs)] {
		of := func(a net.Addr) bool { return a.String() == c.client.RemoteAddr().String() }
		for (len(clients) == 0 || slices.ContainsFunc(clients, of)) && !c.finished() {
			p.change.Wait()
		}
	}
}

type pair struct {
	p        *Proxy
	n        int
	client   net.Conn
	server   *net.TCPConn
	toClient sync.Mutex // held from an answer's first line to its last

	// Of these p.mu is held.
	owed map[string]bool // tags of commands that the server was sent whole, and has not answered
	left bool            // the client is cut off, and the server does not know it
	over bool            // the server has ended the session
}

// finished tells whether the server has nothing more to do. p.mu is held.
func (c *pair) finished() bool { return c.over || c.left && len(c.owed) == 0 }

// note changes what is known of the pair.
func (c *pair) note(change func()) {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	change()
	c.p.change.Broadcast()
}

// answered notes the line where it is a command's answer.
func (c *pair) answered(line string) {
	tag, _, _ := strings.Cut(line, " ")
	c.note(func() { delete(c.owed, tag) })
}

// toServer forwards what the client says. When it ends, the server hears that nothing more comes, and can finish what
// it was sent.
func (c *pair) toServer() {
	c.pump(bufio.NewReader(c.client), c.server, true)
	c.hangUp()
}

// hangUp says to the server that nothing more comes, unless it is not to know.
func (c *pair) hangUp() {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if !c.left {
		c.server.CloseWrite()
	}
}

// fromServer forwards what the server says; what it says after the client has gone is read, too, to its end.
func (c *pair) fromServer() {
	r := bufio.NewReader(c.server)
	c.pump(r, c.client, false)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		c.answered(line)
	}
	c.client.Close()
	c.server.Close()
	c.note(func() { c.over = true })
}

// pump forwards one direction, line by line and literal by literal.
func (c *pair) pump(r *bufio.Reader, to net.Conn, fromClient bool) {
	inside := false // of an answer that goes on after a literal
	defer func() {
		if inside {
			c.toClient.Unlock()
		}
	}()
	begun := true // the next line begins a command
	tag := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		if fromClient && begun {
			tag = ""
			if isCommand(line) {
				tag, _, _ = strings.Cut(line, " ")
			}
		}
		if !fromClient {
			c.answered(line)
		}
		if !fromClient && !inside {
			c.toClient.Lock()
			inside = true
		}
		event := Event{Conn: c.n, FromClient: fromClient, Begins: begun, Line: line[:min(len(line), 200)]}
		if !fromClient {
			line = c.p.hide(line)
		}
		forward := func() error { _, err := io.WriteString(to, line); return err }
		action := c.p.at(event)
		if action == Refuse && fromClient && begun {
			if c.refuse(line, r) != nil {
				return
			}
			continue
		}
		size, _, is := literalOf(strings.TrimRight(line, "\r\n"))
		if fromClient && tag != "" && !is {
			c.note(func() { c.owed[tag] = true })
		}
		if !c.do(action, event, forward) {
			return
		}
		begun = !is
		if !is || !fromClient && isStatus(line) {
			begun = true
			if inside {
				c.toClient.Unlock()
				inside = false
			}
			continue
		}
		half := func() error { _, err := io.CopyN(to, r, int64(size/2)); return err }
		rest := func() error { _, err := io.CopyN(to, r, int64(size-size/2)); return err }
		nothing := func() error { return nil }
		if !c.step(event, LiteralBegin, half) || !c.step(event, LiteralMiddle, rest) || !c.step(event, LiteralEnd, nothing) {
			return
		}
	}
}

// step asks what to do at an event, and does it; false ends the direction.
func (c *pair) step(e Event, phase Phase, forward func() error) bool {
	e.Phase = phase
	return c.do(c.p.at(e), e, forward)
}

// do does an action; false ends the direction.
func (c *pair) do(action Action, e Event, forward func() error) bool {
	switch action {
	case Bye:
		if e.FromClient {
			c.toClient.Lock()
			defer c.toClient.Unlock()
		}
		if e.FromClient || e.Phase == Line && e.Begins { // within an answer's literal nothing can be said
			io.WriteString(c.client, Farewell)
		}
		c.client.Close()
		c.hangUp()
		return false
	case CutBefore:
		c.client.Close()
		c.hangUp()
		return false
	case CutAfter:
		forward()
		c.client.Close()
		c.hangUp()
		return false
	case CutClient:
		c.note(func() { c.left = true })
		if e.FromClient {
			forward()
		}
		c.client.Close()
		return false
	}
	return forward() == nil
}

// refuse reads a command to its end and answers it. What waits for leave to send a literal is not asked for it.
func (c *pair) refuse(line string, r *bufio.Reader) error {
	tag, _, _ := strings.Cut(line, " ")
	for {
		size, waits, is := literalOf(strings.TrimRight(line, "\r\n"))
		if !is || waits {
			break
		}
		if _, err := r.Discard(size); err != nil {
			return err
		}
		var err error
		if line, err = r.ReadString('\n'); err != nil {
			return err
		}
	}
	c.toClient.Lock()
	defer c.toClient.Unlock()
	_, err := io.WriteString(c.client, tag+" "+c.p.Refusal+"\r\n")
	return err
}

// isCommand tells a line that begins a command from what is said within one.
func isCommand(line string) bool {
	tag, command, found := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
	return found && tag != "" && command != ""
}

func isStatus(line string) bool {
	_, rest, _ := strings.Cut(line, " ")
	word, _, _ := strings.Cut(rest, " ")
	return word == "OK" || word == "NO" || word == "BAD" || word == "BYE"
}

// hide takes what is hidden out of a line of the server's.
func (p *Proxy) hide(line string) string {
	for _, capability := range p.Hide {
		if strings.Contains(line, "CAPABILITY") {
			for _, end := range []string{" ", "]", "\r\n"} {
				line = strings.ReplaceAll(line, " "+capability+end, end)
			}
		}
		if capability == "UIDPLUS" {
			for _, code := range []string{"[APPENDUID ", "[COPYUID "} {
				if before, after, found := strings.Cut(line, code); found && isStatus(line) {
					_, after, _ = strings.Cut(after, "] ")
					line = before + after
				}
			}
		}
	}
	return line
}

// Locked runs f while no Fault is decided on.
func (p *Proxy) Locked(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}
