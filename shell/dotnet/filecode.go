package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/object"
)

// fileCode declares what PowerShell's type data add to files and to folders, in its order.
func fileCode(m members) {
	code := func(name string, get func(inv object.Invoker, f *FileInfo) any) *object.Member {
		return m.coded("string "+name, func(inv object.Invoker, v any) (any, error) { return get(inv, v.(*FileInfo)), nil })
	}
	file := m.Find("Length", false) != nil
	code("Mode", func(_ object.Invoker, f *FileInfo) any { return modeText(f, true) })
	code("ModeWithoutHardLink", func(_ object.Invoker, f *FileInfo) any { return modeText(f, false) })
	baseName := "$this.Name"
	if file {
		m.computed("VersionInfo", "[System.Diagnostics.FileVersionInfo]::GetVersionInfo($this.FullName)", func(_ object.Invoker, v any) (any, error) {
			return &FileVersion{FileName: object.Unwrap(v).(*FileInfo).Path}, nil
		})
		baseName = "if ($this.Extension.Length -gt 0){$this.Name.Remove($this.Name.Length - $this.Extension.Length)}else{$this.Name}"
	}
	m.computed("BaseName", baseName, func(_ object.Invoker, v any) (any, error) {
		f := object.Unwrap(v).(*FileInfo)
		name := filepath.Base(f.Path)
		if f.IsDir {
			return name, nil
		}
		return strings.TrimSuffix(name, extension(name)), nil
	})
	code("ResolvedTarget", func(_ object.Invoker, f *FileInfo) any {
		if p, err := filepath.EvalSymlinks(f.Path); err == nil {
			return p
		}
		return f.Path
	})
	m.Add(object.AliasOf("Target", "LinkTarget"))
	code("LinkType", func(_ object.Invoker, f *FileInfo) any {
		switch {
		case f.IsLink():
			return "SymbolicLink"
		case f.hardLinked():
			return "HardLink"
		}
		return nil
	}).Detail = "GetLinkType"
	code("NameString", func(_ object.Invoker, f *FileInfo) any { return f.Shown("") }).Hidden = true
	code("LengthString", func(_ object.Invoker, f *FileInfo) any {
		if s := f.Stat(); s != nil && file {
			return itoa(s.Size())
		}
		return ""
	}).Hidden = true
	if file {
		m.Add(object.StandardMembers(object.PropertySetOf("DefaultDisplayPropertySet", "LastWriteTime", "Length", "Name")))
	} else {
		m.Add(object.StandardMembers(object.PropertySetOf("DefaultDisplayProperty", "Name")))
	}
	code("LastWriteTimeString", func(inv object.Invoker, f *FileInfo) any {
		s := f.Stat()
		if s == nil {
			return ""
		}
		written := FromTime(s.ModTime().Local())
		day, _ := FormatDate(written, "d", cultureOf(inv))
		clock, _ := FormatDate(written, "t", cultureOf(inv))
		return leftPadded(day, 10) + " " + leftPadded(clock, 8)
	}).Hidden = true
}

func leftPadded(s string, width int) string {
	return strings.Repeat(" ", max(0, width-len([]rune(s)))) + s
}

// unixCode declares what the type data of Unix add to files and folders: the parts
// of the UnixStat that the file system's provider notes on its items.
func unixCode(m members) {
	stat := func(name, script string, get func(f *FileInfo) any) {
		m.computed(name, script, func(_ object.Invoker, v any) (any, error) {
			f := object.Unwrap(v).(*FileInfo)
			if ext := f.Extension(false); ext == nil || ext.Members.Find("UnixStat", false) == nil {
				return nil, nil
			}
			return get(f), nil
		})
	}
	stat("UnixMode", "if ($this.UnixStat) { $this.UnixStat.GetModeString() }", unixModeText)
	stat("User", " if ($this.UnixStat) { $this.UnixStat.GetUserName() } ", func(f *FileInfo) any { u, _ := owners(f.linkStat()); return u })
	stat("Group", " if ($this.UnixStat) { $this.UnixStat.GetGroupName() } ", func(f *FileInfo) any { _, g := owners(f.linkStat()); return g })
	stat("Size", "$this.UnixStat.Size", func(f *FileInfo) any {
		if s := f.linkStat(); s != nil {
			return s.Size()
		}
		return nil
	})
}

// linkStat is the metadata of the path itself, where it is a link too; nil when there is nothing.
func (f *FileInfo) linkStat() fs.FileInfo {
	s, err := os.Lstat(f.Path)
	if err != nil {
		return nil
	}
	return s
}

// IsLink tells whether the path is a symbolic link itself.
func (f *FileInfo) IsLink() bool {
	s := f.linkStat()
	return s != nil && s.Mode()&fs.ModeSymlink != 0
}

func (f *FileInfo) hardLinked() bool {
	s := f.Stat()
	return s != nil && !s.IsDir() && linkCount(s) > 1
}

// Executable tells whether the file may be run.
func (f *FileInfo) Executable() bool {
	s := f.Stat()
	return s != nil && !s.IsDir() && s.Mode().Perm()&0o111 != 0
}

// Extension is what follows the name's last dot, with the dot.
func (f *FileInfo) NameExtension() string { return extension(filepath.Base(f.Path)) }

// Shown is the name as listings show it, decorated when there is a sequence: a
// link's with where it leads to.
func (f *FileInfo) Shown(sequence string) string {
	name := filepath.Base(f.Path)
	if sequence != "" {
		name = sequence + name + "\x1b[0m"
	}
	if target, err := os.Readlink(f.Path); err == nil {
		name += " -> " + target
	}
	return name
}

// modeText is PowerShell's five letters: folder or link, archive, read-only, hidden, system.
func modeText(f *FileInfo, hardLinks bool) any {
	s := f.Stat()
	if s == nil {
		return ""
	}
	letters := []byte("-----")
	switch {
	case f.IsLink(), hardLinks && f.hardLinked():
		letters[0] = 'l'
	case f.IsDir:
		letters[0] = 'd'
	}
	a := attributesOf(s).Value
	for i, bit := range []int64{32, 1, 2, 4} {
		if a&bit != 0 {
			letters[1+i] = "arhs"[i]
		}
	}
	return string(letters)
}

// unixModeText is the mode as ls shows it.
func unixModeText(f *FileInfo) any {
	own := f.linkStat()
	if own == nil {
		return ""
	}
	m := own.Mode()
	s := []byte(m.Perm().String())
	for _, k := range []struct {
		bit    fs.FileMode
		letter byte
	}{{fs.ModeDir, 'd'}, {fs.ModeSymlink, 'l'}, {fs.ModeNamedPipe, 'p'}, {fs.ModeSocket, 's'}, {fs.ModeDevice, 'b'}, {fs.ModeCharDevice, 'c'}} {
		if m&k.bit != 0 {
			s[0] = k.letter
		}
	}
	for _, k := range []struct {
		bit           fs.FileMode
		at            int
		with, without byte
	}{{fs.ModeSetuid, 3, 's', 'S'}, {fs.ModeSetgid, 6, 's', 'S'}, {fs.ModeSticky, 9, 't', 'T'}} {
		if m&k.bit == 0 {
			continue
		}
		if s[k.at] == 'x' {
			s[k.at] = k.with
		} else {
			s[k.at] = k.without
		}
	}
	return string(s)
}
