package spool

import (
	"fmt"
	"io"
	"io/fs"
	"math/bits"
	"sync"
	"sync/atomic"

	"stagecoach/engine/mail"
)

// Bodies in memory are made of pieces that are used again and again: bodies are nearly all that a pass
// allocates, and each of them is needed for a moment only. A piece's size is a power of two; all of a body's pieces
// but the last have pieceSize octets.
const (
	pieceSize = 64 << 10
	leastBits = 10 // of the smallest piece's size
	sizes     = 7
)

// piece is a part of a body, or room to work in.
type piece struct{ octets []byte }

// shelves hold the pieces that nobody uses, by size.
var shelves struct {
	sync.Mutex
	free   [sizes][]*piece
	octets int
}

// mostFree is how many octets of pieces are kept for later.
const mostFree = 4 << 20

// shelf is the index of the smallest pieces that hold so many octets.
func shelf(n int) int { return max(bits.Len(uint(max(n, 1)-1))-leastBits, 0) }

// take gives a piece of at least n octets, n <= pieceSize. What is in it is not defined.
func take(n int) *piece {
	at := shelf(n)
	shelves.Lock()
	defer shelves.Unlock()
	if free := shelves.free[at]; len(free) > 0 {
		last := len(free) - 1
		p := free[last]
		free[last], shelves.free[at] = nil, free[:last]
		shelves.octets -= len(p.octets)
		return p
	}
	return &piece{make([]byte, 1<<(at+leastBits))}
}

func (p *piece) giveBack() {
	shelves.Lock()
	defer shelves.Unlock()
	if at := shelf(len(p.octets)); shelves.octets+len(p.octets) <= mostFree {
		shelves.free[at] = append(shelves.free[at], p)
		shelves.octets += len(p.octets)
	}
}

// Rest gives up what is kept for later bodies. It is for whoever knows that there are none for a while.
func Rest() {
	shelves.Lock()
	defer shelves.Unlock()
	shelves.free, shelves.octets = [sizes][]*piece{}, 0
}

// inMemory is how many octets of bodies are in use.
var inMemory atomic.Int64

// memory is a body in memory. Who holds it sees to it that Close comes after every reading.
type memory struct {
	size   int64
	given  []byte // all of it, where it belongs to somebody else
	first  *piece // otherwise; nil: the body is empty
	rest   []*piece
	closed atomic.Bool
}

func readMemory(r io.Reader, size int64) (mail.Body, error) {
	m := &memory{size: size}
	inMemory.Add(size)
	if more := (size - 1) / pieceSize; more > 0 {
		m.rest = make([]*piece, 0, more)
	}
	for left := size; left > 0; {
		p := take(int(min(left, pieceSize)))
		if m.first == nil {
			m.first = p
		} else {
			m.rest = append(m.rest, p)
		}
		n, err := readFull(r, p.octets[:min(left, pieceSize)])
		if err != nil {
			m.Close()
			return nil, err
		}
		left -= int64(n)
	}
	return m, nil
}

// Memory makes a body of octets that nobody changes any more.
func Memory(data []byte) mail.Body { return &memory{size: int64(len(data)), given: data} }

// InMemory tells whether a body is held in memory, so that reading it twice costs next to nothing.
func InMemory(b mail.Body) bool {
	_, ok := b.(*memory)
	return ok
}

func (m *memory) Size() int64 { return m.size }

func (m *memory) Open() (io.ReadCloser, error) { return &reader{m: m}, nil }

// Close gives the pieces back; a second time it does nothing.
func (m *memory) Close() error {
	if m.given != nil || m.closed.Swap(true) {
		return nil
	}
	inMemory.Add(-m.size)
	if m.first != nil {
		m.first.giveBack()
	}
	for _, p := range m.rest {
		p.giveBack()
	}
	m.first, m.rest = nil, nil
	return nil
}

// errClosed is for who reads a body that was given back, whose pieces may hold another's octets by then.
var errClosed = fmt.Errorf("a message's body: %w", fs.ErrClosed)

// reader reads a body from its beginning.
type reader struct {
	m  *memory
	at int64
}

// part is what comes next, as much as lies together.
func (r *reader) part() ([]byte, error) {
	m := r.m
	switch {
	case m.closed.Load():
		return nil, errClosed
	case r.at == m.size:
		return nil, io.EOF
	case m.given != nil:
		return m.given[r.at:], nil
	}
	p, from := m.first, r.at%pieceSize
	if i := r.at / pieceSize; i > 0 {
		p = m.rest[i-1]
	}
	return p.octets[from:min(pieceSize, from+m.size-r.at)], nil
}

func (r *reader) Read(p []byte) (int, error) {
	part, err := r.part()
	n := copy(p, part)
	r.at += int64(n)
	return n, err
}

// WriteTo writes what is left, without a copy.
func (r *reader) WriteTo(w io.Writer) (int64, error) {
	began := r.at
	for {
		part, err := r.part()
		if err == io.EOF {
			return r.at - began, nil
		}
		if err != nil {
			return r.at - began, err
		}
		n, err := w.Write(part)
		r.at += int64(n)
		if err != nil {
			return r.at - began, err
		}
	}
}

func (r *reader) Close() error { return nil }
