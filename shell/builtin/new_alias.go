package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type newAlias struct {
	Name        string              `ps:"mandatory,position=0,byname" help:"The alias."`
	Value       string              `ps:"mandatory,position=1,byname" help:"The command."`
	Description string              `ps:"" help:"The description."`
	Option      cmdlet.Opt[options] `ps:"" help:"ReadOnly, Constant ..."`
	PassThru    cmdlet.Switch       `ps:"" help:"Writes the alias."`
	Scope       string              `ps:"" help:"The scope."`
	Force       cmdlet.Switch       `ps:"" help:"Also read-only ones."`
}

func newAliasCmdlet() *cmdlet.Definition {
	return define(utility, "New-Alias", func() cmdlet.Cmdlet { return &newAlias{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Creates or changes an alias."})
}

// Process makes the alias.
func (c *newAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	a := &eval.Alias{Name: c.Name, Target: c.Value, Description: c.Description, Options: eval.ItemOptions(c.Option.Or(0))}
	if ok, err := rt.ShouldProcess("Name: "+c.Name+" Value: "+c.Value, "New Alias"); !ok {
		return err
	}
	if err := eval.RunningOf(rt).DefineAlias(a, c.Scope, bool(c.Force), true); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if c.PassThru {
		return rt.WriteObject(a)
	}
	return nil
}
