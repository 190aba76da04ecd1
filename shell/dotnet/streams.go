package dotnet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"stagecoach/shell/object"
)

var (
	streamType       = &object.Type{Name: "Stream", Namespace: "System.IO", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	fileStreamType   = &object.Type{Name: "FileStream", Namespace: "System.IO", Base: streamType}
	memoryStreamType = &object.Type{Name: "MemoryStream", Namespace: "System.IO", Base: streamType}
	textReaderType   = &object.Type{Name: "TextReader", Namespace: "System.IO", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	textWriterType   = &object.Type{Name: "TextWriter", Namespace: "System.IO", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	streamReaderType = &object.Type{Name: "StreamReader", Namespace: "System.IO", Base: textReaderType}
	streamWriterType = &object.Type{Name: "StreamWriter", Namespace: "System.IO", Base: textWriterType}
	stringReaderType = &object.Type{Name: "StringReader", Namespace: "System.IO", Base: textReaderType}
	stringWriterType = &object.Type{Name: "StringWriter", Namespace: "System.IO", Base: textWriterType}
	seekOrigin       = object.NewEnum("System.IO", "SeekOrigin", []string{"Begin", "Current", "End"})
)

// Stream is FileStream or MemoryStream.
type Stream struct {
	object.Instance
	Name   string
	file   *os.File
	memory *memory
	closed bool

	// What streams over another stream have: their own type, what fills memory before
	// the first read, and what is done when they are closed.
	t       *object.Type
	fill    func() error
	onClose func() error
	oneWay  bool
	failed  error
	base    *Stream
	access  int64         // FileAccess; 0: both
	live    *connection   // of a stream over a socket
	over    io.ReadWriter // what speaks over it, such as TLS; nil: the connection itself
}

// What a stream is open for, as FileAccess has it.
const (
	accessRead  = 1
	accessWrite = 2
)

// memory is a growing buffer with a position.
type memory struct {
	b  []byte
	at int
}

// memoryRoom is the capacity of .NET's MemoryStream: 256, and twice as much whenever it is full.
func memoryRoom(n int) int {
	room := 0
	for room < n {
		room = max(2*room, 256)
	}
	return room
}

func (m *memory) Read(p []byte) (int, error) {
	if m.at >= len(m.b) {
		return 0, io.EOF
	}
	n := copy(p, m.b[m.at:])
	m.at += n
	return n, nil
}

func (m *memory) Write(p []byte) (int, error) {
	if grow := m.at + len(p) - len(m.b); grow > 0 {
		m.b = append(m.b, make([]byte, grow)...)
	}
	copy(m.b[m.at:], p)
	m.at += len(p)
	return len(p), nil
}

func (m *memory) Seek(offset int64, whence int) (int64, error) {
	base := []int64{0, int64(m.at), int64(len(m.b))}[whence]
	if base+offset < 0 {
		return 0, errors.New("negative position")
	}
	m.at = int(base + offset)
	return base + offset, nil
}

// PSType is the stream's type.
func (s *Stream) PSType() *object.Type {
	if s.t != nil {
		return s.t
	}
	if s.memory != nil {
		return memoryStreamType
	}
	return fileStreamType
}

func (s *Stream) rw() io.ReadWriteSeeker {
	if s.fill != nil {
		fill := s.fill
		s.fill = nil
		s.failed = fill()
	}
	switch {
	case s.failed != nil:
		return brokenStream{s.failed}
	case s.memory != nil:
		return s.memory
	case s.over != nil:
		return liveSeeker{s.over, s.live}
	case s.live != nil:
		return s.live
	}
	return s.file
}

// liveSeeker gives what speaks over a connection the connection's refusal to seek.
type liveSeeker struct {
	io.ReadWriter
	io.Seeker
}

// Reader reads from where the stream stands.
func (s *Stream) Reader() io.Reader { return s.rw() }

// brokenStream gives the error of a stream that could not be filled.
type brokenStream struct{ err error }

func (b brokenStream) Read([]byte) (int, error)       { return 0, b.err }
func (b brokenStream) Write([]byte) (int, error)      { return 0, b.err }
func (b brokenStream) Seek(int64, int) (int64, error) { return 0, b.err }

func (s *Stream) close() error {
	if s.closed {
		return nil
	}
	if s.onClose != nil {
		s.closed = true
		return s.onClose()
	}
	if s.file == nil {
		s.closed = true
		return nil
	}
	s.closed = true
	return FileError(s.file.Close(), s.Name)
}

func errClosed() error {
	return object.Throw(exceptionNamed("System.ObjectDisposedException"), "Cannot access a closed file.")
}

func streamMembers(m members) {
	streamEnds(m)
	self := func(v any) *Stream { return v.(*Stream) }
	m.prop("bool CanRead", getter(func(v any) any { return !self(v).closed && self(v).access != accessWrite }))
	m.prop("bool CanWrite", getter(func(v any) any { return !self(v).closed && self(v).access != accessRead }))
	m.prop("bool CanSeek", func(_ object.Invoker, v any) (any, error) {
		return !self(v).closed && !self(v).oneWay && self(v).live == nil, nil
	})
	m.prop("long Length", func(_ object.Invoker, v any) (any, error) {
		s := self(v)
		if s.live != nil || s.over != nil {
			return s.live.Seek(0, 0)
		}
		if s.memory != nil {
			return int64(len(s.memory.b)), nil
		}
		info, err := s.file.Stat()
		if err != nil {
			return nil, FileError(err, s.Name)
		}
		return info.Size(), nil
	})
	m.writable("long Position", func(_ object.Invoker, v any) (any, error) { return self(v).rw().Seek(0, io.SeekCurrent) },
		func(_ object.Invoker, v, x any) error {
			_, err := self(v).rw().Seek(x.(int64), io.SeekStart)
			return err
		})
	m.prop("string Name", func(_ object.Invoker, v any) (any, error) { return self(v).Name, nil })
	m.method("int Read(byte[] buffer, int offset, int count)", func(inv object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		if err != nil {
			return nil, err
		}
		i, n := intArg(a[1]), intArg(a[2])
		if i < 0 || n < 0 || i+n > len(b) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		if self(v).closed {
			return nil, errClosed()
		}
		if self(v).live != nil {
			n, err = self(v).readLive(inv, b[i:i+n])
			return object.Int(int32(n)), err
		}
		if _, coming := self(v).over.(readOnly); coming { // what there is, not all that was asked for
			n, err = self(v).rw().Read(b[i : i+n])
		} else {
			n, err = io.ReadFull(self(v).rw(), b[i:i+n])
		}
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, FileError(err, self(v).Name)
		}
		return object.Int(int32(n)), nil
	})
	m.method("int ReadByte()", func(_ object.Invoker, v any, _ []any) (any, error) {
		var b [1]byte
		if _, err := io.ReadFull(self(v).rw(), b[:]); err == io.EOF {
			return object.Int(-1), nil
		} else if err != nil {
			return nil, FileError(err, self(v).Name)
		}
		return object.Int(int32(b[0])), nil
	})
	m.method("void Write(byte[] buffer, int offset, int count)", func(inv object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		if err != nil {
			return nil, err
		}
		i, n := intArg(a[1]), intArg(a[2])
		if i < 0 || n < 0 || i+n > len(b) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		if self(v).closed {
			return nil, errClosed()
		}
		if c := self(v).live; c != nil {
			c.inv = inv
			_, err = self(v).rw().Write(b[i : i+n])
			return nil, connectionError(err, false)
		}
		_, err = self(v).rw().Write(b[i : i+n])
		return nil, FileError(err, self(v).Name)
	})
	m.method("void WriteByte(byte value)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, err := self(v).rw().Write([]byte{a[0].(uint8)})
		return nil, FileError(err, self(v).Name)
	})
	m.method("long Seek(long offset, System.IO.SeekOrigin origin)", func(_ object.Invoker, v any, a []any) (any, error) {
		return self(v).rw().Seek(a[0].(int64), int(a[1].(object.Enum).Value))
	})
	m.method("void CopyTo(System.IO.Stream destination)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, err := io.Copy(self(a[0]).rw(), self(v).rw())
		return nil, FileError(err, self(v).Name)
	})
	m.method("void Flush()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).close() })
	}
}

