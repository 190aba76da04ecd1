package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeVariable struct {
	Name    []string      `ps:"mandatory,position=0,pipeline,byname" help:"Names or patterns."`
	Include []string      `ps:"" help:"Only these."`
	Exclude []string      `ps:"" help:"Not these."`
	Force   cmdlet.Switch `ps:"" help:"Also read-only ones."`
	Scope   string        `ps:"" help:"The scope."`
}

func removeVariableCmdlet() *cmdlet.Definition {
	return define(utility, "Remove-Variable", func() cmdlet.Cmdlet { return &removeVariable{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Deletes a variable and its value."})
}

// Process removes the variables.
func (c *removeVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	for _, name := range c.Name {
		list := []*eval.Variable{}
		if object.HasWildcard(name) {
			for _, v := range r.Variables(c.Scope) {
				if matches(v.Name, []string{name}) {
					list = append(list, v)
				}
			}
		} else if v := r.FindVariable(name, c.Scope); v != nil {
			list = append(list, v)
		} else if err := rt.WriteError(variableNotFound(name)); err != nil {
			return err
		}
		for _, v := range list {
			if err := v.Remove(bool(c.Force)); err != nil {
				if err := rt.WriteError(object.AsRecord(err)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
