package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getAlias struct {
	Name       []string `ps:"set=Default,position=0,pipeline,byname" notempty:"true" help:"Names or patterns."`
	Exclude    []string `ps:"" help:"Not these."`
	Scope      string   `ps:"" help:"The scope."`
	Definition []string `ps:"set=Definition" notempty:"true" help:"Aliases of these commands."`
}

func getAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Alias", func() cmdlet.Cmdlet { return &getAlias{} }, cmdlet.Options{DefaultParameterSet: "Default", Synopsis: "Gets the aliases for the current session."})
}

// Process writes the aliases.
func (c *getAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	all := eval.RunningOf(rt).Aliases()
	if c.Scope != "" {
		var err error
		if all, err = eval.RunningOf(rt).AliasesIn(c.Scope); err != nil {
			return err
		}
	}
	patterns, what := c.Name, "name"
	if rt.ParameterSet() == "Definition" {
		patterns, what = c.Definition, "definition"
	}
	if len(patterns) == 0 {
		patterns = []string{"*"}
	}
	for _, p := range patterns {
		if err := c.write(rt, all, p, what); err != nil {
			return err
		}
	}
	return nil
}

func (c *getAlias) write(rt cmdlet.Runtime, all []*eval.Alias, pattern, what string) error {
	found := false
	for _, a := range all {
		text := a.Name
		if what == "definition" {
			text = a.Target
		}
		if !matches(text, []string{pattern}) || len(c.Exclude) > 0 && matches(text, c.Exclude) {
			continue
		}
		found = true
		if err := rt.WriteObject(a); err != nil {
			return err
		}
	}
	if found || object.HasWildcard(pattern) {
		return nil
	}
	return rt.WriteError(object.NewError(object.ItemNotFoundType, "ItemNotFoundException", object.ObjectNotFound, pattern, "This command cannot find a matching alias because an alias with the %s '%s' does not exist.", what, pattern))
}
