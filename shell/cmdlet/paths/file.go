package paths

import (
	"errors"
	"os"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// File resolves a path that must mean one file, there or not, as the cmdlets do
// that read or write one: a pattern has to match exactly one. The errors are
// those of PowerShell's PathUtils, which end the cmdlet.
func File(inv object.Invoker, path string, literal bool) (string, error) {
	if literal {
		return inv.ResolvePath(path, false)
	}
	if !object.HasWildcard(path) {
		return inv.ResolvePath(object.UnescapeWildcard(path), false)
	}
	found, err := Expand(inv, path, false, false)
	switch {
	case err != nil:
		return "", err
	case len(found) > 1:
		r := object.NewError(object.PSInvalidOperationType, "ReadWriteMultipleFilesNotSupported", object.InvalidArgument, nil, "Operation is not valid due to the current state of the object.")
		r.Details = "Cannot perform operation because the path resolved to more than one file. This command cannot operate on multiple files."
		return "", r
	case len(found) == 0:
		r := object.NewError(fileNotFoundType(), "FileOpenFailure", object.OpenError, path, "Unable to find the specified file.")
		r.Details = "Cannot perform operation because the wildcard path " + path + " did not resolve to a file."
		return "", r
	}
	return found[0], nil
}

// OtherProvider tells of an error of resolving a path whether the path's provider is no file system's.
func OtherProvider(err error) bool {
	var r *object.ErrorRecord
	return errors.As(err, &r) && r.ID == "ReadWriteFileNotFileSystemProvider"
}

func fileNotFoundType() *object.Type {
	t, err := dotnet.Find("System.IO.FileNotFoundException")
	if err != nil {
		return object.SystemExceptionType
	}
	return t
}

// OpenFailure is the error of a file that could not be opened for writing. One that
// -NoClobber left alone has an id of its own (and .NET's words: PowerShell looks for
// its own in an assembly that lacks them).
func OpenFailure(err error, resolved string, noClobber bool) *object.ErrorRecord {
	var known *object.ErrorRecord
	if errors.As(err, &known) {
		return known
	}
	e := object.FromGo(err)
	if info, stat := os.Stat(resolved); noClobber && stat == nil && !info.IsDir() {
		return &object.ErrorRecord{Exception: e, ID: "NoClobber", Category: object.ResourceExists, Target: resolved}
	}
	return &object.ErrorRecord{Exception: e, ID: "FileOpenFailure", Category: object.OpenError}
}
