package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
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
	var stopped error
	err := selection{c.Scope, c.Include, c.Exclude}.each(rt, c.Name, func(v *eval.Variable) error {
		if stopped != nil {
			return nil
		}
		var ok bool
		if ok, stopped = rt.ShouldProcess("Name: "+v.Name, "Clear variable"); !ok {
			return nil
		}
		options := v.Options()
		if c.Force && options&eval.OptReadOnly != 0 && options&eval.OptConstant == 0 {
			v.SetOptions(options &^ eval.OptReadOnly)
			defer v.SetOptions(options)
		}
		if err := v.SetValue(nil); err != nil {
			return err
		}
		if c.PassThru {
			stopped = rt.WriteObject(v)
		}
		return nil
	})
	if stopped != nil {
		return stopped
	}
	return err
}
