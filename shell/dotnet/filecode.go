package dotnet

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/object"
)

// fileCode declares what PowerShell's type data add to files and folders.
func fileCode(m members) {
	add := func(declaration string, get func(f *FileInfo) any) {
		t, name := lastWord(declaration)
		m.Add(&object.Member{Name: name, Kind: object.CodeProperty, Type: m.typeNamed(t),
			Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*FileInfo)), nil }})
	}
	add("string Mode", modeText)
	add("string ModeWithoutHardLink", modeText)
	add("string BaseName", func(f *FileInfo) any {
		name := filepath.Base(f.Path)
		if f.IsDir {
			return name
		}
		return strings.TrimSuffix(name, extension(name))
	})
	add("string ResolvedTarget", func(f *FileInfo) any {
		if p, err := filepath.EvalSymlinks(f.Path); err == nil {
			return p
		}
		return f.Path
	})
	add("string Target", func(f *FileInfo) any {
		if target, err := os.Readlink(f.Path); err == nil {
			return target
		}
		return nil
	})
	add("string LinkType", func(f *FileInfo) any {
		if f.IsLink() {
			return "SymbolicLink"
		}
		if s := f.Stat(); s != nil && !s.IsDir() && linkCount(s) > 1 {
			return "HardLink"
		}
		return nil
	})
	add("string NameString", func(f *FileInfo) any { return filepath.Base(f.Path) })
	add("string LengthString", func(f *FileInfo) any {
		if s := f.Stat(); s != nil && !f.IsDir {
			return itoa(s.Size())
		}
		return ""
	})
	add("string LastWriteTimeString", func(f *FileInfo) any {
		s := f.Stat()
		if s == nil {
			return ""
		}
		text, _ := FormatDate(FromTime(s.ModTime().Local()), "g", object.Invariant)
		return text
	})
	add("string VersionInfo", func(*FileInfo) any { return nil })
	add("string UnixMode", unixModeText)
	add("string User", func(f *FileInfo) any { u, _ := owners(f.Stat()); return u })
	add("string Group", func(f *FileInfo) any { _, g := owners(f.Stat()); return g })
	add("long Size", func(f *FileInfo) any {
		if s := f.Stat(); s != nil {
			return s.Size()
		}
		return int64(0)
	})
}

// IsLink tells whether the path is a symbolic link itself.
func (f *FileInfo) IsLink() bool {
	s, err := os.Lstat(f.Path)
	return err == nil && s.Mode()&fs.ModeSymlink != 0
}

// modeText is PowerShell's five letters.
func modeText(f *FileInfo) any {
	s := f.Stat()
	if s == nil {
		return ""
	}
	letters := []byte("-----")
	switch {
	case f.IsLink():
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
	own, err := os.Lstat(f.Path)
	if err != nil {
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
