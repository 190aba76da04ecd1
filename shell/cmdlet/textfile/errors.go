package textfile

import (
	"errors"
	"io/fs"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// IOExceptionType is System.IO.IOException.
func IOExceptionType() *object.Type {
	t, err := dotnet.Find("System.IO.IOException")
	if err != nil {
		return object.SystemExceptionType
	}
	return t
}

func denied(path string) error { return dotnet.FileError(fs.ErrPermission, path) }

// Wrap says an error of the operating system in .NET's words; nil stays nil.
func Wrap(err error, path string) error {
	var known *object.Exception
	if err == nil || errors.As(err, &known) {
		return err
	}
	wrapped := dotnet.FileError(err, path)
	if e, ok := wrapped.(*object.Exception); ok {
		e.Cause = err
	}
	return wrapped
}
