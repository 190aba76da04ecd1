package management

import (
	"os"
	"path/filepath"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

const fileDrive = "/"

// item is the file or folder at a path, with the notes the provider adds.
func item(path string) *dotnet.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		info, err = os.Lstat(path)
	}
	f := dotnet.NewFileInfo(path, false)
	if err == nil {
		f = dotnet.FileInfoOf(path, info)
	}
	set := &f.Instance.Extension(true).Members
	note := func(name string, t *object.Type, value any) {
		set.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: t, Get: func(object.Invoker, any) (any, error) { return value, nil }})
	}
	note("PSPath", object.StringType, providerPrefix+path)
	parent := filepath.Dir(path)
	if parent == path {
		note("PSParentPath", object.StringType, "")
	} else {
		note("PSParentPath", object.StringType, providerPrefix+parent)
	}
	note("PSChildName", object.StringType, filepath.Base(path))
	note("PSDrive", object.StringType, fileDrive)
	note("PSProvider", object.StringType, providerPrefix[:len(providerPrefix)-2])
	note("PSIsContainer", object.BooleanType, f.IsDir)
	return f
}

// writeItems writes the files of paths.
func writeItems(rt cmdlet.Runtime, list []string) error {
	for _, p := range list {
		if err := rt.WriteObject(item(p)); err != nil {
			return err
		}
	}
	return nil
}

// ioFailed is the error of a file operation.
func ioFailed(err error, id string, category object.Category, path string) *object.ErrorRecord {
	e := object.FromGo(dotnet.FileError(err, path))
	if e.PSType().Name == "UnauthorizedAccessException" {
		category = object.PermissionDenied
	}
	return failed(e, id, category, path)
}

// thrown is an exception of a type known by name.
func thrown(typeName, format string, args ...any) *object.Exception {
	t, _ := dotnet.Find(typeName)
	return object.Throw(t, format, args...)
}
