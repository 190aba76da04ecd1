package endtoend

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// The sweep: between two real servers a proxy does something at one event on the wire, a line or the
// beginning, the middle or the end of a literal, at each in turn. After the migration has come to its end
// nothing may be lost and nothing doubled. CI does it at points drawn from the seed, the long run at all.

// sampled is how many points of each sweep CI tries.
const sampled = 1

// hidden are what the proxy keeps from the client.
var hidden = [][]string{nil, {"UIDPLUS"}, {"MULTIAPPEND"}, {"UIDPLUS", "MULTIAPPEND"}, {"UIDPLUS", "MULTIAPPEND", "LITERAL+"}}

// mischief is what is done at an event.
type mischief struct {
	name    string
	action  servertest.Action
	refusal string
	hint    time.Duration // the least that must be waited
}

var mischiefs = []mischief{
	{"cut before", servertest.CutBefore, "", 0},
	{"cut after", servertest.CutAfter, "", 0},
	{"client cut, server goes on", servertest.CutClient, "", 0},
	{"BYE with a hint", servertest.Bye, "", servertest.Backoff},
	{"NO [THROTTLED]", servertest.Refuse, "NO [THROTTLED] slow down, retry after 6 s", 6 * time.Second},
	{"NO [UNAVAILABLE]", servertest.Refuse, "NO [UNAVAILABLE] try again later", time.Second},
	{"NO [LIMIT]", servertest.Refuse, "NO [LIMIT] too much", time.Second},
	{"BAD with Microsoft's hint", servertest.Refuse, "BAD Request is throttled. Suggested Backoff Time: 7000 milliseconds", 7 * time.Second},
}

// wire is what is swept: one side, what the client does not learn that the target can, and over how many lanes
// folders are copied.
type wire struct {
	source bool
	hide   []string
	lanes  int
}

func (w wire) String() string { return fmt.Sprintf("without %v, %d lanes", w.hide, w.lanes) }

// sweeper is the two servers, and target users that are used once.
type sweeper struct {
	source, target *servertest.Server
	holds          mailcheck.Account
	users          []string
	next           atomic.Int64
}

const swept = "terry"

func newSweeper(t *testing.T, points int) *sweeper {
	t.Helper()
	s := &sweeper{users: make([]string, points)}
	for i := range s.users {
		s.users[i] = fmt.Sprintf("u%d", i)
	}
	s.source = servertest.Dovecot(t, servertest.Options{Users: []string{swept}, Extra: escaped})
	s.target = servertest.Dovecot(t, servertest.Options{Users: s.users, Extra: escaped})
	date := time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC)
	letter := func(subject string, flags ...string) servertest.Message {
		return servertest.Message{Raw: "Message-ID: <" + subject + "@example.com>\r\nSubject: " + subject + "\r\n\r\n" + strings.Repeat("text\r\n", 20),
			Flags: flags, Date: date}
	}
	s.source.Fill(t, swept, []servertest.Mailbox{
		{Name: mail.Inbox, Messages: []servertest.Message{letter("one"), letter("two", `\Seen`), letter("twin"), letter("twin"),
			{Raw: "Subject: nameless\r\n\r\nx\r\n", Date: date}, {Raw: "Subject: nameless\r\n\r\ny\r\n", Date: date}}},
		{Name: mail.Name{"Work"}, Messages: []servertest.Message{letter("three", "$Label"), letter("twin")}},
	})
	s.holds = readDovecot(t, s.source, swept)
	return s
}

func (s *sweeper) user(t *testing.T) string {
	t.Helper()
	n := int(s.next.Add(1)) - 1
	if n >= len(s.users) {
		t.Fatalf("more than %d points", len(s.users))
	}
	return s.users[n]
}

// hasty is a clock on which waits are short; it remembers how long they were meant to be. None is over before the
// servers have done what they were sent over connections that are closed: that is what some of the waits are for.
type hasty struct {
	clock.System
	quiet   func()
	mu      sync.Mutex
	longest time.Duration
}

func (c *hasty) After(d time.Duration) (<-chan time.Time, func()) {
	if d > time.Minute {
		return c.System.After(d)
	}
	c.mu.Lock()
	c.longest = max(c.longest, d)
	c.mu.Unlock()
	short, stop := c.System.After(min(d, 50*time.Millisecond))
	over, given := make(chan time.Time, 1), make(chan struct{})
	go func() {
		select {
		case at := <-short:
			c.quiet()
			over <- at
		case <-given:
		}
	}()
	return over, sync.OnceFunc(func() { stop(); close(given) })
}

