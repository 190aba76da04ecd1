package transfer

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// history is a migration over several passes, between which both sides change as users and servers change them,
// and in which anything may break. What is known of each text is counted, so that in the end a message that is
// missing, or is there too often, shows.
type history struct {
	*rig
	rand       *rand.Rand
	added      map[string]int // to the source, by text
	prints     map[string]journal.Print
	deleted    map[string]int         // at the target, by its user
	touched    map[journal.Print]bool // of those deleted or moved there
	flagged    map[string]mail.Flags  // at the target, by its user
	flags      map[string]int         // how often they changed at the source
	unclear    map[journal.Print]bool // of those that looked alike when the source, or while one was in doubt the target, was numbered anew
	anew       map[*box]bool          // mailboxes of the source that no pass has matched since they were numbered anew
	moved      map[*box]bool          // likewise since they were renamed
	other      map[*box]bool          // mailboxes of the target that its user renamed or that were numbered anew, and that no journal tells of yet
	renumbered bool                   // some mailbox of the source: of two that have the same fingerprint and another content one may have vanished
	clean      bool                   // the last pass ended well: nothing is in doubt
	serial     int
	log        []string // what happened
	sick       int      // connections in a row on which the target failed at everything
}

// someFlags are what messages are flagged with.
var someFlags = []mail.Flags{{"\\Flagged"}, {"\\Seen", "\\Answered"}, {"$Label1"}, nil}

const (
	histories     = 3_000
	fullHistories = 60_000
)

// TestHistories plays seeded histories; the whole of them with STAGECOACH_FULL=1.
func TestHistories(t *testing.T) {
	defer fault.Set(nil)
	n := histories
	if os.Getenv("STAGECOACH_FULL") != "" {
		n = fullHistories
	}
	passes, endings := 0, 0
	for seed := range n {
		h := newHistory(uint64(seed))
		for range 2 + h.rand.IntN(4) {
			passes++
			if h.broken(t) != nil {
				endings++
			}
			h.change()
		}
		fault.Set(nil)
		h.obscure()
		for range 2 { // the second copies what the first could not for a user's own reason: there is none
			h.wire, h.shape, h.ledger.lost, h.opt.Relist = nil, h.refusing, false, false
			result, err := h.run(t.Context())
			if err != nil {
				t.Fatalf("history %d: the pass without faults: %v\n%s", seed, err, strings.Join(h.log, "\n"))
			}
			if told := h.setAside(); result.Progress.Skipped != told {
				t.Fatalf("history %d: %d set aside, and %d told\n%s", seed, result.Progress.Skipped, told, strings.Join(h.log, "\n"))
			}
		}
		if wrong := h.judge(); wrong != "" {
			t.Fatalf("history %d:\n%s%s", seed, wrong, strings.Join(h.log, "\n"))
		}
	}
	t.Logf("%d histories, %d passes of which %d ended with an error: 0 lost, 0 doubled", n, passes, endings)
}

func newHistory(seed uint64) *history {
	h := &history{rig: newRig(), rand: rand.New(rand.NewPCG(seed, 7)), added: map[string]int{}, prints: map[string]journal.Print{}, deleted: map[string]int{},
		touched: map[journal.Print]bool{}, unclear: map[journal.Print]bool{}, flagged: map[string]mail.Flags{}, flags: map[string]int{}, anew: map[*box]bool{}, moved: map[*box]bool{}, other: map[*box]bool{}}
	h.uidplus = h.rand.IntN(3) > 0
	h.source.condstore = h.rand.IntN(2) > 0
	h.source.status = h.source.condstore && h.rand.IntN(2) > 0
	h.opt.WindowMessages = 1 + h.rand.IntN(6)
	h.opt.MaxSize = 5_000
	if h.opt.Lanes = h.rand.IntN(3); h.opt.Lanes > 0 {
		h.lanes = true
	}
	h.target.rebuilds = h.rand.IntN(4) == 0
	h.source.first, h.target.first = uint32(1+h.rand.IntN(3)*20), uint32(1+h.rand.IntN(3)*20)
	for _, name := range []mail.Name{{"INBOX"}, {"Work"}, {"Work", "2024"}}[:1+h.rand.IntN(3)] {
		h.source.box(name...)
		for range h.rand.IntN(9) {
			h.deliver(h.source.has(name))
		}
	}
	h.target.status = h.chance(50)
	if h.chance(25) {
		h.prefill()
	}
	h.say("UIDPLUS %v, CONDSTORE %v, STATUS %v, windows of %d, lanes %d, rebuilt %v", h.uidplus, h.source.condstore, h.source.status,
		h.opt.WindowMessages, h.opt.Lanes, h.target.rebuilds)
	return h
}

