package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeModule struct {
	Name       []string      `ps:"set=name,mandatory,position=0,pipeline" help:"Names or patterns."`
	ModuleInfo moduleList    `ps:"set=ModuleInfo,mandatory,position=0,pipeline" help:"Modules."`
	Force      cmdlet.Switch `ps:"" help:"Read-only ones too."`
}

func removeModuleCmdlet() *cmdlet.Definition {
	return define(core, "Remove-Module", func() cmdlet.Cmdlet { return &removeModule{} }, cmdlet.Options{DefaultParameterSet: "name", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Removes modules from the current session."})
}

// Process removes the modules.
func (c *removeModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	var list []*eval.Module
	list = append(list, c.ModuleInfo...)
	for _, n := range c.Name {
		found := false
		for _, m := range r.Modules() {
			if matches(m.Name, []string{n}) {
				list, found = append(list, m), true
			}
		}
		if !found && !object.HasWildcard(n) {
			e := object.NewError(object.InvalidOperationType, "Modules_NoModulesRemoved", object.ResourceUnavailable, nil, "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace.")
			if err := rt.WriteError(e); err != nil {
				return err
			}
		}
	}
	for _, m := range list {
		if err := r.RemoveModule(m); err != nil {
			return err
		}
	}
	return nil
}
