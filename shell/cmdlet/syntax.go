package cmdlet

import (
	"sort"
	"strings"

	"stagecoach/shell/object"
)

// Syntax is a command's syntax, one line for each parameter set.
func Syntax(name string, info *Info) []string {
	sets := info.Sets
	if len(sets) == 0 {
		sets = []string{""}
	}
	lines := make([]string, 0, len(sets))
	for _, set := range sets {
		lines = append(lines, SyntaxOf(name, info, set))
	}
	return lines
}

// SyntaxOf is the syntax of one parameter set.
func SyntaxOf(name string, info *Info, set string) string {
	type entry struct {
		p *Param
		s ParamSet
	}
	var positional, required, rest []entry
	for _, p := range info.Parameters {
		s, ok := inSet(p, set)
		if !ok || p.Hidden {
			continue
		}
		e := entry{p, s}
		switch {
		case s.Position >= 0:
			positional = append(positional, e)
		case s.Mandatory:
			required = append(required, e)
		default:
			rest = append(rest, e)
		}
	}
	sort.SliceStable(positional, func(i, j int) bool { return positional[i].s.Position < positional[j].s.Position })
	var b strings.Builder
	b.WriteString(name)
	for _, e := range append(append(positional, required...), rest...) {
		b.WriteString(" " + parameterSyntax(e.p, e.s))
	}
	if info.Options.SupportsShouldProcess {
		b.WriteString(" [-WhatIf] [-Confirm]")
	}
	if info.Advanced {
		b.WriteString(" [<CommonParameters>]")
	}
	return b.String()
}

func inSet(p *Param, set string) (ParamSet, bool) {
	for _, s := range p.Sets {
		if s.Set == "" || strings.EqualFold(s.Set, set) {
			return s, true
		}
	}
	return ParamSet{Position: -1}, len(p.Sets) == 0
}

func parameterSyntax(p *Param, s ParamSet) string {
	text := "-" + p.Name
	if p.Switch {
		if s.Mandatory {
			return text
		}
		return "[" + text + "]"
	}
	value := " <" + TypeText(p.Type) + ">"
	switch {
	case s.Position >= 0 && s.Mandatory:
		return "[" + text + "]" + value
	case s.Position >= 0:
		return "[[" + text + "]" + value + "]"
	case s.Mandatory:
		return text + value
	}
	return "[" + text + value + "]"
}

// TypeText is a type as syntax shows it: an accelerator or a bare name; nil is an Object.
func TypeText(t *object.Type) string {
	if t == nil {
		return "Object"
	}
	switch {
	case t.Kind == object.KindArray && t.Elem != nil:
		return TypeText(t.Elem) + "[]"
	case t.Accelerator != "":
		return t.Accelerator
	}
	return t.Name
}