// prefill puts some of the source's mail at the target, as another tool did.
func (h *history) prefill() {
	for _, b := range h.source.boxes {
		for _, m := range b.msgs {
			if h.chance(40) && !isOdd(m.body) {
				h.touched[h.prints[m.body]] = true // its flags are its user's
				h.target.box(b.name...).add(message{date: m.date, flags: m.flags, body: h.target.stored(m.body)})
			}
		}
	}
	h.say("some was there before")
}

func (h *history) say(format string, args ...any) {
	h.log = append(h.log, fmt.Sprintf(format, args...))
}

func (h *history) chance(percent int) bool { return h.rand.IntN(100) < percent }

// deliver brings a message into a mailbox of the source: a new one, a copy of one that was there before, one
// that the target never takes, or one that looks like another from outside.
func (h *history) deliver(b *box) {
	h.serial++
	name := fmt.Sprint("n", h.serial)
	m := letter(name, name, h.serial%5)
	switch {
	case h.chance(15) && h.serial > 1:
		old := 1 + h.rand.IntN(h.serial-1)
		name = fmt.Sprint("n", old)
		m = letter(name, name, old%5)
	case h.chance(8):
		name = fmt.Sprint("refused", h.serial)
		m = letter(name, name, 1)
	case h.chance(5):
		name = fmt.Sprint("large", h.serial)
		m = letter(name, name, 1)
		m.size = 10_000
	case h.chance(5):
		name = fmt.Sprint("broken", h.serial)
		m = letter(name, name, 1)
		m.bad = true
	case h.chance(8) && !h.target.rebuilds:
		name = fmt.Sprint("like", 100+h.serial)
		m = letter("like", name, 2)
	}
	b.add(m)
	h.added[m.body]++
	h.prints[m.body] = printOf(m)
	h.say("%s gets %s", b.name, name)
}

func (h *history) refusing(f *fakeTarget) {
	f.piped = f.piped || h.opt.Lanes > 0
	f.refuse = func(m message) string {
		if strings.Contains(m.body, "<refused") {
			return "not this one"
		}
		return ""
	}
}

