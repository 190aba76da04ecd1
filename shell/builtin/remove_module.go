package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeModule struct {
	Name               []string                    `ps:"set=name,mandatory,position=0,pipeline" help:"Names or patterns."`
	FullyQualifiedName []*eval.ModuleSpecification `ps:"set=FullyQualifiedName,mandatory,position=0,pipeline" help:"Names with versions and identities."`
	ModuleInfo         moduleList                  `ps:"set=ModuleInfo,mandatory,position=0,pipeline" help:"Modules."`
	Force              cmdlet.Switch               `ps:"" help:"Read-only ones too."`
}

func removeModuleCmdlet() *cmdlet.Definition {
	return define(core, "Remove-Module", func() cmdlet.Cmdlet { return &removeModule{} }, cmdlet.Options{DefaultParameterSet: "name", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Removes modules from the current session."})
}

// Process removes the modules.
func (c *removeModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	var list []*eval.Module
	list = append(list, c.ModuleInfo...)
	type wanted struct {
		name string
		fits func(m *eval.Module) bool
	}
	var all []wanted
	for _, n := range c.Name {
		all = append(all, wanted{n, func(m *eval.Module) bool { return matches(m.Name, []string{n}) }})
	}
	for _, spec := range c.FullyQualifiedName {
		all = append(all, wanted{spec.Name(), func(m *eval.Module) bool { return moduleFits(rt, m, spec) }})
	}
	for _, w := range all {
		found := false
		for _, m := range r.Modules() {
			if w.fits(m) {
				list, found = append(list, m), true
			}
		}
		if !found && !object.HasWildcard(w.name) {
			e := object.NewError(object.InvalidOperationType, "Modules_NoModulesRemoved", object.ResourceUnavailable, nil, "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace.")
			if err := rt.WriteError(e); err != nil {
				return err
			}
		}
	}
	for _, m := range list {
		if e := c.refusal(m); e != nil {
			if err := rt.WriteError(e); err != nil {
				return err
			}
			continue
		}
		if ok, err := rt.ShouldProcess(m.Name+" (Path: '"+m.Path+"')", "Remove-Module"); err != nil || !ok {
			if err != nil {
				return err
			}
			continue
		}
		if err := r.RemoveModule(m); err != nil {
			return err
		}
	}
	return nil
}

// refusal is the error of a module that cannot be removed, or not without -Force; nil where it can.
func (c *removeModule) refusal(m *eval.Module) *object.ErrorRecord {
	switch {
	case m.Access == eval.ConstantModule:
		return object.NewError(object.InvalidOperationType, "Modules_ModuleIsConstant", object.PermissionDenied, m, "Unable to remove the module '%s' because it is marked as 'constant.' A module cannot be removed if it is marked 'constant.'", m.Name)
	case m.Access == eval.ReadOnlyModule && !bool(c.Force):
		return object.NewError(object.InvalidOperationType, "Modules_ModuleIsReadOnly", object.PermissionDenied, m, "Unable to remove the module '%s' because it is read-only. Add the Force parameter to your command to remove read-only modules.", m.Name)
	}
	return nil
}
