package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type getHelp struct {
	Name      string        `ps:"position=0,byname" help:"The command or topic."`
	Full      cmdlet.Switch `ps:"" help:"All there is."`
	Detailed  cmdlet.Switch `ps:"" help:"With the parameters."`
	Examples  cmdlet.Switch `ps:"" help:"The examples."`
	Parameter []string      `ps:"" help:"Only these parameters."`
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
	page := c.page(info, h)
	if h.Synopsis == "" && h.Description == "" && len(h.Examples)+len(h.Parameters) == 0 {
		page = c.bare(rt, info)
	}
	for _, line := range page {
		if err := rt.WriteObject(line); err != nil {
			return err
		}
	}
	return nil
}

// bare is the page of a command that nobody wrote help for.
func (c *getHelp) bare(rt cmdlet.Runtime, info cmdlet.CommandInfo) []string {
	const indent = "    "
	lines := []string{"", "NAME", indent + info.Name, indent, "SYNTAX"}
	for _, s := range cmdlet.Syntax(info.Name, info.Info) {
		for _, l := range format.Wrap(s, rt.Host().Width()-1-len(indent)) {
			lines = append(lines, indent+l)
		}
		lines = append(lines, indent)
	}
	lines = append(lines, "", "ALIASES")
	aliases := []string{"None"}
	for _, a := range rt.Session().Commands().All() {
		if a.Kind == "Alias" && strings.EqualFold(a.Definition, info.Name) {
			if aliases[0] == "None" {
				aliases = nil
			}
			aliases = append(aliases, a.Name)
		}
	}
	for _, a := range aliases {
		lines = append(lines, indent+a)
	}
	return append(lines, indent, "", "REMARKS", indent+"None", "", "")
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
	section("SYNTAX", cmdlet.Syntax(info.Name, info.Info)...)
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
			text += " <" + cmdlet.TypeText(p.Type) + ">"
		}
		help := p.Help
		if t := h.Parameters[strings.ToLower(p.Name)]; t != "" {
			help = t
		}
		list = append(list, text+"\n    "+help)
	}
	return list
}
