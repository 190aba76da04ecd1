package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type clearItem struct{ targets }

func clearItemCmdlet() *cmdlet.Definition {
	return define("Clear-Item", func() cmdlet.Cmdlet { return &clearItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"cli"}, Synopsis: "Takes an item's value away, not the item."})
}

// Process clears the items.
func (c *clearItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(at *place) error {
		if at.Drive.Files() {
			return rt.WriteError(notSupported())
		}
		if ok, err := rt.ShouldProcess("Item: "+at.At, "Clear Item"); err != nil || !ok {
			return err
		}
		return setValue(rt, at, nil, bool(c.Force))
	})
}
