package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getItem struct {
	targets
}

func getItemCmdlet() *cmdlet.Definition {
	return define("Get-Item", func() cmdlet.Cmdlet { return &getItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"gi"}, Synopsis: "Gets a file, a folder or what else has a path.",
		Outputs: []string{"System.IO.FileInfo", "System.IO.DirectoryInfo"}})
}

// Process writes what is at the paths.
func (c *getItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(at *place) error {
		if at.Drive.Files() && !bool(c.Force) && isHidden(at.At) {
			return rt.WriteError(failed(ioError("Could not find item %s.", at.At), "ItemNotFound", object.ObjectNotFound, at.At))
		}
		return writeItem(rt, at)
	})
}
