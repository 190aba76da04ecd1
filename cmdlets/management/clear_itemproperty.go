package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type clearItemProperty struct {
	propertyTargets
	Name     string        `ps:"position=1,mandatory,byname" help:"The property: Attributes."`
	PassThru cmdlet.Switch `ps:"" help:"Writes what was cleared."`
}

func clearItemPropertyCmdlet() *cmdlet.Definition {
	return define("Clear-ItemProperty", func() cmdlet.Cmdlet { return &clearItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"clp"}, Synopsis: "Takes a file's attributes away."})
}

// Process clears the attributes.
func (c *clearItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(at *place) error {
		if !object.EqualFold(c.Name, "Attributes") {
			e := object.ThrowArgument(object.PSArgumentType, "propertiesToClear", "The property cannot be cleared because the property is not supported. Only the Attributes property can be cleared.")
			return failed(e, "Argument", object.InvalidArgument, nil)
		}
		f := fileInfo(at.At)
		action := "Clear Property File"
		if f.IsDir {
			action = "Clear Property Directory"
		}
		if ok, err := rt.ShouldProcess("Item: "+at.At+" Property: "+c.Name, action); err != nil || !ok {
			return err
		}
		if err := object.SetProperty(rt, f, "Attributes", "Normal"); err != nil {
			return err
		}
		if !c.PassThru {
			return nil
		}
		v, err := picked(rt, at, []string{c.Name})
		if err != nil || v == nil {
			return err
		}
		return rt.WriteObject(v)
	})
}
