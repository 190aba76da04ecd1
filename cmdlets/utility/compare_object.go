package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type compareObject struct {
	ReferenceObject  []any                     `ps:"position=0,mandatory,allowempty" help:"The objects to compare with."`
	DifferenceObject []any                     `ps:"position=1,mandatory,pipeline,allowempty" help:"The objects compared."`
	SyncWindow       int32                     `ps:"" range:"0..2147483647" default:"2147483647" help:"How far apart equal objects may stand."`
	Property         []any                     `ps:"" help:"What to compare: property names, script blocks or calculated properties."`
	ExcludeDifferent cmdlet.Switch             `ps:"" help:"Leaves differences out."`
	IncludeEqual     cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Shows what is equal too."`
	PassThru         cmdlet.Switch             `ps:"" help:"Writes the objects themselves."`
	Culture          string                    `ps:"" help:"The culture whose rules of comparison count."`
	CaseSensitive    cmdlet.Switch             `ps:"" help:"Upper and lower case differ."`

	order      *ordering
	references []*entry
	next       int
	left       []*entry // references without a partner so far
	right      []*entry // differences without a partner so far
	equal      bool
}

func compareObjectCmdlet() *cmdlet.Definition {
	return define("Compare-Object", func() cmdlet.Cmdlet { return &compareObject{SyncWindow: 1<<31 - 1} }, cmdlet.Options{
		Aliases: []string{"compare", "diff"}, Synopsis: "Compares two sets of objects."})
}

// Begin reads the switches.
func (c *compareObject) Begin(context.Context, cmdlet.Runtime) error {
	c.equal = bool(c.IncludeEqual.Value)
	if bool(c.ExcludeDifferent) && (!c.IncludeEqual.Given || c.equal) {
		c.equal = true
	}
	return nil
}

// Process compares objects of the difference side.
func (c *compareObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.prepare(rt); err != nil {
		return err
	}
	for _, v := range c.DifferenceObject {
		if isNothing(v) {
			continue
		}
		e, err := c.order.entry(v, 0)
		if err != nil {
			return err
		}
		if len(c.references) == 0 {
			err = c.different(rt, e, "=>")
		} else {
			err = c.pair(rt, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *compareObject) prepare(rt cmdlet.Runtime) error {
	if c.order != nil {
		return nil
	}
	properties, err := cmdlet.Calculate(c.Property, groupEntries)
	if err != nil {
		return err
	}
	c.order = &ordering{rt: rt, properties: expandProperties(rt, properties, c.ReferenceObject)}
	for i, v := range c.ReferenceObject {
		if isNothing(v) {
			continue
		}
		e, err := c.order.entry(v, i)
		if err != nil {
			return err
		}
		for len(c.order.comparers) < len(e.keys) {
			c.order.comparers = append(c.order.comparers, comparer{inv: rt, caseSensitive: bool(c.CaseSensitive), culture: c.Culture})
		}
		c.references = append(c.references, e)
	}
	return nil
}

// pair looks for partners of the next reference and of a difference, which is
// nil when there are no more.
func (c *compareObject) pair(rt cmdlet.Runtime, difference *entry) error {
	var reference *entry
	if c.next < len(c.references) {
		reference = c.references[c.next]
		c.next++
	}
	if reference != nil && difference != nil && c.order.compare(reference, difference) == 0 {
		return c.same(rt, reference)
	}
	if found := c.takeEqual(difference, &c.left); found != nil {
		difference = nil
		if err := c.same(rt, found); err != nil {
			return err
		}
	}
	if c.takeEqual(reference, &c.right) != nil {
		if err := c.same(rt, reference); err != nil {
			return err
		}
		reference = nil
	}
	if err := c.wait(rt, difference, &c.right, "=>"); err != nil {
		return err
	}
	return c.wait(rt, reference, &c.left, "<=")
}

func (c *compareObject) takeEqual(e *entry, list *[]*entry) *entry {
	if e == nil {
		return nil
	}
	for i, x := range *list {
		if c.order.compare(e, x) == 0 {
			*list = append((*list)[:i], (*list)[i+1:]...)
			return x
		}
	}
	return nil
}

// wait keeps an entry for a partner to come, and gives up the oldest where the window is full.
func (c *compareObject) wait(rt cmdlet.Runtime, e *entry, list *[]*entry, side string) error {
	if e == nil {
		return nil
	}
	if c.SyncWindow == 0 {
		return c.different(rt, e, side)
	}
	for len(*list) >= int(c.SyncWindow) {
		oldest := (*list)[0]
		*list = (*list)[1:]
		if err := c.different(rt, oldest, side); err != nil {
			return err
		}
	}
	*list = append(*list, e)
	return nil
}

func (c *compareObject) same(rt cmdlet.Runtime, e *entry) error {
	if !c.equal {
		return nil
	}
	return c.write(rt, e, "==")
}

func (c *compareObject) different(rt cmdlet.Runtime, e *entry, side string) error {
	if c.ExcludeDifferent {
		return nil
	}
	return c.write(rt, e, side)
}

func (c *compareObject) write(rt cmdlet.Runtime, e *entry, side string) error {
	if c.PassThru {
		v := withMembers(e.object)
		addNote(v, "SideIndicator", side)
		return rt.WriteObject(v)
	}
	out := object.NewCustom(2)
	if len(c.order.properties) == 0 {
		out.Set("InputObject", e.object)
	}
	for i, p := range c.order.properties {
		out.Set(p.Expression.String(), keyAt(e, i).value)
	}
	out.Set("SideIndicator", side)
	return rt.WriteObject(out)
}

// End writes what found no partner.
func (c *compareObject) End(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.prepare(rt); err != nil {
		return err
	}
	for c.next < len(c.references) {
		if err := c.pair(rt, nil); err != nil {
			return err
		}
	}
	for _, e := range c.right {
		if err := c.different(rt, e, "=>"); err != nil {
			return err
		}
	}
	for _, e := range c.left {
		if err := c.different(rt, e, "<="); err != nil {
			return err
		}
	}
	return nil
}
