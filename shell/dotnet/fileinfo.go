package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/object"
)

// FileInfo is System.IO.FileInfo and System.IO.DirectoryInfo.
type FileInfo struct {
	object.Instance
	Path  string // full name
	Text  string // as it was given: ToString()
	IsDir bool
	info  fs.FileInfo // nil: not looked at yet, or not there
}

var (
	fileSystemInfoType = &object.Type{Name: "FileSystemInfo", Namespace: "System.IO", Base: &object.Type{Name: "MarshalByRefObject", Namespace: "System", Base: object.ObjectType, Abstract: true}, Abstract: true}
	// FileInfoType is System.IO.FileInfo.
	FileInfoType = &object.Type{Name: "FileInfo", Namespace: "System.IO", Base: fileSystemInfoType}
	// DirectoryInfoType is System.IO.DirectoryInfo.
	DirectoryInfoType = &object.Type{Name: "DirectoryInfo", Namespace: "System.IO", Base: fileSystemInfoType}
)

// NewFileInfo describes a file or directory by its full name, there or not.
func NewFileInfo(path string, dir bool) *FileInfo {
	return &FileInfo{Path: path, Text: path, IsDir: dir}
}

// FileInfoOf describes one whose metadata is known.
func FileInfoOf(path string, info fs.FileInfo) *FileInfo {
	return &FileInfo{Path: path, Text: path, IsDir: info.IsDir(), info: info}
}

// PSType is FileInfo or DirectoryInfo.
func (f *FileInfo) PSType() *object.Type {
	if f.IsDir {
		return DirectoryInfoType
	}
	return FileInfoType
}

// String is the path as it was given.
func (f *FileInfo) String() string { return f.Text }

// Stat is the metadata, nil when there is no such file.
func (f *FileInfo) Stat() fs.FileInfo {
	if f.info == nil {
		if info, err := os.Stat(f.Path); err == nil {
			f.info = info
		}
	}
	return f.info
}

func attributesOf(info fs.FileInfo) object.Enum {
	var a int64
	if info.IsDir() {
		a |= 16
	}
	if info.Mode().Perm()&0o200 == 0 {
		a |= 1
	}
	if strings.HasPrefix(info.Name(), ".") && info.Name() != "." {
		a |= 2
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		a |= 1024
	}
	if a == 0 {
		a = 128
	}
	return object.Enum{Type: fileAttributes, Value: a}
}

func fileSystemInfoMembers(m members) {
	self := func(v any) *FileInfo { return v.(*FileInfo) }
	m.prop("string FullName", func(_ object.Invoker, v any) (any, error) { return self(v).Path, nil })
	m.prop("string Extension", func(_ object.Invoker, v any) (any, error) { return extension(filepath.Base(self(v).Path)), nil })
	m.prop("string Name", func(_ object.Invoker, v any) (any, error) { return filepath.Base(self(v).Path), nil })
	m.prop("bool Exists", func(_ object.Invoker, v any) (any, error) {
		s := self(v).Stat()
		return s != nil && s.IsDir() == self(v).IsDir, nil
	})
	for _, which := range whichTimes {
		for _, utc := range []string{"", "Utc"} {
			m.writable("datetime "+which+"Time"+utc, func(_ object.Invoker, v any) (any, error) {
				return timeOf(self(v).Stat(), which, utc != ""), nil
			}, func(_ object.Invoker, v, x any) error {
				self(v).info = nil
				return setTime(self(v).Path, which, x.(DateTime))
			})
		}
	}
	m.prop("string LinkTarget", func(_ object.Invoker, v any) (any, error) {
		if target, err := os.Readlink(self(v).Path); err == nil {
			return target, nil
		}
		return nil, nil
	})
	m.writable("System.IO.UnixFileMode UnixFileMode", func(_ object.Invoker, v any) (any, error) {
		if s := self(v).Stat(); s != nil {
			return object.Enum{Type: unixFileMode, Value: int64(s.Mode().Perm())}, nil
		}
		return object.Enum{Type: unixFileMode}, nil
	}, func(_ object.Invoker, v, x any) error {
		f := v.(*FileInfo)
		f.info = nil
		return FileError(os.Chmod(f.Path, fs.FileMode(x.(object.Enum).Value).Perm()), f.Path)
	})
	m.writable("System.IO.FileAttributes Attributes", func(_ object.Invoker, v any) (any, error) {
		if s := self(v).Stat(); s != nil {
			return linked(self(v).Path, attributesOf(s)), nil
		}
		return object.Enum{Type: fileAttributes, Value: -1}, nil
	}, func(_ object.Invoker, v, x any) error { return setReadOnly(self(v), x.(object.Enum).Value&1 != 0) })
	m.method("void Refresh()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).info = nil; return nil, nil })
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).Text, nil })
	unixCode(m)
}

