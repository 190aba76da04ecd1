package endtoend

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

var seed = flag.Uint64("seed", 1, "what the points are drawn from at which a test kills the program")

// kills is how often one copy is killed.
const kills = 20

// order is what the killed process is to do; it comes to it as JSON.
type order struct {
	Home, CA          string
	Target            migration.TargetSpec
	TargetPassword    string
	Maildir           engine.MaildirOptions
	SourcePort        int
	Logins, Addresses []string
	Password          string
}

// orderVariable carries the order. Its presence makes the test binary the
// process that is killed, instead of the one that tests.
const orderVariable = "STAGECOACH_ENDTOEND_ORDER"

func TestMain(m *testing.M) {
	text := os.Getenv(orderVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	if err := obey(text); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("done")
}

// TestKilledAtTwentyPoints copies more than 2,000 messages, kills the process
// that copies 20 times on the way, each time at a point drawn from the seed,
// starts it again, and looks for what is lost or doubled. The long run does so
// for ten seeds.
func TestKilledAtTwentyPoints(t *testing.T) {
	seeds := []uint64{*seed}
	for i := uint64(1); i < 10 && os.Getenv("STAGECOACH_FULL") != ""; i++ {
		seeds = append(seeds, *seed+i)
	}
	for _, s := range seeds {
		t.Run(fmt.Sprintf("Maildir, seed %d", s), func(t *testing.T) { killIntoMaildir(t, s) })
		t.Run(fmt.Sprintf("IMAP, seed %d", s), func(t *testing.T) { killIntoIMAP(t, s) })
	}
}

func killIntoMaildir(t *testing.T, seed uint64) {
	root := mailRoot(t)
	c := newCopy(t, seed)
	c.order.Target = migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}
	c.run(t, func(user string) mailcheck.Account { return readTree(t, root, user) })
}

func killIntoIMAP(t *testing.T, seed uint64) {
	c := newCopy(t, seed)
	target := servertest.Dovecot(t, servertest.Options{Users: c.order.Logins, Extra: escaped})
	c.trust(t, target)
	c.order.Target = dovecotTarget(target)
	c.order.TargetPassword = servertest.MasterPassword
	c.run(t, func(user string) mailcheck.Account { return readDovecot(t, target, user) })
}

// killedCopy is one copy and its source, which decides when to kill.
type killedCopy struct {
	order  order
	source *lab.Server
	holds  map[string]mailcheck.Account
	total  int

	mu     sync.Mutex
	points []point
	victim *os.Process
	asked  map[string]bool // messages of which the source was asked for, by any process
	now    int             // how many the present process has asked for
	said   []string        // where it was killed, for the log
}

// point is when to kill: once the source has been asked for so many messages
// by all processes, for so many by the present one, and a moment later.
type point struct {
	messages, now int
	moment        time.Duration
}

// newCopy serves three users' mail on loopback and draws the points.
func newCopy(t *testing.T, seed uint64) *killedCopy {
	t.Helper()
	c := &killedCopy{holds: make(map[string]mailcheck.Account), asked: make(map[string]bool)}
	authority, err := lab.NewAuthority("Source CA")
	if err != nil {
		t.Fatal(err)
	}
	config, err := authority.Issue(servertest.Host)
	if err != nil {
		t.Fatal(err)
	}
	c.source = lab.NewServer(lab.ServerOptions{TLS: config})
	t.Cleanup(func() { c.source.Close() })
	c.order = order{Home: t.TempDir(), CA: filepath.Join(t.TempDir(), "ca.pem"), Maildir: ownedByMail(), Password: "secret"}
	if err := os.WriteFile(c.order.CA, authority.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go c.source.Serve(ln)
	c.order.SourcePort = ln.Addr().(*net.TCPAddr).Port
	for i, name := range []string{"kim", "lee", "max"} {
		c.source.AddAccount(name, c.order.Password).Furnish(seed+uint64(i), 500)
		c.order.Logins = append(c.order.Logins, name)
		c.order.Addresses = append(c.order.Addresses, name+"@contoso.edu")
		a, err := mailcheck.ReadIMAP(dial(t, c.order.SourcePort), mailcheck.Login{User: name, Password: c.order.Password})
		if err != nil {
			t.Fatal(err)
		}
		c.holds[name] = a
		c.total += a.Count()
	}
	if c.total < 2000 {
		t.Fatalf("only %d messages", c.total)
	}
	c.draw(seed)
	c.source.SetHook(c.watch)
	return c
}

// trust adds a server's authority to the file of those the killed process trusts.
func (c *killedCopy) trust(t *testing.T, s *servertest.Server) {
	t.Helper()
	more, err := os.ReadFile(s.CAFile())
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(c.order.CA)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.order.CA, slices.Concat(have, more), 0o600); err != nil {
		t.Fatal(err)
	}
}

// draw chooses the points, in the order in which they come, none so late that
// a process could be done before.
func (c *killedCopy) draw(seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	for range kills {
		c.points = append(c.points, point{1 + r.IntN(c.total*8/10), 1 + r.IntN(50), time.Duration(r.IntN(15_000)) * time.Microsecond})
	}
	slices.SortFunc(c.points, func(a, b point) int { return a.messages - b.messages })
}

// watch is the source's hook: it kills when a point is reached.
func (c *killedCopy) watch(e lab.Event) lab.Action {
	if e.Op != lab.OpMessage {
		return lab.Action{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[fmt.Sprint(e.User, e.Mailbox, e.UID)] = true
	c.now++
	if c.victim == nil || len(c.points) == 0 || len(c.asked) < c.points[0].messages || c.now < c.points[0].now {
		return lab.Action{}
	}
	victim, moment := c.victim, c.points[0].moment
	c.victim, c.points = nil, c.points[1:]
	c.said = append(c.said, fmt.Sprintf("%d+%v", len(c.asked), moment))
	time.AfterFunc(moment, func() { victim.Kill() })
	return lab.Action{}
}

// run starts the process until it has come to its end undisturbed, then compares.
func (c *killedCopy) run(t *testing.T, read func(user string) mailcheck.Account) {
	killed := 0
	for c.start(t) {
		killed++
	}
	t.Logf("killed when so many of %d messages were asked for: %s", c.total, strings.Join(c.said, " "))
	if killed != kills {
		t.Errorf("killed %d times, want %d", killed, kills)
	}
	for i, user := range c.order.Logins {
		same(t, c.order.Addresses[i], c.holds[user], read(user), mailcheck.Options{})
	}
}

// start runs the process once and tells whether it was killed.
func (c *killedCopy) start(t *testing.T) bool {
	t.Helper()
	text, err := json.Marshal(c.order)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), orderVariable+"="+string(text))
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.victim, c.now = cmd.Process, 0
	c.mu.Unlock()
	err = cmd.Wait()
	c.mu.Lock()
	c.victim = nil
	c.mu.Unlock()
	if cmd.ProcessState.Exited() && err != nil {
		t.Fatalf("the process ended with %v: %s", err, said.String())
	}
	return !cmd.ProcessState.Exited()
}