// mostLong is the longest wait that was asked for.
func (c *hasty) mostLong() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.longest
}

// noting is a network that knows which of its connections were closed.
type noting struct {
	network.Network
	mu     sync.Mutex
	closed []net.Addr
}

func (n *noting) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	conn, err := n.Network.DialContext(ctx, kind, address)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	n.closed = slices.DeleteFunc(n.closed, func(a net.Addr) bool { return a.String() == conn.LocalAddr().String() }) // its port is given again
	n.mu.Unlock()
	return &noted{conn, n}, nil
}

// quiet waits until the servers behind the proxies have done what came over the closed connections.
func (n *noting) quiet(proxies ...*servertest.Proxy) {
	n.mu.Lock()
	closed := slices.Clone(n.closed)
	n.mu.Unlock()
	for _, p := range proxies {
		if len(closed) > 0 {
			p.AwaitServer(closed...)
		}
	}
}

type noted struct {
	net.Conn
	n *noting
}

func (c *noted) Close() error {
	c.n.mu.Lock()
	c.n.closed = append(c.n.closed, c.LocalAddr())
	c.n.mu.Unlock()
	return c.Conn.Close()
}

// once has a proxy do a mischief at one event.
type once struct {
	at   int // 0: never
	m    mischief
	n    int
	did  bool
	what servertest.Event
}

func (o *once) fault(e servertest.Event) servertest.Action {
	if o.m.action == servertest.Refuse && (!e.FromClient || e.Phase != servertest.Line || !isCommand(e.Line)) {
		return servertest.Pass
	}
	if o.n++; o.n != o.at {
		return servertest.Pass
	}
	o.did, o.what = true, e
	return o.m.action
}

// leaving tells what is said at the end of a session: nobody waits for that.
func leaving(line string) bool {
	line = strings.ToUpper(line)
	return strings.Contains(line, "LOGOUT") || strings.Contains(line, "LOGGING OUT")
}

// ahead tells what may befall a connection that was made before anybody needed it: the pass may be over by then.
func ahead(e servertest.Event) bool {
	return e.Conn > 2 && (strings.Contains(e.Line, " LOGIN ") || strings.Contains(e.Line, "OK [CAPABILITY"))
}

// isCommand tells a command's first line, LOGOUT left aside: nobody waits for its answer.
func isCommand(line string) bool {
	tag, command, found := strings.Cut(line, " ")
	return found && tag != "" && command != "" && !strings.HasPrefix(tag, "(") && !strings.Contains(line, "LOGOUT")
}

// try migrates with the mischief at the at-th event of one side, as a test of its own: the engine ends with it. It
// returns how many events there were, and whether it came to the mischief.
func (s *sweeper) try(t *testing.T, w wire, m mischief, at int) (events int, did bool) {
	t.Helper()
	t.Run(fmt.Sprint(at), func(t *testing.T) { events, did = s.once(t, w, m, at) })
	return events, did
}