// broken is a pass in which things go wrong: connections break, the target refuses batches or fails for a
// while, the process dies.
func (h *history) broken(t *testing.T) error {
	r := rand.New(rand.NewPCG(h.rand.Uint64(), 1)) // under wires
	cuts := []int{0, 5, 20, 80, 200}[h.rand.IntN(5)]
	dies, dead := h.chance(30), false
	h.ledger.lost = false
	fault.Set(func(string) error {
		wires.Lock()
		defer wires.Unlock()
		if dead || dies && r.IntN(40) == 0 {
			dead = true
			h.ledger.lose()
			return errCrash
		}
		return nil
	})
	h.wire = func() *wire {
		return &wire{cut: func(string) bool { return dead || r.IntN(1000) < cuts }}
	}
	h.shape = func(f *fakeTarget) {
		h.refusing(f)
		wires.Lock()
		defer wires.Unlock()
		f.applied, f.told, f.toldLast = r.IntN(3), r.IntN(2) > 0, r.IntN(2) > 0
		if r.IntN(4) == 0 {
			odd := r.IntN(3)
			f.refuseOnce = func(m message) bool { return len(m.body)%3 == odd }
		}
		if h.sick++; r.IntN(5) > 0 || h.sick > 2 {
			h.sick = 0
			return
		}
		f.fails = func(message) bool { return true }
	}
	h.obscure()
	h.opt.Relist = h.chance(15)
	h.lateOnes()
	ctx, stop := withCancel(t)
	defer stop(nil)
	if h.chance(20) { // somebody stops the user
		at, event := h.rand.IntN(60), 0
		cut := h.wire
		h.wire = func() *wire {
			w := cut()
			breaks := w.cut
			w.cut = func(name string) bool {
				if event++; event == at {
					stop(errCrash)
				}
				return breaks(name)
			}
			return w
		}
	}
	_, err := h.run(ctx)
	fault.Set(nil)
	if h.clean = err == nil; h.clean {
		clear(h.anew)
		clear(h.moved)
	}
	h.say("pass, %d cuts in 1000 events, dead %v: %v", cuts, dead, err)
	return err
}

// lateOnes has the target apply what was sent on some of the connections that broke only later.
func (h *history) lateOnes() {
	h.opt.SettleWait = 2 * time.Second
	var late []func()
	h.clock.after = func(d time.Duration) {
		if d == h.opt.SettleWait && h.opt.Lanes < 2 { // another lane might be reading
			for _, apply := range late {
				apply()
			}
			late = nil
		}
	}
	shape, some := h.shape, h.chance(30) && h.opt.Lanes < 2
	h.shape = func(f *fakeTarget) {
		if shape(f); some {
			f.late = &late
		}
	}
}

