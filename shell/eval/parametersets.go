package eval

import (
	"math"
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// parameterSets is CommandInfo.ParameterSets: a CommandParameterSetInfo for each set, with
// the parameters that are in it, the common ones behind the command's own.
func parameterSets(i cmdlet.CommandInfo) any {
	if i.Info == nil {
		return object.NewArray(nil)
	}
	names := i.Info.Sets
	if len(names) == 0 {
		names = []string{bind.AllSets}
	}
	params := bind.NewPlan(i.Info).Params
	list := make([]any, len(names))
	for k, name := range names {
		set := object.NewCustom(3)
		set.Set("Name", name)
		set.Set("IsDefault", name != bind.AllSets && equalFold(name, i.Info.Options.DefaultParameterSet))
		var within []any
		for _, p := range params {
			if s, ok := inSet(p.Param, name); ok {
				within = append(within, setParameter(p.Param, s))
			}
		}
		set.Set("Parameters", object.NewArray(within))
		describeAs(set, "System.Management.Automation.CommandParameterSetInfo", strings.TrimPrefix(cmdlet.SyntaxOf("", i.Info, name), " "))
		list[k] = set
	}
	return object.NewArray(list)
}

// inSet is what a parameter is in a set: declared for it, or for all.
func inSet(p *cmdlet.Param, set string) (cmdlet.ParamSet, bool) {
	all, everywhere := cmdlet.ParamSet{Position: -1}, len(p.Sets) == 0
	for _, s := range p.Sets {
		switch {
		case equalFold(s.Set, set):
			return s, true
		case s.Set == "" || equalFold(s.Set, bind.AllSets):
			all, everywhere = s, true
		}
	}
	return all, everywhere
}

// setParameter is CommandParameterInfo; one without a position has the smallest number there.
func setParameter(p *cmdlet.Param, s cmdlet.ParamSet) any {
	position := int32(s.Position)
	if s.Position < 0 {
		position = math.MinInt32
	}
	aliases := make([]any, len(p.Aliases))
	for i, a := range p.Aliases {
		aliases[i] = a
	}
	c := object.NewCustom(10)
	c.Set("Name", p.Name)
	c.Set("ParameterType", p.Type)
	c.Set("IsMandatory", s.Mandatory)
	c.Set("IsDynamic", p.Dynamic)
	c.Set("Position", position)
	c.Set("ValueFromPipeline", s.Pipeline)
	c.Set("ValueFromPipelineByPropertyName", s.ByName)
	c.Set("ValueFromRemainingArguments", s.Remaining)
	c.Set("HelpMessage", s.HelpMessage)
	c.Set("Aliases", object.NewArray(aliases))
	c.Set("Attributes", object.NewArray(attributeObjects(p)))
	describeAs(c, "System.Management.Automation.CommandParameterInfo", "")
	return c
}

// describeAs gives an object of note properties a type's name and what its
// ToString says; empty: the type's name.
func describeAs(c *object.Custom, typeName, text string) {
	if text == "" {
		text = typeName
	}
	object.SetTypeNames(c, []string{typeName, "System.Object"})
	c.Extension(true).Members.Add(&object.Member{Name: "ToString", Kind: object.CodeMethod, Hidden: true, Overloads: []*object.Overload{{Return: object.StringType,
		Call: func(object.Invoker, any, []any) (any, error) { return text, nil }}}})
}
