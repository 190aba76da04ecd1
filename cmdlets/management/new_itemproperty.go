package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type newItemProperty struct {
	dynamicProperty
	Name         string `ps:"position=1,mandatory,byname,alias=PSProperty" help:"The property."`
	PropertyType string `ps:"byname,alias=Type" help:"What kind of value it has."`
	Value        any    `ps:"byname" help:"Its value."`
}

func newItemPropertyCmdlet() *cmdlet.Definition {
	return define("New-ItemProperty", func() cmdlet.Cmdlet { return &newItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Synopsis: "Makes a property of an item; files have fixed ones."})
}

// Process refuses.
func (c *newItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error { return c.refuse(rt) }
