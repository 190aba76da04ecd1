package dotnet

import (
	"slices"
	"sort"
	"sync"

	"stagecoach/shell/object"
)

// unmanaged is the memory that Marshal gives out: blocks of our own, which addresses lead
// into. Nothing outside them can be read or written: where .NET would touch foreign memory
// and mostly die, an AccessViolationException is raised.
var unmanaged = &heap{next: firstAddress}

// heap is a set of blocks, by address.
type heap struct {
	mu     sync.Mutex
	blocks []*memoryBlock // by address
	next   int64
}

// memoryBlock is one block.
type memoryBlock struct {
	address int64
	bytes   []byte
}

const (
	firstAddress = 0x7f0000010000
	blockAlign   = 16
	// largestBlock is how much one call may ask for.
	largestBlock = 1 << 31
)

// allocate makes a block of zeros.
func (m *heap) allocate(n int64) (intPtr, error) {
	if n < 0 || n > largestBlock {
		return 0, object.Throw(object.OutOfMemoryType, "Insufficient memory to continue the execution of the program.")
	}
	return m.store(make([]byte, n)), nil
}

// store takes bytes over as a block.
func (m *heap) store(b []byte) intPtr {
	m.mu.Lock()
	defer m.mu.Unlock()
	block := &memoryBlock{address: m.next, bytes: b}
	m.next += (int64(len(b))/blockAlign + 2) * blockAlign
	m.blocks = append(m.blocks, block)
	return intPtr(block.address)
}

// at is the block that an address lies in; nil without one.
func (m *heap) at(p intPtr) (block *memoryBlock, index int) {
	i := sort.Search(len(m.blocks), func(i int) bool { return m.blocks[i].address > int64(p) }) - 1
	if i < 0 || int64(p) >= m.blocks[i].address+max(int64(len(m.blocks[i].bytes)), 1) {
		return nil, -1
	}
	return m.blocks[i], i
}

// bytes are the n bytes at an address, to be read or written; n below zero: to the block's end.
func (m *heap) bytes(p intPtr, n int64) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, _ := m.at(p)
	if b == nil {
		return nil, errProtected()
	}
	rest := b.bytes[int64(p)-b.address:]
	if n > int64(len(rest)) {
		return nil, errProtected()
	}
	if n >= 0 {
		rest = rest[:n]
	}
	return rest, nil
}

// free gives a block back; what was in it is gone. An address that is none of ours is let be.
func (m *heap) free(p intPtr) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if b, i := m.at(p); b != nil {
		clear(b.bytes)
		m.blocks = slices.Delete(m.blocks, i, i+1)
	}
}

// resize moves a block into one of another length.
func (m *heap) resize(p intPtr, n int64) (intPtr, error) {
	fresh, err := m.allocate(n)
	if err != nil || p == 0 {
		return fresh, err
	}
	old, err := m.bytes(p, -1)
	if err != nil {
		return 0, err
	}
	to, err := m.bytes(fresh, n)
	copy(to, old)
	m.free(p)
	return fresh, err
}

func errProtected() error {
	return object.Throw(exceptionNamed("System.AccessViolationException"), "Attempted to read or write protected memory. This is often an indication that other memory is corrupt.")
}

// narrowAt is the text of single bytes that ends with a zero.
func (m *heap) narrowAt(p intPtr) ([]byte, error) {
	b, err := m.bytes(p, -1)
	if err != nil {
		return nil, err
	}
	if i := slices.Index(b, 0); i >= 0 {
		return b[:i], nil
	}
	return nil, errProtected()
}

// wideAt is the text of UTF-16 that ends with a zero.
func (m *heap) wideAt(p intPtr) ([]uint16, error) {
	b, err := m.bytes(p, -1)
	if err != nil {
		return nil, err
	}
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u := uint16(b[i]) | uint16(b[i+1])<<8
		if u == 0 {
			return units, nil
		}
		units = append(units, u)
	}
	return nil, errProtected()
}

// wideBytes are the bytes of UTF-16, with a zero behind them.
func wideBytes(units []uint16) []byte {
	b := make([]byte, 0, 2*len(units)+2)
	for _, u := range units {
		b = append(b, byte(u), byte(u>>8))
	}
	return append(b, 0, 0)
}

// lengthPrefix is how many bytes before a BSTR's text its length takes.
const lengthPrefix = 4

// bstr stores a BSTR: its length in bytes, then the text that the address leads to.
func (m *heap) bstr(units []uint16) intPtr {
	n := 2 * len(units)
	prefix := []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}
	return m.store(append(prefix, wideBytes(units)...)) + lengthPrefix
}
