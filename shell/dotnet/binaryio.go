package dotnet

import (
	"encoding/binary"
	"io"
	"math"

	"stagecoach/shell/object"
)

var (
	binaryReaderType = &object.Type{Name: "BinaryReader", Namespace: "System.IO", Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	binaryWriterType = &object.Type{Name: "BinaryWriter", Namespace: "System.IO", Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
)

// binaryIO is System.IO.BinaryReader and System.IO.BinaryWriter over a stream.
type binaryIO struct {
	object.Instance
	t        *object.Type
	stream   *Stream
	encoding *Encoding
}

// PSType is the reader's or writer's type.
func (b *binaryIO) PSType() *object.Type { return b.t }

// read takes n bytes; fewer are the end of the stream.
func (b *binaryIO) read(n int) ([]byte, error) {
	if b.stream.closed {
		return nil, errClosed()
	}
	out := make([]byte, n)
	if _, err := io.ReadFull(b.stream.rw(), out); err != nil {
		return nil, object.Throw(exceptionNamed("System.IO.EndOfStreamException"), "Unable to read beyond the end of the stream.")
	}
	return out, nil
}

func (b *binaryIO) write(p []byte) error {
	if b.stream.closed {
		return errClosed()
	}
	_, err := b.stream.rw().Write(p)
	return FileError(err, b.stream.Name)
}

// length reads a number of seven bits a byte, the lowest first (ECMA-335's compressed form in BinaryReader).
func (b *binaryIO) length() (int, error) {
	n := 0
	for shift := 0; shift < 35; shift += 7 {
		c, err := b.read(1)
		if err != nil {
			return 0, err
		}
		n |= int(c[0]&0x7F) << shift
		if c[0] < 0x80 {
			return n, nil
		}
	}
	return 0, object.Throw(object.FormatExceptionType, "Too many bytes in what should have been a 7-bit encoded integer.")
}

// char reads the bytes of one character; the second half of a pair is lost, as in .NET.
func (b *binaryIO) char() (object.Char, error) {
	d := decoder{of: b.encoding}
	for range 8 {
		next, err := b.read(1)
		if err != nil {
			return 0, err
		}
		if c, ok := object.CharAt(d.take(next, false), 0); ok {
			return c, nil
		}
	}
	return 0xFFFD, nil
}

func binaryCommon(m members) {
	self := func(v any) *binaryIO { return v.(*binaryIO) }
	m.prop("System.IO.Stream BaseStream", getter(func(v any) any { return self(v).stream }))
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { return nil, self(v).stream.close() }))
	}
	of := func(_ object.Invoker, a []any) (any, error) {
		stream, ok := a[0].(*Stream)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "input", "Value cannot be null.")
		}
		b := &binaryIO{t: binaryReaderType, stream: stream, encoding: UTF8NoBOM}
		if len(a) > 1 {
			b.encoding = a[1].(*Encoding)
		}
		return b, nil
	}
	m.ctor("System.IO.Stream input", of)
	m.ctor("System.IO.Stream input, System.Text.Encoding encoding", of)
}

func binaryReaderMembers(m members) {
	binaryCommon(m)
	self := func(v any) *binaryIO { return v.(*binaryIO) }
	number := func(name string, t *object.Type) {
		size := primitiveSize(t)
		m.method(t.String()+" "+name+"()", plain(func(v any, _ []any) (any, error) {
			b, err := self(v).read(size)
			if err != nil {
				return nil, err
			}
			var whole [8]byte
			copy(whole[:], b)
			return fromBits(t, binary.LittleEndian.Uint64(whole[:])), nil
		}))
	}
	for name, t := range map[string]*object.Type{"ReadBoolean": object.BooleanType, "ReadByte": object.ByteType, "ReadSByte": object.SByteType, "ReadInt16": object.Int16Type,
		"ReadUInt16": object.UInt16Type, "ReadInt32": object.Int32Type, "ReadUInt32": object.UInt32Type, "ReadInt64": object.Int64Type, "ReadUInt64": object.UInt64Type,
		"ReadSingle": object.SingleType, "ReadDouble": object.DoubleType} {
		number(name, t)
	}
	m.method("byte[] ReadBytes(int count)", plain(func(v any, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Non-negative number required.")
		}
		out := make([]byte, intArg(a[0]))
		n, err := io.ReadFull(self(v).stream.rw(), out)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, FileError(err, self(v).stream.Name)
		}
		return &object.Bytes{B: out[:n]}, nil
	}))
	m.method("string ReadString()", plain(func(v any, _ []any) (any, error) {
		n, err := self(v).length()
		if err != nil {
			return nil, err
		}
		b, err := self(v).read(n)
		return self(v).encoding.Decode(b), err
	}))
	m.method("int PeekChar()", plain(func(v any, _ []any) (any, error) {
		at, err := self(v).stream.rw().Seek(0, io.SeekCurrent)
		if err != nil {
			return object.Int(-1), nil
		}
		c, err := self(v).char()
		if _, back := self(v).stream.rw().Seek(at, io.SeekStart); err != nil || back != nil {
			return object.Int(-1), nil
		}
		return object.Int(int32(c)), nil
	}))
	m.method("char ReadChar()", plain(func(v any, _ []any) (any, error) {
		c, err := self(v).char()
		if err != nil {
			return nil, err
		}
		return c, nil
	}))
	m.method("char[] ReadChars(int count)", plain(func(v any, a []any) (any, error) {
		var out []any
		for range max(intArg(a[0]), 0) {
			c, err := self(v).char()
			if err != nil {
				break // the stream's end
			}
			out = append(out, c)
		}
		return object.NewArrayOf(object.ArrayOf(object.CharType), out), nil
	}))
}

