// Package spool holds message bodies on their way from a source to a target:
// a small one in memory, a large one in a file that has no name any more
// where the system allows that, so that nothing is left behind by a kill.
//
// It bounds what one message can take; how many are under way at a time is
// the transfer's business.
package spool

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"stagecoach/engine/mail"
)

// The bounds of a Spool whose fields are zero.
const (
	DefaultInMemory = 512 << 10
	DefaultMax      = 1 << 30
)

// ErrTooLarge is what Read answers, having read nothing, for a body over Max.
var ErrTooLarge = errors.New("larger than can be spooled")

// DiskError is a failure of the disk under the spool, not of the source.
type DiskError struct{ Err error }

func (e *DiskError) Error() string { return "spool: " + e.Err.Error() }

// Unwrap gives the system's own error.
func (e *DiskError) Unwrap() error { return e.Err }

// Spool makes bodies. Its zero value is ready: the system's folder for
// temporary files and the default bounds.
type Spool struct {
	Dir      string
	InMemory int64 // bodies up to this many octets stay in memory
	Max      int64 // bodies over this many octets are refused
}

func (s Spool) inMemory() int64 {
	if s.InMemory > 0 {
		return s.InMemory
	}
	return DefaultInMemory
}

func (s Spool) max() int64 {
	if s.Max > 0 {
		return s.Max
	}
	return DefaultMax
}

// Read takes exactly size octets from r. An error of r is returned as it is,
// one of the disk as *DiskError; after that the rest of the body is still in r.
func (s Spool) Read(r io.Reader, size int64) (mail.Body, error) {
	switch {
	case size < 0 || size > s.max():
		return nil, fmt.Errorf("%d octets: %w", size, ErrTooLarge)
	case size <= s.inMemory():
		data := make([]byte, size)
		if _, err := io.ReadFull(r, data); err != nil {
			return nil, err
		}
		return Memory(data), nil
	}
	return s.readFile(r, size)
}

func (s Spool) readFile(r io.Reader, size int64) (mail.Body, error) {
	f, err := os.CreateTemp(s.Dir, "stagecoach-*.body")
	if err != nil {
		return nil, &DiskError{err}
	}
	b := &file{f: f, size: size}
	if runtime.GOOS != "windows" {
		b.unlinked = os.Remove(f.Name()) == nil
	}
	if _, err := io.CopyN(diskWriter{f}, r, size); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// diskWriter marks errors of the disk, so that they are not taken for the source's.
type diskWriter struct{ f *os.File }

func (w diskWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = &DiskError{err}
	}
	return n, err
}

// Memory makes a body of octets that nobody changes any more.
func Memory(data []byte) mail.Body { return memory(data) }

type memory []byte

func (m memory) Size() int64                  { return int64(len(m)) }
func (m memory) Open() (io.ReadCloser, error) { return reader{bytes.NewReader(m)}, nil }
func (m memory) Close() error                 { return nil }

// Bytes gives the octets of a body that is held in memory, without a copy.
func Bytes(b mail.Body) ([]byte, bool) {
	m, ok := b.(memory)
	return m, ok
}

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

type file struct {
	f        *os.File
	size     int64
	unlinked bool
}

func (b *file) Size() int64 { return b.size }

func (b *file) Open() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(b.f, 0, b.size)), nil
}

func (b *file) Close() error {
	err := b.f.Close()
	if !b.unlinked {
		if rm := os.Remove(b.f.Name()); err == nil {
			err = rm
		}
		b.unlinked = true
	}
	return err
}