var unixFileMode = object.NewFlags("System.IO", "UnixFileMode",
	[]string{"None", "OtherExecute", "OtherWrite", "OtherRead", "GroupExecute", "GroupWrite", "GroupRead", "UserExecute", "UserWrite", "UserRead", "StickyBit", "SetGroup", "SetUser"},
	0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)

func setReadOnly(f *FileInfo, readOnly bool) error {
	s := f.Stat()
	if s == nil {
		return FileError(fs.ErrNotExist, f.Path)
	}
	mode := s.Mode().Perm() | 0o200
	if readOnly {
		mode = s.Mode().Perm() &^ 0o222
	}
	f.info = nil
	return FileError(os.Chmod(f.Path, mode), f.Path)
}

// extension is what follows the last dot, with it; a name that ends in a dot has none.
func extension(name string) string {
	if e := filepath.Ext(name); e != "." {
		return e
	}
	return ""
}

func fileInfoMembers(m members) {
	self := func(v any) *FileInfo { return v.(*FileInfo) }
	m.prop("long Length", func(_ object.Invoker, v any) (any, error) {
		s := self(v).Stat()
		if s == nil || s.IsDir() {
			x := object.Throw(fileNotFoundType, "Could not find file '%s'.", self(v).Path)
			return nil, x
		}
		return s.Size(), nil
	})
	m.prop("string DirectoryName", func(_ object.Invoker, v any) (any, error) { return filepath.Dir(self(v).Path), nil })
	m.prop("System.IO.DirectoryInfo Directory", func(_ object.Invoker, v any) (any, error) { return NewFileInfo(filepath.Dir(self(v).Path), true), nil })
	m.writable("bool IsReadOnly", func(_ object.Invoker, v any) (any, error) {
		s := self(v).Stat()
		return s != nil && s.Mode().Perm()&0o222 == 0, nil
	}, func(_ object.Invoker, v, x any) error { return setReadOnly(self(v), x.(bool)) })
	fileCode(m)
	m.method("void Delete()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if err := os.Remove(self(v).Path); err != nil && !os.IsNotExist(err) {
			return nil, FileError(err, self(v).Path)
		}
		return nil, nil
	})
	for _, params := range []string{"string destFileName", "string destFileName, bool overwrite"} {
		m.method("System.IO.FileInfo CopyTo("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			to, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			return NewFileInfo(to, false), copyFile(self(v).Path, to, len(a) > 1 && a[1].(bool))
		})
		m.method("void MoveTo("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			to, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			if err := moveFile(self(v).Path, to, len(a) > 1 && a[1].(bool)); err != nil {
				return nil, err
			}
			self(v).Path, self(v).Text, self(v).info = to, to, nil
			return nil, nil
		})
	}
	for _, params := range []string{"", ", bool ignoreMetadataErrors"} {
		m.method("System.IO.FileInfo Replace(string destinationFileName, string destinationBackupFileName"+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			to, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			return NewFileInfo(to, false), replaceFile(inv, self(v).Path, a[0], a[1])
		})
	}
	m.method("System.IO.StreamReader OpenText()", func(_ object.Invoker, v any, _ []any) (any, error) { return openReader(self(v).Path, nil) })
	m.ctor("string fileName", func(inv object.Invoker, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		f := NewFileInfo(p, false)
		f.Text = str(a[0])
		return f, err
	})
}

