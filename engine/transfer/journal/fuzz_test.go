package journal

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"
)

// FuzzCheckpoints writes a journal as a pass does, a checkpoint after the other, and reads it back: what landed is
// there, with the flags last noted, and nothing else. What to write is drawn from the octets given.
func FuzzCheckpoints(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 255, 0, 1, 2, 128, 9})
	f.Add([]byte("a run, a gap, flags, and again"))
	f.Fuzz(func(t *testing.T, b []byte) {
		draw := func() (n byte) {
			if len(b) > 0 {
				n, b = b[0], b[1:]
			}
			return n
		}
		want := map[uint32]Entry{}
		sets := NewSets()
		var segments [][]byte
		for source, target := uint32(1), uint32(draw()); len(b) > 0; {
			var landed []Entry
			for n := draw()%20 + 1; n > 0; n-- {
				source += uint32(draw()%3) + 1
				if target += uint32(draw() % 3); draw()%10 == 0 {
					target = 0
				}
				e := Entry{Source: source, Target: target, Print: Print(draw()) << 8, Flags: []string{"", "\\Seen", "a b", Unrecorded, string(rune(draw()))}[draw()%5]}
				landed, want[source] = append(landed, e), e
				if target++; target == 1 {
					target = 0
				}
			}
			segments = append(segments, sets.Landed(landed))
			var changed []Entry
			for n := draw() % 4; n > 0; n-- {
				known := slices.Sorted(maps.Keys(want))
				e := want[known[int(draw())%len(known)]]
				e.Flags = "changed " + string(rune('a'+draw()%5))
				want[e.Source] = e
				changed = append(changed, e)
			}
			if len(changed) > 0 {
				for i, e := range changed {
					changed[i] = want[e.Source]
				}
				slices.SortFunc(changed, func(a, b Entry) int { return int(int64(a.Source) - int64(b.Source)) })
				segments = append(segments, sets.Reflagged(slices.CompactFunc(changed, func(a, b Entry) bool { return a.Source == b.Source })))
			}
		}
		j := readBack(t, segments, len(want))
		for _, e := range j.Entries() {
			if e != want[e.Source] {
				t.Fatalf("%+v came back as %+v", want[e.Source], e)
			}
		}
		if j.Len() != len(want) {
			t.Fatalf("%d entries instead of %d", j.Len(), len(want))
		}
	})
}

func readBack(t *testing.T, segments [][]byte, landed int) *Folder {
	t.Helper()
	j := &Folder{Header: Header{Landed: uint32(landed)}}
	for i, s := range segments {
		if err := j.Add(s); err != nil {
			t.Fatalf("checkpoint %d: %v", i, err)
		}
	}
	if err := j.Sort(); err != nil {
		t.Fatal(err)
	}
	return j
}

// FuzzDamage reads checkpoints that may be of anybody's making, several to a journal: each is read or refused, and what
// was read can be asked for.
func FuzzDamage(f *testing.F) {
	sets := NewSets()
	first := sets.Landed([]Entry{{Source: 1, Target: 1<<32 - 1, Flags: "a"}, {Source: 2, Flags: Unrecorded}})
	f.Add(first, sets.Reflagged([]Entry{{Source: 1, Flags: "b"}}))
	f.Add(binary.AppendUvarint([]byte{kindLanded, 0}, 1<<60), []byte{kindFlagsWide})
	f.Fuzz(func(t *testing.T, first, second []byte) {
		j := &Folder{}
		for _, s := range [][]byte{first, second} {
			if j.Add(s) != nil {
				return
			}
		}
		j.Landed = uint32(j.Len())
		if j.Sort() != nil {
			return
		}
		known := j.Targets(1)
		for e := range j.All {
			if found, ok := j.Lookup(e.Source); !ok || found != e || !j.Has(e.Source) {
				t.Fatalf("%+v is found as %+v", e, found)
			}
			if e.Target != 0 && !known[e.Target] {
				t.Fatalf("the target %d of %+v is not known", e.Target, e)
			}
			j.SetFlags(e.Source, "fresh")
		}
		if j.Len() > 0 && !j.Has(j.Last()) {
			t.Fatalf("the last, %d, is not there", j.Last())
		}
	})
}
