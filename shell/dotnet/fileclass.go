package dotnet

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"stagecoach/shell/object"
)

var (
	fileType      = staticClass("System.IO", "File")
	directoryType = staticClass("System.IO", "Directory")
	pathType      = staticClass("System.IO", "Path")

	fileAttributes = object.NewFlags("System.IO", "FileAttributes",
		[]string{"None", "ReadOnly", "Hidden", "System", "Directory", "Archive", "Device", "Normal", "Temporary", "SparseFile", "ReparsePoint", "Compressed", "Offline", "NotContentIndexed", "Encrypted"},
		0, 1, 2, 4, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)
	searchOption = object.NewEnum("System.IO", "SearchOption", []string{"TopDirectoryOnly", "AllDirectories"})
	fileMode     = object.NewEnum("System.IO", "FileMode", []string{"CreateNew", "Create", "Open", "OpenOrCreate", "Truncate", "Append"}, 1, 2, 3, 4, 5, 6)
	fileAccess   = object.NewFlags("System.IO", "FileAccess", []string{"Read", "Write", "ReadWrite"}, 1, 2, 3)
	fileShare    = object.NewFlags("System.IO", "FileShare", []string{"None", "Read", "Write", "ReadWrite", "Delete"}, 0, 1, 2, 3, 4)
)

func fileMembers(m members) {
	fileReading(m)
	fileWriting(m)
	m.static("bool Exists(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		if str(a[0]) == "" {
			return false, nil
		}
		p, err := resolve(inv, a[0], false)
		if err != nil {
			return false, nil
		}
		info, err := os.Stat(p)
		return err == nil && !info.IsDir(), nil
	})
	m.static("void Delete(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if info, err := os.Lstat(p); err == nil && info.IsDir() {
			return nil, object.Throw(unauthorizedType, "Access to the path '%s' is denied.", p)
		}
		err = os.Remove(p)
		if os.IsNotExist(err) {
			if _, missing := os.Stat(filepath.Dir(p)); missing == nil {
				return nil, nil
			}
		}
		if err != nil {
			return nil, FileError(err, p)
		}
		return nil, nil
	})
	two := func(signature string, do func(from, to string, overwrite bool) error) {
		m.static(signature, func(inv object.Invoker, _ any, a []any) (any, error) {
			from, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			to, err := fullPath(inv, a[1])
			if err != nil {
				return nil, err
			}
			return nil, do(from, to, len(a) > 2 && a[2].(bool))
		})
	}
	two("void Copy(string sourceFileName, string destFileName)", copyFile)
	two("void Copy(string sourceFileName, string destFileName, bool overwrite)", copyFile)
	two("void Move(string sourceFileName, string destFileName)", moveFile)
	two("void Move(string sourceFileName, string destFileName, bool overwrite)", moveFile)
	timeMembers(m)
	m.static("System.IO.FileAttributes GetAttributes(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		info, err := os.Lstat(p)
		if err != nil {
			return nil, FileError(err, p)
		}
		return linked(p, attributesOf(info)), nil
	})
}

func fileReading(m members) {
	read := func(inv object.Invoker, path any) ([]byte, error) {
		p, err := resolve(inv, path, true)
		if err != nil {
			return nil, err
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, FileError(err, p)
		}
		b, err := os.ReadFile(abs)
		return b, FileError(err, abs)
	}
	encodingArg := func(a []any) *Encoding {
		if len(a) > 1 {
			e, _ := a[1].(*Encoding)
			return e
		}
		return nil
	}
	m.static("byte[] ReadAllBytes(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := read(inv, a[0])
		if err != nil {
			return nil, err
		}
		return &object.Bytes{B: b}, nil
	})
	for _, extra := range []string{"", ", System.Text.Encoding encoding"} {
		m.static("string ReadAllText(string path"+extra+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			b, err := read(inv, a[0])
			if err != nil {
				return nil, err
			}
			return DecodeText(b, encodingArg(a)), nil
		})
		for _, name := range []string{"ReadAllLines", "ReadLines"} {
			m.static("string[] "+name+"(string path"+extra+")", func(inv object.Invoker, _ any, a []any) (any, error) {
				b, err := read(inv, a[0])
				if err != nil {
					return nil, err
				}
				return stringArray(Lines(DecodeText(b, encodingArg(a)))), nil
			})
		}
	}
}