// change is what happens between two passes.
func (h *history) change() {
	for range h.rand.IntN(4) {
		b := h.source.boxes[h.rand.IntN(len(h.source.boxes))]
		switch {
		case h.chance(50):
			h.deliver(b)
		case h.chance(30) && len(b.msgs) > 0:
			at, flags := h.rand.IntN(len(b.msgs)), someFlags[h.rand.IntN(len(someFlags))]
			h.say("%s flags %q %v", b.name, b.msgs[at].body, flags)
			b.flag(at, flags...)
			h.flags[b.msgs[at].body]++
		case h.chance(30) && len(b.msgs) > 0:
			at := h.rand.IntN(len(b.msgs))
			h.say("%s loses %q", b.name, b.msgs[at].body)
			b.msgs = slices.Delete(b.msgs, at, at+1)
		case h.chance(20) && !h.moved[b]: // renamed and numbered anew it would be another mailbox
			h.say("%s is numbered anew", b.name)
			renumber(b)
			h.anew[b], h.renumbered = true, true
		case h.chance(15) && h.clean && !b.name.IsInbox() && len(b.name) == 1 && len(h.anew) == 0:
			name := mail.Name{fmt.Sprint("Renamed", h.serial)}
			h.serial++
			h.say("%s becomes %s", b.name, name)
			was := b.name
			for _, x := range h.source.boxes { // those below it, too
				if len(x.name) >= len(was) && x.name[:len(was)].Equal(was) {
					x.name = append(slices.Clone(name), x.name[len(was):]...)
					h.moved[x] = true
				}
			}
		case h.chance(10) && !b.name.IsInbox() && len(h.moved) == 0:
			h.say("%s is deleted", b.name)
			h.source.boxes = slices.DeleteFunc(h.source.boxes, func(x *box) bool { return x == b })
			delete(h.anew, b)
		case h.chance(30):
			name := fmt.Sprint("Folder", h.rand.IntN(3))
			h.deliver(h.source.box(name))
		}
	}
	h.recognized()
	if len(h.target.boxes) == 0 {
		return
	}
	if !h.clean { // what is in doubt and deleted by its user may come back
		if b := h.target.boxes[h.rand.IntN(len(h.target.boxes))]; h.chance(20) && !h.other[b] {
			h.anewAtTarget(b)
			for body, n := range h.added { // which of equal messages its user deleted, and which is in doubt, nobody knows then
				h.unclear[h.prints[body]] = h.unclear[h.prints[body]] || n > 1
			}
		}
		return
	}
	for range h.rand.IntN(3) {
		b := h.target.boxes[h.rand.IntN(len(h.target.boxes))]
		switch {
		case len(b.msgs) == 0:
			continue
		case h.chance(50):
			at := h.rand.IntN(len(b.msgs))
			h.say("the user deletes %q from %s", b.msgs[at].body, b.name)
			h.deletes(b.msgs[at])
			b.msgs = slices.Delete(b.msgs, at, at+1)
		case h.chance(50):
			at := h.rand.IntN(len(b.msgs))
			h.say("the user moves %q from %s", b.msgs[at].body, b.name)
			h.touched[printOf(b.msgs[at])] = true
			h.target.box("Kept").add(b.msgs[at])
			b.msgs = slices.Delete(b.msgs, at, at+1)
		case h.chance(40):
			at, flags := h.rand.IntN(len(b.msgs)), someFlags[h.rand.IntN(len(someFlags))]
			if journal.FlagSet(b.msgs[at].flags) != journal.FlagSet(flags) {
				h.say("the user flags %q %v", b.msgs[at].body, flags)
				b.msgs[at].flags = flags
				h.flagged[b.msgs[at].body] = flags
			}
		case h.chance(25) && !b.name.IsInbox():
			h.say("the user deletes %s", b.name)
			for _, m := range b.msgs {
				h.deletes(m)
			}
			h.target.boxes = slices.DeleteFunc(h.target.boxes, func(x *box) bool { return x == b })
			return
		case h.chance(30) && !b.name.IsInbox() && h.target.status && len(b.name) == 1 && !h.other[b]:
			h.other[b] = true
			h.serial++
			h.say("the user renames %s to Mine%d", b.name, h.serial)
			b.name = mail.Name{fmt.Sprint("Mine", h.serial)}
		case !h.other[b]:
			h.anewAtTarget(b)
		}
	}
}

func (h *history) anewAtTarget(b *box) {
	h.other[b] = true
	h.say("%s is numbered anew at the target", b.name)
	renumber(b)
}

// recognized forgets what the journals tell of by now. A mailbox that is both renamed and numbered anew before a pass had
// to open it is another one.
func (h *history) recognized() {
	headers, _ := h.ledger.Headers(context.Background())
	for b := range h.other {
		for _, j := range headers {
			if j.Target.Equal(b.name) && j.TargetValidity == b.validity {
				delete(h.other, b)
			}
		}
	}
}

func (h *history) deletes(m message) {
	h.deleted[m.body]++
	h.touched[printOf(m)] = true
}

func printOf(m message) journal.Print {
	return journal.Fingerprint(0, m.date, content.Field([]byte(m.body), "message-id"))
}

// obscure notes which messages nobody can tell apart by their fingerprints once a mailbox is numbered anew:
// they are compared by content with what is there, and what the user took away may come back.
func (h *history) obscure() {
	for b := range h.anew {
		seen := map[journal.Print]bool{}
		for _, m := range b.msgs {
			p := printOf(m)
			h.unclear[p] = h.unclear[p] || seen[p]
			seen[p] = true
		}
	}
}

// isOdd tells messages that are set aside: the target refuses them, they are too large, or cannot be read.
func isOdd(body string) bool {
	return strings.Contains(body, "<refused") || strings.Contains(body, "<large") || strings.Contains(body, "<broken")
}