func memoryStreamMembers(m members) {
	memoryEnds(m)
	m.method("byte[] ToArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return &object.Bytes{B: bytes.Clone(v.(*Stream).memory.b)}, nil
	})
	m.method("byte[] GetBuffer()", func(_ object.Invoker, v any, _ []any) (any, error) {
		b := v.(*Stream).memory.b
		return &object.Bytes{B: append(b[:len(b):len(b)], make([]byte, memoryRoom(len(b))-len(b))...)}, nil
	})
	m.ctor("", func(object.Invoker, []any) (any, error) { return &Stream{memory: &memory{}}, nil })
	m.ctor("int capacity", func(object.Invoker, []any) (any, error) { return &Stream{memory: &memory{}}, nil })
	m.ctor("byte[] buffer", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		return &Stream{memory: &memory{b: bytes.Clone(b)}}, err
	})
	m.ctor("byte[] buffer, bool writable", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		s := &Stream{memory: &memory{b: bytes.Clone(b)}}
		if !a[1].(bool) {
			s.access = accessRead
		}
		return s, err
	})
	m.ctor("byte[] buffer, int index, int count", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesSlice(a[0], "buffer", intArg(a[1]), intArg(a[2]))
		return &Stream{memory: &memory{b: bytes.Clone(b)}}, err
	})
}

