package utility

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
)

type sortObject struct {
	Stable        cmdlet.Switch `ps:"set=Default" help:"Keeps the order of objects that compare as equal."`
	Descending    cmdlet.Switch `ps:"" help:"The greatest first."`
	Unique        cmdlet.Switch `ps:"" help:"One of each kind of objects that compare as equal."`
	Top           int32         `ps:"set=Top,mandatory" range:"1..2147483647" help:"Only that many, from the start."`
	Bottom        int32         `ps:"set=Bottom,mandatory" range:"1..2147483647" help:"Only that many, from the end."`
	InputObject   any           `ps:"pipeline" help:"The objects to sort."`
	Property      []any         `ps:"position=0" help:"What to sort by: property names, script blocks or calculated properties with Ascending or Descending."`
	Culture       string        `ps:"" help:"The culture whose rules of comparison count."`
	CaseSensitive cmdlet.Switch `ps:"" help:"Upper and lower case differ."`

	objects []any
}

func sortObjectCmdlet() *cmdlet.Definition {
	return define("Sort-Object", func() cmdlet.Cmdlet { return &sortObject{} }, cmdlet.Options{
		DefaultParameterSet: "Default", Aliases: []string{"sort"}, Synopsis: "Sorts objects by the values of properties."})
}

var sortEntries = []cmdlet.Entry{{Key: "expression"}, {Key: "ascending", Kind: cmdlet.FlagEntry}, {Key: "descending", Kind: cmdlet.FlagEntry}}

// Process gathers one object.
func (c *sortObject) Process(context.Context, cmdlet.Runtime) error {
	if !isNothing(c.InputObject) {
		c.objects = append(c.objects, c.InputObject)
	}
	return nil
}

// End sorts and writes.
func (c *sortObject) End(_ context.Context, rt cmdlet.Runtime) error {
	properties, err := cmdlet.Calculate(c.Property, sortEntries)
	if err != nil {
		return err
	}
	o := &ordering{rt: rt, properties: expandProperties(rt, properties, c.objects)}
	entries := make([]*entry, 0, len(c.objects))
	width := 0
	for i, v := range c.objects {
		e, err := o.entry(v, i)
		if err != nil {
			return err
		}
		entries = append(entries, e)
		width = max(width, len(e.keys))
	}
	for i := range width {
		o.comparers = append(o.comparers, comparer{inv: rt, caseSensitive: bool(c.CaseSensitive), descending: c.descends(o.properties, i), culture: c.Culture})
	}
	for _, e := range c.arrange(o, entries) {
		if err := rt.WriteObject(e.object); err != nil {
			return err
		}
	}
	return nil
}

// descends is the direction of one key: the calculated property's word, else the parameter's.
func (c *sortObject) descends(properties []*cmdlet.Calculated, i int) bool {
	if i < len(properties) {
		up, hasUp := properties[i].Flag("ascending")
		down, hasDown := properties[i].Flag("descending")
		switch {
		case hasUp && hasDown && up == down, !hasUp && !hasDown:
		case hasUp:
			return !up
		default:
			return down
		}
	}
	return bool(c.Descending)
}

func (c *sortObject) arrange(o *ordering, entries []*entry) []*entry {
	if !c.Stable && c.Top == 0 && c.Bottom == 0 {
		introsort(entries, o.compare)
		if c.Unique {
			entries = slices.CompactFunc(entries, func(a, b *entry) bool { return o.compare(a, b) == 0 })
		}
		return entries
	}
	slices.SortStableFunc(entries, func(a, b *entry) int {
		if a.comparable != b.comparable {
			if a.comparable {
				return -1
			}
			return 1
		}
		return o.compare(a, b)
	})
	if c.Unique {
		entries = slices.CompactFunc(entries, func(a, b *entry) bool { return o.compare(a, b) == 0 })
	}
	switch {
	case c.Top > 0 && int(c.Top) < len(entries):
		entries = entries[:c.Top]
	case c.Bottom > 0 && int(c.Bottom) < len(entries):
		entries = entries[len(entries)-int(c.Bottom):]
	}
	return entries
}
