package journal

import (
	"encoding/binary"
	"slices"
	"strings"

	"stagecoach/engine/mail"
)

// A segment is: kind byte, then for
//
//	landed: the flag sets new to the dictionary (count, then length and text each); the count of
//	        runs; each run as source UID minus the end of the run before, target UID (0: not known) and length;
//	        then 8 bytes of print and 1 byte of flags for every message
//	flags:  the new flag sets; the count; each as source UID minus the one before, and flags byte
//
// A flags byte is the place of a set in the dictionary; 255 is none. In the wide kinds, which are written
// where a set lies past that, 255 stands for the number that follows (landed: after all the bytes, in their order): 0 for
// none, else the place plus one.
//
// Numbers are unsigned varints. A header is a version byte and its fields.
const (
	kindLanded     = 1
	kindFlags      = 2
	kindLandedWide = 3
	kindFlagsWide  = 4
	headVersion    = 1
)

// maxSets bounds the dictionary; what finds no room is not recorded.
const maxSets = 1 << 16

// unrecorded is the place of what is not in the dictionary.
const unrecorded = 1<<32 - 1

// Sets is the dictionary of a journal under way: what a Writer needs to know of the segments before.
type Sets struct {
	index map[string]uint32
	fresh []string
}

// Sets is the dictionary to go on with.
func (f *Folder) Sets() *Sets {
	s := NewSets()
	for i, set := range f.sets {
		s.index[set] = uint32(i)
	}
	return s
}

// NewSets is the dictionary of a journal not begun.
func NewSets() *Sets { return &Sets{index: map[string]uint32{}} }

func (s *Sets) of(set string) uint32 {
	if i, ok := s.index[set]; ok {
		return i
	}
	if len(s.index) >= maxSets || len(set) > maxText || set == Unrecorded {
		return unrecorded
	}
	i := uint32(len(s.index))
	s.index[set] = i
	s.fresh = append(s.fresh, set)
	return i
}

func (s *Sets) appendFresh(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(s.fresh)))
	for _, set := range s.fresh {
		b = appendText(b, set)
	}
	s.fresh = s.fresh[:0]
	return b
}

// Landed encodes entries as a segment; it sorts them by source UID.
func (s *Sets) Landed(entries []Entry) []byte {
	slices.SortFunc(entries, func(a, b Entry) int { return int(int64(a.Source) - int64(b.Source)) })
	flags, past := s.places(entries)
	b := make([]byte, 0, 64+len(entries)*9)
	b = s.appendFresh(append(b, kindOf(kindLanded, kindLandedWide, past)))
	runs := runsOf(entries)
	b = binary.AppendUvarint(b, uint64(len(runs)))
	end := uint32(0)
	for _, r := range runs {
		b = binary.AppendUvarint(b, uint64(r.source-end))
		b = binary.AppendUvarint(b, uint64(r.target))
		b = binary.AppendUvarint(b, uint64(r.n))
		end = r.source + r.n
	}
	for _, e := range entries {
		b = binary.BigEndian.AppendUint64(b, uint64(e.Print))
	}
	b = append(b, flags...)
	for _, n := range past {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// places are the flags bytes of entries, and, where the sets of some lie past a byte, the numbers
// that stand for every 255 among them.
func (s *Sets) places(entries []Entry) (flags []byte, past []uint64) {
	flags = make([]byte, len(entries))
	wide := false
	for i, e := range entries {
		place := s.of(e.Flags)
		flags[i] = byte(min(place, other))
		if place >= other {
			wide = wide || place != unrecorded
			past = append(past, uint64(place+1)) // none: 0
		}
	}
	if !wide {
		past = nil
	}
	return flags, past
}

func kindOf(narrow, wide byte, past []uint64) byte {
	if past != nil {
		return wide
	}
	return narrow
}

func runsOf(entries []Entry) []run {
	var runs []run
	for i, e := range entries {
		if n := len(runs); n > 0 {
			r := &runs[n-1]
			if e.Source == r.source+r.n && (e.Target == 0) == (r.target == 0) && (e.Target == 0 || e.Target == r.target+r.n) {
				r.n++
				continue
			}
		}
		runs = append(runs, run{e.Source, e.Target, 1, uint32(i)})
	}
	return runs
}

// Reflagged encodes changed flags as a segment; only Source and Flags of the entries count.
func (s *Sets) Reflagged(entries []Entry) []byte {
	slices.SortFunc(entries, func(a, b Entry) int { return int(int64(a.Source) - int64(b.Source)) })
	flags, past := s.places(entries)
	b := s.appendFresh([]byte{kindOf(kindFlags, kindFlagsWide, past)})
	b = binary.AppendUvarint(b, uint64(len(entries)))
	last := uint32(0)
	for i, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.Source-last))
		if b = append(b, flags[i]); flags[i] == other && past != nil {
			b = binary.AppendUvarint(b, past[0])
			past = past[1:]
		}
		last = e.Source
	}
	return b
}

// Encode is the header's bytes.
func (h Header) Encode() []byte {
	b := []byte{headVersion}
	b = appendText(b, h.Source.Key())
	target := ""
	if len(h.Target) > 0 {
		target = h.Target.Key()
	}
	b = appendText(b, target)
	bits := uint64(0)
	if h.Open {
		bits |= 1
	}
	if h.Done {
		bits |= 2
	}
	if h.Unsubscribed {
		bits |= 4
	}
	for _, n := range []uint64{bits, uint64(h.SourceValidity), uint64(h.TargetValidity), uint64(h.Next), uint64(h.Fence),
		uint64(h.Landed), uint64(h.UIDNext), uint64(h.Messages), h.ModSeq} {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func nameOf(key string) mail.Name {
	if key == "" {
		return nil
	}
	return mail.Name(strings.Split(key, "\x00"))
}
