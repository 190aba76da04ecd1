package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type setVariable struct {
	Name        []string            `ps:"mandatory,position=0,byname" help:"The names."`
	Value       cmdlet.Opt[any]     `ps:"position=1,pipeline,byname" help:"The value."`
	Include     []string            `ps:"" help:"Only these."`
	Exclude     []string            `ps:"" help:"Not these."`
	Description cmdlet.Opt[string]  `ps:"" help:"The description."`
	Option      cmdlet.Opt[options] `ps:"" help:"ReadOnly, Constant ..."`
	Force       cmdlet.Switch       `ps:"" help:"Also read-only ones."`
	Visibility  string              `ps:"" help:"Public or Private."`
	PassThru    cmdlet.Switch       `ps:"" help:"Writes the variable."`
	Scope       string              `ps:"" help:"The scope."`

	values []any
}

func setVariableCmdlet() *cmdlet.Definition {
	return define(utility, "Set-Variable", func() cmdlet.Cmdlet { return &setVariable{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Sets the value of a variable."})
}

// Process gathers the values that come through the pipeline.
func (c *setVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	if v := rt.Input(); v != object.Null {
		c.values = append(c.values, v)
	}
	return nil
}

// End sets the variables.
func (c *setVariable) End(_ context.Context, rt cmdlet.Runtime) error {
	value := c.Value.Value
	switch len(c.values) {
	case 0:
	case 1:
		value = c.values[0]
	default:
		value = object.NewArray(c.values)
	}
	r := eval.RunningOf(rt)
	for _, name := range c.Name {
		v, err := r.AssignVariable(name, c.Scope, value, c.Value.Given || len(c.values) > 0, bool(c.Force))
		if err != nil {
			if werr := rt.WriteError(object.AsRecord(err)); werr != nil {
				return werr
			}
			continue
		}
		if c.Description.Given {
			v.SetDescription(c.Description.Value)
		}
		if c.Option.Given {
			v.SetOptions(eval.ItemOptions(c.Option.Value))
		}
		if c.PassThru {
			if err := rt.WriteObject(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// options are ScopedItemOptions.
type options eval.ItemOptions

// BindType is System.Management.Automation.ScopedItemOptions.
func (*options) BindType() *object.Type { return eval.ItemOptionsType }

// BindValue takes the flags.
func (o *options) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*o = options(e.Value)
	}
}
