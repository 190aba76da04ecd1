package management

import (
	"context"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type clearContent struct{ targets }

func clearContentCmdlet() *cmdlet.Definition {
	return define("Clear-Content", func() cmdlet.Cmdlet { return &clearContent{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"clc"}, Synopsis: "Empties a file."})
}

// Process empties the files, and takes the value of other items away.
func (c *clearContent) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.eachContent(rt, func(at *place) error {
		if !at.Drive.Files() {
			if ok, err := rt.ShouldProcess("Item: "+at.At, "Clear Content"); err != nil || !ok {
				return err
			}
			return setValue(rt, at, nil, bool(c.Force))
		}
		if info, err := os.Stat(at.At); err == nil && info.IsDir() {
			e := thrown("System.NotSupportedException", "Unable to clear content of '%s' because it is a directory. Clear-Content is only supported on files.", at.At)
			return rt.WriteError(failed(e, "ClearDirectoryContent", object.InvalidOperation, at.At))
		}
		if ok, err := rt.ShouldProcess("Item: "+at.At, "Clear Content"); err != nil || !ok {
			return err
		}
		if err := os.Truncate(at.At, 0); err != nil {
			return rt.WriteError(ioFailed(err, "ClearContent", object.WriteError, at.At, at.At))
		}
		return nil
	})
}
