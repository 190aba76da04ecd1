// Package spool holds message bodies on their way from a source to a target:
// a small one in memory, a large one there too as long as there is room, and
// otherwise in a file that has no name any more where the system allows that, so
// that nothing is left behind by a kill.
//
// It bounds what one message can take; how many are under way at a time is
// the transfer's business.
package spool

import (
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

// roomForLarge is up to how many octets of bodies in memory, of the whole process, a larger one is held there too: the
// file is for when many are under way.
const roomForLarge = 4 << 20

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

// Read takes exactly size octets from r. An error of r is returned as it is
// (io.ErrUnexpectedEOF where r ends before),
// one of the disk as *DiskError; after that the rest of the body is still in r.
func (s Spool) Read(r io.Reader, size int64) (mail.Body, error) {
	switch {
	case size < 0 || size > s.max():
		return nil, fmt.Errorf("%d octets: %w", size, ErrTooLarge)
	case size <= s.inMemory(), s.InMemory == 0 && inMemory.Load()+size <= roomForLarge:
		return readMemory(r, size)
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
	if err := copyPieces(diskWriter{f}, r, size); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// readFull is for octets of which there are more to come: an end is unexpected at any place.
func readFull(r io.Reader, p []byte) (int, error) {
	n, err := io.ReadFull(r, p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// copyPieces copies exactly size octets.
func copyPieces(w io.Writer, r io.Reader, size int64) error {
	room := take(pieceSize)
	defer room.giveBack()
	for size > 0 {
		part := room.octets[:min(size, pieceSize)]
		n, err := readFull(r, part)
		if _, failed := w.Write(part[:n]); failed != nil {
			return failed
		}
		if err != nil {
			return err
		}
		size -= int64(n)
	}
	return nil
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

type file struct {
	f        *os.File
	size     int64
	unlinked bool
}

func (b *file) Size() int64 { return b.size }

func (b *file) Open() (io.ReadCloser, error) {
	return &fileReader{io.NewSectionReader(b.f, 0, b.size)}, nil
}

type fileReader struct{ *io.SectionReader }

func (*fileReader) Close() error { return nil }

// WriteTo writes what is left in large pieces.
func (r *fileReader) WriteTo(w io.Writer) (int64, error) {
	at, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	left := r.Size() - at
	err = copyPieces(w, r.SectionReader, left)
	end, _ := r.Seek(0, io.SeekCurrent)
	return end - at, err
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
