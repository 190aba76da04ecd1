package endtoend

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
)

// armed is the program with its fault points, built once.
var armed = sync.OnceValues(func() (string, error) {
	dir := filepath.Dir(programIn(built.dir))
	file := filepath.Join(dir, "armed")
	out, err := exec.Command("go", "build", "-tags", "faultpoints", "-o", file, "stagecoach/cmd/stagecoach").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// death is a program that dies at one point, and is then started again.
type death struct {
	s        *sweeper
	program  string
	settings string
	home     string
	user     string
}

func (s *sweeper) death(t *testing.T, target string, user string) *death {
	t.Helper()
	build(t)
	program, err := armed()
	must(t, err)
	return &death{s: s, program: program, settings: settings(t, target, s.source.CAFile(), s.target.CAFile()), home: t.TempDir(), user: user}
}

// script is what the first program is given; it makes the batch.
func (d *death) script(t *testing.T) string {
	list := filepath.Join(t.TempDir(), "users.csv")
	write(t, list, string(csv([]traveller{{login: swept, password: servertest.Password(swept), address: d.user + "@contoso.edu"}})))
	return fmt.Sprintf("$ErrorActionPreference = 'Stop'\nNew-MigrationEndpoint -IMAP -Name IMAPEndpoint -RemoteServer %s -Port %d -Security Tls\n"+
		"New-MigrationBatch -Name IMAPBatch1 -SourceEndpoint IMAPEndpoint -CSVData ([System.IO.File]::ReadAllBytes('%s')) -AutoStart\n",
		servertest.Host, d.s.source.Plain, list)
}

// start runs the program and tells whether it was killed. begun gets its process.
func (d *death) start(t *testing.T, script string, begun func(*os.Process), env ...string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), d.program, "-NoProfile", "-SettingsFile", d.settings, "-Command", script)
	cmd.Env = append(append(os.Environ(), "STAGECOACH_HOME="+d.home), env...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	if begun != nil {
		begun(cmd.Process)
	}
	if err := cmd.Wait(); cmd.ProcessState.Exited() && err != nil {
		t.Fatalf("the program ended with %v: %s", err, said.String())
	}
	return !cmd.ProcessState.Exited()
}

// again starts it anew, to the end.
func (d *death) again(t *testing.T) {
	t.Helper()
	if d.start(t, "Get-MigrationBatch IMAPBatch1", nil) {
		t.Error("killed where nobody kills")
	}
}

// points runs undisturbed and lists the fault points passed.
func (d *death) points(t *testing.T) (passed []string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	d.start(t, d.script(t), nil, "STAGECOACH_FAULT_LOG="+log)
	f, err := os.Open(log)
	must(t, err)
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		passed = append(passed, lines.Text())
	}
	return passed
}

// TestKilledAtEveryFaultPoint kills the real program, as kill -9 does, at every point that its journal passes, and
// before and after every write of it among them.
func TestKilledAtEveryFaultPoint(t *testing.T) {
	s := newSweeper(t, 400)
	for _, kind := range []string{"Maildir", "IMAP"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			root := mailRoot(t)
			target := func() string {
				if kind == "Maildir" {
					return maildirSettings(root)
				}
				return imapSettings(t, s.target)
			}
			read := func(user string) mailcheck.Account {
				if kind == "Maildir" {
					return readTree(t, root, user)
				}
				return readDovecot(t, s.target, user)
			}
			passed := s.death(t, target(), s.user(t)).points(t)
			for _, point := range []string{fault.BeforeIntent, fault.AfterIntent, fault.BeforeCheckpoint, fault.AfterCheckpoint, fault.AfterUserDone} {
				if !strings.Contains(strings.Join(passed, "\n"), point) {
					t.Errorf("never passed %q", point)
				}
			}
			killed := 0
			for _, at := range drawn(len(passed), 2) {
				d := s.death(t, target(), s.user(t))
				if d.start(t, d.script(t), nil, fmt.Sprintf("STAGECOACH_FAULT=%d", at)) {
					killed++
				}
				d.again(t)
				same(t, fmt.Sprintf("killed %s (%d)", passed[at-1], at), s.holds, read(d.user), mailcheck.Options{})
			}
			if killed == 0 {
				t.Error("never killed")
			}
			t.Logf("killed at %d of %d points: 0 lost, 0 doubled", killed, len(passed))
		})
	}
}

// drawn are all numbers from 1 to n, or, in CI, some drawn from the seed.
func drawn(n, sample int) (out []int) {
	r := rand.New(rand.NewPCG(*seed, uint64(n)))
	for i := range n {
		out = append(out, i+1)
	}
	if os.Getenv("STAGECOACH_FULL") == "" {
		r.Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
		out = out[:min(n, sample)]
	}
	return out
}

// TestKilledAtEveryEventOnTheWire kills the real program at events between it and the target.
func TestKilledAtEveryEventOnTheWire(t *testing.T) {
	s := newSweeper(t, 1200)
	for _, hide := range hidden {
		t.Run(fmt.Sprintf("without %v", hide), func(t *testing.T) {
			t.Parallel()
			events, killed := 0, 0
			run := func(at int) {
				user, n, did := s.user(t), 0, false
				var victim *os.Process
				proxy := &servertest.Proxy{Hide: hide}
				proxy.Fault = func(e servertest.Event) servertest.Action {
					if n++; n == at && victim != nil {
						victim.Kill()
						did = true
						return servertest.CutClient
					}
					return servertest.Pass
				}
				proxy.Start(t, s.target)
				through := strings.Replace(imapSettings(t, s.target), fmt.Sprintf("port = %d", s.target.TLS), fmt.Sprintf("port = %d\nsecurity = \"None\"", proxy.Port()), 1)
				d := s.death(t, through, user)
				d.start(t, d.script(t), func(p *os.Process) { proxy.Locked(func() { victim = p }) })
				proxy.Locked(func() { events, victim = n, nil })
				proxy.AwaitServer()
				if did {
					killed++
					d.again(t)
				}
				same(t, fmt.Sprintf("without %v, killed at %d", hide, at), s.holds, readDovecot(t, s.target, user), mailcheck.Options{})
			}
			run(0)
			for _, at := range drawn(events, 1) {
				run(at)
			}
			t.Logf("killed at %d of %d events: 0 lost, 0 doubled", killed, len(drawn(events, 1)))
		})
	}
}