// openFlags maps FileMode and FileAccess to the system's flags.
func openFlags(mode, access int64) int {
	flag := map[int64]int{1: os.O_CREATE | os.O_EXCL, 2: os.O_CREATE | os.O_TRUNC, 3: 0, 4: os.O_CREATE, 5: os.O_TRUNC, 6: os.O_CREATE | os.O_APPEND}[mode]
	return flag | map[int64]int{1: os.O_RDONLY, 2: os.O_WRONLY, 3: os.O_RDWR}[access]
}

func openStream(inv object.Invoker, path any, mode, access int64) (any, error) {
	p, err := resolve(inv, path, mode == 3 && access == 1)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(p, openFlags(mode, access), 0o666)
	if err != nil {
		return nil, FileError(err, p)
	}
	return &Stream{Name: p, file: f, access: access}, nil
}

func fileStreamMembers(m members) {
	open := func(inv object.Invoker, a []any) (any, error) {
		mode, access := a[1].(object.Enum).Value, int64(3)
		if mode == 6 {
			access = 2
		}
		if len(a) > 2 {
			access = a[2].(object.Enum).Value
		}
		return openStream(inv, a[0], mode, access)
	}
	m.ctor("string path, System.IO.FileMode mode", open)
	m.ctor("string path, System.IO.FileMode mode, System.IO.FileAccess access", open)
	m.ctor("string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share", open)
}

// fileStreams declares the members of File that open streams.
func fileStreams(m members) {
	for _, x := range []struct {
		name         string
		mode, access int64
	}{{"OpenRead", 3, 1}, {"OpenWrite", 4, 2}, {"Create", 2, 3}} {
		m.static("System.IO.FileStream "+x.name+"(string path)", func(inv object.Invoker, _ any, a []any) (any, error) { return openStream(inv, a[0], x.mode, x.access) })
	}
	m.static("System.IO.FileStream Open(string path, System.IO.FileMode mode)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return openStream(inv, a[0], a[1].(object.Enum).Value, 3)
	})
	m.static("System.IO.FileStream Open(string path, System.IO.FileMode mode, System.IO.FileAccess access)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return openStream(inv, a[0], a[1].(object.Enum).Value, a[2].(object.Enum).Value)
	})
	m.static("System.IO.FileStream Open(string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return openStream(inv, a[0], a[1].(object.Enum).Value, a[2].(object.Enum).Value)
	})
	m.static("System.IO.StreamReader OpenText(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := resolve(inv, a[0], true)
		if err != nil {
			return nil, err
		}
		return openReader(p, nil)
	})
	for name, appending := range map[string]bool{"CreateText": false, "AppendText": true} {
		m.static("System.IO.StreamWriter "+name+"(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return openWriter(inv, a[0], appending, UTF8NoBOM)
		})
	}
}