func directoryInfoMembers(m members) {
	self := func(v any) *FileInfo { return v.(*FileInfo) }
	m.method("void MoveTo(string destDirName)", func(inv object.Invoker, v any, a []any) (any, error) {
		to, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if _, err := os.Lstat(to); err == nil {
			return nil, object.Throw(ioExceptionType, "Cannot create '%s' because a file or directory with the same name already exists.", to)
		}
		if err := os.Rename(self(v).Path, to); err != nil {
			return nil, FileError(err, self(v).Path)
		}
		self(v).Path, self(v).Text, self(v).info = to, to, nil
		return nil, nil
	})
	m.prop("System.IO.DirectoryInfo Parent", func(_ object.Invoker, v any) (any, error) {
		if parent := filepath.Dir(self(v).Path); parent != self(v).Path {
			return NewFileInfo(parent, true), nil
		}
		return nil, nil
	})
	m.prop("System.IO.DirectoryInfo Root", func(_ object.Invoker, v any) (any, error) {
		return NewFileInfo(filepath.VolumeName(self(v).Path)+string(filepath.Separator), true), nil
	})
	fileCode(m)
	m.method("void Create()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return nil, FileError(os.MkdirAll(self(v).Path, 0o777), self(v).Path)
	})
	m.method("System.IO.DirectoryInfo CreateSubdirectory(string path)", func(_ object.Invoker, v any, a []any) (any, error) {
		p := filepath.Join(self(v).Path, str(a[0]))
		return NewFileInfo(p, true), FileError(os.MkdirAll(p, 0o777), p)
	})
	m.method("void Delete()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return nil, FileError(os.Remove(self(v).Path), self(v).Path)
	})
	m.method("void Delete(bool recursive)", func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0].(bool) {
			return nil, FileError(os.RemoveAll(self(v).Path), self(v).Path)
		}
		return nil, FileError(os.Remove(self(v).Path), self(v).Path)
	})
	for _, kind := range []struct {
		name, t     string
		files, dirs bool
	}{{"Files", "System.IO.FileInfo[]", true, false}, {"Directories", "System.IO.DirectoryInfo[]", false, true}, {"FileSystemInfos", "System.IO.FileSystemInfo[]", true, true}} {
		for _, verb := range []string{"Get", "Enumerate"} {
			for _, params := range []string{"", "string searchPattern", "string searchPattern, System.IO.SearchOption searchOption"} {
				m.method(kind.t+" "+verb+kind.name+"("+params+")", func(_ object.Invoker, v any, a []any) (any, error) {
					list, err := listDirectory(self(v).Path, a, kind.files, kind.dirs)
					if err != nil {
						return nil, err
					}
					items := make([]any, 0, len(list))
					for _, p := range list {
						info, err := os.Lstat(p)
						if err == nil {
							items = append(items, FileInfoOf(p, info))
						}
					}
					return object.NewArrayOf(object.ArrayOf(fileSystemInfoType), items), nil
				})
			}
		}
	}
	m.ctor("string path", func(inv object.Invoker, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		f := NewFileInfo(p, true)
		f.Text = str(a[0])
		return f, err
	})
}

