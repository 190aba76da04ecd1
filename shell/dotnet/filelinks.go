package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"

	"stagecoach/shell/object"
)

// linked adds what is known of a path only when its links are not followed: the
// attribute of a symbolic link.
func linked(path string, a object.Enum) object.Enum {
	own, err := os.Lstat(path)
	if err != nil || own.Mode()&fs.ModeSymlink == 0 {
		return a
	}
	if a.Value == 128 {
		a.Value = 0
	}
	a.Value |= 1024
	return a
}

// linkTarget is where a link leads: the next place, or the last one.
func linkTarget(path string, final bool) (any, error) {
	target, err := os.Readlink(path)
	if err != nil {
		if _, err := os.Lstat(path); err != nil {
			return nil, FileError(err, path)
		}
		return nil, nil
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(path), target)
	}
	if final {
		if last, err := filepath.EvalSymlinks(path); err == nil {
			target = last
		}
	}
	info, err := os.Stat(target)
	return NewFileInfo(target, err == nil && info.IsDir()), nil
}

// linkStatics declares the members of File and Directory that make and follow links.
func linkStatics(m members, dir bool) {
	m.static("System.IO.FileSystemInfo CreateSymbolicLink(string path, string pathToTarget)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		if err := os.Symlink(str(a[1]), p); err != nil {
			return nil, FileError(err, p)
		}
		return NewFileInfo(p, dir), nil
	})
	m.static("System.IO.FileSystemInfo ResolveLinkTarget(string linkPath, bool returnFinalTarget)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		if err != nil {
			return nil, err
		}
		return linkTarget(p, a[1].(bool))
	})
}

// modeStatics declares the members of File that change attributes and rights, and Replace.
func modeStatics(m members) {
	at := func(signature string, do func(path string, v any) (any, error)) {
		m.static(signature, func(inv object.Invoker, _ any, a []any) (any, error) {
			p, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			var v any
			if len(a) > 1 {
				v = a[1]
			}
			out, err := do(p, v)
			if err != nil {
				err = FileError(err, p)
			}
			return out, err
		})
	}
	at("void SetAttributes(string path, System.IO.FileAttributes fileAttributes)", func(path string, v any) (any, error) {
		return nil, setReadOnly(NewFileInfo(path, false), v.(object.Enum).Value&1 != 0)
	})
	at("System.IO.UnixFileMode GetUnixFileMode(string path)", func(path string, _ any) (any, error) {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		return object.Enum{Type: unixFileMode, Value: int64(info.Mode().Perm())}, nil
	})
	at("void SetUnixFileMode(string path, System.IO.UnixFileMode mode)", func(path string, v any) (any, error) {
		return nil, os.Chmod(path, fs.FileMode(v.(object.Enum).Value).Perm())
	})
	for _, params := range []string{"", ", bool ignoreMetadataErrors"} {
		m.static("void Replace(string sourceFileName, string destinationFileName, string destinationBackupFileName"+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			from, err := fullPath(inv, a[0])
			if err != nil {
				return nil, err
			}
			return nil, replaceFile(inv, from, a[1], a[2])
		})
	}
}

// replaceFile puts a file in the place of another one, of which it keeps a copy when backup is not empty.
func replaceFile(inv object.Invoker, from string, destination, backup any) error {
	to, err := fullPath(inv, destination)
	if err != nil {
		return err
	}
	if _, err := os.Stat(to); err != nil {
		return FileError(err, to)
	}
	if str(backup) != "" {
		kept, err := fullPath(inv, backup)
		if err != nil {
			return err
		}
		if err := copyFile(to, kept, true); err != nil {
			return err
		}
	}
	return FileError(os.Rename(from, to), from)
}

// infoStreams declares the members of FileInfo that open the file.
func infoStreams(m members) {
	self := func(v any) *FileInfo { return v.(*FileInfo) }
	for _, x := range []struct {
		name         string
		mode, access int64
	}{{"OpenRead", 3, 1}, {"OpenWrite", 4, 2}, {"Create", 2, 3}} {
		m.method("System.IO.FileStream "+x.name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			return openStream(inv, self(v).Path, x.mode, x.access)
		})
	}
	open := func(inv object.Invoker, v any, a []any) (any, error) {
		access := int64(3)
		if len(a) > 1 {
			access = a[1].(object.Enum).Value
		}
		return openStream(inv, self(v).Path, a[0].(object.Enum).Value, access)
	}
	m.method("System.IO.FileStream Open(System.IO.FileMode mode)", open)
	m.method("System.IO.FileStream Open(System.IO.FileMode mode, System.IO.FileAccess access)", open)
	m.method("System.IO.FileStream Open(System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share)", open)
	for name, appending := range map[string]bool{"CreateText": false, "AppendText": true} {
		m.method("System.IO.StreamWriter "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			return openWriter(inv, self(v).Path, appending, UTF8NoBOM)
		})
	}
}

