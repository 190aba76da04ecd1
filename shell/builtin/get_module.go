package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getModule struct {
	Name          []string      `ps:"position=0,pipeline" help:"Names or patterns."`
	ListAvailable cmdlet.Switch `ps:"set=Available,mandatory" help:"Those that could be imported."`
	All           cmdlet.Switch `ps:"" help:"Nested ones too."`
	Refresh       cmdlet.Switch `ps:"set=Available" help:"Looks again."`
}

func getModuleCmdlet() *cmdlet.Definition {
	return define(core, "Get-Module", func() cmdlet.Cmdlet { return &getModule{} }, cmdlet.Options{DefaultParameterSet: "Loaded", Synopsis: "List the modules imported in the current session."})
}

// Process writes the modules.
func (c *getModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	list := r.Modules()
	if c.ListAvailable {
		list = r.AvailableModules()
		for _, m := range list {
			object.SetTypeNames(m, append([]string{"ModuleInfoGrouping"}, object.TypeNames(m)...))
		}
	} else if c.All {
		list = withNested(list)
	}
	for _, m := range list {
		if matches(m.Name, c.Name) {
			if err := rt.WriteObject(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// withNested adds the modules inside of modules.
func withNested(list []*eval.Module) []*eval.Module {
	var all []*eval.Module
	for _, m := range list {
		all = append(append(all, m), withNested(m.Nested)...)
	}
	return all
}