// reader is StreamReader and StringReader. UTF-8 text is read as it comes;
// another encoding is decoded whole.
type reader struct {
	object.Instance
	t        *object.Type
	in       *bufio.Reader
	closer   io.Closer
	encoding *Encoding
	base     *Stream
}

// PSType is the reader's type.
func (r *reader) PSType() *object.Type { return r.t }

func openReader(path string, e *Encoding) (any, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, FileError(err, path)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close() // only looked at
		return nil, object.Throw(unauthorizedType, "Access to the path '%s' is denied.", path)
	}
	r, err := newReader(f, f, e, path)
	if err != nil {
		return nil, err
	}
	r.base = &Stream{Name: path, file: f, access: accessRead}
	return r, nil
}

func newReader(in io.Reader, closer io.Closer, e *Encoding, path string) (*reader, error) {
	b := bufio.NewReaderSize(in, 32<<10)
	head, _ := b.Peek(4)
	if found, n := DetectBOM(head); found != nil {
		e = found
		_, _ = b.Discard(n) // was just peeked
	}
	if e == nil {
		e = UTF8NoBOM
	}
	if e.CodePage != 65001 {
		all, err := io.ReadAll(b)
		if err != nil {
			return nil, FileError(err, path)
		}
		b = bufio.NewReader(strings.NewReader(e.Decode(all)))
	}
	return &reader{t: streamReaderType, in: b, closer: closer, encoding: e}, nil
}

// line reads up to a line end; ok is false at the end of the text.
func (r *reader) line() (string, bool) {
	var b strings.Builder
	any := false
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			return validText(b.String()), any
		}
		any = true
		switch c {
		case '\n':
			return validText(b.String()), true
		case '\r':
			if next, err := r.in.Peek(1); err == nil && next[0] == '\n' {
				_, _ = r.in.Discard(1) // was just peeked
			}
			return validText(b.String()), true
		}
		b.WriteByte(c)
	}
}

func validText(s string) string { return object.DecodeUTF8([]byte(s)) }

func readerMembers(m members) {
	self := func(v any) *reader { return v.(*reader) }
	m.method("string ReadLine()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if s, ok := self(v).line(); ok {
			return s, nil
		}
		return nil, nil
	})
	m.method("string ReadToEnd()", func(_ object.Invoker, v any, _ []any) (any, error) {
		b, err := io.ReadAll(self(v).in)
		return validText(string(b)), err
	})
	m.method("int Read()", func(_ object.Invoker, v any, _ []any) (any, error) {
		r, _, err := self(v).in.ReadRune()
		if err != nil {
			return object.Int(-1), nil
		}
		return object.Int(r), nil
	})
	for _, name := range []string{"Read", "ReadBlock"} {
		m.method("int "+name+"(char[] buffer, int index, int count)", plain(func(v any, a []any) (any, error) {
			if intArg(a[1]) < 0 || intArg(a[2]) < 0 {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Non-negative number required.")
			}
			var chars []any
			for len(chars) < intArg(a[2]) {
				r, _, err := self(v).in.ReadRune()
				if err != nil {
					break // the end
				}
				chars = append(chars, object.Chars(string(r))...)
			}
			return object.Int(int32(len(chars))), copyInto(chars, a[0], intArg(a[1]))
		}))
	}
	m.method("int Peek()", func(_ object.Invoker, v any, _ []any) (any, error) {
		r, _, err := self(v).in.ReadRune()
		if err != nil {
			return object.Int(-1), nil
		}
		_ = self(v).in.UnreadRune() // was just read
		return object.Int(r), nil
	})
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) {
			if c := self(v).closer; c != nil {
				self(v).closer = nil
				return nil, c.Close()
			}
			return nil, nil
		})
	}
}

