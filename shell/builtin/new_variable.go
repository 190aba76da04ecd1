package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type newVariable struct {
	Name        string              `ps:"mandatory,position=0,byname" help:"The name."`
	Value       any                 `ps:"position=1,pipeline,byname" help:"The value."`
	Description cmdlet.Opt[string]  `ps:"" help:"The description."`
	Option      cmdlet.Opt[options] `ps:"" help:"ReadOnly, Constant ..."`
	Visibility  cmdlet.Opt[string]  `ps:"" set:"Public|Private" type:"SessionStateEntryVisibility" help:"Public or Private."`
	Force       cmdlet.Switch       `ps:"" help:"Replaces an old one."`
	PassThru    cmdlet.Switch       `ps:"" help:"Writes the variable."`
	Scope       string              `ps:"" help:"The scope."`
}

func newVariableCmdlet() *cmdlet.Definition {
	return define(utility, "New-Variable", func() cmdlet.Cmdlet { return &newVariable{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Creates a new variable."})
}

// Process makes the variable.
func (c *newVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	where := c.Scope
	if where == "" {
		where = "local"
	}
	if old := r.FindVariable(c.Name, where); old != nil && (!c.Force || old.Options()&eval.OptConstant != 0) {
		return rt.WriteError(object.NewError(object.SessionStateExceptionType, "VariableAlreadyExists", object.ResourceExists, c.Name, "A variable with name '%s' already exists.", c.Name))
	}
	if ok, err := rt.ShouldProcess("Name: "+c.Name+" Value: "+object.Text(rt, c.Value), "New variable"); !ok {
		return err
	}
	v, err := r.AssignVariable(c.Name, c.Scope, c.Value, true, bool(c.Force))
	if err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if c.Description.Given {
		v.SetDescription(c.Description.Value)
	}
	if c.Option.Given {
		v.SetOptions(eval.ItemOptions(c.Option.Value))
	}
	if c.Visibility.Given {
		v.SetPrivate(object.EqualFold(c.Visibility.Value, "Private"))
	}
	if c.PassThru {
		return rt.WriteObject(v)
	}
	return nil
}