func binaryWriterMembers(m members) {
	binaryCommon(m)
	for _, o := range m.Constructors {
		make := o.Call
		o.Call = func(inv object.Invoker, self any, a []any) (any, error) {
			v, err := make(inv, self, a)
			if err == nil {
				v.(*binaryIO).t = binaryWriterType
			}
			return v, err
		}
	}
	self := func(v any) *binaryIO { return v.(*binaryIO) }
	for _, t := range []*object.Type{object.BooleanType, object.ByteType, object.SByteType, object.Int16Type, object.UInt16Type, object.Int32Type, object.UInt32Type,
		object.Int64Type, object.UInt64Type, object.SingleType, object.DoubleType} {
		size := primitiveSize(t)
		m.method("void Write("+t.String()+" value)", plain(func(v any, a []any) (any, error) {
			return nil, self(v).write(binary.LittleEndian.AppendUint64(nil, primitiveBits(a[0]))[:size])
		}))
	}
	m.method("void Write(byte[] buffer)", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		if err != nil {
			return nil, err
		}
		return nil, self(v).write(b)
	}))
	m.method("void Write(char ch)", plain(func(v any, a []any) (any, error) {
		return nil, self(v).write(self(v).encoding.Encode(object.CharText(a[0].(object.Char))))
	}))
	m.method("void Write(string value)", plain(func(v any, a []any) (any, error) {
		text := self(v).encoding.Encode(str(a[0]))
		var size []byte
		for n := len(text); ; n >>= 7 {
			if n < 0x80 {
				size = append(size, byte(n))
				break
			}
			size = append(size, byte(n)|0x80)
		}
		return nil, self(v).write(append(size, text...))
	}))
	m.method("void Flush()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.method("long Seek(int offset, System.IO.SeekOrigin origin)", plain(func(v any, a []any) (any, error) {
		return self(v).stream.rw().Seek(int64(intArg(a[0])), int(a[1].(object.Enum).Value))
	}))
}

// streamEnds declares SetLength, Read and Write of whole arrays, and what memory streams have more.
func streamEnds(m members) {
	self := func(v any) *Stream { return v.(*Stream) }
	m.method("void SetLength(long value)", plain(func(v any, a []any) (any, error) {
		s, n := self(v), a[0].(int64)
		if n < 0 || n > math.MaxInt32 && s.memory != nil {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Stream length must be non-negative and less than 2^31 - 1 - origin.")
		}
		if s.memory == nil {
			return nil, FileError(s.file.Truncate(n), s.Name)
		}
		b := make([]byte, n)
		copy(b, s.memory.b)
		s.memory.b, s.memory.at = b, min(s.memory.at, int(n))
		return nil, nil
	}))
	whole := func(signature string, do func(s *Stream, b []byte) (int, error)) {
		m.method(signature, plain(func(v any, a []any) (any, error) {
			b, err := bytesArg(a[0], "buffer")
			if err != nil {
				return nil, err
			}
			if self(v).closed {
				return nil, errClosed()
			}
			n, err := do(self(v), b)
			if err == io.EOF {
				n, err = 0, nil
			}
			return object.Int(int32(n)), FileError(err, self(v).Name)
		}))
	}
	whole("int Read(byte[] buffer)", func(s *Stream, b []byte) (int, error) { return s.rw().Read(b) })
	m.method("void Write(byte[] buffer)", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		if err != nil {
			return nil, err
		}
		_, err = self(v).rw().Write(b)
		return nil, FileError(err, self(v).Name)
	}))
}

func memoryEnds(m members) {
	self := func(v any) *Stream { return v.(*Stream) }
	m.method("void WriteTo(System.IO.Stream stream)", plain(func(v any, a []any) (any, error) {
		_, err := self(a[0]).rw().Write(self(v).memory.b)
		return nil, FileError(err, self(a[0]).Name)
	}))
	m.prop("int Capacity", getter(func(v any) any { return object.Int(int32(memoryRoom(len(self(v).memory.b)))) }))
}
