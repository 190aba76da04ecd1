package dotnet

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"stagecoach/shell/object"
)

// FileError puts an error of the operating system about path (its full name)
// into .NET's exception.
func FileError(err error, path string) error {
	var e *object.Exception
	if err == nil || errors.As(err, &e) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, statErr := os.Stat(filepath.Dir(path)); statErr != nil {
			return object.Throw(directoryNotFoundType, "Could not find a part of the path '%s'.", path)
		}
		x := object.Throw(fileNotFoundType, "Could not find file '%s'.", path)
		x.Fields = map[string]any{"FileName": path}
		return x
	case errors.Is(err, syscall.EFBIG):
		return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Specified file length was too large for the file system.")
	case errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrPermission):
		return object.Throw(unauthorizedType, "Access to the path '%s' is denied.", path)
	case errors.Is(err, syscall.ENOTEMPTY):
		return object.Throw(ioExceptionType, "Directory not empty : '%s'", path)
	case errors.Is(err, fs.ErrExist):
		return object.Throw(ioExceptionType, "The file '%s' already exists.", path)
	case errors.Is(err, syscall.ENOSPC):
		return object.Throw(ioExceptionType, "No space left on device : '%s'", path)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return object.Throw(exceptionNamed("System.IO.PathTooLongException"), "The path '%s' is too long, or a component of the specified path is too long.", path)
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return object.Throw(ioExceptionType, "%s : '%s'", capital(errno.Error()), path)
	}
	return object.Throw(ioExceptionType, "%s", err.Error())
}

// directoryError is FileError for a path that is to be a folder.
func directoryError(err error, path string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return object.Throw(directoryNotFoundType, "Could not find a part of the path '%s'.", path)
	}
	return FileError(err, path)
}

// resolve maps a path argument; an empty one is an ArgumentException.
func resolve(inv object.Invoker, path any, reading bool) (string, error) {
	p := str(path)
	if p == "" {
		return "", object.ThrowArgument(object.ArgumentExceptionType, "path", "The value cannot be an empty string.")
	}
	return inv.NativePath(p, reading)
}

// fullPath is a path without dots, from the session's location.
func fullPath(inv object.Invoker, path any) (string, error) {
	p, err := resolve(inv, path, false)
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", FileError(err, p)
	}
	if n := len(p); n > 1 && os.IsPathSeparator(p[n-1]) && len(abs) > 1 {
		abs += string(filepath.Separator)
	}
	return abs, nil
}