// pathMembers declares System.IO.Path, by the rules of the system we run on.
func pathMembers(m members) {
	sep := string(filepath.Separator)
	m.constant("char DirectorySeparatorChar", object.Char(filepath.Separator))
	m.constant("char AltDirectorySeparatorChar", object.Char('/'))
	m.constant("char PathSeparator", object.Char(filepath.ListSeparator))
	m.constant("char VolumeSeparatorChar", object.Char('/'))
	text := func(signature string, do func(p string) any) {
		m.static(signature, func(_ object.Invoker, _ any, a []any) (any, error) { return do(str(a[0])), nil })
	}
	text("string GetFileName(string path)", func(p string) any { return p[lastSeparator(p)+1:] })
	text("string GetFileNameWithoutExtension(string path)", func(p string) any {
		name := p[lastSeparator(p)+1:]
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			name = name[:i]
		}
		return name
	})
	text("string GetExtension(string path)", func(p string) any { return extension(p[lastSeparator(p)+1:]) })
	text("bool HasExtension(string path)", func(p string) any { return extension(p[lastSeparator(p)+1:]) != "" })
	text("string GetDirectoryName(string path)", directoryName)
	text("bool IsPathRooted(string path)", func(p string) any { return p != "" && os.IsPathSeparator(p[0]) || filepath.IsAbs(p) })
	text("bool IsPathFullyQualified(string path)", func(p string) any { return filepath.IsAbs(p) })
	text("string GetPathRoot(string path)", func(p string) any {
		if p != "" && os.IsPathSeparator(p[0]) {
			return sep
		}
		return filepath.VolumeName(p)
	})
	text("string TrimEndingDirectorySeparator(string path)", func(p string) any {
		if len(p) > 1 && os.IsPathSeparator(p[len(p)-1]) {
			return p[:len(p)-1]
		}
		return p
	})
	text("bool EndsInDirectorySeparator(string path)", func(p string) any { return p != "" && os.IsPathSeparator(p[len(p)-1]) })
	combine := func(parts []any) string {
		out := ""
		for _, x := range parts {
			switch p := str(x); {
			case p == "":
			case out == "" || os.IsPathSeparator(p[0]) || filepath.IsAbs(p):
				out = p
			case os.IsPathSeparator(out[len(out)-1]):
				out += p
			default:
				out += sep + p
			}
		}
		return out
	}
	m.static("string Combine(string path1, string path2)", func(_ object.Invoker, _ any, a []any) (any, error) { return combine(a), nil })
	m.static("string Combine(string path1, string path2, string path3)", func(_ object.Invoker, _ any, a []any) (any, error) { return combine(a), nil })
	m.static("string Combine(string path1, string path2, string path3, string path4)", func(_ object.Invoker, _ any, a []any) (any, error) { return combine(a), nil })
	m.static("string Combine(Params string[] paths)", func(_ object.Invoker, _ any, a []any) (any, error) { return combine(copyItems(a[0])), nil })
	m.static("string Join(Params string[] paths)", func(_ object.Invoker, _ any, a []any) (any, error) {
		out := ""
		for _, x := range copyItems(a[0]) {
			if p := str(x); p != "" {
				if out != "" && !os.IsPathSeparator(out[len(out)-1]) && !os.IsPathSeparator(p[0]) {
					out += sep
				}
				out += p
			}
		}
		return out, nil
	})
	m.static("string ChangeExtension(string path, string extension)", func(_ object.Invoker, _ any, a []any) (any, error) {
		p, ext := str(a[0]), str(a[1])
		if i := strings.LastIndexByte(p, '.'); i > lastSeparator(p) {
			p = p[:i]
		}
		if a[1] != nil && !strings.HasPrefix(ext, ".") && p != "" {
			ext = "." + ext
		}
		return p + ext, nil
	})
	m.static("string GetFullPath(string path)", func(inv object.Invoker, _ any, a []any) (any, error) { return fullPath(inv, a[0]) })
	m.static("string GetFullPath(string path, string basePath)", plain(func(_ any, a []any) (any, error) {
		p, base := str(a[0]), str(a[1])
		if !filepath.IsAbs(base) {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "basePath", "Basepath argument is not fully qualified.")
		}
		if !filepath.IsAbs(p) {
			p = filepath.Join(base, p)
		}
		return filepath.Clean(p), nil
	}))
	m.static("string GetRelativePath(string relativeTo, string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		from, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		to, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		return filepath.Rel(from, to)
	})
	m.static("string GetTempPath()", func(object.Invoker, any, []any) (any, error) { return strings.TrimRight(os.TempDir(), sep) + sep, nil })
	m.static("string GetTempFileName()", func(object.Invoker, any, []any) (any, error) {
		f, err := os.CreateTemp("", "tmp*.tmp")
		if err != nil {
			return nil, FileError(err, os.TempDir())
		}
		return f.Name(), f.Close()
	})
	m.static("string GetRandomFileName()", func(object.Invoker, any, []any) (any, error) {
		const letters = "abcdefghijklmnopqrstuvwxyz012345"
		g := NewGuid()
		var b strings.Builder
		for i := range 11 {
			if i == 8 {
				b.WriteByte('.')
			}
			b.WriteByte(letters[g[i]&31])
		}
		return b.String(), nil
	})
	m.static("char[] GetInvalidFileNameChars()", func(object.Invoker, any, []any) (any, error) { return charArray("\x00/"), nil })
	m.static("char[] GetInvalidPathChars()", func(object.Invoker, any, []any) (any, error) { return charArray("\x00"), nil })
	m.static("bool Exists(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := resolve(inv, a[0], false)
		if err != nil {
			return false, nil
		}
		_, err = os.Stat(p)
		return err == nil, nil
	})
}

func lastSeparator(p string) int {
	for i := len(p) - 1; i >= 0; i-- {
		if os.IsPathSeparator(p[i]) {
			return i
		}
	}
	return -1
}

func directoryName(p string) any {
	if p == "" || p == string(filepath.Separator) {
		return nil
	}
	i := lastSeparator(p)
	switch {
	case i < 0:
		return ""
	case i == 0:
		return p[:1]
	}
	return p[:i]
}
