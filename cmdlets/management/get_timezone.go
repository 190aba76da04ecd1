package management

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getTimeZone struct {
	ID            []string      `ps:"set=Id,mandatory,pipeline,byname,name=Id" help:"The zones' identifiers."`
	ListAvailable cmdlet.Switch `ps:"set=ListAvailable,mandatory" help:"Every zone."`
	Name          []string      `ps:"set=Name,position=0,pipeline,byname" help:"The zones' standard names, or patterns."`
}

func getTimeZoneCmdlet() *cmdlet.Definition {
	return define("Get-TimeZone", func() cmdlet.Cmdlet { return &getTimeZone{} }, cmdlet.Options{
		DefaultParameterSet: "Name", Aliases: []string{"gtz"}, Synopsis: "Gets the machine's time zone, or others.", Outputs: []string{"System.TimeZoneInfo"}})
}

// Process writes time zones.
func (c *getTimeZone) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case bool(c.ListAvailable):
		for _, name := range dotnet.TimeZoneNames() {
			if z, err := dotnet.FindTimeZone(name); err == nil {
				if err := rt.WriteObject(z); err != nil {
					return err
				}
			}
		}
		return nil
	case len(c.ID) > 0:
		for _, id := range c.ID {
			z, err := dotnet.FindTimeZone(id)
			if err == nil {
				err = rt.WriteObject(z)
			} else {
				err = rt.WriteError(zoneNotFound("The time zone with Id '"+id+"' was not found.", id))
			}
			if err != nil {
				return err
			}
		}
		return nil
	case len(c.Name) == 0:
		return rt.WriteObject(dotnet.LocalTimeZone())
	}
	for _, pattern := range c.Name {
		if err := c.named(rt, pattern); err != nil {
			return err
		}
	}
	return nil
}

// named writes the zones whose standard or daylight name fits.
func (c *getTimeZone) named(rt cmdlet.Runtime, pattern string) error {
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return err
	}
	found := false
	for _, name := range dotnet.TimeZoneNames() {
		z, err := dotnet.FindTimeZone(name)
		if err != nil {
			continue
		}
		standard, _, err := object.GetProperty(rt, z, "StandardName")
		if err != nil {
			return err
		}
		if text, _ := standard.(string); w.Match(text) || strings.EqualFold(name, pattern) {
			found = true
			if err := rt.WriteObject(z); err != nil {
				return err
			}
		}
	}
	if found || object.HasWildcard(pattern) {
		return nil
	}
	return rt.WriteError(zoneNotFound("The time zone with the name '"+pattern+"' was not found.", pattern))
}

func zoneNotFound(text, target string) *object.ErrorRecord {
	e := &object.Exception{Type: object.ExceptionType, Message: text}
	if t, err := dotnet.Find("System.TimeZoneNotFoundException"); err == nil {
		e.Type = t
	}
	return &object.ErrorRecord{Exception: e, ID: "TimeZoneNotFound", Category: object.ObjectNotFound, Target: target}
}
