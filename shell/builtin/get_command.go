package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getCommand struct {
	Name          []string          `ps:"set=AllCommandSet,position=0,pipeline,byname" help:"Names or patterns."`
	Verb          []string          `ps:"set=CmdletSet,byname" help:"Verbs."`
	Noun          []string          `ps:"set=CmdletSet,byname" help:"Nouns."`
	Module        []string          `ps:"byname,alias=PSSnapin" help:"Modules."`
	CommandType   []string          `ps:"byname,alias=Type" help:"Kinds of commands."`
	ParameterName []string          `ps:"" help:"With such a parameter."`
	TotalCount    cmdlet.Opt[int32] `ps:"byname" help:"How many."`
	Syntax        cmdlet.Switch     `ps:"byname" help:"The syntax alone."`
	All           cmdlet.Switch     `ps:"byname" help:"All of a name."`
	ListImported  cmdlet.Switch     `ps:"byname" help:"No others."`
	ArgumentList  []any             `ps:"position=1,remaining,alias=Args" help:"For dynamic parameters."`
}

func getCommandCmdlet() *cmdlet.Definition {
	return define(core, "Get-Command", func() cmdlet.Cmdlet { return &getCommand{} }, cmdlet.Options{
		DefaultParameterSet: "CmdletSet", Synopsis: "Gets all commands."})
}

// Process writes the commands.
func (c *getCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	table := rt.Session().Commands()
	if len(c.Name) == 0 {
		return c.list(rt, table, []string{"*"})
	}
	for _, name := range c.Name {
		if object.HasWildcard(name) {
			if err := c.list(rt, table, []string{name}); err != nil {
				return err
			}
			continue
		}
		info, ok := table.Find(name)
		if !ok || !c.fits(info) {
			if err := rt.WriteError(notFound(name)); err != nil {
				return err
			}
			continue
		}
		if err := c.write(rt, info); err != nil {
			return err
		}
	}
	return nil
}

func notFound(name string) *object.ErrorRecord {
	return object.NewError(object.CommandNotFoundType, "CommandNotFoundException", object.ObjectNotFound, name,
		"The term '%s' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.", name)
}

func (c *getCommand) list(rt cmdlet.Runtime, table cmdlet.CommandTable, patterns []string) error {
	n := 0
	all := table.All()
	if len(c.CommandType) > 0 && matches("Application", c.CommandType) {
		all = append(all, eval.RunningOf(rt).Applications(func(name string) bool { return matches(name, patterns) })...)
	}
	for _, info := range all {
		if !matches(info.Name, patterns) || !c.fits(info) {
			continue
		}
		if c.TotalCount.Given && n >= int(c.TotalCount.Value) {
			return nil
		}
		n++
		if err := c.write(rt, info); err != nil {
			return err
		}
	}
	return nil
}

// fits applies the filters.
func (c *getCommand) fits(info cmdlet.CommandInfo) bool {
	verb, noun, _ := strings.Cut(info.Name, "-")
	switch {
	case len(c.Verb) > 0 && !matches(verb, c.Verb),
		len(c.Noun) > 0 && !matches(noun, c.Noun),
		(len(c.Verb) > 0 || len(c.Noun) > 0) && info.Kind == "Alias",
		len(c.Module) > 0 && !matches(info.Module, c.Module),
		len(c.CommandType) > 0 && !matches(info.Kind, c.CommandType) && !matches("All", c.CommandType):
		return false
	}
	if len(c.ParameterName) == 0 {
		return true
	}
	if info.Info == nil {
		return false
	}
	for _, p := range info.Info.Parameters {
		if matches(p.Name, c.ParameterName) {
			return true
		}
	}
	return false
}

func (c *getCommand) write(rt cmdlet.Runtime, info cmdlet.CommandInfo) error {
	if c.Syntax {
		if target, ok := rt.Session().Commands().Find(info.Definition); ok && info.Kind == "Alias" && target.Info != nil {
			syntax := "\n" + strings.Join(cmdlet.Syntax(info.Name, target.Info), "\n\n") + "\n"
			return rt.WriteObject(info.Name + " (alias) -> " + target.Name + "\n" + syntax)
		}
		if info.Info == nil {
			return rt.WriteObject(info.Definition)
		}
		return rt.WriteObject("\n" + strings.Join(cmdlet.Syntax(info.Name, info.Info), "\n\n") + "\n")
	}
	return rt.WriteObject(eval.RunningOf(rt).WithArguments(info.Value, c.ArgumentList))
}
