package utility

import (
	"context"
	"os"
	"runtime"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type unblockFile struct {
	Path        []string `ps:"set=ByPath,mandatory,position=0" help:"The files."`
	LiteralPath []string `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
}

func unblockFileCmdlet() *cmdlet.Definition {
	return define("Unblock-File", func() cmdlet.Cmdlet { return &unblockFile{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Removes the mark of files that came from the network."})
}

// Process removes the marks; Linux has none.
func (c *unblockFile) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	var files []string
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, true)
		if err != nil {
			return err
		}
		for _, f := range found {
			info, err := os.Stat(f)
			switch {
			case err != nil:
				if err := c.missing(rt, f, p, literal); err != nil {
					return err
				}
			case !info.IsDir():
				files = append(files, f)
			}
		}
	}
	if runtime.GOOS == "linux" {
		return record(exceptionOf("System.PlatformNotSupportedException", "The cmdlet does not support Linux."), "LinuxNotSupported", object.NotImplemented, nil)
	}
	for _, f := range files {
		if ok, err := rt.ShouldProcess(f, "Unblock-File"); !ok {
			if err != nil {
				return err
			}
			continue
		}
		if err := removeOriginMark(f); err != nil {
			e := object.FromGo(dotnet.FileError(err, f))
			if err := rt.WriteError(record(e, "RemoveItemUnableToAccessFile", object.ResourceUnavailable, f)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *unblockFile) missing(rt cmdlet.Runtime, file, given string, literal bool) error {
	if literal {
		return rt.WriteError(record(exceptionOf("System.IO.FileNotFoundException", file), "FileNotFound", object.ObjectNotFound, file))
	}
	r := paths.NotFound(file)
	return rt.WriteError(record(r.Exception, "FileNotFound", object.ObjectNotFound, given))
}
