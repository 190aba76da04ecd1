package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// propertyTargets are the parameters of the cmdlets that work on items' properties.
type propertyTargets struct {
	Path        []string      `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"The items."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The items; no character is a wildcard."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	Force       cmdlet.Switch `ps:"" help:"Hidden and read-only files too."`
}

// each calls do for every file the paths name; items of other providers have no properties.
func (t *propertyTargets) each(rt cmdlet.Runtime, do func(at *place) error) error {
	all := targets{Path: t.Path, LiteralPath: t.LiteralPath, filters: filters{Filter: t.Filter, Include: t.Include, Exclude: t.Exclude, Force: t.Force}}
	return all.each(rt, func(at *place) error {
		if !at.Drive.Files() {
			return rt.WriteError(noProperties("Cannot use interface. The IPropertyCmdletProvider interface is not supported by this provider."))
		}
		return do(at)
	})
}

func noProperties(why string) *object.ErrorRecord {
	e := thrown("System.Management.Automation.PSNotSupportedException", "%s", why)
	return failed(e, "NotSupported", object.NotImplemented, nil)
}

// picked is an object with the named properties of a file and the notes of its
// path; nil when it has none of them.
func picked(rt cmdlet.Runtime, at *place, names []string) (*object.Custom, error) {
	f := fileInfo(at.At)
	var out *object.Custom
	for _, n := range names {
		v, found, err := object.GetProperty(rt, f, n)
		switch {
		case err != nil:
			err = rt.WriteError(failed(object.FromGo(err), "GetValueError", object.ReadError, n))
		case !found:
			err = rt.WriteError(failed(ioError("The property %s does not exist or was not found.", n), "GetValueError", object.ReadError, n))
		default:
			if out == nil {
				out = object.NewCustom(len(names) + 5)
			}
			out.Set(n, v)
		}
		if err != nil {
			return nil, err
		}
	}
	if out != nil {
		withNotes(out, at)
	}
	return out, nil
}

// withNotes adds the notes of a file's path to an object of its properties.
func withNotes(out *object.Custom, at *place) {
	notes := &fileAt(at.Drive, at.At).Extension(true).Members
	for _, name := range []string{"PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider"} {
		if m := notes.Find(name, false); m != nil {
			if v, err := m.Get(nil, nil); err == nil {
				out.Set(name, v)
			}
		}
	}
}

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

type getItemPropertyValue struct {
	Path        []string      `ps:"set=Path,position=0,pipeline,byname" help:"The items."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The items; no character is a wildcard."`
	Name        []string      `ps:"position=1,mandatory,alias=PSProperty" help:"The properties."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	Force       cmdlet.Switch `ps:"" help:"Hidden and read-only files too."`
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
	t := propertyTargets{list, c.LiteralPath, c.Filter, c.Include, c.Exclude, c.Force}
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
}

func setItemPropertyCmdlet() *cmdlet.Definition {
	return define("Set-ItemProperty", func() cmdlet.Cmdlet { return &setItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "propertyValuePathSet", SupportsShouldProcess: true, Aliases: []string{"sp"}, Synopsis: "Sets a property of a file: IsReadOnly, LastWriteTime, Attributes."})
}

// Process sets the properties.
func (c *setItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	t := propertyTargets{c.Path, c.LiteralPath, c.Filter, c.Include, c.Exclude, c.Force}
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

// propertyText is a note property as PowerShell writes it: its type, name and value.
func propertyText(rt cmdlet.Runtime, name string, value any) string {
	kind := "object"
	if value != nil {
		kind = object.TypeOf(value).String()
	}
	return kind + " " + name + "=" + object.Text(rt, value)
}

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

// dynamicProperty is what New-, Remove-, Rename-, Copy- and Move-ItemProperty
// share: no provider here can make or remove properties.
type dynamicProperty struct{ propertyTargets }

func (c *dynamicProperty) refuse(rt cmdlet.Runtime) error {
	all := targets{Path: c.Path, LiteralPath: c.LiteralPath}
	return all.each(rt, func(*place) error {
		return rt.WriteError(noProperties("Cannot use interface. The IDynamicPropertyCmdletProvider interface is not implemented by this provider."))
	})
}

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

type transferItemProperty struct {
	dynamicProperty
	Name        string        `ps:"position=2,mandatory,byname,alias=PSProperty" help:"The property."`
	Destination string        `ps:"position=1,mandatory,byname" help:"The item that gets it."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the property."`
}

func copyItemPropertyCmdlet() *cmdlet.Definition {
	return define("Copy-ItemProperty", func() cmdlet.Cmdlet { return &transferItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"cpp"}, Synopsis: "Copies a property to another item; files have fixed ones."})
}

func moveItemPropertyCmdlet() *cmdlet.Definition {
	return define("Move-ItemProperty", func() cmdlet.Cmdlet { return &transferItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"mp"}, Synopsis: "Moves a property to another item; files have fixed ones."})
}

// Process refuses.
func (c *transferItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.refuse(rt)
}
