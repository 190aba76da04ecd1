package help

import (
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

const bareType = "ExtendedCmdletHelpInfo"

// Bare is the page of a command that nobody wrote help for: its parameters alone.
func (c Command) Bare() *object.Custom {
	common := c.Info != nil && c.Info.Advanced
	verb, noun := "", ""
	if c.Category == "Cmdlet" {
		verb, noun, _ = strings.Cut(c.Name, "-")
	}
	syntax := strings.Join(c.syntax(), "\n\n")
	o := typed([]string{bareType, "CmdletHelpInfo", "HelpInfo"}, "CommonParameters", common,
		"details", typed([]string{bareType + "#details"}, "name", c.Name, "noun", noun, "verb", verb),
		"Syntax", typed([]string{bareType + "#syntax"}, "syntaxItem", arrayOf(c.syntaxItems(common))),
		"parameters", typed([]string{bareType + "#parameters"}, "parameter", arrayOf(c.bareParameters())),
		"inputTypes", bareTypes("inputTypes", "inputType", c.inputs()),
		"returnValues", bareTypes("returnValues", "returnValue", c.outputs()),
		"aliases", c.aliasLines(), "remarks", "None", "alertSet", nil, "description", nil, "examples", nil,
		"Synopsis", "\n"+syntax+"\n", "ModuleName", c.Module, "nonTerminatingErrors", "",
		"xmlns:command", "http://schemas.microsoft.com/maml/dev/command/2004/10", "xmlns:dev", "http://schemas.microsoft.com/maml/dev/2004/10",
		"xmlns:maml", "http://schemas.microsoft.com/maml/2004/10")
	addCommon(o, c.Name, c.Category, "", nil, nil, nil)
	return o
}

func (c Command) syntax() []string {
	if c.Info == nil {
		return []string{c.Name}
	}
	return cmdlet.Syntax(c.Name, c.Info)
}

// Syntax is the page of a script without help: its syntax as text.
func (c Command) Syntax() any {
	o := &object.PSObject{Base: strings.Join(c.syntax(), "\n\n") + "\n"}
	for _, p := range []struct {
		name  string
		value any
	}{{"Name", c.Name}, {"Category", c.Category}, {"Synopsis", o.Base}, {"Component", nil}, {"Role", nil}, {"Functionality", nil}} {
		addNote(o, p.name, p.value)
	}
	return o
}

func (c Command) aliasLines() string {
	if len(c.Aliases) == 0 {
		return "None\n"
	}
	return strings.Join(c.Aliases, "\n") + "\n"
}

func (c Command) syntaxItems(common bool) []any {
	var list []any
	for _, set := range c.sets() {
		var params []any
		if c.Info != nil {
			for _, p := range c.inDisplayOrder(set) {
				s, _ := inSet(p, set)
				o := c.bareParameter(p, s)
				if values := valuesOf(p); values != nil {
					o.Set("parameterValueGroup", typed([]string{bareType + "#parameterValueGroup"}, "parameterValue", object.NewArray(values)))
				}
				params = append(params, o)
			}
		}
		list = append(list, typed([]string{bareType + "#syntaxItem"}, "name", c.Name, "CommonParameters", common, "parameter", arrayOf(params)))
	}
	return list
}

// inDisplayOrder are the parameters of a set: those with a position, the mandatory, the rest.
func (c Command) inDisplayOrder(set string) []*cmdlet.Param {
	var positional, mandatory, rest []*cmdlet.Param
	for _, p := range c.parameters() {
		s, ok := inSet(p, set)
		switch {
		case !ok || p.Hidden:
		case s.Position >= 0:
			positional = append(positional, p)
		case s.Mandatory:
			mandatory = append(mandatory, p)
		default:
			rest = append(rest, p)
		}
	}
	position := func(p *cmdlet.Param) int { s, _ := inSet(p, set); return s.Position }
	sort.SliceStable(positional, func(i, j int) bool { return position(positional[i]) < position(positional[j]) })
	return append(append(positional, mandatory...), rest...)
}

// valuesOf are the values a parameter can have, by its set or its enumeration.
func valuesOf(p *cmdlet.Param) []any {
	var names []string
	for _, v := range p.Validations {
		if set, ok := v.(cmdlet.ValidateSet); ok {
			names = append(names, set.Values...)
		}
	}
	t := p.Type
	if t != nil && t.Kind == object.KindArray {
		t = t.Elem
	}
	if t != nil && len(t.Args) > 0 {
		t = t.Args[0]
	}
	if len(names) == 0 && t != nil && t.Kind == object.KindEnum && t.Enum != nil {
		names = t.Enum.Names
	}
	var out []any
	for _, n := range names {
		out = append(out, n)
	}
	return out
}

// bareParameters are all parameters, by name.
func (c Command) bareParameters() []any {
	list := append([]*cmdlet.Param(nil), c.parameters()...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	var out []any
	for _, p := range list {
		out = append(out, c.bareParameter(p, firstSet(p)))
	}
	return out
}

func (c Command) bareParameter(p *cmdlet.Param, s cmdlet.ParamSet) *object.Custom {
	o := typed([]string{bareType + "#parameter"}, "name", p.Name, "required", truth(s.Mandatory), "pipelineInput", pipelineText(s, true),
		"isDynamic", truth(p.Dynamic), "globbing", "false", "parameterSetName", setNames(p))
	if s.HelpMessage != "" {
		o.Set("description", s.HelpMessage+"\n")
	}
	name := cmdlet.TypeText(p.Type)
	if !p.Switch {
		value := &object.PSObject{Base: name}
		addNote(value, "variableLength", p.Type != nil && p.Type.Kind == object.KindArray)
		addNote(value, "required", "true")
		o.Set("parameterValue", value)
	}
	o.Set("type", typed([]string{bareType + "#type"}, "name", name))
	position := "Named"
	if s.Position >= 0 {
		position = itoa(s.Position)
	}
	o.Set("position", position)
	aliases := "None"
	if len(p.Aliases) > 0 {
		aliases = strings.Join(p.Aliases, ", ")
	}
	o.Set("aliases", aliases)
	return o
}

func setNames(p *cmdlet.Param) string {
	var names []string
	for _, s := range p.Sets {
		if s.Set == "" {
			return "(All)"
		}
		names = append(names, s.Set)
	}
	if names == nil {
		return "(All)"
	}
	return strings.Join(names, ", ")
}

// inputs are the full names of the types that parameters take from the pipeline.
func (c Command) inputs() string {
	var names []string
	seen := map[string]bool{}
	for _, p := range c.parameters() {
		for _, s := range p.Sets {
			if t := p.Type; (s.Pipeline || s.ByName) && t != nil && !seen[t.FullName()] {
				seen[t.FullName()] = true
				names = append(names, t.FullName())
			}
		}
	}
	if names == nil {
		names = []string{"None"}
	}
	return strings.Join(names, "\n") + "\n"
}

func (c Command) outputs() string {
	if c.Info == nil || len(c.Info.Options.Outputs) == 0 {
		return "System.Object"
	}
	return strings.Join(c.Info.Options.Outputs, "\n") + "\n"
}

func bareTypes(list, one, names string) *object.Custom {
	return typed([]string{bareType + "#" + list}, one, typed([]string{bareType + "#" + one}, "type", typed([]string{bareType + "#type"}, "name", names)))
}
