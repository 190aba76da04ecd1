package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type setItemProperty struct {
	Path        []string      `ps:"set=propertyValuePathSet,position=0,mandatory,byname;set=propertyPSObjectPathSet,position=0,mandatory,byname" help:"The items."`
	LiteralPath []string      `ps:"set=propertyValueLiteralPathSet,mandatory,byname,alias=PSPath|LP;set=propertyPSObjectLiteralPathSet,mandatory,byname" help:"The items; no character is a wildcard."`
	Name        string        `ps:"set=propertyValuePathSet,position=1,mandatory,byname,alias=PSProperty;set=propertyValueLiteralPathSet,position=1,mandatory,byname" help:"The property."`
	Value       any           `ps:"set=propertyValuePathSet,position=2,mandatory,byname,allownull;set=propertyValueLiteralPathSet,position=2,mandatory,byname,allownull" help:"Its value."`
	InputObject any           `ps:"set=propertyPSObjectPathSet,mandatory,pipeline,byname;set=propertyPSObjectLiteralPathSet,mandatory,pipeline,byname" help:"An object whose properties are set."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	Force       cmdlet.Switch `ps:"" help:"Hidden and read-only files too."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes what was set."`
	credentialed
}

func setItemPropertyCmdlet() *cmdlet.Definition {
	return define("Set-ItemProperty", func() cmdlet.Cmdlet { return &setItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "propertyValuePathSet", SupportsShouldProcess: true, Aliases: []string{"sp"}, Synopsis: "Sets a property of a file: IsReadOnly, LastWriteTime, Attributes."})
}

// Process sets the properties.
func (c *setItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	t := propertyTargets{Path: c.Path, LiteralPath: c.LiteralPath, Filter: c.Filter, Include: c.Include, Exclude: c.Exclude, Force: c.Force}
	return t.each(rt, func(at *place) error {
		f, set := fileInfo(at.At), object.NewCustom(6)
		if c.InputObject == nil {
			if err := c.set(rt, at, f, c.Name, c.Value, set); err != nil {
				return err
			}
		} else {
			for _, m := range object.Properties(rt, c.InputObject) {
				v, err := object.ReadMember(rt, c.InputObject, m)
				if err != nil {
					return err
				}
				if err := c.set(rt, at, f, m.Name, v, set); err != nil {
					return err
				}
			}
		}
		if !bool(c.PassThru) || len(object.Properties(rt, set)) == 0 {
			return nil
		}
		withNotes(set, at)
		return rt.WriteObject(set)
	})
}

func (c *setItemProperty) set(rt cmdlet.Runtime, at *place, f *dotnet.FileInfo, name string, value any, done *object.Custom) error {
	action := "Set Property File"
	if f.IsDir {
		action = "Set Property Directory"
	}
	if ok, err := rt.ShouldProcess("Item: "+at.At+" Property: "+name+" Value: "+cmdlet.DisplayText(rt, value), action); err != nil || !ok {
		return err
	}
	if object.FindMember(rt, f, name) == nil {
		e := ioError("The property %s does not exist or was not found.", propertyText(rt, name, value))
		return rt.WriteError(failed(e, "SetPropertyError", object.ReadError, name))
	}
	if err := object.SetProperty(rt, f, name, value); err != nil {
		return err
	}
	done.Set(name, value)
	return nil
}
