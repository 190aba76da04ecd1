// Package journal is the memory of what was copied: for each mailbox of a user,
// which source message lies where at the target. It is what makes a copy
// happen exactly once, so it is written only after the target said "landed"
// (the fence before), and it must never claim more than that.
//
// A message costs no row: a checkpoint is one segment of a few hundred
// messages, holding runs of (source UID, target UID), and packed beside them
// an 8-byte fingerprint and a byte for the flags a message. The package encodes and
// decodes; where the bytes lie is the store's business.
package journal

import (
	"cmp"
	"slices"
	"sort"

	"stagecoach/engine/mail"
)

// Header is a mailbox's cursor. It is written with every segment, in one transaction.
type Header struct {
	Source mail.Name // its Key identifies the journal
	Target mail.Name // where its mail lands; empty until that mailbox is made

	SourceValidity uint32
	TargetValidity uint32 // 0: the target mailbox has not been opened yet

	// Next: every source UID below it is decided, that is landed, skipped or gone.
	Next uint32
	// Fence: target UIDs from here on may be ours without being in the runs (in doubt),
	// or others'. Below it everything is accounted for.
	Fence uint32
	// Open: messages may be in flight. Set before the first is sent, cleared when all have landed.
	Open bool
	// Landed counts the entries of all segments.
	Landed uint32

	// The source's counters when the last complete pass opened it; a
	// mailbox that still has them is not even opened. Done: there was such a pass.
	Done     bool
	UIDNext  uint32
	Messages uint32
	ModSeq   uint64

	// Unsubscribed: the source's mailbox is subscribed, and the target would not subscribe its own. Later passes ask again.
	Unsubscribed bool
}

// Entry is one message that landed.
type Entry struct {
	Source uint32
	Target uint32 // 0: it landed, but where is not known
	Print  Print
	Flags  string // the flag set at the source when last applied; see FlagSet
}

// run is a stretch of entries whose UIDs grow by one on either side.
// Target 0 stays 0 along the run.
type run struct {
	source, target uint32
	n              uint32
	at             uint32 // index of the first in Folder.prints and Folder.flags
}

func (r run) targetOf(i uint32) uint32 {
	if r.target == 0 {
		return 0
	}
	return r.target + i
}

// Folder is a mailbox's journal, read whole: some ten bytes a message.
type Folder struct {
	Header
	runs     []run // by source UID
	prints   []Print
	flags    []uint8
	past     map[uint32]uint32 // flags of 255: what they stand for, by index; nothing: not recorded
	sets     []string          // dictionary of flag sets; flags index it
	segments int
}

// other is a flags byte that is no place in the dictionary.
const other = 255

// Len is the number of entries.
func (f *Folder) Len() int { return len(f.prints) }

// Segments is how many pieces the journal was read from.
func (f *Folder) Segments() int { return f.segments }

// Last is the highest source UID that has landed; 0: none has.
func (f *Folder) Last() uint32 {
	if len(f.runs) == 0 {
		return 0
	}
	r := f.runs[len(f.runs)-1]
	return r.source + r.n - 1
}

// Has tells whether source UID has landed.
func (f *Folder) Has(source uint32) bool {
	_, ok := f.find(source)
	return ok
}

// Lookup finds an entry by source UID.
func (f *Folder) Lookup(source uint32) (Entry, bool) {
	at, ok := f.find(source)
	if !ok {
		return Entry{}, false
	}
	r := f.runs[at]
	return f.entry(r, source-r.source), true
}

func (f *Folder) find(source uint32) (int, bool) {
	i := sort.Search(len(f.runs), func(i int) bool { return f.runs[i].source > source }) - 1
	if i < 0 || source-f.runs[i].source >= f.runs[i].n {
		return 0, false
	}
	return i, true
}

func (f *Folder) entry(r run, i uint32) Entry {
	e := Entry{Source: r.source + i, Target: r.targetOf(i), Print: f.prints[r.at+i], Flags: Unrecorded}
	place := uint32(f.flags[r.at+i])
	if place == other {
		var known bool
		if place, known = f.past[r.at+i]; !known {
			return e
		}
	}
	if int(place) < len(f.sets) {
		e.Flags = f.sets[place]
	}
	return e
}

// All yields every entry, by source UID.
func (f *Folder) All(yield func(Entry) bool) {
	for _, r := range f.runs {
		for i := range r.n {
			if !yield(f.entry(r, i)) {
				return
			}
		}
	}
}

// Targets is the set of known target UIDs from fence on.
func (f *Folder) Targets(fence uint32) map[uint32]bool {
	known := map[uint32]bool{}
	for _, r := range f.runs {
		if r.target == 0 || uint64(r.target)+uint64(r.n) <= uint64(fence) {
			continue
		}
		for i := range r.n {
			if t := r.target + i; t >= fence {
				known[t] = true
			}
		}
	}
	return known
}

func (f *Folder) sortRuns() {
	slices.SortStableFunc(f.runs, func(a, b run) int { return cmp.Compare(a.source, b.source) })
}

// SetFlags notes the flags of an entry in memory; a Reflagged segment keeps them.
func (f *Folder) SetFlags(source uint32, set string) {
	place := uint32(unrecorded)
	if i := slices.Index(f.sets, set); i >= 0 {
		place = uint32(i)
	} else if len(f.sets) < maxSets {
		place = uint32(len(f.sets))
		f.sets = append(f.sets, set)
	}
	f.setFlags(source, place)
}

func (f *Folder) setFlags(source, place uint32) bool {
	at, ok := f.find(source)
	if !ok {
		return false
	}
	r := f.runs[at]
	i := r.at + source - r.source
	f.flags[i] = byte(min(place, other))
	delete(f.past, i)
	if place >= other && place != unrecorded {
		f.setPast(i, place)
	}
	return true
}

func (f *Folder) setPast(i, place uint32) {
	if f.past == nil {
		f.past = map[uint32]uint32{}
	}
	f.past[i] = place
}

// Rewrite encodes entries as the one segment of a journal begun anew, and reads it back.
func Rewrite(h Header, entries []Entry) (*Folder, []byte, error) {
	h.Landed = uint32(len(entries))
	f := &Folder{Header: h}
	segment := NewSets().Landed(entries)
	if err := f.Add(segment); err != nil {
		return nil, nil, err
	}
	return f, segment, f.Sort()
}

// Entries lists all of them, by source UID.
func (f *Folder) Entries() []Entry {
	out := make([]Entry, 0, f.Len())
	for e := range f.All {
		out = append(out, e)
	}
	return out
}
