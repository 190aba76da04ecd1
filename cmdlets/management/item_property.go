package management

import (
	"context"

	"stagecoach/shell/cmdlet"
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
	credentialed
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

// propertyText is a note property as PowerShell writes it: its type, name and value.
func propertyText(rt cmdlet.Runtime, name string, value any) string {
	kind := "object"
	if value != nil {
		kind = object.TypeOf(value).String()
	}
	return kind + " " + name + "=" + object.Text(rt, value)
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

type transferItemProperty struct {
	dynamicProperty
	Name        string        `ps:"position=2,mandatory,byname,alias=PSProperty" help:"The property."`
	Destination string        `ps:"position=1,mandatory,byname" help:"The item that gets it."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the property."`
}

// Process refuses.
func (c *transferItemProperty) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.refuse(rt)
}
