package dotnet

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"stagecoach/shell/object"
)

const compressionNamespace = "System.IO.Compression"

var (
	zipArchiveType = &object.Type{Name: "ZipArchive", Namespace: compressionNamespace, Base: object.ObjectType, Assembly: compressionNamespace, Interfaces: []*object.Type{object.IDisposableType}}
	zipEntryType   = &object.Type{Name: "ZipArchiveEntry", Namespace: compressionNamespace, Base: object.ObjectType, Assembly: compressionNamespace}
	zipFileType    = &object.Type{Name: "ZipFile", Namespace: compressionNamespace, Base: object.ObjectType, Abstract: true, Assembly: "System.IO.Compression.ZipFile"}
	zipExtensions  = &object.Type{Name: "ZipFileExtensions", Namespace: compressionNamespace, Base: object.ObjectType, Abstract: true, Assembly: "System.IO.Compression.ZipFile"}
	zipMode        = object.NewEnum(compressionNamespace, "ZipArchiveMode", []string{"Read", "Create", "Update"})
)

// The values of ZipArchiveMode.
const (
	zipRead   = 0
	zipCreate = 1
	zipUpdate = 2
)

// zipArchive is System.IO.Compression.ZipArchive. One that is written is held in memory
// and goes to its stream when it is disposed of.
type zipArchive struct {
	object.Instance
	stream  *Stream
	mode    int64
	leave   bool // the stream stays open
	entries []*zipEntry
	closed  bool
}

// zipEntry is System.IO.Compression.ZipArchiveEntry.
type zipEntry struct {
	object.Instance
	of       *zipArchive
	name     string
	modified time.Time
	stored   *zip.File // of an entry that was there
	content  []byte    // of one that was written
	level    int64     // CompressionLevel
}

// PSType is System.IO.Compression.ZipArchive.
func (*zipArchive) PSType() *object.Type { return zipArchiveType }

// PSType is System.IO.Compression.ZipArchiveEntry.
func (*zipEntry) PSType() *object.Type { return zipEntryType }

// String is the entry's path.
func (e *zipEntry) String() string { return e.name }

func invalidArchive(text string) error {
	return object.Throw(exceptionNamed("System.IO.InvalidDataException"), "%s", text)
}

func newZipArchive(s *Stream, mode int64, leave bool) (*zipArchive, error) {
	a := &zipArchive{stream: s, mode: mode, leave: leave}
	if mode == zipCreate {
		return a, nil
	}
	all, err := io.ReadAll(io.NewSectionReader(readerAt(s), 0, 1<<62))
	if err != nil {
		return nil, FileError(err, s.Name)
	}
	if len(all) == 0 && mode == zipUpdate {
		return a, nil
	}
	r, err := zip.NewReader(bytes.NewReader(all), int64(len(all)))
	if err != nil {
		return nil, invalidArchive("End of Central Directory record could not be found.")
	}
	for _, f := range r.File {
		a.entries = append(a.entries, &zipEntry{of: a, name: f.Name, modified: f.Modified, stored: f})
	}
	return a, nil
}

// readerAt reads a stream from its beginning, wherever it stands.
func readerAt(s *Stream) io.ReaderAt {
	if s.file != nil {
		return s.file
	}
	s.rw()
	return bytes.NewReader(s.memory.b)
}

// data is the entry's content, expanded.
func (e *zipEntry) data() ([]byte, error) {
	if e.stored == nil {
		return e.content, nil
	}
	r, err := e.stored.Open()
	if err != nil {
		return nil, invalidArchive("The archive entry was compressed using an unsupported compression method.")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxExpanded+1))
	if err != nil || len(b) > maxExpanded {
		return nil, invalidArchive("A local file header is corrupt.")
	}
	return b, nil
}

// open is the entry as a stream; what is written to it is the entry's when it is closed.
func (e *zipEntry) open() (*Stream, error) {
	if e.of.closed {
		return nil, object.Throw(exceptionNamed("System.ObjectDisposedException"), "Cannot access a disposed object.\nObject name: 'System.IO.Compression.ZipArchive'.")
	}
	if e.of.mode == zipCreate {
		s := &Stream{memory: &memory{}, t: streamType, oneWay: true, access: accessWrite}
		s.onClose = func() error { e.content = s.memory.b; return nil }
		return s, nil
	}
	b, err := e.data()
	if err != nil {
		return nil, err
	}
	if e.of.mode == zipRead {
		return &Stream{memory: &memory{b: b}, t: streamType, oneWay: true, access: accessRead}, nil
	}
	s := &Stream{memory: &memory{b: bytes.Clone(b)}, t: streamType}
	s.onClose = func() error { e.stored, e.content = nil, s.memory.b; return nil }
	return s, nil
}

