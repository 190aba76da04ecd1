package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
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
	names := c.Name
	if len(names) == 0 {
		names = []string{"*"}
	}
	var stopped error
	err := selection{c.Scope, c.Include, c.Exclude}.each(rt, names, func(v *eval.Variable) error {
		if stopped == nil {
			stopped = c.write(rt, v)
		}
		return nil
	})
	if stopped != nil {
		return stopped
	}
	return err
}

func (c *getVariable) write(rt cmdlet.Runtime, v *eval.Variable) error {
	if c.ValueOnly {
		return rt.WriteObject(v.Value())
	}
	return rt.WriteObject(v)
}
