package textfile

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"golang.org/x/text/transform"
)

// Reader reads a text file as UTF-8.
type Reader struct {
	*bufio.Reader
	file      *os.File
	path      string
	withoutLF int // so many octets of the buffer hold no LF: files of CRs are not searched again for each line
}

// Open opens a file. A byte order mark at its start wins over e.
func Open(path string, e Encoding) (*Reader, error) {
	if e.err != nil {
		return nil, e.err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, Wrap(err, path)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, denied(path)
	}
	raw := bufio.NewReaderSize(faultyFile{file, path}, 64<<10)
	start, _ := raw.Peek(4)
	if found, n := byMark(start); n > 0 {
		e = found
		_, _ = raw.Discard(n)
	}
	var in io.Reader = &utf8Reader{in: raw}
	if e.codec != nil {
		in = transform.NewReader(raw, e.codec.NewDecoder())
	}
	return &Reader{Reader: bufio.NewReaderSize(in, 64<<10), file: file, path: path}, nil
}

// faultyFile says errors of reading in .NET's words.
type faultyFile struct {
	file *os.File
	path string
}

func (f faultyFile) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	if err != nil && err != io.EOF {
		err = Wrap(err, f.path)
	}
	return n, err
}

func byMark(b []byte) (Encoding, int) {
	for _, c := range []struct {
		mark []byte
		name string
	}{{markUTF32LE, "utf32"}, {markUTF32BE, "bigendianutf32"}, {markUTF8, "utf8BOM"}, {markUTF16LE, "unicode"}, {markUTF16BE, "bigendianunicode"}} {
		if bytes.HasPrefix(b, c.mark) {
			return Named(c.name), len(c.mark)
		}
	}
	return Encoding{}, 0
}

// markOf is the encoding the mark of an existing file tells.
func markOf(path string) (Encoding, bool) {
	file, err := os.Open(path)
	if err != nil {
		return Encoding{}, false
	}
	defer file.Close()
	b := make([]byte, 4)
	n, _ := io.ReadFull(file, b)
	e, found := byMark(b[:n])
	e.mark = nil
	return e, found > 0
}

// ReadLine returns the next line without its end (CR, LF or both); ok is false
// at the end of the file.
func (r *Reader) ReadLine() (line string, ok bool, err error) {
	var start []byte // of a line that is longer than the buffer
	for {
		if _, err := r.Peek(1); err == io.EOF {
			return string(start), start != nil, nil
		} else if err != nil {
			return "", false, Wrap(err, r.path)
		}
		b, _ := r.Peek(r.Buffered())
		known := min(r.withoutLF, len(b))
		lf := bytes.IndexByte(b[known:], '\n')
		if lf >= 0 {
			lf += known
		}
		upTo := b
		if lf >= 0 {
			upTo = b[:lf]
		}
		cr := bytes.IndexByte(upTo, '\r')
		switch {
		case cr >= 0:
			line = joined(start, b[:cr])
			r.passLF(cr+1, len(upTo)-cr-1)
			if next, err := r.Peek(1); err == nil && next[0] == '\n' {
				r.passLF(1, 0)
			}
			return line, true, nil
		case lf >= 0:
			line = joined(start, b[:lf])
			r.passLF(lf+1, 0)
			return line, true, nil
		}
		start = append(start, b...)
		r.passLF(len(b), 0)
	}
}

// passLF passes over n octets, behind which so many more are known to hold no LF.
func (r *Reader) passLF(n, withoutLF int) {
	_, _ = r.Discard(n) // they are in the buffer
	r.withoutLF = withoutLF
}

func joined(start, rest []byte) string {
	if start == nil {
		return string(rest)
	}
	return string(append(start, rest...))
}

// ReadAll reads what is left.
func (r *Reader) ReadAll() (string, error) {
	b, err := io.ReadAll(r.Reader)
	return string(b), Wrap(err, r.path)
}

// Close ends the file.
func (r *Reader) Close() error {
	if r == nil || r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}