// infoLinks declares the members of FileSystemInfo that make and follow links.
func infoLinks(m members) {
	self := func(v any) *FileInfo { return v.(*FileInfo) }
	m.method("void CreateAsSymbolicLink(string pathToTarget)", plain(func(v any, a []any) (any, error) {
		self(v).info = nil
		return nil, FileError(os.Symlink(str(a[0]), self(v).Path), self(v).Path)
	}))
	m.method("System.IO.FileSystemInfo ResolveLinkTarget(bool returnFinalTarget)", plain(func(v any, a []any) (any, error) {
		return linkTarget(self(v).Path, a[0].(bool))
	}))
}

var (
	driveInfoType = &object.Type{Name: "DriveInfo", Namespace: "System.IO", Base: object.ObjectType, Assembly: "System.IO.FileSystem.DriveInfo"}
	driveKind     = object.NewEnum("System.IO", "DriveType", []string{"Unknown", "NoRootDirectory", "Removable", "Fixed", "Network", "CDRom", "Ram"})
)

// driveInfo is System.IO.DriveInfo.
type driveInfo struct {
	object.Instance
	name string
}

// PSType is System.IO.DriveInfo.
func (*driveInfo) PSType() *object.Type { return driveInfoType }

// String is the drive's name.
func (d *driveInfo) String() string { return d.name }

func driveInfoMembers(m members) {
	self := func(v any) *driveInfo { return v.(*driveInfo) }
	space := func(name string, pick func(total, free uint64) uint64) {
		m.prop("long "+name, func(_ object.Invoker, v any) (any, error) {
			total, free, ok := DiskSpace(self(v).name)
			if !ok {
				return nil, object.Throw(exceptionNamed("System.IO.DriveNotFoundException"), "Could not find the drive '%s'. The drive might not be ready or might not be mapped.", self(v).name)
			}
			return int64(pick(total, free)), nil
		})
	}
	m.prop("string Name", getter(func(v any) any { return self(v).name }))
	m.prop("bool IsReady", getter(func(v any) any {
		_, err := os.Stat(self(v).name)
		return err == nil
	}))
	m.prop("System.IO.DirectoryInfo RootDirectory", getter(func(v any) any { return NewFileInfo(self(v).name, true) }))
	m.prop("System.IO.DriveType DriveType", getter(func(any) any { return object.Enum{Type: driveKind, Value: 3} }))
	m.prop("string VolumeLabel", getter(func(v any) any { return self(v).name }))
	space("AvailableFreeSpace", func(_, free uint64) uint64 { return free })
	space("TotalFreeSpace", func(_, free uint64) uint64 { return free })
	space("TotalSize", func(total, _ uint64) uint64 { return total })
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).name, nil }))
	m.static("System.IO.DriveInfo[] GetDrives()", plain(func(any, []any) (any, error) {
		var out []any
		for _, name := range systemDrives() {
			out = append(out, &driveInfo{name: name})
		}
		return object.NewArrayOf(object.ArrayOf(driveInfoType), out), nil
	}))
	m.ctor("string driveName", func(_ object.Invoker, a []any) (any, error) { return &driveInfo{name: str(a[0])}, nil })
}

// systemDrives are the roots of the operating system's file systems.
func systemDrives() []string {
	if filepath.Separator == '/' {
		return []string{"/"}
	}
	var out []string
	for c := 'A'; c <= 'Z'; c++ {
		if root := string(c) + `:\`; statFolder(root) {
			out = append(out, root)
		}
	}
	return out
}

func statFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// directoryStatics declares the members of Directory beside those for its entries.
func directoryStatics(m members) {
	linkStatics(m, true)
	m.static("string GetDirectoryRoot(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := fullPath(inv, a[0])
		return filepath.VolumeName(p) + string(filepath.Separator), err
	})
	drives := plain(func(any, []any) (any, error) { return stringArray(systemDrives()), nil })
	m.static("string[] GetLogicalDrives()", drives)
	m.static("System.IO.DirectoryInfo CreateTempSubdirectory(string prefix = null)", plain(func(_ any, a []any) (any, error) {
		p, err := os.MkdirTemp("", str(a[0])+"*")
		if err != nil {
			return nil, FileError(err, os.TempDir())
		}
		return NewFileInfo(p, true), nil
	}))
}
