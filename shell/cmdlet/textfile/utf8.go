package textfile

import (
	"io"
	"unicode/utf8"

	"stagecoach/shell/object"
)

// utf8Reader gives what it reads as UTF-8 that is valid: what is none becomes U+FFFD.
type utf8Reader struct {
	in    io.Reader
	raw   []byte // read, with the start of a character at the end
	ready []byte // to be given out
	err   error
}

// Read gives valid UTF-8; a character may be cut by the length of p.
func (r *utf8Reader) Read(p []byte) (int, error) {
	for len(r.ready) == 0 {
		if r.err != nil {
			err := r.err
			if err == io.EOF {
				r.err = nil // the file may grow
			}
			return 0, err
		}
		r.fill()
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

func (r *utf8Reader) fill() {
	if r.raw == nil {
		r.raw = make([]byte, 0, 64<<10)
	}
	n, err := r.in.Read(r.raw[len(r.raw):cap(r.raw)])
	b := r.raw[:len(r.raw)+n]
	r.err = err
	kept := 0
	if err == nil {
		kept = object.UnendedUTF8(b)
	}
	whole := b[:len(b)-kept]
	if utf8.Valid(whole) {
		r.ready = append(r.ready[:0], whole...)
	} else {
		r.ready = []byte(object.DecodeUTF8(whole))
	}
	r.raw = append(r.raw[:0], b[len(b)-kept:]...)
}
