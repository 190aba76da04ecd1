package management

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type joinPath struct {
	Path                []string           `ps:"position=0,mandatory,pipeline,byname,alias=PSPath" help:"The paths."`
	ChildPath           []string           `ps:"position=1,mandatory,byname,allownull,allowempty" help:"What is added to them."`
	AdditionalChildPath []string           `ps:"position=2,byname,remaining,allownull,allowempty" help:"What is added after that."`
	Resolve             cmdlet.Switch      `ps:"" help:"The path must be there; wildcards are expanded."`
	Extension           cmdlet.Opt[string] `ps:"byname" help:"Replaces the extension."`
	credentialed
}

func joinPathCmdlet() *cmdlet.Definition {
	return define("Join-Path", func() cmdlet.Cmdlet { return &joinPath{} }, cmdlet.Options{
		Synopsis: "Puts parts of a path together.", Outputs: []string{"System.String"}})
}

// Process writes the joined paths.
func (c *joinPath) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, p := range c.Path {
		if r := refused(rt, rt.Session().CurrentDrive().Information); r != nil {
			if err := rt.WriteError(r); err != nil {
				return err
			}
			continue
		}
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
