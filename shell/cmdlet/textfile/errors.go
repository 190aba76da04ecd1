package textfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"stagecoach/shell/object"
)

func ioType(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: "System.IO", Base: base}
}

// The exceptions of the file system.
var (
	ioException        = ioType("IOException", object.SystemExceptionType)
	fileNotFound       = ioType("FileNotFoundException", ioException)
	directoryNotFound  = ioType("DirectoryNotFoundException", ioException)
	unauthorizedAccess = &object.Type{Name: "UnauthorizedAccessException", Namespace: "System", Base: object.SystemExceptionType}
)

// IOExceptionType is System.IO.IOException.
func IOExceptionType() *object.Type { return ioException }

func denied(path string) error {
	return object.Throw(unauthorizedAccess, "Access to the path '%s' is denied.", path)
}

// Wrap says an error of the operating system in .NET's words; nil stays nil.
func Wrap(err error, path string) error {
	var known *object.Exception
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist):
		if _, e := os.Stat(filepath.Dir(path)); e != nil {
			return caused(err, object.Throw(directoryNotFound, "Could not find a part of the path '%s'.", path))
		}
		return caused(err, object.Throw(fileNotFound, "Could not find file '%s'.", path))
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR):
		return caused(err, denied(path).(*object.Exception))
	case errors.Is(err, fs.ErrExist):
		return caused(err, object.Throw(ioException, "The file '%s' already exists.", path))
	case errors.Is(err, syscall.ENOSPC):
		return caused(err, object.Throw(ioException, "No space left on device : '%s'", path))
	case errors.Is(err, syscall.ENOTDIR):
		return caused(err, object.Throw(directoryNotFound, "Could not find a part of the path '%s'.", path))
	}
	return caused(err, object.Throw(ioException, "%s : '%s'", causeText(err), path))
}

func causeText(err error) string {
	var number syscall.Errno
	if errors.As(err, &number) {
		s := number.Error()
		if s != "" && s[0] >= 'a' && s[0] <= 'z' {
			return string(s[0]-32) + s[1:]
		}
		return s
	}
	return err.Error()
}

func caused(err error, e *object.Exception) error {
	e.Cause = err
	return e
}
