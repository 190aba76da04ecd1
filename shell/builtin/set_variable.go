package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
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
	Visibility  cmdlet.Opt[string]  `ps:"" set:"Public|Private" type:"SessionStateEntryVisibility" help:"Public or Private."`
	PassThru    cmdlet.Switch       `ps:"" help:"Writes the variable."`
	Scope       string              `ps:"" help:"The scope."`
	Append      cmdlet.Switch       `ps:"" help:"Adds to the values that the variable has."`

	named  bool // the names are given in the call
	valued bool // and the value
	values []any
}

func setVariableCmdlet() *cmdlet.Definition {
	return define(utility, "Set-Variable", func() cmdlet.Cmdlet { return &setVariable{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Sets the value of a variable."})
}

// Begin sees what the call gives, and with Append what the variable has.
func (c *setVariable) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.named, c.valued = len(c.Name) > 0, c.Value.Given
	if !c.Append {
		return nil
	}
	if len(c.Name) != 1 {
		return object.NewError(object.InvalidOperationType, "SetVariableAppend", object.InvalidOperation, nil, "SetVariableAppend")
	}
	if old := eval.RunningOf(rt).FindVariable(c.Name[0], ""); old != nil {
		c.values = eval.VariableItems(old.Value())
	}
	return nil
}

// Process gathers the values that come through the pipeline; where each comes with a name, it is set at once.
func (c *setVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case !c.named:
		return c.assign(rt, c.Value.Value)
	case c.valued && bool(c.Append):
		c.values = append(c.values, c.Value.Value)
	case !c.valued:
		if v := rt.Input(); v != object.Null {
			c.values = append(c.values, v)
		}
	}
	return nil
}

// End sets the variables.
func (c *setVariable) End(_ context.Context, rt cmdlet.Runtime) error {
	if !c.named {
		return nil
	}
	value := c.Value.Value
	switch {
	case len(c.values) == 0:
	case c.valued:
		value = dotnet.NewList(object.ObjectType, c.values)
	case len(c.values) == 1:
		value = c.values[0]
	default:
		value = object.NewArray(c.values)
	}
	return c.assign(rt, value)
}

// assign sets the variables of the names.
func (c *setVariable) assign(rt cmdlet.Runtime, value any) error {
	where := c.Scope
	if where == "" {
		where = "local"
	}
	for _, name := range c.Name {
		list, filtered := selection{where, c.Include, c.Exclude}.find(eval.RunningOf(rt), name)
		if len(list) == 0 && !filtered {
			list = []*eval.Variable{nil}
		}
		for _, old := range list {
			v, err := c.set(rt, name, old, value)
			if err == nil && v != nil && c.Visibility.Given {
				v.SetPrivate(object.EqualFold(c.Visibility.Value, "Private"))
			}
			if err != nil {
				err = rt.WriteError(object.AsRecord(err))
			} else if v != nil && bool(c.PassThru) {
				err = rt.WriteObject(v)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// set changes an old variable, or makes one; it is nil when nothing was to be done.
func (c *setVariable) set(rt cmdlet.Runtime, name string, old *eval.Variable, value any) (*eval.Variable, error) {
	if old != nil {
		name = old.Name
	}
	if ok, err := rt.ShouldProcess("Name: "+name+" Value: "+object.Text(rt, value), "Set variable"); !ok {
		return nil, err
	}
	r := eval.RunningOf(rt)
	given := c.Value.Given || len(c.values) > 0
	if old == nil {
		v, err := r.AssignVariable(name, c.Scope, value, true, bool(c.Force))
		if err == nil {
			v.SetDescription(c.Description.Value)
			v.SetOptions(eval.ItemOptions(c.Option.Value))
		}
		return v, err
	}
	options := old.Options()
	if c.Force && options&eval.OptReadOnly != 0 {
		old.SetOptions(options &^ eval.OptReadOnly)
	}
	if given {
		if err := old.SetValue(value); err != nil {
			old.SetOptions(options)
			return nil, err
		}
	}
	if c.Description.Given {
		old.SetDescription(c.Description.Value)
	}
	if c.Option.Given {
		return old, old.ChangeOptions(eval.ItemOptions(c.Option.Value), bool(c.Force))
	}
	old.SetOptions(options)
	return old, nil
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