// judgeFlags compares the flags of messages that there is one of, and that lie where they landed: they are the
// source's, unless the user has set others; those stay where the source's did not change.
func (h *history) judgeFlags(wrong *strings.Builder) {
	there := map[string]message{}
	for _, b := range h.target.boxes {
		for _, m := range b.msgs {
			there[m.body] = m
		}
	}
	for _, b := range h.source.boxes {
		for _, m := range b.msgs {
			stored := h.target.stored(m.body)
			got, is := there[stored]
			if !is || h.added[m.body] > 1 || strings.Contains(m.body, "<like@") || h.touched[h.prints[m.body]] {
				continue
			}
			if set, changed := h.flagged[stored]; changed {
				if h.flags[m.body] == 0 && journal.FlagSet(got.flags) != journal.FlagSet(set) {
					fmt.Fprintf(wrong, "flags: %q has %v, and its user gave it %v\n", m.body, got.flags, set)
				}
				continue
			}
			have := journal.FlagSet(got.flags)
			if h.flags[m.body] > 1 { // what was set, and not recorded before the next change, may be the user's for all anybody knows
				have = journal.FlagSet(slices.DeleteFunc(slices.Clone(got.flags), func(f string) bool { return !m.flags.Has(f) }))
			}
			if have != journal.FlagSet(m.flags) {
				fmt.Fprintf(wrong, "flags: %q has %v, and should have %v\n", m.body, got.flags, m.flags)
			}
		}
	}
}

// judgeJournals looks whether every mailbox of the source is finished: the next pass would not even open it.
func (h *history) judgeJournals(wrong *strings.Builder) {
	headers, _ := h.ledger.Headers(context.Background())
	for _, b := range h.source.boxes {
		at := slices.IndexFunc(headers, func(j journal.Header) bool { return j.Source.Equal(b.name) })
		if at < 0 {
			fmt.Fprintf(wrong, "no journal of %s\n", b.name)
			continue
		}
		if j := headers[at]; !j.Done || j.Open || j.SourceValidity != b.validity || j.Next != b.next {
			fmt.Fprintf(wrong, "%s is not finished: done %v, open %v, UIDVALIDITY %d of %d, next %d of %d\n", b.name, j.Done, j.Open, j.SourceValidity, b.validity, j.Next, b.next)
		}
	}
}

func (h *history) setAside() (n int64) {
	for _, items := range h.ledger.skipped {
		n += int64(len(items))
	}
	return n
}

// judge compares what is there with what may be there.
func (h *history) judge() string {
	var wrong strings.Builder
	there, wanted := map[string]int{}, map[string]int{}
	for _, b := range h.target.boxes {
		for _, m := range b.msgs {
			there[m.body]++
		}
	}
	for _, b := range h.source.boxes {
		for _, m := range b.msgs {
			wanted[m.body]++
			if _, told := h.ledger.skipped[b.name.Key()][m.uid]; told != isOdd(m.body) {
				fmt.Fprintf(&wrong, "set aside: %v: %q\n", told, m.body)
			}
		}
	}
	for _, body := range slices.Sorted(maps.Keys(h.added)) {
		stored := h.target.stored(body)
		n, gone := there[stored], h.deleted[stored]
		switch {
		case isOdd(body):
			if n > 0 {
				fmt.Fprintf(&wrong, "not to be migrated, and there: %q\n", body)
			}
		case n < wanted[body]-gone && !(h.renumbered && strings.Contains(body, "<like@")):
			fmt.Fprintf(&wrong, "lost: %q: %d at the source, %d deleted by the user, %d there\n", body, wanted[body], gone, n)
		case n > h.added[body]-gone && !(h.unclear[h.prints[body]] && h.touched[h.prints[body]]):
			fmt.Fprintf(&wrong, "doubled: %q: %d were at the source, %d deleted by the user, %d there\n", body, h.added[body], gone, n)
		}
	}
	h.judgeFlags(&wrong)
	h.judgeJournals(&wrong)
	return wrong.String()
}
