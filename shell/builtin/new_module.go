package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type newModule struct {
	Name           string             `ps:"set=Name,mandatory,position=0" help:"The name."`
	ScriptBlock    object.ScriptBlock `ps:"set=Name,mandatory,position=1;set=ScriptBlock,mandatory,position=0" help:"The module's code."`
	Function       []string           `ps:"" help:"Only these functions."`
	Cmdlet         []string           `ps:"" help:"Only these cmdlets."`
	ReturnResult   cmdlet.Switch      `ps:"" help:"Writes what the code writes."`
	AsCustomObject cmdlet.Switch      `ps:"" help:"As an object with the exported members."`
	ArgumentList   []any              `ps:"remaining,alias=Args" help:"Arguments."`

	out []any
}

func newModuleCmdlet() *cmdlet.Definition {
	return define(core, "New-Module", func() cmdlet.Cmdlet { return &newModule{} }, cmdlet.Options{DefaultParameterSet: "ScriptBlock", Synopsis: "Creates a new dynamic module that exists only in memory."})
}

// Process makes the module.
func (c *newModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	name := c.Name
	if name == "" {
		name = r.DynamicModuleName()
	}
	m, err := r.NewDynamicModule(name, blockOf(c.ScriptBlock), c.ArgumentList, func(v any) error {
		c.out = append(c.out, v)
		return nil
	})
	if err != nil {
		return err
	}
	switch {
	case bool(c.ReturnResult):
		return rt.WriteAll(object.NewArray(c.out))
	case bool(c.AsCustomObject):
		return rt.WriteObject(m.AsCustomObject())
	}
	if err := r.AddModule(m, eval.ImportOptions{Given: c.Function != nil, Functions: c.Function}); err != nil {
		return err
	}
	return rt.WriteObject(m)
}
