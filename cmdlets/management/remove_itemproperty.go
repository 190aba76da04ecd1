package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type removeItemProperty struct {
	dynamicProperty
	Name []string `ps:"position=1,mandatory,byname,alias=PSProperty" help:"The properties."`
}

func removeItemPropertyCmdlet() *cmdlet.Definition {
	return define("Remove-ItemProperty", func() cmdlet.Cmdlet { return &removeItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"rp"}, Synopsis: "Removes a property of an item; files have fixed ones."})
}

// Process refuses.
func (c *removeItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error { return c.refuse(rt) }
