package transfer

import (
	"math/rand/v2"
	"testing"
)

// TestFrontier decides planned UIDs in any order: the cursor is always the first that is not decided, or the end of
// what was planned.
func TestFrontier(t *testing.T) {
	for seed := range 500 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		f := frontier{next: 1}
		open := map[uint32]bool{}
		var all []uint32
		at := uint32(1)
		decide := func() {
			i := r.IntN(len(all))
			delete(open, all[i])
			f.decide(all[i])
			all[i] = all[len(all)-1]
			all = all[:len(all)-1]
		}
		check := func(when string) {
			want := at
			for uid := range open {
				want = min(want, uid)
			}
			if f.next != want || f.decided() != (len(open) == 0) {
				t.Fatalf("seed %d, %s: the cursor is at %d, and the first undecided of %v is %d", seed, when, f.next, open, want)
			}
		}
		for range r.IntN(5) + 1 {
			end := at + uint32(r.IntN(30)) + 1
			var uids []uint32
			for uid := at; uid < end; uid++ {
				if r.IntN(3) > 0 {
					uids, open[uid] = append(uids, uid), true
				}
			}
			all, at = append(all, uids...), end
			f.plan(uids, end)
			check("after a plan")
			for len(all) > 0 && r.IntN(4) > 0 {
				decide()
				check("while more is planned")
			}
		}
		f.decide(at + 5) // never planned
		for len(all) > 0 {
			decide()
			check("at the end")
		}
	}
}
