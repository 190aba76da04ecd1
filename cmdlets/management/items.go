package management

import (
	"os"
	"path/filepath"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// fileAt is the file or folder at a path, with the notes the provider adds.
func fileAt(drive *cmdlet.Drive, path string) *dotnet.FileInfo {
	f := fileInfo(path)
	parent := filepath.Dir(path)
	provider := drive.Information
	prefix := provider.String() + "::"
	notes := &f.Instance.Extension(true).Members
	note(notes, "PSPath", object.StringType, prefix+path)
	if parent == path {
		note(notes, "PSParentPath", object.StringType, "")
	} else {
		note(notes, "PSParentPath", object.StringType, prefix+parent)
	}
	note(notes, "PSChildName", object.StringType, filepath.Base(path))
	if t := dotnet.UnixStatType(); t != nil {
		notes.Add(&object.Member{Name: "UnixStat", Kind: object.NoteProperty, Type: t, Get: func(object.Invoker, any) (any, error) { return dotnet.UnixStatOf(path), nil }})
	}
	note(notes, "PSDrive", cmdlet.DriveType, drive)
	note(notes, "PSProvider", cmdlet.ProviderInfoType, provider)
	note(notes, "PSIsContainer", object.BooleanType, f.IsDir)
	return f
}

// fileInfo is the file or folder at a path; of a broken link the link itself.
func fileInfo(path string) *dotnet.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		info, err = os.Lstat(path)
	}
	if err != nil {
		return dotnet.NewFileInfo(path, false)
	}
	return dotnet.FileInfoOf(path, info)
}

func note(set *object.MemberSet, name string, t *object.Type, value any) {
	set.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: t, Get: func(object.Invoker, any) (any, error) { return value, nil }})
}

// writeItem writes what is at a place, with the notes of its path.
func writeItem(rt cmdlet.Runtime, at *place) error {
	if at.Drive.Files() {
		return rt.WriteObject(fileAt(at.Drive, at.At))
	}
	v, ok := at.Drive.Information.Provider.Item(at.At)
	if !ok {
		return nil
	}
	if x, ok := v.(object.Extensible); ok {
		notes := &x.Extension(true).Members
		note(notes, "PSPath", object.StringType, at.Drive.Information.String()+"::"+at.At)
		note(notes, "PSDrive", cmdlet.DriveType, at.Drive)
		note(notes, "PSProvider", cmdlet.ProviderInfoType, at.Drive.Information)
		note(notes, "PSIsContainer", object.BooleanType, false)
	}
	return rt.WriteObject(v)
}

// writeFile writes the file at a path that another cmdlet made.
func writeFile(rt cmdlet.Runtime, path string) error {
	at, err := rt.Session().Locate("FileSystem::"+path, true)
	if err != nil {
		return err
	}
	return rt.WriteObject(fileAt(at.Drive, path))
}

// setItem makes or changes an item of a drive without files; what the provider
// refuses does not end the cmdlet.
func setValue(rt cmdlet.Runtime, at *place, value any, force bool) error {
	if err := at.Drive.Information.Provider.Set(at.At, value, force); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return nil
}

// isHidden tells whether a file needs -Force to be got.
func isHidden(path string) bool {
	name := filepath.Base(path)
	return paths.Hidden(name) && name != "." && name != ".."
}

// ioFailed is the error of a file operation on a path: ids end in IOError, or
// in UnauthorizedAccessError where access was denied.
func ioFailed(err error, what string, category object.Category, path string, target any) *object.ErrorRecord {
	e := object.FromGo(dotnet.FileError(err, path))
	if e.PSType().Name == "UnauthorizedAccessException" {
		return failed(e, what+"UnauthorizedAccessError", object.PermissionDenied, target)
	}
	return failed(e, what+"IOError", category, target)
}

// thrown is an exception of a type known by name.
func thrown(typeName, format string, args ...any) *object.Exception {
	t, err := dotnet.Find(typeName)
	if err != nil {
		t = object.RuntimeExceptionType
	}
	return object.Throw(t, format, args...)
}

func ioError(format string, args ...any) *object.Exception {
	return thrown("System.IO.IOException", format, args...)
}
