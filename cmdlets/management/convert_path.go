package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

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
