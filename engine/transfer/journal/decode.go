package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrDamaged: the bytes are not what was written. A damaged journal is
// never guessed at: the user fails, and nothing is copied on its word.
var ErrDamaged = errors.New("journal: damaged")

const (
	maxText     = 1 << 16
	maxMessages = 1 << 26 // of one segment: more than any mailbox holds
)

// decoder reads varints and texts; once something is wrong, bad stays set.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) number(limit uint64) uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 || n > limit {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *decoder) uint32() uint32 { return uint32(d.number(math.MaxUint32)) }

func (d *decoder) bytes(n uint64) []byte {
	if uint64(len(d.b)) < n {
		d.bad, d.b = true, nil
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) text() string { return string(d.bytes(d.number(maxText))) }

// DecodeHeader is the inverse of Header.Encode.
func DecodeHeader(b []byte) (Header, error) {
	d := &decoder{b: b}
	if v := d.bytes(1); d.bad || v[0] != headVersion {
		return Header{}, fmt.Errorf("%w: header", ErrDamaged)
	}
	h := Header{Source: nameOf(d.text()), Target: nameOf(d.text())}
	bits := d.number(7)
	h.Open, h.Done, h.Unsubscribed = bits&1 != 0, bits&2 != 0, bits&4 != 0
	for _, p := range []*uint32{&h.SourceValidity, &h.TargetValidity, &h.Next, &h.Fence, &h.Landed, &h.UIDNext, &h.Messages} {
		*p = d.uint32()
	}
	h.ModSeq = d.number(math.MaxUint64)
	if d.bad || len(d.b) > 0 || len(h.Source) == 0 {
		return Header{}, fmt.Errorf("%w: header", ErrDamaged)
	}
	return h, nil
}

// Add reads one more segment, in the order in which they were written. Sort is to be called once all are in.
func (f *Folder) Add(segment []byte) error {
	d := &decoder{b: segment}
	kind := d.bytes(1)
	if d.bad {
		return fmt.Errorf("%w: empty segment", ErrDamaged)
	}
	for n := d.number(maxSets); n > 0 && !d.bad; n-- {
		if f.sets = append(f.sets, d.text()); len(f.sets) > maxSets {
			d.bad = true
		}
	}
	switch kind[0] {
	case kindLanded, kindLandedWide:
		f.addLanded(d, kind[0] == kindLandedWide)
	case kindFlags, kindFlagsWide:
		f.addFlags(d, kind[0] == kindFlagsWide)
	default:
		d.bad = true
	}
	if d.bad || len(d.b) > 0 {
		return fmt.Errorf("%w: segment %d", ErrDamaged, f.segments)
	}
	f.segments++
	return nil
}

// past is the number that stands for a flags byte of 255.
func (d *decoder) past() (place uint32, ok bool) {
	n := d.number(maxSets)
	return uint32(n) - 1, n > 0 && !d.bad
}

func (f *Folder) addLanded(d *decoder, wide bool) {
	at, total := uint64(len(f.prints)), uint64(0)
	end := uint64(0)
	for n := d.number(maxMessages); n > 0 && !d.bad; n-- {
		source := end + uint64(d.uint32())
		r := run{uint32(source), d.uint32(), d.uint32(), uint32(at + total)}
		end = source + uint64(r.n)
		total += uint64(r.n)
		if r.n == 0 || end > math.MaxUint32+1 || uint64(r.target)+uint64(r.n) > math.MaxUint32+1 || total > maxMessages {
			d.bad = true
			return
		}
		f.runs = append(f.runs, r)
	}
	prints := d.bytes(total * 8)
	flags := d.bytes(total)
	if d.bad {
		return
	}
	for ; len(prints) > 0; prints = prints[8:] {
		f.prints = append(f.prints, Print(binary.BigEndian.Uint64(prints)))
	}
	f.flags = append(f.flags, flags...)
	for i := range flags {
		if !wide || flags[i] != other {
			continue
		}
		if place, ok := d.past(); ok {
			f.setPast(uint32(at)+uint32(i), place)
		}
	}
}

func (f *Folder) addFlags(d *decoder, wide bool) {
	f.sortRuns()
	source := uint64(0)
	for n := d.number(maxMessages); n > 0 && !d.bad; n-- {
		source += uint64(d.uint32())
		index := d.bytes(1)
		if d.bad || source > math.MaxUint32 {
			d.bad = true
			return
		}
		place := uint32(index[0])
		if place == other {
			place = unrecorded
			if n, ok := uint32(0), false; wide {
				if n, ok = d.past(); ok {
					place = n
				}
			}
		}
		d.bad = d.bad || !f.setFlags(uint32(source), place)
	}
}

// Sort makes what was Added ready to be asked. Entries of the same source UID are damage.
func (f *Folder) Sort() error {
	f.sortRuns()
	for i := 1; i < len(f.runs); i++ {
		if uint64(f.runs[i-1].source)+uint64(f.runs[i-1].n) > uint64(f.runs[i].source) {
			return fmt.Errorf("%w: source UID %d landed twice", ErrDamaged, f.runs[i].source)
		}
	}
	if f.Landed != uint32(f.Len()) {
		return fmt.Errorf("%w: %d entries where the header counts %d", ErrDamaged, f.Len(), f.Landed)
	}
	return nil
}
