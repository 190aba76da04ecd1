package speed

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
)

// built is the program.
var built string

// rounds is how often each contender runs a case.
const rounds = 2

// plainTarget is what Dovecot can do without MULTIAPPEND.
const plainTarget = "IMAP4rev1 LITERAL+ UIDPLUS SASL-IR ENABLE IDLE CONDSTORE LIST-EXTENDED LIST-STATUS SPECIAL-USE"

// withoutChanges is what it can do without CONDSTORE.
const withoutChanges = "IMAP4rev1 LITERAL+ UIDPLUS SASL-IR ENABLE IDLE MULTIAPPEND LIST-EXTENDED LIST-STATUS SPECIAL-USE"

type scene struct {
	name       string
	users, n   int
	shares     []share
	size       profile
	roundTrip  time.Duration
	source     string // capabilities; empty: all
	target     string
	megabytes  bool    // the speed is in MB/s
	goal       float64 // part of the pump's speed; 0: none
	floor      float64 // messages a second at least; 0: none
	memory     int64   // MB; 0: none
	again      float64 // seconds that a pass over nothing new may take; 0: none is made
	onlyAgain  bool    // the first pass is not in the table
	pumpSingle bool    // the pump sends one message an APPEND
	few        bool    // imapsync and doveadm are left out: it takes them too long
}

var scenes = []scene{
	{name: "small", users: 1, n: 10_000, shares: mixed, size: smallSizes, goal: 0.70, memory: 30, again: 0.05},
	{name: "small, source without CONDSTORE", users: 1, n: 10_000, shares: mixed, size: smallSizes, source: withoutChanges, onlyAgain: true, again: 0.13},
	{name: "real sizes", users: 1, n: 7_500, shares: mixed, size: realSizes, megabytes: true, goal: 0.80, memory: 40},
	{name: "20 mailboxes", users: 20, n: 500, shares: mixed, size: smallSizes, goal: 0.75, memory: 40},
	{name: "target without MULTIAPPEND", users: 1, n: 10_000, shares: mixed, size: smallSizes, target: plainTarget, goal: 0.95, pumpSingle: true},
	{name: "1,000 at 20 ms", users: 1, n: 1_000, shares: mixed, size: smallSizes, roundTrip: 20 * time.Millisecond, goal: 0.85, few: true},
	{name: "10,000 at 40 ms", users: 1, n: 10_000, shares: mixed, size: smallSizes, roundTrip: 40 * time.Millisecond, floor: 2000, few: true},
	{name: "10,000 at 40 ms without MULTIAPPEND", users: 1, n: 10_000, shares: mixed, size: smallSizes, roundTrip: 40 * time.Millisecond, target: plainTarget, floor: 400, pumpSingle: true, few: true},
	{name: "100,000 in 500 folders", users: 1, n: 100_000, shares: manyFolders(500), size: tinySizes, onlyAgain: true, again: 5, few: true},
}

func manyFolders(n int) []share {
	all := []share{{"", 1}}
	for i := range n - 1 {
		all = append(all, share{fmt.Sprintf(".F%03d", i), 1})
	}
	return all
}

// BenchmarkTable prints the table. -bench Table/NAME makes one case of it.
func BenchmarkTable(b *testing.B) {
	buildProduct(b)
	var rows []string
	for _, s := range scenes {
		b.Run(s.name, func(b *testing.B) {
			made := s.run(b)
			fmt.Printf("\n%s", strings.Join(made, "")) // at once, as the whole takes long
			rows = append(rows, made...)
		})
	}
	b.Run("first message of 300,000", func(b *testing.B) { rows = append(rows, firstOfMany(b)) })
	if len(rows) > 0 {
		fmt.Print("\n| case | contender | pass s | process s | speed | of the pump | stagecoach is faster by | CPU s | peak MB | commands to source / target | goal |\n|", strings.Repeat("---|", 11), "\n",
			strings.Join(rows, ""), "\n")
	}
}

// stage is the two servers of a scene, with the source's accounts filled.
type stage struct {
	scene
	source, target   *servertest.Server
	sourceL, targetL *line
	sources          []string
	octets           int64
	originals        []mailcheck.Account
	next             int
}

