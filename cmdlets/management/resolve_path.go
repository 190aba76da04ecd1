package management

import (
	"context"
	"path/filepath"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type resolvePath struct {
	targets
	Relative         cmdlet.Switch      `ps:"" help:"As paths from the current location."`
	RelativeBasePath cmdlet.Opt[string] `ps:"" help:"As paths from this folder."`
}

func resolvePathCmdlet() *cmdlet.Definition {
	return define("Resolve-Path", func() cmdlet.Cmdlet { return &resolvePath{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"rvpa"}, Synopsis: "Gives the paths that a path with wildcards names.",
		Outputs: []string{"System.Management.Automation.PathInfo", "System.String"}})
}

// Process writes the paths.
func (c *resolvePath) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.each(rt, func(path string) error {
		if !bool(c.Relative) && !c.RelativeBasePath.Given {
			return rt.WriteObject(pathInfo(rt, path))
		}
		from, err := rt.ResolvePath(c.RelativeBasePath.Or("."), true)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return rt.WriteObject(path)
		}
		if rel != "." && rel[0] != '.' {
			rel = "." + string(filepath.Separator) + rel
		}
		return rt.WriteObject(rel)
	})
}

// pathInfo is a path as an object, of the kind $PWD is.
func pathInfo(rt cmdlet.Runtime, path string) any {
	if p, ok := here(rt).(interface{ At(path string) any }); ok {
		return p.At(path)
	}
	o := object.NewCustom(1)
	o.Set("Path", path)
	return o
}
