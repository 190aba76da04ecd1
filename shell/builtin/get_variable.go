package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getVariable struct {
	Name      []string      `ps:"position=0,pipeline,byname" help:"Names or patterns."`
	ValueOnly cmdlet.Switch `ps:"" help:"The values alone."`
	Include   []string      `ps:"" help:"Only these."`
	Exclude   []string      `ps:"" help:"Not these."`
	Scope     string        `ps:"" help:"global, local, script or a number."`
}

func getVariableCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Variable", func() cmdlet.Cmdlet { return &getVariable{} }, cmdlet.Options{Synopsis: "Gets the variables in the current console."})
}

// Process writes the variables.
func (c *getVariable) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	names := c.Name
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		if err := c.one(rt, r, n); err != nil {
			return err
		}
	}
	return nil
}

func (c *getVariable) one(rt cmdlet.Runtime, r *eval.Running, name string) error {
	if !object.HasWildcard(name) {
		v := r.FindVariable(name, c.Scope)
		if v == nil {
			return rt.WriteError(variableNotFound(name))
		}
		return c.write(rt, v)
	}
	for _, v := range r.Variables(c.Scope) {
		if matches(v.Name, []string{name}) && matches(v.Name, c.Include) && (len(c.Exclude) == 0 || !matches(v.Name, c.Exclude)) {
			if err := c.write(rt, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *getVariable) write(rt cmdlet.Runtime, v *eval.Variable) error {
	if c.ValueOnly {
		return rt.WriteObject(v.Value())
	}
	return rt.WriteObject(v)
}

func variableNotFound(name string) *object.ErrorRecord {
	return object.NewError(object.ItemNotFoundType, "VariableNotFound", object.ObjectNotFound, name, "Cannot find a variable with the name '%s'.", name)
}