func (s *sweeper) once(t *testing.T, w wire, m mischief, at int) (events int, did bool) {
	t.Helper()
	user := s.user(t)
	o := &once{at: at, m: m}
	proxy := &servertest.Proxy{Hide: w.hide, Fault: o.fault, Refusal: m.refusal}
	other := &servertest.Proxy{}
	var from, to int
	if w.source {
		from, to = proxy.Start(t, s.source).Port(), other.Start(t, s.target).Port()
	} else {
		from, to = other.Start(t, s.source).Port(), proxy.Start(t, s.target).Port()
	}
	target := dovecotTarget(s.target)
	target.Port, target.Security = to, migration.SecurityNone
	conns := &noting{Network: trusting(t, s.source, s.target)}
	waits := &hasty{quiet: func() { conns.quiet(proxy, other) }}
	e := open(t, engine.Config{Ephemeral: true, Network: conns, Target: target,
		TargetPassword: servertest.MasterPassword, Clock: waits, Lanes: w.lanes})
	endpoint := engine.EndpointSpec{RemoteServer: servertest.Host, Port: from, Security: migration.SecurityNone}
	proxy.Locked(func() { o.at = 0 }) // the endpoint's own test connection is not what is swept
	endpoint.Name, endpoint.Type = endpointName, migration.TypeIMAP
	if _, err := e.Endpoints.New(t.Context(), endpoint); err != nil {
		t.Fatal(err)
	}
	proxy.Locked(func() { o.at, o.n = at, 0 })
	leaver := traveller{login: swept, password: servertest.Password(swept), address: user + "@contoso.edu"}
	if _, err := e.Recipients.NewMailbox(t.Context(), engine.MailboxSpec{Name: user, PrimarySMTPAddress: leaver.address}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Batches.New(t.Context(), engine.BatchSpec{Name: batchName, SourceEndpoint: endpointName, CSV: csv([]traveller{leaver}), AutoStart: true}); err != nil {
		t.Fatal(err)
	}
	waitSynced(t, e)
	var what servertest.Event
	proxy.Locked(func() { events, did, what = o.n, o.did, o.what })
	if found := mailcheck.Compare(s.holds, readDovecot(t, s.target, user), mailcheck.Options{}); len(found) > 0 {
		t.Errorf("%v, %s at %d (%+v): %s", w, m.name, at, what, strings.Join(found, "; "))
	}
	if did && m.hint > 0 && !leaving(what.Line) && !ahead(what) && waits.mostLong() < m.hint && (what.FromClient || what.Phase == servertest.Line && what.Begins) {
		t.Errorf("%v, %s at %d (%+v): waited %v at most, asked for %v", w, m.name, at, what, waits.mostLong(), m.hint)
	}
	return events, did
}

// TestSweepOfTheTargetsWire tries every mischief at every event between the program and the target.
func TestSweepOfTheTargetsWire(t *testing.T) {
	s := newSweeper(t, 18_000)
	var total atomic.Int64
	t.Run("all", func(t *testing.T) {
		for _, hide := range hidden {
			for _, m := range mischiefs {
				for _, lanes := range manyLanes() {
					w := wire{hide: hide, lanes: lanes}
					t.Run(fmt.Sprintf("%v, %s", w, m.name), func(t *testing.T) {
						t.Parallel()
						n := s.sweep(t, w, m)
						total.Add(int64(n))
						t.Logf("%d points: 0 lost, 0 doubled", n)
					})
				}
			}
		}
	})
	t.Logf("%d points on the target's wire", total.Load())
}

// TestSweepOfTheSourcesWire does so between the source and the program.
func TestSweepOfTheSourcesWire(t *testing.T) {
	s := newSweeper(t, 6000)
	var total atomic.Int64
	t.Run("all", func(t *testing.T) {
		for _, m := range append(mischiefs[:len(mischiefs):len(mischiefs)],
			mischief{"NO [OVERQUOTA]", servertest.Refuse, "NO [OVERQUOTA] Account exceeded command or bandwidth limits.", time.Second}) {
			for _, lanes := range manyLanes() {
				t.Run(fmt.Sprintf("%s, %d lanes", m.name, lanes), func(t *testing.T) {
					t.Parallel()
					n := s.sweep(t, wire{source: true, lanes: lanes}, m)
					total.Add(int64(n))
					t.Logf("%d points: 0 lost, 0 doubled", n)
				})
			}
		}
	})
	t.Logf("%d points on the source's wire", total.Load())
}

// manyLanes are those to sweep: both numbers, or, in CI, one drawn from the seed.
func manyLanes() []int {
	if os.Getenv("STAGECOACH_FULL") == "" {
		return []int{1 + int(*seed%2)}
	}
	return []int{1, 2}
}

// sweep tries a mischief at every event, or at some drawn from the seed.
func (s *sweeper) sweep(t *testing.T, w wire, m mischief) (points int) {
	t.Helper()
	if os.Getenv("STAGECOACH_FULL") == "" {
		events, _ := s.try(t, w, m, 0)
		if events < 2 {
			t.Fatalf("%d events without a mischief", events)
		}
		r := rand.New(rand.NewPCG(*seed, uint64(len(t.Name()))))
		for range sampled {
			if _, did := s.try(t, w, m, 1+r.IntN(events*9/10)); did {
				points++
			}
		}
		return points
	}
	for at := 1; ; at++ {
		if _, did := s.try(t, w, m, at); !did {
			return points
		}
		points++
	}
}
