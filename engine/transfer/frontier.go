package transfer

import "slices"

// frontier knows which of the planned source UIDs are decided (landed, set
// aside or gone), though messages come in any order: next is the first that is not.
type frontier struct {
	next   uint32
	chunks []chunk
}

// chunk is a stretch of source UIDs as planned: those to copy, up to end (exclusive).
type chunk struct {
	uids []uint32 // ascending
	done []bool
	at   int // uids before it are done
	end  uint32
}

// decided holds when nothing that was planned is left.
func (f *frontier) decided() bool { return len(f.chunks) == 0 }

// plan adds the next stretch; every UID in it that is not named is decided.
func (f *frontier) plan(uids []uint32, end uint32) {
	f.chunks = append(f.chunks, chunk{uids: uids, done: make([]bool, len(uids)), end: end})
	f.advance()
}

// decide marks one UID. One that was not planned is ignored.
func (f *frontier) decide(uid uint32) {
	for i := range f.chunks {
		c := &f.chunks[i]
		if uid >= c.end {
			continue
		}
		if at, ok := slices.BinarySearch(c.uids, uid); ok {
			c.done[at] = true
		}
		break
	}
	f.advance()
}

func (f *frontier) advance() {
	for len(f.chunks) > 0 {
		c := &f.chunks[0]
		for c.at < len(c.uids) && c.done[c.at] {
			c.at++
		}
		if c.at < len(c.uids) {
			f.next = max(f.next, c.uids[c.at])
			return
		}
		f.next = max(f.next, c.end)
		f.chunks = f.chunks[1:]
	}
}
