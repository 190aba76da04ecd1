package management

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type splitPath struct {
	Path        []string      `ps:"set=ParentSet,position=0,mandatory,pipeline,byname;set=LeafSet,position=0,mandatory,pipeline,byname;set=LeafBaseSet,position=0,mandatory,pipeline,byname;set=ExtensionSet,position=0,mandatory,pipeline,byname;set=QualifierSet,position=0,mandatory,pipeline,byname;set=NoQualifierSet,position=0,mandatory,pipeline,byname;set=IsAbsoluteSet,position=0,mandatory,pipeline,byname" help:"The paths."`
	LiteralPath []string      `ps:"set=LiteralPathSet,mandatory,byname,alias=PSPath|LP" help:"The paths; no character is a wildcard."`
	Parent      cmdlet.Switch `ps:"set=ParentSet" help:"All but the last part."`
	Leaf        cmdlet.Switch `ps:"set=LeafSet,mandatory" help:"The last part."`
	LeafBase    cmdlet.Switch `ps:"set=LeafBaseSet,mandatory" help:"The last part without its extension."`
	Extension   cmdlet.Switch `ps:"set=ExtensionSet,mandatory" help:"The extension."`
	Qualifier   cmdlet.Switch `ps:"set=QualifierSet,mandatory" help:"The drive."`
	NoQualifier cmdlet.Switch `ps:"set=NoQualifierSet,mandatory" help:"All but the drive."`
	IsAbsolute  cmdlet.Switch `ps:"set=IsAbsoluteSet,mandatory" help:"Tells whether the path starts at a root."`
	Resolve     cmdlet.Switch `ps:"" help:"The path must be there; wildcards are expanded."`
	credentialed
}

func splitPathCmdlet() *cmdlet.Definition {
	return define("Split-Path", func() cmdlet.Cmdlet { return &splitPath{} }, cmdlet.Options{
		DefaultParameterSet: "ParentSet", Synopsis: "Gives a part of a path.", Outputs: []string{"System.String", "System.Boolean"}})
}

// Process writes the part asked for of each path.
func (c *splitPath) Process(_ context.Context, rt cmdlet.Runtime) error {
	list := c.Path
	if len(c.LiteralPath) > 0 {
		list = c.LiteralPath
	}
	for _, p := range list {
		if r := refused(rt, rt.Session().CurrentDrive().Information); r != nil {
			if err := rt.WriteError(r); err != nil {
				return err
			}
			continue
		}
		all := []string{p}
		if c.Resolve {
			found, err := expand(rt, p, len(c.LiteralPath) > 0, false)
			if err != nil {
				return err
			}
			all = nil
			for _, at := range found {
				all = append(all, at.String())
			}
		}
		for _, p := range all {
			v, err := c.part(rt, p)
			if err != nil {
				return err
			}
			if v != nil {
				if err := rt.WriteObject(v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *splitPath) part(rt cmdlet.Runtime, p string) (any, error) {
	p = slashes(p)
	drive, rest := qualifier(p)
	switch {
	case bool(c.Leaf):
		return leaf(p), nil
	case bool(c.LeafBase):
		return base(leaf(p)), nil
	case bool(c.Extension):
		return leaf(p)[len(base(leaf(p))):], nil
	case bool(c.Qualifier):
		if drive == "" {
			e := object.Throw(object.FormatExceptionType, "Cannot parse path because path '%s' does not have a qualifier specified.", p)
			return nil, rt.WriteError(failed(e, "ParsePathFormatError", object.InvalidArgument, p))
		}
		return drive, nil
	case bool(c.NoQualifier):
		return rest, nil
	case bool(c.IsAbsolute):
		return drive != "" || strings.HasPrefix(p, "/"), nil
	}
	return parent(p), nil
}
