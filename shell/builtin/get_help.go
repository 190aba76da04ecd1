package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getHelp struct {
	Name      string        `ps:"position=0,byname" help:"The command or topic."`
	Full      cmdlet.Switch `ps:"" help:"All there is."`
	Detailed  cmdlet.Switch `ps:"" help:"With the parameters."`
	Examples  cmdlet.Switch `ps:"" help:"The examples."`
	Parameter []string      `ps:"" help:"Only these parameters."`
	Category  []string      `ps:"" help:"Only of this kind."`
	Online    cmdlet.Switch `ps:"" help:"Not available here."`
}

func getHelpCmdlet() *cmdlet.Definition {
	return define(core, "Get-Help", func() cmdlet.Cmdlet { return &getHelp{} }, cmdlet.Options{
		Synopsis: "Displays information about PowerShell commands and concepts."})
}

// Process writes the help as text: name, synopsis, syntax, description, parameters, examples.
func (c *getHelp) Process(_ context.Context, rt cmdlet.Runtime) error {
	name := c.Name
	if name == "" {
		name = "Get-Help"
	}
	info, ok := rt.Session().Commands().Find(name)
	if ok && info.Kind == "Alias" {
		info, ok = rt.Session().Commands().Find(info.Definition)
	}
	if !ok || info.Info == nil {
		return rt.WriteError(object.NewError(object.RuntimeExceptionType, "HelpNotFound", object.ResourceUnavailable, nil,
			"Get-Help could not find %s in a help file in this session. To download updated help topics type: \"Update-Help\". To get help online, search for the help topic in the TechNet library at https://go.microsoft.com/fwlink/?LinkID=107116.", c.Name))
	}
	h := eval.RunningOf(rt).HelpOf(info)
	for _, line := range c.page(info, h) {
		if err := rt.WriteObject(line); err != nil {
			return err
		}
	}
	return nil
}

func (c *getHelp) page(info cmdlet.CommandInfo, h eval.Help) []string {
	var lines []string
	section := func(title string, texts ...string) {
		lines = append(lines, title)
		for _, t := range texts {
			for _, l := range strings.Split(t, "\n") {
				lines = append(lines, strings.TrimRight("    "+l, " "))
			}
			lines = append(lines, "    ")
		}
		lines = append(lines, "")
	}
	lines = append(lines, "")
	section("NAME", info.Name)
	section("SYNOPSIS", h.Synopsis)
	section("SYNTAX", Syntax(info.Name, info.Info)...)
	section("DESCRIPTION", h.Description)
	if c.Full || c.Detailed || len(c.Parameter) > 0 {
		section("PARAMETERS", c.parameters(info, h)...)
	}
	if c.Full || c.Examples || c.Detailed {
		for i, e := range h.Examples {
			section("    -------------------------- EXAMPLE "+string(rune('1'+i))+" --------------------------", e)
		}
	}
	if len(h.Links) > 0 {
		section("RELATED LINKS", h.Links...)
	}
	return lines
}

func (c *getHelp) parameters(info cmdlet.CommandInfo, h eval.Help) []string {
	var list []string
	for _, p := range info.Info.Parameters {
		if len(c.Parameter) > 0 && !matches(p.Name, c.Parameter) {
			continue
		}
		text := "-" + p.Name
		if !p.Switch {
			text += " <" + typeName(p.Type) + ">"
		}
		help := p.Help
		if t := h.Parameters[strings.ToLower(p.Name)]; t != "" {
			help = t
		}
		list = append(list, text+"\n    "+help)
	}
	return list
}
