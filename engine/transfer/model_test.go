package transfer

import (
	"testing"
	"time"
)

// renumber gives a mailbox another UIDVALIDITY and its messages other UIDs, as a server does that has
// lost its index: from 1 on, in the order in which they lie there.
func renumber(b *box) {
	b.validity += 1000
	b.next = 1
	for i := range b.msgs {
		b.msgs[i].uid = b.next
		b.next++
	}
}

// TestNumberedAnewWhileInDoubt cuts at every event, and while the connection is gone a mailbox of the target,
// of the source, or of both is numbered anew: what was in flight is settled all the same, k identical
// messages are k, and what lies there is not sent again.
func TestNumberedAnewWhileInDoubt(t *testing.T) {
	resets := 0
	for shape := range shapes {
		for side := 1; side <= 3; side++ {
			for applied := range 3 {
				for at := 1; ; at++ {
					r := newShape(shape)
					r.target.first = uint32(1 + at%2*40)
					event, again := 0, false
					r.wire = func() *wire {
						return &wire{cut: func(string) bool { event++; return event == at }}
					}
					r.clock.after = func(time.Duration) { // between two attempts: nothing is connected
						if again {
							return
						}
						again = true
						if side&1 != 0 {
							renumber(r.target.box("INBOX"))
						}
						if side&2 != 0 {
							renumber(r.source.box("INBOX"))
						}
					}
					r.shape = func(f *fakeTarget) { f.applied, f.told = applied, at%2 == 0 }
					if _, err := r.run(t.Context()); err != nil {
						t.Fatalf("%s, side %d, at %d: %v", shapes[shape].name, side, at, err)
					}
					if d := differ(r.source, r.target); d != "" {
						t.Fatalf("%s, side %d, applied %d, at %d:\n%s", shapes[shape].name, side, applied, at, d)
					}
					if event < at {
						break
					}
					resets++
				}
			}
		}
	}
	t.Logf("%d cuts with a mailbox numbered anew: 0 lost, 0 doubled", resets)
}
