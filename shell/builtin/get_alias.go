package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getAlias struct {
	Name       []string `ps:"set=Default,position=0,pipeline,byname" help:"Names or patterns."`
	Exclude    []string `ps:"" help:"Not these."`
	Scope      string   `ps:"" help:"The scope."`
	Definition []string `ps:"set=Definition" help:"Aliases of these commands."`
}

func getAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Alias", func() cmdlet.Cmdlet { return &getAlias{} }, cmdlet.Options{DefaultParameterSet: "Default", Synopsis: "Gets the aliases for the current session."})
}

// Process writes the aliases.
func (c *getAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	all := eval.RunningOf(rt).Aliases()
	if len(c.Definition) > 0 {
		for _, a := range all {
			if matches(a.Target, c.Definition) {
				if err := rt.WriteObject(a); err != nil {
					return err
				}
			}
		}
		return nil
	}
	names := c.Name
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found := false
		for _, a := range all {
			if matches(a.Name, []string{n}) && (len(c.Exclude) == 0 || !matches(a.Name, c.Exclude)) {
				found = true
				if err := rt.WriteObject(a); err != nil {
					return err
				}
			}
		}
		if !found && !object.HasWildcard(n) {
			r := object.NewError(object.ItemNotFoundType, "ItemNotFoundException", object.ObjectNotFound, n, "This command cannot find a matching alias because an alias with the name '%s' does not exist.", n)
			if err := rt.WriteError(r); err != nil {
				return err
			}
		}
	}
	return nil
}
