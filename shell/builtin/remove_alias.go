package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeAlias struct {
	Name  []string      `ps:"mandatory,position=0,pipeline,byname" help:"The aliases."`
	Scope string        `ps:"" help:"The scope."`
	Force cmdlet.Switch `ps:"" help:"Also read-only ones."`
}

func removeAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Remove-Alias", func() cmdlet.Cmdlet { return &removeAlias{} }, cmdlet.Options{Synopsis: "Remove an alias from the current session."})
}

// Process removes the aliases.
func (c *removeAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, n := range c.Name {
		found, err := eval.RunningOf(rt).RemoveAlias(n, c.Scope, bool(c.Force))
		if found && err == nil {
			continue
		}
		if err != nil {
			if err := rt.WriteError(object.AsRecord(err)); err != nil {
				return err
			}
			continue
		}
		r := object.NewError(object.ItemNotFoundType, "ItemNotFoundException", object.ObjectNotFound, n, "This command cannot find a matching alias because an alias with the name '%s' does not exist.", n)
		if err := rt.WriteError(r); err != nil {
			return err
		}
	}
	return nil
}
