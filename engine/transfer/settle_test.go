package transfer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/fault"
)

// shapes are the kinds of target that settling must do with.
var shapes = []struct {
	name    string
	uidplus bool
	status  bool
	before  func(*rig)
}{
	{"plain", true, false, nil},
	{"no UIDPLUS", false, false, nil},
	{"CONDSTORE and LIST-STATUS", true, true, nil},
	{"mail there before", true, false, prefill},
	{"mail there before, no UIDPLUS", false, false, prefill},
	{"one lane, piped", true, false, func(r *rig) { r.lanes, r.opt.Lanes = true, 1 }},
	{"two lanes, piped", true, true, func(r *rig) { r.lanes, r.opt.Lanes = true, 2 }},
	{"two lanes, no UIDPLUS, mail there before", false, false, func(r *rig) { prefill(r); r.lanes, r.opt.Lanes = true, 2 }},
	{"messages rebuilt", true, false, rebuilds},
	{"messages rebuilt, no UIDPLUS", false, false, rebuilds},
	{"messages rebuilt, mail there before", true, true, func(r *rig) { rebuilds(r); prefill(r) }},
}

// prefill puts some of the source's mail at the target, as another tool did, and some of the user's own.
func prefill(r *rig) {
	inbox := r.target.box("INBOX")
	for _, i := range []int{0, 1, 3, 7, 8, 10, 12} {
		if i >= len(r.source.box("INBOX").msgs) {
			break
		}
		m := r.source.box("INBOX").msgs[i]
		inbox.add(message{date: m.date, flags: m.flags, body: r.target.stored(m.body)})
	}
}

// rebuilds makes the target one that stores messages in a form of its own. Without a Message-ID nothing is
// known of one that comes back: in doubt there are two of it, so there are none here.
func rebuilds(r *rig) {
	r.target.rebuilds = true
	for _, b := range r.source.boxes {
		b.msgs = slices.DeleteFunc(b.msgs, func(m message) bool { return !strings.Contains(m.body, "Message-ID:") })
	}
}

func newShape(i int) *rig {
	r := newRig()
	fill(r.source)
	r.uidplus = shapes[i].uidplus
	r.source.condstore, r.source.status = shapes[i].status, shapes[i].status
	if shapes[i].before != nil {
		shapes[i].before(r)
	}
	return r
}

// One connection breaks, at every event in turn, with every outcome of what was in flight.
func TestCutAtEveryEvent(t *testing.T) {
	cuts := 0
	for shape := range shapes {
		for applied := range 3 {
			for told := range 3 {
				for at := 1; ; at++ {
					r := newShape(shape)
					event := 0
					r.wire = func() *wire {
						return &wire{cut: func(string) bool { event++; return event == at }}
					}
					r.shape = func(f *fakeTarget) { f.applied, f.told, f.toldLast = applied, told > 0, told == 2 }
					_, err := r.run(t.Context())
					if err != nil {
						t.Fatalf("%s, cut at %d: %v", shapes[shape].name, at, err)
					}
					if d := differ(r.source, r.target); d != "" {
						t.Fatalf("%s, applied %d, told %d, cut at %d:\n%s", shapes[shape].name, applied, told, at, d)
					}
					if event < at {
						break
					}
					cuts++
				}
			}
		}
	}
	if cuts < 1000 {
		t.Fatalf("only %d cuts", cuts)
	}
	t.Logf("%d cuts: 0 lost, 0 doubled", cuts)
}

// Two cuts in one pass: settling is cut, too.
func TestCutTwice(t *testing.T) {
	cuts := 0
	for shape := range shapes {
		for first := 8; first < 60; first += 3 {
			for second := 1; second < 40; second += 2 {
				r := newShape(shape)
				event := 0
				r.wire = func() *wire {
					return &wire{cut: func(string) bool { event++; return event == first || event == first+second }}
				}
				r.shape = func(f *fakeTarget) { f.applied, f.told, f.toldLast = (first+second)%3, second%2 == 0, first%2 == 0 }
				if _, err := r.run(t.Context()); err != nil {
					t.Fatalf("%s, %d+%d: %v", shapes[shape].name, first, second, err)
				}
				if d := differ(r.source, r.target); d != "" {
					t.Fatalf("%s, %d+%d:\n%s", shapes[shape].name, first, second, d)
				}
				cuts++
			}
		}
	}
	t.Logf("%d pairs of cuts: 0 lost, 0 doubled", cuts)
}

var errCrash = errors.New("crashed")

