package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type renameItemProperty struct {
	dynamicProperty
	Name     string        `ps:"position=1,mandatory,byname,alias=PSProperty" help:"The property."`
	NewName  string        `ps:"position=2,mandatory,byname" help:"Its new name."`
	PassThru cmdlet.Switch `ps:"" help:"Writes the property."`
}

func renameItemPropertyCmdlet() *cmdlet.Definition {
	return define("Rename-ItemProperty", func() cmdlet.Cmdlet { return &renameItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"rnp"}, Synopsis: "Renames a property of an item; files have fixed ones."})
}

// Process refuses.
func (c *renameItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error { return c.refuse(rt) }