func (s scene) prepare(b *testing.B, contenders int) *stage {
	st := &stage{scene: s}
	var targets []string
	for i := range s.users {
		st.sources = append(st.sources, fmt.Sprintf("u%02d", i))
	}
	for i := range s.users * contenders {
		targets = append(targets, fmt.Sprintf("t%03d@contoso.com", i))
	}
	const extra = "default_vsz_limit = 2G\n"
	st.source = servertest.Dovecot(b, servertest.Options{Users: st.sources, Capability: s.source, Extra: extra})
	st.target = servertest.Dovecot(b, servertest.Options{Users: targets, Capability: s.target, Extra: extra})
	st.sourceL, st.targetL = newLine(b, st.source.Plain, s.roundTrip), newLine(b, st.target.Plain, s.roundTrip)
	for i, user := range st.sources {
		st.octets += fill(b, st.source, user, s.n, s.shares, s.size, uint64(i))
		a, err := read(st.source, user) // and the server's own indexes are warm
		must(b, err)
		st.originals = append(st.originals, a)
	}
	return st
}

// journey is one contender's: fresh accounts at the target.
func (st *stage) journey(b *testing.B) journey {
	j := journey{dir: b.TempDir(), sources: st.sources, source: st.source.Plain, target: st.target.Plain, server: st.target}
	if st.roundTrip > 0 || st.onlyAgain { // where commands are counted
		j.source, j.target = st.sourceL.port, st.targetL.port
	}
	for range st.sources {
		j.targets = append(j.targets, fmt.Sprintf("t%03d@contoso.com", st.next))
		st.next++
	}
	return j
}

// folder is a target account's.
func (st *stage) folder(user string) string {
	name, _, _ := strings.Cut(user, "@")
	return filepath.Join(st.target.Mail, name)
}

func read(s *servertest.Server, user string) (mailcheck.Account, error) {
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Plain)))
	if err != nil {
		return mailcheck.Account{}, err
	}
	return mailcheck.ReadIMAP(conn, mailcheck.Login{User: user, Password: servertest.Password(user)})
}

// check holds a journey's end against its beginning, and clears the end away.
func (st *stage) check(b *testing.B, j journey, c contender) {
	for i, user := range j.targets {
		a, err := read(st.target, user)
		must(b, err)
		if got, want := a.Count(), st.originals[i].Count(); got != want {
			b.Errorf("%s, %s: %d messages of %d are there", st.name, c.name, got, want)
		} else if diff := mailcheck.Compare(st.originals[i], a, mailcheck.Options{NoSubscriptions: true}); len(diff) > 0 && !c.counts {
			b.Errorf("%s, %s: %d differences, the first: %s", st.name, c.name, len(diff), diff[0])
		}
		must(b, os.RemoveAll(st.folder(user)))
	}
}

// score is a contender's best rounds.
type score struct {
	name         string
	first, again *result
	lines        [2]int64 // commands of the pass over nothing new
}

func better(old *result, now result) *result {
	if old == nil || now.took() < old.took() {
		return &now
	}
	return old
}

// there are the contenders of a scene that this machine has.
func (s scene) there() []contender {
	return slices.DeleteFunc(slices.Clone(contenders), func(c contender) bool {
		if c.needs == "" {
			return false
		}
		_, err := exec.LookPath(c.needs)
		return err != nil || s.few && c.needs != "mbsync"
	})
}

func (s scene) run(b *testing.B) []string {
	in := s.there()
	st := s.prepare(b, (len(in)+1)*rounds)
	scores := make([]score, len(in))
	pumped := time.Duration(0)
	for round := range rounds {
		if !s.onlyAgain {
			took, err := st.pump(b)
			must(b, err)
			if pumped == 0 || took < pumped {
				pumped = took
			}
		}
		for i := range in {
			k := (i + round) % len(in)
			scores[k].name = in[k].name
			st.round(b, in[k], &scores[k])
		}
	}
	return st.rows(scores, pumped)
}

func (st *stage) pump(b *testing.B) (time.Duration, error) {
	j := st.journey(b)
	batch := 100
	if st.pumpSingle {
		batch = 1
	}
	took, err := pump(j.source, j.target, j.sources, j.targets, batch)
	for _, user := range j.targets {
		must(b, os.RemoveAll(st.folder(user)))
	}
	return took, err
}

func (st *stage) round(b *testing.B, c contender, sc *score) {
	j := st.journey(b)
	r, err := c.pass(b, j, false)
	if err != nil {
		b.Errorf("%s: %s: %v", st.name, c.name, err)
		return
	}
	sc.first = better(sc.first, r)
	if st.again > 0 {
		source, target := st.sourceL.lines.Load(), st.targetL.lines.Load()
		if r, err = c.pass(b, j, true); err != nil {
			b.Errorf("%s: %s, again: %v", st.name, c.name, err)
			return
		}
		sc.again = better(sc.again, r)
		sc.lines = [2]int64{st.sourceL.lines.Load() - source, st.targetL.lines.Load() - target}
	}
	st.check(b, j, c)
}

