package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// aliasDefinition is what New-Alias and Set-Alias are told.
type aliasDefinition struct {
	Name        string              `ps:"mandatory,position=0,byname" help:"The alias."`
	Value       string              `ps:"mandatory,position=1,byname" help:"The command."`
	Description string              `ps:"" help:"The description."`
	Option      cmdlet.Opt[options] `ps:"" help:"ReadOnly, Constant ..."`
	PassThru    cmdlet.Switch       `ps:"" help:"Writes the alias."`
	Scope       string              `ps:"" help:"The scope."`
	Force       cmdlet.Switch       `ps:"" help:"Also read-only ones."`
}

// define makes or changes the alias; new says that there may be none yet.
func (d *aliasDefinition) define(rt cmdlet.Runtime, action string, new bool) error {
	a := &eval.Alias{Name: d.Name, Target: d.Value, Description: d.Description, Options: eval.ItemOptions(d.Option.Or(0))}
	if ok, err := rt.ShouldProcess("Name: "+d.Name+" Value: "+d.Value, action); !ok {
		return err
	}
	if err := eval.RunningOf(rt).DefineAlias(a, d.Scope, bool(d.Force), new); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if d.PassThru {
		return rt.WriteObject(a)
	}
	return nil
}

type newAlias struct{ aliasDefinition }

func newAliasCmdlet() *cmdlet.Definition {
	return define(utility, "New-Alias", func() cmdlet.Cmdlet { return &newAlias{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Creates an alias."})
}

// Process makes the alias.
func (c *newAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.define(rt, "New Alias", true)
}
