package management

import (
	"context"

	"stagecoach/shell/cmdlet"
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
	list, literal := c.given()
	for _, p := range list {
		if at, ok := drivePath(rt, p); ok {
			if err := at.write(rt, literal, &c.filters); err != nil {
				return err
			}
			continue
		}
		found, err := c.expand(rt, p, literal)
		if err != nil {
			return err
		}
		if err := writeItems(rt, found); err != nil {
			return err
		}
	}
	return nil
}
