package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// grouping follows the value objects are grouped by.
type grouping struct {
	on      bool
	value   cmdlet.Value
	x       cmdlet.Expression
	label   string // as given; empty: the property's name
	name    string // the property's name
	format  string
	header  []cmdlet.CustomItem
	current any
	seen    bool
}

// newGrouping is what the user asked for, else what the view says.
func (f *Formatter) newGrouping() grouping {
	if f.options != nil && f.options.GroupBy != nil {
		g := f.options.GroupBy
		return grouping{on: true, x: g.Expression, label: g.Name}
	}
	if v := f.layout.view(); v != nil && v.GroupBy != nil {
		g := grouping{on: true, label: v.GroupBy.Label, value: v.GroupBy.Value, header: v.GroupBy.Header}
		g.x = cmdlet.Expression{Name: g.value.Property}
		return g
	}
	return grouping{}
}

// update takes the next object's value and tells whether it differs from the one before.
func (g *grouping) update(inv object.Invoker, v any) bool {
	if !g.on {
		return false
	}
	value, name, ok := g.read(inv, v)
	if !ok {
		return false
	}
	old, seen := g.current, g.seen
	g.current, g.seen = value, true
	if seen && sameGroup(inv, old, value) {
		return false
	}
	g.name = name
	return true
}

func (g *grouping) read(inv object.Invoker, v any) (value any, name string, ok bool) {
	if g.value.Func != nil {
		value, err := g.value.Func(inv, v)
		return value, g.label, err == nil
	}
	results, err := g.x.Values(inv, v, true)
	if err != nil || len(results) == 0 || results[0].Err != nil {
		return nil, "", false
	}
	return results[0].Value, results[0].Expression.String(), true
}

func sameGroup(inv object.Invoker, a, b any) bool {
	if n, err := object.Compare(inv, a, b, true); err == nil {
		return n == 0
	}
	return strings.EqualFold(object.Text(inv, a), object.Text(inv, b))
}

// groupHeader is the line before a group; nil without one.
func (f *Formatter) groupHeader(v any) ([]piece, error) {
	g := &f.groups
	if !g.on || !g.seen {
		return nil, nil
	}
	if g.header != nil {
		return f.customPieces(v, g.header)
	}
	label := g.label
	if label == "" {
		label = g.name
	}
	return []piece{{text: "   " + label + ": "}, {text: smartText(f.inv, g.current, f.limit, false)}}, nil
}
