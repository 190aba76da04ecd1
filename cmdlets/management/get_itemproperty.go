package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getItemProperty struct {
	propertyTargets
	Name []string `ps:"position=1,alias=PSProperty" help:"The properties; without it the whole item."`
}

func getItemPropertyCmdlet() *cmdlet.Definition {
	return define("Get-ItemProperty", func() cmdlet.Cmdlet { return &getItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"gp"}, Synopsis: "Gets properties of a file."})
}

// Process writes the properties.
func (c *getItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(at *place) error {
		if len(c.Name) == 0 {
			return writeItem(rt, at)
		}
		v, err := picked(rt, at, c.Name)
		if err != nil || v == nil {
			return err
		}
		return rt.WriteObject(v)
	})
}
