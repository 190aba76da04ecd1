package builtin

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getCommand struct {
	Name                     []string                    `ps:"set=AllCommandSet,position=0,pipeline,byname" help:"Names or patterns."`
	Verb                     []string                    `ps:"set=CmdletSet,byname" help:"Verbs."`
	Noun                     []string                    `ps:"set=CmdletSet,byname" help:"Nouns."`
	Module                   []string                    `ps:"byname,alias=PSSnapin" help:"Modules."`
	CommandType              []string                    `ps:"byname,alias=Type" help:"Kinds of commands."`
	ParameterName            []string                    `ps:"" help:"With such a parameter."`
	TotalCount               cmdlet.Opt[int32]           `ps:"byname" help:"How many."`
	Syntax                   cmdlet.Switch               `ps:"byname" help:"The syntax alone."`
	All                      cmdlet.Switch               `ps:"byname" help:"All of a name."`
	ListImported             cmdlet.Switch               `ps:"byname" help:"No others."`
	ExcludeModule            []string                    `ps:"byname" help:"Not those of these modules."`
	FullyQualifiedModule     []*eval.ModuleSpecification `ps:"byname" help:"Modules with versions and identities."`
	ParameterType            []string                    `ps:"" help:"With a parameter that takes such values."`
	UseFuzzyMatching         cmdlet.Switch               `ps:"set=AllCommandSet" help:"Names that are much like the one given, the likest first."`
	FuzzyMinimumDistance     cmdlet.Opt[uint32]          `ps:"set=AllCommandSet" help:"How many letters may differ; 5 when it is not given."`
	UseAbbreviationExpansion cmdlet.Switch               `ps:"set=AllCommandSet,byname" help:"Names whose capitals are the letters given: i-psdf."`
	ArgumentList             []any                       `ps:"position=1,remaining,alias=Args" help:"For dynamic parameters."`
}

func getCommandCmdlet() *cmdlet.Definition {
	return define(core, "Get-Command", func() cmdlet.Cmdlet { return &getCommand{} }, cmdlet.Options{
		DefaultParameterSet: "CmdletSet", Synopsis: "Gets all commands."})
}

// Process writes the commands.
func (c *getCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	table := rt.Session().Commands()
	if len(c.Module) > 0 && len(c.FullyQualifiedModule) > 0 {
		e := object.Throw(object.InvalidOperationType, "The parameters %s and %s cannot be used together. Please specify only one parameter.", "Module", "FullyQualifiedModule")
		return &object.ErrorRecord{Exception: e, ID: "ModuleAndFullyQualifiedModuleCannotBeSpecifiedTogether", Category: object.InvalidOperation}
	}
	if len(c.Name) == 0 {
		return c.list(rt, table, []string{"*"})
	}
	for _, name := range c.Name {
		if bool(c.UseFuzzyMatching) || bool(c.UseAbbreviationExpansion) && !object.HasWildcard(name) {
			if done, err := c.alike(rt, table, name); done || err != nil {
				if err != nil {
					return err
				}
				continue
			}
		}
		if object.HasWildcard(name) {
			if err := c.list(rt, table, []string{name}); err != nil {
				return err
			}
			continue
		}
		info, ok := table.Find(name)
		if !ok || !c.fits(rt, info) {
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
		if !matches(info.Name, patterns) || !c.fits(rt, info) {
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
func (c *getCommand) fits(rt cmdlet.Runtime, info cmdlet.CommandInfo) bool {
	verb, noun, _ := strings.Cut(info.Name, "-")
	switch {
	case len(c.Verb) > 0 && !matches(verb, c.Verb),
		len(c.Noun) > 0 && !matches(noun, c.Noun),
		(len(c.Verb) > 0 || len(c.Noun) > 0) && info.Kind == "Alias",
		len(c.Module) > 0 && !matches(info.Module, c.Module),
		len(c.ExcludeModule) > 0 && matches(info.Module, c.ExcludeModule),
		len(c.FullyQualifiedModule) > 0 && !c.ofModule(rt, info),
		len(c.CommandType) > 0 && !matches(info.Kind, c.CommandType) && !matches("All", c.CommandType):
		return false
	}
	if len(c.ParameterName) == 0 && len(c.ParameterType) == 0 {
		return true
	}
	if info.Info == nil {
		return false
	}
	for _, p := range bind.NewPlan(info.Info).Params {
		if c.fitsParameter(rt, p.Param) {
			return true
		}
	}
	return false
}

// fitsParameter applies -ParameterName and -ParameterType to one parameter.
func (c *getCommand) fitsParameter(rt cmdlet.Runtime, p *cmdlet.Param) bool {
	named := len(c.ParameterName) == 0 || matches(p.Name, c.ParameterName) ||
		slices.ContainsFunc(p.Aliases, func(a string) bool { return matches(a, c.ParameterName) })
	return named && (len(c.ParameterType) == 0 || slices.ContainsFunc(c.ParameterType, func(name string) bool { return takes(rt, p.Type, name) }))
}

// takes tells whether a parameter's type is one that values of a named type fit; a name that no type has is
// looked for at the end of the type's own.
func takes(inv object.Invoker, t *object.Type, name string) bool {
	if t == nil {
		t = object.ObjectType
	}
	element := t
	if t.Kind == object.KindArray && t.Elem != nil {
		element = t.Elem
	}
	given, err := inv.FindType(strings.Trim(name, "[]"))
	if err != nil || given == nil {
		return matches(t.FullName(), []string{"*" + name}) || matches(element.FullName(), []string{"*" + name})
	}
	open := func(x *object.Type) bool { return x == object.ObjectType || x == object.PSObjectType }
	if open(element) || open(given) {
		return open(element) && open(given)
	}
	return given.Is(t) || given.Is(element)
}

// ofModule tells whether a command's module is one that -FullyQualifiedModule means.
func (c *getCommand) ofModule(rt cmdlet.Runtime, info cmdlet.CommandInfo) bool {
	for _, m := range eval.RunningOf(rt).Modules() {
		if m.Name == info.Module && slices.ContainsFunc(c.FullyQualifiedModule, func(s *eval.ModuleSpecification) bool { return moduleFits(rt, m, s) }) {
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