func streamReaderMembers(m members) {
	m.prop("bool EndOfStream", func(_ object.Invoker, v any) (any, error) {
		_, err := v.(*reader).in.Peek(1)
		return err != nil, nil
	})
	m.prop("System.Text.Encoding CurrentEncoding", func(_ object.Invoker, v any) (any, error) { return v.(*reader).encoding, nil })
	m.prop("System.IO.Stream BaseStream", func(_ object.Invoker, v any) (any, error) {
		if s := v.(*reader).base; s != nil {
			return s, nil
		}
		return nil, nil
	})
	byPath := func(inv object.Invoker, a []any) (any, error) {
		p, err := resolve(inv, a[0], true)
		if err != nil {
			return nil, err
		}
		var e *Encoding
		if len(a) > 1 {
			e, _ = a[1].(*Encoding)
		}
		return openReader(p, e)
	}
	byStream := func(inv object.Invoker, a []any) (any, error) {
		var e *Encoding
		if len(a) > 1 {
			e, _ = a[1].(*Encoding)
		}
		s := a[0].(*Stream)
		if s.live != nil { // nothing is looked at before it is asked for: it may never come
			s.live.inv = inv
			r := pipeReader(nil, s.rw(), encodingOr(e))
			r.closer, r.base = closeFunc(s.close), s
			return r, nil
		}
		r, err := newReader(s.rw(), closeFunc(s.close), e, s.Name)
		if err != nil {
			return nil, err
		}
		r.base = s
		return r, nil
	}
	m.ctor("System.IO.Stream stream", byStream)
	m.ctor("System.IO.Stream stream, System.Text.Encoding encoding", byStream)
	m.ctor("string path", byPath)
	m.ctor("string path, System.Text.Encoding encoding", byPath)
	m.ctor("string path, bool detectEncodingFromByteOrderMarks", byPath)
}

type closeFunc func() error

func (f closeFunc) Close() error { return f() }

// writer is StreamWriter and StringWriter.
type writer struct {
	object.Instance
	t         *object.Type
	out       *bufio.Writer
	file      io.Closer
	text      *strings.Builder // of a StringWriter
	encoding  *Encoding
	newLine   string
	autoFlush bool
	path      string
	base      *Stream // nil of a StringWriter
}

// PSType is the writer's type.
func (w *writer) PSType() *object.Type { return w.t }

// String is what a StringWriter holds.
func (w *writer) String() string {
	if w.text != nil {
		return w.text.String()
	}
	return w.t.FullName()
}

func openWriter(inv object.Invoker, path any, appending bool, e *Encoding) (any, error) {
	p, err := fullPath(inv, path)
	if err != nil {
		return nil, err
	}
	mode := int64(2)
	if appending {
		mode = 6
	}
	f, err := os.OpenFile(p, openFlags(mode, 2), 0o666)
	if err != nil {
		return nil, FileError(err, p)
	}
	w := &writer{t: streamWriterType, out: bufio.NewWriterSize(f, 32<<10), file: f, encoding: e, newLine: "\n", path: p, base: &Stream{Name: p, file: f, access: accessWrite}}
	if info, err := f.Stat(); err == nil && info.Size() == 0 {
		_, err = w.out.Write(e.BOM)
		if err != nil {
			return nil, FileError(err, p)
		}
	}
	return w, nil
}

func (w *writer) write(s string) error {
	if w.text != nil {
		w.text.WriteString(s)
		return nil
	}
	if w.out == nil {
		return object.Throw(exceptionNamed("System.ObjectDisposedException"), "Cannot write to a closed TextWriter.\nObject name: 'StreamWriter'.")
	}
	_, err := w.out.Write(w.encoding.Encode(s))
	if err == nil && w.autoFlush {
		err = w.out.Flush()
	}
	return FileError(err, w.path)
}

