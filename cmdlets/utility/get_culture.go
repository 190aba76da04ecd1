package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getCulture struct {
	NoUserOverrides cmdlet.Switch `ps:"set=CurrentCulture" help:"As the system has it."`
	Name            []string      `ps:"set=Name,position=0,pipeline" help:"The names of cultures."`
	ListAvailable   cmdlet.Switch `ps:"set=ListAvailable" help:"Every culture."`
}

func getCultureCmdlet() *cmdlet.Definition {
	return define("Get-Culture", func() cmdlet.Cmdlet { return &getCulture{} }, cmdlet.Options{
		DefaultParameterSet: "CurrentCulture", Synopsis: "Gets the session's culture, or one by its name.", Outputs: []string{"System.Globalization.CultureInfo"}})
}

// Process writes the cultures.
func (c *getCulture) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	if len(names) == 0 {
		names = []string{rt.Culture().Name}
	}
	for _, n := range names {
		if err := writeCulture(rt, n); err != nil {
			return err
		}
	}
	return nil
}

func writeCulture(rt cmdlet.Runtime, name string) error {
	t, err := rt.FindType("cultureinfo")
	if err != nil {
		return err
	}
	v, err := object.Convert(rt, name, t)
	if err != nil {
		return rt.WriteError(record(object.FromGo(err), "ItemNotFoundException", object.ObjectNotFound, name))
	}
	return rt.WriteObject(v)
}
