package management

import (
	"context"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
)

type resolvePath struct {
	Path             []string           `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"The paths."`
	LiteralPath      []string           `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The paths; no character is a wildcard."`
	Relative         cmdlet.Switch      `ps:"" help:"As paths from the current location."`
	RelativeBasePath cmdlet.Opt[string] `ps:"" help:"The folder that relative paths are of, and are written from with -Relative."`
	Force            cmdlet.Switch      `ps:"" help:"Hidden files too."`
	credentialed
}

func resolvePathCmdlet() *cmdlet.Definition {
	return define("Resolve-Path", func() cmdlet.Cmdlet { return &resolvePath{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"rvpa"}, Synopsis: "Gives the paths that a path with wildcards names.",
		Outputs: []string{"System.Management.Automation.PathInfo", "System.String"}})
}

// Process writes the paths.
func (c *resolvePath) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	base := rt.Session().Location()
	if c.RelativeBasePath.Given {
		found, err := expand(rt, c.RelativeBasePath.Value, false, true)
		if err != nil || len(found) != 1 {
			return err
		}
		base = found[0].At
	}
	for _, p := range list {
		found, err := c.resolve(rt, p, base, literal)
		if err != nil {
			return err
		}
		for _, at := range found {
			if err := c.write(rt, at, base); err != nil {
				return err
			}
		}
	}
	return nil
}

// resolve expands a path as if the base were the current location.
func (c *resolvePath) resolve(rt cmdlet.Runtime, path, base string, literal bool) ([]*place, error) {
	if c.RelativeBasePath.Given {
		was := rt.Session().Here()
		at, err := rt.Session().Locate("FileSystem::"+base, true)
		if err != nil {
			return nil, err
		}
		rt.Session().GoTo(at.Drive, base)
		defer rt.Session().GoTo(was.Drive, was.At)
	}
	return expand(rt, path, literal, bool(c.Force))
}

func (c *resolvePath) write(rt cmdlet.Runtime, at *place, base string) error {
	if !c.Relative {
		return rt.WriteObject(at)
	}
	if !at.Drive.Files() {
		return rt.WriteObject(at.String())
	}
	rel, err := filepath.Rel(base, at.At)
	if err != nil {
		return rt.WriteObject(at.At)
	}
	if rel != "." && !strings.HasPrefix(rel, ".") {
		rel = "." + string(filepath.Separator) + rel
	}
	return rt.WriteObject(rel)
}