// Lines splits at LF, CRLF and CR; a line end at the very end starts no new line.
func Lines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func fileWriting(m members) {
	write := func(inv object.Invoker, path any, content []byte, appending bool) error {
		p, err := fullPath(inv, path)
		if err != nil {
			return err
		}
		flag := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
		if appending {
			flag = os.O_WRONLY | os.O_CREATE | os.O_APPEND
		}
		f, err := os.OpenFile(p, flag, 0o666)
		if err != nil {
			return FileError(err, p)
		}
		if _, err = f.Write(content); err == nil {
			return FileError(f.Close(), p)
		}
		_ = f.Close() // the write's error is the one to report
		return FileError(err, p)
	}
	// encode puts a byte order mark before a new file's text.
	encode := func(text string, e any, appending bool) []byte {
		enc, ok := e.(*Encoding)
		if !ok {
			return UTF8NoBOM.Encode(text)
		}
		b := enc.Encode(text)
		if !appending {
			b = append(bytes.Clone(enc.BOM), b...)
		}
		return b
	}
	m.static("void WriteAllBytes(string path, byte[] bytes)", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[1], "bytes")
		if err != nil {
			return nil, err
		}
		return nil, write(inv, a[0], b, false)
	})
	m.static("void AppendAllBytes(string path, byte[] bytes)", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[1], "bytes")
		if err != nil {
			return nil, err
		}
		return nil, write(inv, a[0], b, true)
	})
	for _, extra := range []string{"", ", System.Text.Encoding encoding"} {
		third := func(a []any) any {
			if len(a) > 2 {
				return a[2]
			}
			return nil
		}
		for name, appending := range map[string]bool{"Write": false, "Append": true} {
			m.static("void "+name+"AllText(string path, string contents"+extra+")", func(inv object.Invoker, _ any, a []any) (any, error) {
				return nil, write(inv, a[0], encode(str(a[1]), third(a), appending && existing(inv, a[0])), appending)
			})
			m.static("void "+name+"AllLines(string path, string[] contents"+extra+")", func(inv object.Invoker, _ any, a []any) (any, error) {
				var b strings.Builder
				for _, line := range copyItems(a[1]) {
					b.WriteString(str(line) + "\n")
				}
				return nil, write(inv, a[0], encode(b.String(), third(a), appending && existing(inv, a[0])), appending)
			})
		}
	}
}

// existing tells whether there is something to append to.
func existing(inv object.Invoker, path any) bool {
	p, err := fullPath(inv, path)
	if err != nil {
		return false
	}
	info, err := os.Stat(p)
	return err == nil && info.Size() > 0
}

func copyFile(from, to string, overwrite bool) error {
	if info, err := os.Stat(to); err == nil {
		if info.IsDir() {
			return object.Throw(ioExceptionType, "The target file '%s' is a directory, not a file.", to)
		}
		if !overwrite {
			return object.Throw(ioExceptionType, "The file '%s' already exists.", to)
		}
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return FileError(err, from)
	}
	info, err := os.Stat(from)
	if err != nil {
		return FileError(err, from)
	}
	return FileError(os.WriteFile(to, b, info.Mode().Perm()), to)
}

func moveFile(from, to string, overwrite bool) error {
	if _, err := os.Stat(from); err != nil {
		return FileError(err, from)
	}
	if _, err := os.Stat(to); err == nil && !overwrite {
		return object.Throw(ioExceptionType, "The file '%s' already exists.", to)
	}
	return FileError(os.Rename(from, to), to)
}

// timeMembers declares the Get and Set methods of the three times.
func timeMembers(m members) {
	for _, which := range whichTimes {
		for _, utc := range []string{"", "Utc"} {
			m.static("datetime Get"+which+"Time"+utc+"(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
				p, err := fullPath(inv, a[0])
				if err != nil {
					return nil, err
				}
				info, err := os.Stat(p)
				if err != nil {
					return neverWritten, nil
				}
				return timeOf(info, which, utc != ""), nil
			})
			m.static("void Set"+which+"Time"+utc+"(string path, datetime time)", func(inv object.Invoker, _ any, a []any) (any, error) {
				p, err := fullPath(inv, a[0])
				if err != nil {
					return nil, err
				}
				d := a[1].(DateTime)
				if utc != "" && d.Kind == Unspecified {
					d.Kind = UTC
				}
				return nil, setTime(p, which, d)
			})
		}
	}
}

