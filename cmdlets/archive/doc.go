// Package archive holds Compress-Archive and Expand-Archive of
// Microsoft.PowerShell.Archive 1.2, for ZIP files. Nothing is written outside the
// folder an archive is expanded into, whatever its names and links say. The
// package knows the shell only by its seam.
package archive

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

const module = "Microsoft.PowerShell.Archive"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{compressArchiveCmdlet(), expandArchiveCmdlet()}
}

func define(name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = module
	o.SupportsShouldProcess = true
	o.ConfirmImpact = cmdlet.ImpactMedium
	return cmdlet.Define(name, new, o)
}

// refuse is an error of the arguments, which ends the cmdlet.
func refuse(id, text string, target any) error {
	e := &object.Exception{Type: object.ArgumentExceptionType, Message: text}
	return &object.ErrorRecord{Exception: e, ID: id, Category: object.InvalidArgument, Target: target}
}

// notFound is the error for a path that leads nowhere.
func notFound(path string) error {
	e := &object.Exception{Type: object.InvalidOperationType, Message: "The path '" + path + "' either does not exist or is not a valid file system path."}
	return &object.ErrorRecord{Exception: e, ID: "ArchiveCmdletPathNotFound", Category: object.InvalidArgument, Target: path}
}

// fileError is the operating system's error in .NET's words.
func fileError(err error, path string) error { return dotnet.FileError(err, path) }