func (w *writer) close() error {
	if w.out == nil {
		return nil
	}
	err := w.out.Flush()
	w.out = nil
	if w.file != nil {
		if closeErr := w.file.Close(); err == nil {
			err = closeErr
		}
	}
	return FileError(err, w.path)
}

func writerMembers(m members) {
	self := func(v any) *writer { return v.(*writer) }
	m.writable("bool AutoFlush", func(_ object.Invoker, v any) (any, error) { return self(v).autoFlush, nil }, func(_ object.Invoker, v, x any) error { self(v).autoFlush = x.(bool); return nil })
	m.writable("string NewLine", func(_ object.Invoker, v any) (any, error) { return self(v).newLine, nil }, func(_ object.Invoker, v, x any) error { self(v).newLine = str(x); return nil })
	m.prop("System.Text.Encoding Encoding", func(_ object.Invoker, v any) (any, error) { return self(v).encoding, nil })
	for name, end := range map[string]bool{"Write": false, "WriteLine": true} {
		put := func(inv object.Invoker, v any, s string) (any, error) {
			if end {
				s += self(v).newLine
			}
			return nil, self(v).write(s)
		}
		for _, kind := range []string{"char", "string", "System.Object"} {
			m.method("void "+name+"("+kind+" value)", func(inv object.Invoker, v any, a []any) (any, error) { return put(inv, v, formatted(inv, a[0])) })
		}
		m.method("void "+name+"(string format, Params System.Object[] arg)", func(inv object.Invoker, v any, a []any) (any, error) {
			s, err := Format(inv, str(a[0]), copyItems(a[1]))
			if err != nil {
				return nil, err
			}
			return put(inv, v, s)
		})
	}
	m.method("void WriteLine()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).write(self(v).newLine) })
	m.method("void Flush()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if self(v).out == nil {
			return nil, nil
		}
		return nil, FileError(self(v).out.Flush(), self(v).path)
	})
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).close() })
	}
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
}

func streamWriterMembers(m members) {
	encodingAt := func(a []any, i int) *Encoding {
		if len(a) > i {
			if e, ok := a[i].(*Encoding); ok {
				return e
			}
		}
		return UTF8NoBOM
	}
	m.prop("System.IO.Stream BaseStream", getter(func(v any) any { return v.(*writer).base }))
	m.ctor("string path", func(inv object.Invoker, a []any) (any, error) { return openWriter(inv, a[0], false, UTF8NoBOM) })
	m.ctor("string path, bool append", func(inv object.Invoker, a []any) (any, error) { return openWriter(inv, a[0], a[1].(bool), UTF8NoBOM) })
	m.ctor("string path, bool append, System.Text.Encoding encoding", func(inv object.Invoker, a []any) (any, error) {
		return openWriter(inv, a[0], a[1].(bool), encodingAt(a, 2))
	})
	stream := func(inv object.Invoker, a []any) (any, error) {
		s := a[0].(*Stream)
		if s.live != nil {
			s.live.inv = inv
		}
		return &writer{t: streamWriterType, out: bufio.NewWriter(s.rw()), file: closeFunc(s.close), encoding: encodingAt(a, 1), newLine: "\n", path: s.Name, base: s}, nil
	}
	m.ctor("System.IO.Stream stream", stream)
	m.ctor("System.IO.Stream stream, System.Text.Encoding encoding", stream)
}

func stringReaderMembers(m members) {
	m.ctor("string s", func(_ object.Invoker, a []any) (any, error) {
		return &reader{t: stringReaderType, in: bufio.NewReader(strings.NewReader(str(a[0]))), encoding: UTF8NoBOM}, nil
	})
}

func stringWriterMembers(m members) {
	m.method("System.Object GetStringBuilder()", func(_ object.Invoker, v any, _ []any) (any, error) {
		s := &StringBuilder{capacity: 16}
		s.b.WriteString(v.(*writer).String())
		return s, nil
	})
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return &writer{t: stringWriterType, text: &strings.Builder{}, encoding: UTF16LE, newLine: "\n"}, nil
	})
}
