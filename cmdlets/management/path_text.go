package management

import (
	"context"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type joinPath struct {
	Path                []string           `ps:"position=0,mandatory,pipeline,byname,alias=PSPath" help:"The paths."`
	ChildPath           []string           `ps:"position=1,mandatory,byname,allownull,allowempty" help:"What is added to them."`
	AdditionalChildPath []string           `ps:"position=2,byname,remaining,allownull,allowempty" help:"What is added after that."`
	Resolve             cmdlet.Switch      `ps:"" help:"The path must be there; wildcards are expanded."`
	Extension           cmdlet.Opt[string] `ps:"byname" help:"Replaces the extension."`
}

func joinPathCmdlet() *cmdlet.Definition {
	return define("Join-Path", func() cmdlet.Cmdlet { return &joinPath{} }, cmdlet.Options{
		Synopsis: "Puts parts of a path together.", Outputs: []string{"System.String"}})
}

// Process writes the joined paths.
func (c *joinPath) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, p := range c.Path {
		children := append(append([]string(nil), c.ChildPath...), c.AdditionalChildPath...)
		if len(c.ChildPath) == 0 {
			children = append(children, "")
		}
		for _, child := range children {
			p = join(p, child)
		}
		if c.Extension.Given {
			p = withExtension(p, c.Extension.Value)
		}
		if !c.Resolve {
			if err := rt.WriteObject(p); err != nil {
				return err
			}
			continue
		}
		if err := writeResolved(rt, p); err != nil {
			return err
		}
	}
	return nil
}

func withExtension(path, extension string) string {
	base := strings.TrimSuffix(path, filepath.Ext(path))
	if extension == "" || strings.HasPrefix(extension, ".") {
		return base + extension
	}
	return base + "." + extension
}

func writeResolved(rt cmdlet.Runtime, path string) error {
	found, err := expand(rt, path, false, false)
	if err != nil {
		return err
	}
	for _, at := range found {
		if err := rt.WriteObject(at.String()); err != nil {
			return err
		}
	}
	return nil
}

// join puts one separator between two parts; both separators are taken, / is written.
func join(parent, child string) string {
	parent, child = slashes(parent), slashes(child)
	switch {
	case child == "":
		if strings.HasSuffix(parent, "/") || parent == "" {
			return parent
		}
		return parent + "/"
	case parent == "":
		return child
	}
	return strings.TrimRight(parent, "/") + "/" + strings.TrimLeft(child, "/")
}

func slashes(p string) string {
	if filepath.Separator == '\\' {
		return strings.ReplaceAll(p, "/", `\`)
	}
	return strings.ReplaceAll(p, `\`, "/")
}

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

// qualifier splits a drive's name and its colon off.
func qualifier(p string) (drive, rest string) {
	i := strings.IndexByte(p, ':')
	if i <= 0 || strings.ContainsAny(p[:i], "/") {
		return "", p
	}
	return p[:i+1], p[i+1:]
}

func leaf(p string) string {
	trimmed := strings.TrimRight(p, "/")
	if trimmed == "" {
		return p
	}
	return trimmed[strings.LastIndexByte(trimmed, '/')+1:]
}

func base(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

func parent(p string) string {
	trimmed := strings.TrimRight(p, "/")
	i := strings.LastIndexByte(trimmed, '/')
	switch {
	case i < 0:
		return ""
	case i == 0:
		if trimmed == "/" || trimmed == "" {
			return ""
		}
		return "/"
	}
	if strings.HasSuffix(trimmed[:i], ":") {
		return trimmed[:i+1]
	}
	return trimmed[:i]
}

type convertPath struct {
	Path        []string      `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"The paths."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The paths; no character is a wildcard."`
	Force       cmdlet.Switch `ps:"" help:"Hidden files too."`
}

func convertPathCmdlet() *cmdlet.Definition {
	return define("Convert-Path", func() cmdlet.Cmdlet { return &convertPath{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"cvpa"}, Synopsis: "Gives the operating system's form of a path.", Outputs: []string{"System.String"}})
}

// Process writes the paths that exist.
func (c *convertPath) Process(_ context.Context, rt cmdlet.Runtime) error {
	t := targets{Path: c.Path, LiteralPath: c.LiteralPath, filters: filters{Force: c.Force}}
	return t.each(rt, func(at *place) error { return rt.WriteObject(at.At) })
}