// close writes an archive that was changed.
func (a *zipArchive) close() error {
	if a.closed {
		return nil
	}
	a.closed = true
	if a.mode != zipRead {
		if err := a.write(); err != nil {
			return err
		}
	}
	if a.leave {
		return nil
	}
	return a.stream.close()
}

func (a *zipArchive) write() error {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range a.entries {
		if e.stored != nil {
			if err := w.Copy(e.stored); err != nil {
				return FileError(err, a.stream.Name)
			}
			continue
		}
		h := &zip.FileHeader{Name: e.name, Modified: e.modified, Method: zip.Deflate}
		if e.level == 2 || len(e.content) == 0 {
			h.Method = zip.Store
		}
		to, err := w.CreateHeader(h)
		if err != nil {
			return FileError(err, a.stream.Name)
		}
		if _, err := to.Write(e.content); err != nil {
			return FileError(err, a.stream.Name)
		}
	}
	if err := w.Close(); err != nil {
		return FileError(err, a.stream.Name)
	}
	return a.stream.replace(out.Bytes(), a.mode == zipUpdate)
}

// replace writes to a stream; whole: instead of all it holds.
func (s *Stream) replace(b []byte, whole bool) error {
	if whole {
		if _, err := s.rw().Seek(0, io.SeekStart); err != nil {
			return FileError(err, s.Name)
		}
		if s.memory != nil {
			s.memory.b = s.memory.b[:0]
		} else if err := s.file.Truncate(0); err != nil {
			return FileError(err, s.Name)
		}
	}
	_, err := s.rw().Write(b)
	return FileError(err, s.Name)
}

func (a *zipArchive) create(name string, level int64) (*zipEntry, error) {
	if a.mode == zipRead {
		return nil, object.Throw(object.NotSupportedExceptionType, "Cannot create entries on an archive opened in read mode.")
	}
	if name == "" {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "entryName", "String cannot be empty.")
	}
	e := &zipEntry{of: a, name: name, modified: time.Now(), level: level}
	a.entries = append(a.entries, e)
	return e, nil
}

func (a *zipArchive) find(name string) *zipEntry {
	for _, e := range a.entries {
		if e.name == name {
			return e
		}
	}
	return nil
}

func zipArchiveMembers(m members) {
	self := func(v any) *zipArchive { return v.(*zipArchive) }
	m.prop("System.Collections.ObjectModel.ReadOnlyCollection[System.IO.Compression.ZipArchiveEntry] Entries", func(_ object.Invoker, v any) (any, error) {
		if self(v).mode == zipCreate {
			return nil, object.Throw(object.NotSupportedExceptionType, "Cannot access entries in Create mode.")
		}
		list := &List{Elem: zipEntryType}
		for _, e := range self(v).entries {
			list.Items = append(list.Items, e)
		}
		t, err := closeGeneric("System.Collections.ObjectModel.ReadOnlyCollection", []*object.Type{zipEntryType})
		return &readOnlyList{Type: t, of: list}, err
	})
	m.prop("System.IO.Compression.ZipArchiveMode Mode", getter(func(v any) any { return object.Enum{Type: zipMode, Value: self(v).mode} }))
	create := plain(func(v any, a []any) (any, error) {
		level := int64(0)
		if len(a) > 1 {
			level = a[1].(object.Enum).Value
		}
		return self(v).create(str(a[0]), level)
	})
	m.method("System.IO.Compression.ZipArchiveEntry CreateEntry(string entryName)", create)
	m.method("System.IO.Compression.ZipArchiveEntry CreateEntry(string entryName, System.IO.Compression.CompressionLevel compressionLevel)", create)
	m.method("System.IO.Compression.ZipArchiveEntry GetEntry(string entryName)", plain(func(v any, a []any) (any, error) {
		if e := self(v).find(str(a[0])); e != nil {
			return e, nil
		}
		return nil, nil
	}))
	m.method("void Dispose()", plain(func(v any, _ []any) (any, error) { return nil, self(v).close() }))
	of := func(_ object.Invoker, a []any) (any, error) {
		s, ok := a[0].(*Stream)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "stream", "Value cannot be null.")
		}
		mode := int64(zipRead)
		if len(a) > 1 {
			mode = a[1].(object.Enum).Value
		}
		return newZipArchive(s, mode, len(a) > 2 && a[2].(bool))
	}
	m.ctor("System.IO.Stream stream", of)
	m.ctor("System.IO.Stream stream, System.IO.Compression.ZipArchiveMode mode", of)
	m.ctor("System.IO.Stream stream, System.IO.Compression.ZipArchiveMode mode, bool leaveOpen", of)
}