func directoryMembers(m members) {
	m.static("bool Exists(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		if str(a[0]) == "" {
			return false, nil
		}
		p, err := resolve(inv, a[0], false)
		if err != nil {
			return false, nil
		}
		info, err := os.Stat(p)
		return err == nil && info.IsDir(), nil
	})
	m.static("System.IO.DirectoryInfo CreateDirectory(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if info, err := os.Stat(p); err == nil && !info.IsDir() {
			return nil, FileError(fs.ErrExist, p)
		}
		if err := os.MkdirAll(p, 0o777); err != nil {
			return nil, directoryError(err, p)
		}
		return NewFileInfo(p, true), nil
	})
	m.static("void Delete(string path)", func(inv object.Invoker, _ any, a []any) (any, error) { return nil, deleteDirectory(inv, a[0], false) })
	m.static("void Delete(string path, bool recursive)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, deleteDirectory(inv, a[0], a[1].(bool))
	})
	m.static("void Move(string sourceDirName, string destDirName)", func(inv object.Invoker, _ any, a []any) (any, error) {
		from, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		to, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		if _, err := os.Lstat(to); err == nil {
			return nil, object.Throw(ioExceptionType, "Cannot create '%s' because a file or directory with the same name already exists.", to)
		}
		missing := from
		if _, err := os.Lstat(from); err == nil {
			missing = to
		}
		return nil, directoryError(os.Rename(from, to), missing)
	})
	for _, kind := range []struct {
		name        string
		files, dirs bool
	}{{"Files", true, false}, {"Directories", false, true}, {"FileSystemEntries", true, true}} {
		for _, verb := range []string{"Get", "Enumerate"} {
			for _, params := range []string{"", ", string searchPattern", ", string searchPattern, System.IO.SearchOption searchOption"} {
				m.static("string[] "+verb+kind.name+"(string path"+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
					p, err := fullPath(inv, a[0])
					if err != nil {
						return nil, err
					}
					list, err := listDirectory(p, a[1:], kind.files, kind.dirs)
					if err != nil {
						return nil, err
					}
					shown := strings.TrimRight(str(a[0]), "/")
					for i, x := range list {
						list[i] = shown + strings.TrimPrefix(x, strings.TrimRight(p, "/"))
					}
					return stringArray(list), nil
				})
			}
		}
	}
	m.static("void SetCurrentDirectory(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, setCurrentDirectory(inv, a[0])
	})
	m.static("string GetCurrentDirectory()", func(inv object.Invoker, _ any, _ []any) (any, error) { return fullPath(inv, ".") })
	m.static("System.IO.DirectoryInfo GetParent(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if parent := filepath.Dir(p); parent != p {
			return NewFileInfo(parent, true), nil
		}
		return nil, nil
	})
	timeMembers(m)
}

func deleteDirectory(inv object.Invoker, path any, recursive bool) error {
	p, err := fullPath(inv, path)
	if err != nil {
		return err
	}
	info, err := os.Lstat(p)
	if err != nil {
		return object.Throw(directoryNotFoundType, "Could not find a part of the path '%s'.", p)
	}
	if !info.IsDir() {
		return object.Throw(ioExceptionType, "The directory name is invalid. : '%s'", p)
	}
	if recursive {
		return FileError(os.RemoveAll(p), p)
	}
	return FileError(os.Remove(p), p)
}

// filePattern is a pattern of file names, which knows * and ? only.
func filePattern(pattern string) (*object.Wildcard, error) {
	return object.CompileWildcard(strings.NewReplacer("[", "`[", "]", "`]", "`", "``").Replace(pattern), false)
}

// listDirectory lists full names that match args' search pattern and option.
// nativeLocator is an Invoker that lets the folder of .NET calls be another than
// the session's location.
type nativeLocator interface{ SetNativeLocation(folder string) }

// setCurrentDirectory changes what relative paths of .NET calls are below.
func setCurrentDirectory(inv object.Invoker, path any) error {
	p, err := fullPath(inv, path)
	if err != nil {
		return err
	}
	info, err := os.Stat(p)
	switch {
	case err != nil:
		return directoryError(err, p)
	case !info.IsDir():
		return FileError(syscall.ENOTDIR, p)
	}
	if l, ok := inv.(nativeLocator); ok {
		l.SetNativeLocation(p)
	}
	return nil
}

func listDirectory(dir string, args []any, files, dirs bool) ([]string, error) {
	pattern, deep := "*", false
	if len(args) > 0 {
		pattern = str(args[0])
	}
	if len(args) > 1 {
		deep = args[1].(object.Enum).Value == 1
	}
	w, err := filePattern(pattern)
	if err != nil {
		return nil, err
	}
	var out []string
	var walk func(dir string) error
	walk = func(dir string) error {
		entries, err := os.ReadDir(dir)
		if err != nil {
			if os.IsNotExist(err) {
				return object.Throw(directoryNotFoundType, "Could not find a part of the path '%s'.", dir)
			}
			return FileError(err, dir)
		}
		for _, e := range entries {
			full := filepath.Join(dir, e.Name())
			if (e.IsDir() && dirs || !e.IsDir() && files) && (pattern == "*.*" || w.Match(e.Name())) {
				out = append(out, full)
			}
		}
		for _, e := range entries {
			if deep && e.IsDir() {
				if err := walk(filepath.Join(dir, e.Name())); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return out, walk(dir)
}
