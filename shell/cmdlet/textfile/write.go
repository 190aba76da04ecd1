package textfile

import (
	"bufio"
	"errors"
	"io/fs"
	"os"

	"stagecoach/shell/object"
)

// Mode says how a file is opened for writing.
type Mode struct {
	Append    bool
	NoClobber bool // an error when the file is there
	Force     bool // a read-only file is written all the same
}

// Writer writes a text file.
type Writer struct {
	file     *os.File
	buffer   *bufio.Writer
	encoding Encoding
	path     string
	locked   fs.FileMode // the mode to restore, 0: none
}

// Create opens a file for writing. A new or emptied file begins with the
// encoding's mark; one that is appended to keeps its own encoding when a mark tells it.
func Create(path string, e Encoding, m Mode) (*Writer, error) {
	if e.err != nil {
		return nil, e.err
	}
	w := &Writer{path: path, encoding: e}
	if err := w.unlock(m); err != nil {
		return nil, err
	}
	flags := os.O_WRONLY | os.O_CREATE
	switch {
	case m.Append:
		flags |= os.O_APPEND
	case m.NoClobber:
		flags |= os.O_EXCL
	default:
		flags |= os.O_TRUNC
	}
	if m.Append {
		if found, ok := markOf(path); ok {
			w.encoding = found
		}
	}
	file, err := os.OpenFile(path, flags, 0o666)
	if err != nil {
		return nil, w.failed(err, m)
	}
	w.file = file
	w.buffer = bufio.NewWriterSize(file, 64<<10)
	if info, err := file.Stat(); err == nil && info.Size() == 0 {
		_, _ = w.buffer.Write(w.encoding.mark)
	}
	return w, nil
}

func (w *Writer) unlock(m Mode) error {
	info, err := os.Stat(w.path)
	if err != nil || info.IsDir() || !m.Force || info.Mode()&0o200 != 0 {
		return nil
	}
	w.locked = info.Mode()
	return os.Chmod(w.path, info.Mode()|0o200)
}

func (w *Writer) failed(err error, m Mode) error {
	if m.NoClobber && errors.Is(err, fs.ErrExist) {
		return object.Throw(IOExceptionType(), "The file '%s' already exists.", w.path)
	}
	return Wrap(err, w.path)
}

// Path is the file's path, of the operating system.
func (w *Writer) Path() string { return w.path }

// WriteString encodes a text.
func (w *Writer) WriteString(s string) error {
	var err error
	if w.encoding.codec == nil && object.ASCII(s) {
		_, err = w.buffer.WriteString(s)
	} else {
		_, err = w.buffer.Write(w.encoding.Encode(s))
	}
	return Wrap(err, w.path)
}

// WriteBytes writes bytes as they are.
func (w *Writer) WriteBytes(b []byte) error {
	_, err := w.buffer.Write(b)
	return Wrap(err, w.path)
}

// Close writes what is left and ends the file.
func (w *Writer) Close() error {
	if w == nil || w.file == nil {
		return nil
	}
	err := w.buffer.Flush()
	if closing := w.file.Close(); err == nil {
		err = closing
	}
	w.file = nil
	if w.locked != 0 {
		_ = os.Chmod(w.path, w.locked)
	}
	return Wrap(err, w.path)
}
