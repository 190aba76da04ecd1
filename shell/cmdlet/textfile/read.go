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
	file *os.File
	path string
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
	raw := bufio.NewReaderSize(file, 64<<10)
	start, _ := raw.Peek(4)
	if found, n := byMark(start); n > 0 {
		e = found
		_, _ = raw.Discard(n)
	}
	r := &Reader{Reader: raw, file: file, path: path}
	if e.codec != nil {
		r.Reader = bufio.NewReaderSize(transform.NewReader(raw, e.codec.NewDecoder()), 64<<10)
	}
	return r, nil
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
	var buf []byte
	for {
		part, err := r.ReadSlice('\n')
		if i := bytes.IndexByte(part, '\r'); i >= 0 && i < len(part)-1 && part[i+1] != '\n' {
			return r.cutAt(buf, part, i)
		}
		switch err {
		case nil:
			if buf == nil {
				return trimEnd(part), true, nil
			}
			return trimEnd(append(buf, part...)), true, nil
		case bufio.ErrBufferFull:
			buf = append(buf, part...)
		case io.EOF:
			if len(buf)+len(part) == 0 {
				return "", false, nil
			}
			return trimEnd(append(buf, part...)), true, nil
		default:
			return "", false, Wrap(err, r.path)
		}
	}
}

// cutAt ends a line at a carriage return that no line feed follows; what comes
// behind is read again.
func (r *Reader) cutAt(buf, part []byte, i int) (string, bool, error) {
	line := string(append(buf, part[:i]...))
	rest := append([]byte(nil), part[i+1:]...)
	r.Reader = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), r.Reader), 64<<10)
	return line, true, nil
}

func trimEnd(b []byte) string {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	if n := len(b); n > 0 && b[n-1] == '\r' {
		b = b[:n-1]
	}
	return string(b)
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
