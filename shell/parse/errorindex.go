package parse

// errorIndex finds errors by id and place. It holds their positions in the list of
// errors and nothing else: a set of keys would take several times the memory.
type errorIndex struct {
	slots []int32 // position + 1, 0: free; as many as a power of two
}

// add notes e, which is about to be added to errors, and reports whether it is new.
func (x *errorIndex) add(errors []*ParseError, e *ParseError) bool {
	const fewest, perSlot = 16, 4 // at most three in four slots are taken
	if perSlot*(len(errors)+1) > (perSlot-1)*len(x.slots) {
		x.slots = make([]int32, max(fewest, 2*len(x.slots)))
		for i, old := range errors {
			x.slots[x.find(errors, old)] = int32(i + 1)
		}
	}
	slot := x.find(errors, e)
	if x.slots[slot] != 0 {
		return false
	}
	x.slots[slot] = int32(len(errors) + 1)
	return true
}

// find returns the slot of e, or the free one where it belongs.
func (x *errorIndex) find(errors []*ParseError, e *ParseError) int {
	const multiplier = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio: spreads what is near
	hash := uint64(e.Extent.StartByte())<<32 ^ uint64(e.Extent.EndByte())
	last := len(x.slots) - 1
	for slot := int(hash*multiplier>>32) & last; ; slot = (slot + 1) & last {
		i := x.slots[slot]
		if i == 0 || errors[i-1].same(e) {
			return slot
		}
	}
}

// same reports whether two errors have one id and one place.
func (e *ParseError) same(other *ParseError) bool {
	return e.ID == other.ID && e.Extent.StartByte() == other.Extent.StartByte() && e.Extent.EndByte() == other.Extent.EndByte()
}