func zipEntryMembers(m members) {
	self := func(v any) *zipEntry { return v.(*zipEntry) }
	size := func(name string, of func(f *zip.File) uint64) {
		m.prop("long "+name, func(_ object.Invoker, v any) (any, error) {
			e := self(v)
			if e.stored == nil {
				return nil, object.Throw(object.InvalidOperationType, "Length properties are unavailable once an entry has been opened for writing.")
			}
			return int64(of(e.stored)), nil
		})
	}
	m.prop("System.IO.Compression.ZipArchive Archive", getter(func(v any) any { return self(v).of }))
	size("CompressedLength", func(f *zip.File) uint64 { return f.CompressedSize64 })
	m.prop("uint Crc32", getter(func(v any) any {
		if self(v).stored == nil {
			return uint32(0)
		}
		return self(v).stored.CRC32
	}))
	m.prop("string FullName", getter(func(v any) any { return self(v).name }))
	m.writable("System.DateTimeOffset LastWriteTime", getter(func(v any) any { return offsetOf(FromTime(self(v).modified)) }), func(_ object.Invoker, v, x any) error {
		if self(v).of.mode == zipRead {
			return object.Throw(object.NotSupportedExceptionType, "Cannot modify read-only archive.")
		}
		self(v).modified = x.(DateTimeOffset).UTC().Time()
		return nil
	})
	size("Length", func(f *zip.File) uint64 { return f.UncompressedSize64 })
	m.prop("string Name", getter(func(v any) any { return self(v).name[strings.LastIndexByte(self(v).name, '/')+1:] }))
	m.method("System.IO.Stream Open()", plain(func(v any, _ []any) (any, error) { return self(v).open() }))
	m.method("void Delete()", plain(func(v any, _ []any) (any, error) {
		a := self(v).of
		if a.mode != zipUpdate {
			return nil, object.Throw(object.NotSupportedExceptionType, "Delete can only be used when the archive is in Update mode.")
		}
		a.entries = slices.DeleteFunc(a.entries, func(e *zipEntry) bool { return e == self(v) })
		return nil, nil
	}))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).name, nil }))
}

// extract writes the entry to a file.
func (e *zipEntry) extract(path string, overwrite bool) error {
	b, err := e.data()
	if err != nil {
		return err
	}
	flag := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if overwrite {
		flag = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flag, 0o666)
	if err != nil {
		return FileError(err, path)
	}
	_, err = f.Write(b)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chtimes(path, e.modified, e.modified)
	}
	return FileError(err, path)
}

// extractAll writes the archive below a folder, and nothing outside it.
func (a *zipArchive) extractAll(folder string, overwrite bool) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return FileError(err, folder)
	}
	for _, e := range a.entries {
		path := filepath.Join(folder, filepath.FromSlash(e.name))
		if inside, err := filepath.Rel(folder, path); err != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
			return object.Throw(ioExceptionType, "Extracting Zip entry would have resulted in a file outside the specified destination directory.")
		}
		if strings.HasSuffix(e.name, "/") {
			if err := os.MkdirAll(path, 0o777); err != nil {
				return FileError(err, path)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return FileError(err, path)
		}
		if err := e.extract(path, overwrite); err != nil {
			return err
		}
	}
	return nil
}

// addFile adds a file's content as an entry.
func (a *zipArchive) addFile(path, name string, level int64) (*zipEntry, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, FileError(err, path)
	}
	e, err := a.create(name, level)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil {
		e.modified = info.ModTime()
	}
	e.content = b
	return e, nil
}