func (st *stage) rows(scores []score, pumped time.Duration) []string {
	var rows []string
	rate := func(d time.Duration) float64 {
		if st.megabytes {
			return float64(st.octets) / 1e6 / d.Seconds()
		}
		return float64(st.users*st.n) / d.Seconds()
	}
	unit := "msgs/s"
	if st.megabytes {
		unit = "MB/s"
	}
	if pumped > 0 {
		rows = append(rows, fmt.Sprintf("| %s, %.0f MB | pump | %.2f | | %.0f %s | | | | | | |\n", st.name, float64(st.octets)/1e6, pumped.Seconds(), rate(pumped), unit))
	}
	ours := scores[slices.IndexFunc(scores, func(s score) bool { return s.name == product.name })]
	for _, sc := range scores {
		if sc.first != nil && pumped > 0 {
			part, goal := float64(pumped)/float64(sc.first.took()), ""
			if sc.name == product.name {
				goal = st.judge(part, rate(sc.first.took()), sc.first.peak)
			}
			rows = append(rows, fmt.Sprintf("| %s | %s | %s | %.2f | %.0f %s | %.0f %% | %s | %.2f | %.1f | | %s |\n", st.name, sc.name, seconds(sc.first.pass), sc.first.wall.Seconds(),
				rate(sc.first.took()), unit, 100*part, ratio(sc.first, ours.first), sc.first.cpu.Seconds(), float64(sc.first.peak)/1e6, goal))
		}
	}
	for _, sc := range scores {
		if sc.again != nil {
			goal, commands := "", ""
			if sc.name == product.name {
				goal = verdict(sc.again.took().Seconds() <= st.again, "pass within %.2f s", st.again)
			}
			if sc.lines != [2]int64{} {
				commands = fmt.Sprintf("%d / %d", sc.lines[0], sc.lines[1])
			}
			rows = append(rows, fmt.Sprintf("| %s, nothing changed | %s | %s | %.3f | | | %s | %.2f | %.0f | %s | %s |\n", st.name, sc.name, seconds(sc.again.pass), sc.again.wall.Seconds(),
				ratio(sc.again, ours.again), sc.again.cpu.Seconds(), float64(sc.again.peak)/1e6, commands, goal))
		}
	}
	return rows
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", d.Seconds())
}

func ratio(theirs, ours *result) string {
	if theirs == nil || ours == nil || theirs == ours {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(theirs.took())/float64(ours.took()))
}

// judge says which of the scene's goals were met.
func (s scene) judge(part, rate float64, peak int64) string {
	var said []string
	if s.goal > 0 {
		said = append(said, verdict(part >= s.goal, "%.0f %% of the pump", 100*s.goal))
	}
	if s.floor > 0 {
		said = append(said, verdict(rate >= s.floor, "%.0f msgs/s", s.floor))
	}
	if s.memory > 0 {
		said = append(said, verdict(peak <= s.memory*1e6, "%.0f MB", float64(s.memory)))
	}
	return strings.Join(said, "; ")
}

func verdict(met bool, format string, goal float64) string {
	return fmt.Sprintf(format, goal) + map[bool]string{true: ": met", false: ": not met"}[met]
}

// firstOfMany waits for the first message of a large folder at the target.
func firstOfMany(b *testing.B) string {
	s := scene{name: "300,000 in a folder", users: 1, shares: []share{{"", 1}}, size: func(*rand.Rand) int { return 100 }}
	st := s.prepare(b, rounds)
	st.octets = fill(b, st.source, st.sources[0], 300_000, s.shares, s.size, 7)
	indexed, err := dialWire(st.source.Plain, st.sources[0]) // the server's own index is not what is measured
	must(b, err)
	must(b, indexed.do(nil, "EXAMINE INBOX"))
	indexed.Close()
	var took []time.Duration
	for range rounds {
		took = append(took, st.untilFirst(b))
	}
	first := slices.MinFunc(took, cmp.Compare)
	return fmt.Sprintf("| first message of 300,000 | stagecoach | | %.2f | | | | | | | %s |\n", first.Seconds(), verdict(first <= 2*time.Second, "lands within %.0f s", 2))
}

// untilFirst starts the product, and ends it when the first message is there. The time is
// that since the process began.
func (st *stage) untilFirst(b *testing.B) time.Duration {
	j := st.journey(b)
	cmd := command(b, j, false)
	began := time.Now()
	must(b, cmd.Start())
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		landed, _ := filepath.Glob(filepath.Join(st.folder(j.targets[0]), "Maildir", "*", "*,S=*"))
		if len(landed) > 0 || time.Since(began) > time.Minute {
			break
		}
	}
	took := time.Since(began)
	cmd.Process.Kill()
	cmd.Wait()
	return took
}
