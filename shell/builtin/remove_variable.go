package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
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
	return selection{c.Scope, c.Include, c.Exclude}.each(rt, c.Name, func(v *eval.Variable) error {
		if ok, err := rt.ShouldProcess("Name: "+v.Name, "Remove variable"); !ok {
			return err
		}
		return v.Remove(bool(c.Force))
	})
}
