package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getItemPropertyValue struct {
	Path        []string      `ps:"set=Path,position=0,pipeline,byname" help:"The items."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The items; no character is a wildcard."`
	Name        []string      `ps:"position=1,mandatory,alias=PSProperty" help:"The properties."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	Force       cmdlet.Switch `ps:"" help:"Hidden and read-only files too."`
	credentialed
}

func getItemPropertyValueCmdlet() *cmdlet.Definition {
	return define("Get-ItemPropertyValue", func() cmdlet.Cmdlet { return &getItemPropertyValue{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"gpv"}, Synopsis: "Gets the values of a file's properties."})
}

// Process writes the values.
func (c *getItemPropertyValue) Process(_ context.Context, rt cmdlet.Runtime) error {
	list := c.Path
	if len(list)+len(c.LiteralPath) == 0 {
		list = []string{"."}
	}
	t := propertyTargets{Path: list, LiteralPath: c.LiteralPath, Filter: c.Filter, Include: c.Include, Exclude: c.Exclude, Force: c.Force}
	return t.each(rt, func(at *place) error {
		for _, n := range c.Name {
			v, err := picked(rt, at, []string{n})
			if err != nil {
				return err
			}
			if v == nil {
				continue
			}
			value, _, err := object.GetProperty(rt, v, n)
			if err != nil {
				return err
			}
			if err := rt.WriteObject(value); err != nil {
				return err
			}
		}
		return nil
	})
}
