package endtoend

import (
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

	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
)

var seed = flag.Uint64("seed", 1, "what the points are drawn from at which a test kills the program")

// kills is how often one copy is killed.
const kills = 20

// TestKilledAtTwentyPoints copies more than 2,000 messages, kills the program
// 20 times on the way, each time at a point drawn from the seed,
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
	c.settings = settings(t, maildirSettings(root), c.authority)
	c.run(t, func(user string) mailcheck.Account { return readTree(t, root, user) })
}

func killIntoIMAP(t *testing.T, seed uint64) {
	c := newCopy(t, seed)
	target := servertest.Dovecot(t, servertest.Options{Users: killedUsers, Extra: escaped})
	c.settings = settings(t, imapSettings(t, target), c.authority, target.CAFile())
	c.run(t, func(user string) mailcheck.Account { return readDovecot(t, target, user) })
}

// killedUsers are those whose mail is copied.
var killedUsers = []string{"kim", "lee", "max"}

// killedCopy is one copy and its source, which decides when to kill.
type killedCopy struct {
	program, home, settings string
	authority               string // the file of the source's
	source                  *lab.Server
	port                    int
	holds                   map[string]mailcheck.Account
	total                   int

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
	c := &killedCopy{program: build(t), home: t.TempDir(), authority: filepath.Join(t.TempDir(), "ca.pem"),
		holds: make(map[string]mailcheck.Account), asked: make(map[string]bool)}
	authority, err := lab.NewAuthority("Source CA")
	must(t, err)
	config, err := authority.Issue(servertest.Host)
	must(t, err)
	write(t, c.authority, string(authority.PEM()))
	c.source = lab.NewServer(lab.ServerOptions{TLS: config})
	t.Cleanup(func() { c.source.Close() })
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go c.source.Serve(ln)
	c.port = ln.Addr().(*net.TCPAddr).Port
	for i, name := range killedUsers {
		c.source.AddAccount(name, "secret").Furnish(seed+uint64(i), 500)
		a, err := mailcheck.ReadIMAP(dial(t, c.port), mailcheck.Login{User: name, Password: "secret"})
		must(t, err)
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

// run starts the program until it has come to its end undisturbed, then
// compares. The first time it is given the batch to make; from then on any
// cmdlet of the service has it take up what the killed one left.
func (c *killedCopy) run(t *testing.T, read func(user string) mailcheck.Account) {
	list := filepath.Join(t.TempDir(), "users.csv")
	write(t, list, string(csv(c.travellers())))
	script := fmt.Sprintf("$ErrorActionPreference = 'Stop'\n"+
		"New-MigrationEndpoint -IMAP -Name IMAPEndpoint -RemoteServer %s -Port %d -Security Tls\n"+
		"New-MigrationBatch -Name IMAPBatch1 -SourceEndpoint IMAPEndpoint -CSVData ([System.IO.File]::ReadAllBytes('%s')) -AutoStart\n",
		servertest.Host, c.port, list)
	killed := 0
	for c.start(t, script) {
		killed++
		script = "Get-MigrationBatch IMAPBatch1"
	}
	t.Logf("killed when so many of %d messages were asked for: %s", c.total, strings.Join(c.said, " "))
	if killed != kills {
		t.Errorf("killed %d times, want %d", killed, kills)
	}
	for _, user := range killedUsers {
		same(t, user, c.holds[user], read(user), mailcheck.Options{})
	}
}

func (c *killedCopy) travellers() []traveller {
	var all []traveller
	for _, name := range killedUsers {
		all = append(all, traveller{login: name, password: "secret", address: name + "@contoso.edu"})
	}
	return all
}

// start runs the program once and tells whether it was killed.
func (c *killedCopy) start(t *testing.T, script string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), c.program, "-NoProfile", "-SettingsFile", c.settings, "-Command", script)
	cmd.Env = append(os.Environ(), "STAGECOACH_HOME="+c.home)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	c.mu.Lock()
	c.victim, c.now = cmd.Process, 0
	c.mu.Unlock()
	err := cmd.Wait()
	c.mu.Lock()
	c.victim = nil
	c.mu.Unlock()
	if cmd.ProcessState.Exited() && err != nil {
		t.Fatalf("the program ended with %v: %s", err, said.String())
	}
	return !cmd.ProcessState.Exited()
}
