package dotnet

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"

	"stagecoach/shell/object"
)

var (
	compressionMode  = object.NewEnum("System.IO.Compression", "CompressionMode", []string{"Decompress", "Compress"})
	compressionLevel = object.NewEnum("System.IO.Compression", "CompressionLevel", []string{"Optimal", "Fastest", "NoCompression", "SmallestSize"})
	compressors      = []struct {
		t     *object.Type
		read  func(r io.Reader) (io.Reader, error)
		write func(w io.Writer) io.WriteCloser
	}{
		{compressorType("GZipStream"), func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }},
		{compressorType("DeflateStream"), func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil }, func(w io.Writer) io.WriteCloser {
			f, _ := flate.NewWriter(w, flate.DefaultCompression) // the level is a valid one
			return f
		}},
		{compressorType("ZLibStream"), func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }},
	}
)

func compressorType(name string) *object.Type {
	return &object.Type{Name: name, Namespace: "System.IO.Compression", Base: streamType, Assembly: "System.IO.Compression"}
}

// maxExpanded bounds what one compressed stream may become in memory: 1 GiB.
const maxExpanded = 1 << 30

// newCompressor is a stream over another one. Reading expands when the first byte
// is asked for; what was written is compressed into the other stream when this one is closed.
func newCompressor(kind int, base *Stream, compress, leaveOpen bool) *Stream {
	s := &Stream{memory: &memory{}, t: compressors[kind].t, oneWay: true, base: base, access: accessRead}
	if compress {
		s.access = accessWrite
		s.onClose = func() error {
			w := compressors[kind].write(base.rw())
			if _, err := w.Write(s.memory.b); err != nil {
				return FileError(err, base.Name)
			}
			if err := w.Close(); err != nil || leaveOpen {
				return FileError(err, base.Name)
			}
			return base.close()
		}
		return s
	}
	s.fill = func() error {
		r, err := compressors[kind].read(base.rw())
		if err != nil {
			return errCompressed()
		}
		var out bytes.Buffer
		if _, err := io.Copy(&out, io.LimitReader(r, maxExpanded+1)); err != nil {
			return errCompressed()
		}
		if out.Len() > maxExpanded {
			return object.Throw(exceptionNamed("System.IO.InvalidDataException"), "The stream is larger than can be expanded in memory.")
		}
		s.memory.b = out.Bytes()
		return nil
	}
	s.onClose = func() error {
		if leaveOpen {
			return nil
		}
		return base.close()
	}
	return s
}

func errCompressed() error {
	return object.Throw(exceptionNamed("System.IO.InvalidDataException"), "The archive entry was compressed using an unsupported compression method.")
}

func compressionEntries() []entry {
	list := []entry{{compressionMode, nil, ""}, {compressionLevel, nil, ""}}
	for i := range compressors {
		list = append(list, entry{compressors[i].t, func(m members) {
			m.prop("System.IO.Stream BaseStream", getter(func(v any) any { return v.(*Stream).base }))
			of := func(_ object.Invoker, a []any) (any, error) {
				base, ok := a[0].(*Stream)
				if !ok {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "stream", "Value cannot be null.")
				}
				e := a[1].(object.Enum)
				return newCompressor(i, base, e.Type == compressionLevel || e.Value == 1, len(a) > 2 && a[2].(bool)), nil
			}
			for _, how := range []string{"System.IO.Compression.CompressionMode mode", "System.IO.Compression.CompressionLevel compressionLevel"} {
				m.ctor("System.IO.Stream stream, "+how, of)
				m.ctor("System.IO.Stream stream, "+how+", bool leaveOpen", of)
			}
		}, ""})
	}
	return list
}
