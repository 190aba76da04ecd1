package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type clearVariable struct {
	Name     []string      `ps:"mandatory,position=0,byname" help:"Names or patterns."`
	Include  []string      `ps:"" help:"Only these."`
	Exclude  []string      `ps:"" help:"Not these."`
	Force    cmdlet.Switch `ps:"" help:"Also read-only ones."`
	PassThru cmdlet.Switch `ps:"" help:"Writes the variable."`
	Scope    string        `ps:"" help:"The scope."`
}

func clearVariableCmdlet() *cmdlet.Definition {
	return define(utility, "Clear-Variable", func() cmdlet.Cmdlet { return &clearVariable{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Deletes the value of a variable."})
}

// Process sets the variables to null.
func (c *clearVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	for _, name := range c.Name {
		found := false
		for _, v := range r.Variables(c.Scope) {
			if !matches(v.Name, []string{name}) {
				continue
			}
			found = true
			if err := v.SetValue(nil); err != nil {
				if err := rt.WriteError(object.AsRecord(err)); err != nil {
					return err
				}
			}
			if c.PassThru {
				if err := rt.WriteObject(v); err != nil {
					return err
				}
			}
		}
		if !found && !object.HasWildcard(name) {
			if err := rt.WriteError(variableNotFound(name)); err != nil {
				return err
			}
		}
	}
	return nil
}
