package journal

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"stagecoach/engine/mail"
)

func TestHeaderKeepsEverything(t *testing.T) {
	for _, h := range []Header{
		{Source: mail.Inbox},
		{Source: mail.Name{"a/b", "\u00fc", ""}, Target: mail.Name{"x"}, SourceValidity: math.MaxUint32, TargetValidity: 1, Next: 2, Fence: 3,
			Open: true, Landed: 4, Done: true, UIDNext: 5, Messages: 6, ModSeq: math.MaxUint64, Unsubscribed: true},
	} {
		got, err := DecodeHeader(h.Encode())
		if err != nil || !reflect.DeepEqual(got, h) {
			t.Errorf("%+v became %+v, %v", h, got, err)
		}
	}
}

// random makes a journal of several segments, with changes of flags between them.
func random(r *rand.Rand) (segments [][]byte, want []Entry) {
	sets := NewSets()
	source, target := uint32(1), uint32(1)
	names := []string{"", "\\Seen", "\\Flagged \\Seen", "$Work"}
	for range 1 + r.IntN(5) {
		var part []Entry
		for range r.IntN(50) {
			source += 1 + uint32(r.IntN(2))*uint32(r.IntN(1000))
			target += 1 + uint32(r.IntN(2))*uint32(r.IntN(9))
			e := Entry{source, target, Print(r.Uint64()), names[r.IntN(len(names))]}
			if r.IntN(20) == 0 {
				e.Target = 0
			}
			part = append(part, e)
		}
		if len(part) > 0 {
			shuffled := slices.Clone(part)
			r.Shuffle(len(part), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			segments = append(segments, sets.Landed(shuffled))
			want = append(want, part...)
		}
		if len(want) > 0 && r.IntN(2) == 0 {
			i := r.IntN(len(want))
			want[i].Flags = fmt.Sprint("set", r.IntN(400))
			segments = append(segments, sets.Reflagged([]Entry{want[i]}))
		}
	}
	return segments, want
}

func read(t *testing.T, segments [][]byte, landed int) *Folder {
	t.Helper()
	f := &Folder{Header: Header{Landed: uint32(landed)}}
	for _, s := range segments {
		if err := f.Add(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Sort(); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSegmentsKeepEverything(t *testing.T) {
	for seed := range uint64(500) {
		segments, want := random(rand.New(rand.NewPCG(seed, 1)))
		f := read(t, segments, len(want))
		if got := f.Entries(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v became %v", seed, want, got)
		}
		known := f.Targets(50)
		for _, e := range want {
			if got, ok := f.Lookup(e.Source); !ok || got != e {
				t.Fatalf("seed %d: %v is found as %v", seed, e, got)
			}
			if known[e.Target] != (e.Target >= 50) {
				t.Fatalf("seed %d: target %d", seed, e.Target)
			}
		}
		if f.Has(0) || f.Has(math.MaxUint32) {
			t.Fatal("what never landed is there")
		}
		again, segment, err := Rewrite(Header{Source: mail.Inbox}, want)
		if err != nil || !slices.Equal(again.Entries(), want) || len(segment) == 0 && len(want) > 0 {
			t.Fatalf("seed %d: rewritten: %v", seed, err)
		}
	}
}

// What lies past a byte is kept, too, and so is what was not recorded among it.
func TestMoreFlagSetsThanAByteHolds(t *testing.T) {
	var want []Entry
	for i := range uint32(300) {
		want = append(want, Entry{i + 1, i + 1, 1, fmt.Sprint("k", i)})
	}
	want[280].Flags = Unrecorded
	sets := NewSets()
	f := read(t, [][]byte{sets.Landed(slices.Clone(want))}, len(want))
	for i, e := range f.Entries() {
		if e.Flags != want[i].Flags {
			t.Fatalf("%d: %q", i, e.Flags)
		}
	}
	changed := []Entry{{Source: 3, Flags: "k299"}, {Source: 290, Flags: "k1"}, {Source: 291, Flags: "quite new"}, {Source: 292, Flags: Unrecorded}}
	if err := f.Add(sets.Reflagged(slices.Clone(changed))); err != nil {
		t.Fatal(err)
	}
	for _, c := range changed {
		if e, _ := f.Lookup(c.Source); e.Flags != c.Flags {
			t.Errorf("%d: %q, want %q", c.Source, e.Flags, c.Flags)
		}
		f.SetFlags(c.Source, "k298")
		if e, _ := f.Lookup(c.Source); e.Flags != "k298" {
			t.Errorf("%d: %q after it was set", c.Source, e.Flags)
		}
	}
}

// TestFullDictionary loses flags, never messages.
func TestFullDictionary(t *testing.T) {
	var want []Entry
	for i := range uint32(maxSets + 3) {
		want = append(want, Entry{i + 1, i + 1, 1, fmt.Sprint("k", i)})
	}
	f := read(t, [][]byte{NewSets().Landed(slices.Clone(want))}, len(want))
	for i, e := range f.Entries() {
		if e.Flags != want[i].Flags && (i < maxSets || e.Flags != Unrecorded) {
			t.Fatalf("%d: %q", i, e.Flags)
		}
	}
}

func TestTenBytesAMessage(t *testing.T) {
	var entries []Entry
	for i := range uint32(10_000) {
		entries = append(entries, Entry{i + 1, i + 500, Print(i), "\\Seen"})
	}
	if n := len(NewSets().Landed(entries)); n > 9*len(entries)+100 {
		t.Fatalf("%d bytes", n)
	}
}

func TestDamageIsNoticed(t *testing.T) {
	segment := NewSets().Landed([]Entry{{1, 1, 1, ""}, {2, 2, 2, ""}, {9, 9, 9, "x"}})
	for i := range segment {
		if err := (&Folder{}).Add(segment[:i]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
	f := &Folder{Header: Header{Landed: 6}}
	if err := errors.Join(f.Add(segment), f.Add(segment)); err != nil {
		t.Fatal(err)
	}
	if err := f.Sort(); !errors.Is(err, ErrDamaged) {
		t.Errorf("landed twice: %v", err)
	}
	f = &Folder{Header: Header{Landed: 2}}
	f.Add(segment)
	if err := f.Sort(); !errors.Is(err, ErrDamaged) {
		t.Errorf("miscounted: %v", err)
	}
}

func TestFingerprintsTellApart(t *testing.T) {
	at := time.Unix(1_700_000_000, 999)
	base := Fingerprint(10, at, "<a@b>")
	if base != Fingerprint(10, at.In(time.FixedZone("x", 3600)), " <a@\r\n b> ") {
		t.Error("the same message has two fingerprints")
	}
	for _, p := range []Print{Fingerprint(11, at, "<a@b>"), Fingerprint(10, at.Add(time.Second), "<a@b>"), Fingerprint(10, at, "<a@c>"), Fingerprint(10, at, "")} {
		if p == base {
			t.Error("another message has the same fingerprint")
		}
	}
	if !base.Strong() || Fingerprint(10, at, "").Strong() {
		t.Error("strength")
	}
	if base.Loose() != Fingerprint(12345, at, "a@b").Loose() || base.Loose() == Fingerprint(10, at, "x").Loose() {
		t.Error("without the size")
	}
}

func TestFlagSets(t *testing.T) {
	for _, c := range []struct {
		flags mail.Flags
		want  string
	}{
		{nil, ""}, {mail.Flags{"\\recent"}, ""}, {mail.Flags{"\\SEEN", "$b", "\\answered", "$A"}, "$A $b \\Answered \\Seen"},
		{mail.Flags{"x", "X", "\\Seen", "\\seen"}, "\\Seen x"},
	} {
		if got := FlagSet(c.flags); got != c.want {
			t.Errorf("%v: %q, want %q", c.flags, got, c.want)
		}
	}
}

func FuzzSegment(f *testing.F) {
	segments, _ := random(rand.New(rand.NewPCG(7, 7)))
	for _, s := range segments {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		j := &Folder{}
		if j.Add(b) != nil {
			return
		}
		j.Landed = uint32(j.Len())
		if j.Sort() != nil {
			return
		}
		entries := j.Entries()
		again, _, err := Rewrite(Header{}, slices.Clone(entries))
		if err != nil || !slices.Equal(again.Entries(), entries) {
			t.Fatalf("%v became %v, %v", entries, again, err)
		}
	})
}

func FuzzHeader(f *testing.F) {
	f.Add(Header{Source: mail.Inbox, Target: mail.Name{"x", "y"}, ModSeq: 77}.Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := DecodeHeader(b)
		if err != nil {
			return
		}
		if again, err := DecodeHeader(h.Encode()); err != nil || !reflect.DeepEqual(again, h) {
			t.Fatalf("%+v became %+v, %v", h, again, err)
		}
	})
}