// The process dies at every fault point it passes; the next one goes on.
func TestDieAtEveryFaultPoint(t *testing.T) {
	defer fault.Set(nil)
	passed := map[string]int{}
	deaths := 0
	for shape := range shapes {
		for at := 1; ; at++ {
			r := newShape(shape)
			n, dead := 0, false
			fault.Set(func(point string) error {
				wires.Lock()
				defer wires.Unlock()
				passed[point]++
				if n++; n >= at {
					dead = true
					r.ledger.lose() // a dead process records nothing
					return errCrash
				}
				return nil
			})
			// What was handed to the connection may still be applied by the server: both happen.
			r.wire = func() *wire { return &wire{cut: func(string) bool { return dead }} }
			r.shape = func(f *fakeTarget) { f.applied = at % 3 }
			_, err := r.run(t.Context())
			fault.Set(nil)
			if !dead {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			deaths++
			r.ledger.lost, r.wire, r.shape = false, nil, nil
			if _, err := r.run(t.Context()); err != nil {
				t.Fatalf("%s, death at %d: %v", shapes[shape].name, at, err)
			}
			if d := differ(r.source, r.target); d != "" {
				t.Fatalf("%s, death at %d:\n%s", shapes[shape].name, at, d)
			}
			if recorded, want := r.recorded(t), len(mailOf(r.source, r.target)); recorded != want {
				t.Fatalf("%s, death at %d: %d messages are on record, of %d", shapes[shape].name, at, recorded, want)
			}
		}
	}
	for _, point := range []string{fault.BeforeIntent, fault.AfterIntent, fault.BeforeAdd, fault.AfterAdd, fault.BeforeCommit,
		fault.AfterCommit, fault.BeforeCheckpoint, fault.AfterCheckpoint, fault.BeforeFolderDone, fault.AfterFolderDone} {
		if passed[point] == 0 {
			t.Errorf("never passed %q", point)
		}
	}
	t.Logf("%d deaths: 0 lost, 0 doubled", deaths)
}

// What a server applies after the connection is gone is found, for it is given time to land.
func TestLateCommitIsFound(t *testing.T) {
	for at := 1; at < 80; at++ {
		r := newShape(0)
		r.opt.SettleWait = 2 * time.Second
		event := 0
		var late []func()
		r.wire = func() *wire { return &wire{cut: func(string) bool { event++; return event == at }} }
		r.shape = func(f *fakeTarget) { f.applied, f.late = 2, &late }
		r.clock.after = func(d time.Duration) {
			if d == r.opt.SettleWait {
				for _, apply := range late {
					apply()
				}
				late = nil
			}
		}
		if _, err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := differ(r.source, r.target); d != "" || len(late) > 0 {
			t.Fatalf("cut at %d, %d still to come:\n%s", at, len(late), d)
		}
	}
}

// A pass that is stopped while messages fly lands and records them; the next finds nothing in doubt.
func TestStoppedPassLeavesNothingInDoubt(t *testing.T) {
	for at := 1; at < 40; at++ {
		r := newShape(0)
		ctx, cancel := withCancel(t)
		n := 0
		r.wire = func() *wire {
			return &wire{cut: func(event string) bool {
				if n++; n == at {
					cancel(errCrash)
				}
				return false
			}}
		}
		if _, err := r.run(ctx); err != nil && !errors.Is(err, errCrash) {
			t.Fatalf("stopped at %d: %v", at, err)
		}
		headers, err := r.ledger.Headers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range headers {
			if h.Open {
				t.Fatalf("stopped at %d: %s is still open", at, h.Source)
			}
		}
		if _, err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := differ(r.source, r.target); d != "" {
			t.Fatalf("stopped at %d:\n%s", at, d)
		}
	}
}

// The user goes on using the target: what was moved or deleted there is not brought back.
func TestUsersOwnChangesStay(t *testing.T) {
	r := newShape(0)
	if _, err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	inbox := r.target.box("INBOX")
	moved := inbox.msgs[0]
	inbox.msgs = inbox.msgs[2:]
	r.target.box("Archive of mine").add(moved)
	inbox.add(letter("delivered", "delivered", 500))
	r.source.box("INBOX").add(letter("new", "new", 501))
	want := append(mailOf(r.target, r.target), fmt.Sprintf("INBOX|%d||%s", 1_600_000_501, letter("new", "new", 501).body))
	if _, err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := mailOf(r.target, r.target); len(got) != len(want) {
		t.Fatalf("%d messages, want %d", len(got), len(want))
	}
}
