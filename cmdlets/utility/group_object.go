package utility

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type groupObject struct {
	NoElement     cmdlet.Switch `ps:"" help:"Leaves the members of the groups out."`
	AsHashTable   cmdlet.Switch `ps:"set=HashTable,alias=AHT" help:"Writes one hashtable of the groups."`
	AsString      cmdlet.Switch `ps:"set=HashTable" help:"The keys of the hashtable are strings."`
	InputObject   any           `ps:"pipeline" help:"The objects to group."`
	Property      []any         `ps:"position=0" help:"What to group by: property names, script blocks or calculated properties."`
	Culture       string        `ps:"" help:"The culture whose rules of comparison count."`
	CaseSensitive cmdlet.Switch `ps:"" help:"Upper and lower case differ."`

	order   *ordering
	entries []*entry
	kinds   []*object.Type // of the keys so far, nil where none has been seen
	mixed   bool           // keys of several types: no order among them
	groups  []*GroupInfo
}

func groupObjectCmdlet() *cmdlet.Definition {
	return define("Group-Object", func() cmdlet.Cmdlet { return &groupObject{} }, cmdlet.Options{
		Aliases: []string{"group"}, Synopsis: "Groups objects that have the same values of properties.",
		Outputs: []string{"System.Collections.Hashtable", "Microsoft.PowerShell.Commands.GroupInfo"}})
}

var groupEntries = []cmdlet.Entry{{Key: "expression", Kind: cmdlet.PlainExpression}}

// GroupInfo is one group.
type GroupInfo struct {
	object.Instance
	Values any // the keys
	Count  int32
	Group  any // the objects
	Name   string

	bare    bool // without objects
	key     *entry
	members []any
}

// PSType is GroupInfo, or GroupInfoNoElement.
func (g *GroupInfo) PSType() *object.Type {
	if g.bare {
		return bareGroupType
	}
	return groupInfoType
}

const commands = "Microsoft.PowerShell.Commands"

var (
	groupInfoType = object.Presentation(commands, GroupInfo{})
	bareGroupType = derivedPresentation("GroupInfoNoElement", groupInfoType)
)

// derivedPresentation is a class that adds nothing to its base.
func derivedPresentation(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: commands, Base: base}
}

// Process takes the keys of one object.
func (c *groupObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	if isNothing(c.InputObject) {
		return nil
	}
	if c.order == nil {
		if err := c.prepare(rt); err != nil {
			return err
		}
	}
	e, err := c.order.entry(c.InputObject, len(c.entries))
	if err != nil {
		return err
	}
	c.entries = append(c.entries, e)
	c.seeKinds(e)
	return nil
}

func (c *groupObject) prepare(rt cmdlet.Runtime) error {
	properties, err := cmdlet.Calculate(c.Property, groupEntries)
	if err != nil {
		return err
	}
	bad := ""
	switch {
	case bool(c.AsString) && !bool(c.AsHashTable):
		bad = "The AsString parameter must be used with the AsHashTable parameter."
	case bool(c.AsHashTable) && !bool(c.AsString) && len(properties) > 1:
		bad = "The AsHashTable parameter can be used with one property only, or together with the AsString parameter."
	}
	if bad != "" {
		return record(object.Throw(object.ArgumentExceptionType, "%s", bad), "ArgumentException", object.InvalidArgument, nil)
	}
	c.order = &ordering{rt: rt, properties: expandProperties(rt, properties, []any{c.InputObject})}
	return nil
}

// seeKinds notes the types of the keys: only keys of one type have an order.
func (c *groupObject) seeKinds(e *entry) {
	if c.mixed {
		return
	}
	if c.kinds == nil {
		c.kinds = make([]*object.Type, len(e.keys))
		for i, k := range e.keys {
			c.kinds[i] = object.TypeOf(object.Unwrap(k.value))
		}
		for range e.keys {
			c.order.comparers = append(c.order.comparers, comparer{inv: c.order.rt, caseSensitive: bool(c.CaseSensitive), culture: c.Culture})
		}
		return
	}
	if len(c.kinds) != len(e.keys) {
		c.mixed = true
		return
	}
	for i, k := range e.keys {
		t := object.TypeOf(object.Unwrap(k.value))
		switch {
		case t == nil || t == c.kinds[i]:
		case c.kinds[i] == nil:
			c.kinds[i] = t
		default:
			c.mixed = true
		}
	}
}

// End groups and writes.
func (c *groupObject) End(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.entries) == 0 {
		return nil
	}
	if c.mixed {
		c.groupByFirstMatch()
	} else {
		slices.SortStableFunc(c.entries, c.order.compare)
		for _, e := range c.entries {
			if n := len(c.groups); n > 0 && c.order.compare(c.groups[n-1].key, e) == 0 {
				c.groups[n-1].members = append(c.groups[n-1].members, e.object)
				continue
			}
			c.open(e)
		}
	}
	for _, g := range c.groups {
		c.close(rt, g)
	}
	if c.AsHashTable {
		return c.writeTable(rt)
	}
	for _, g := range c.groups {
		if err := rt.WriteObject(g); err != nil {
			return err
		}
	}
	return nil
}

func (c *groupObject) groupByFirstMatch() {
next:
	for _, e := range c.entries {
		for _, g := range c.groups {
			if c.order.compare(g.key, e) == 0 {
				g.members = append(g.members, e.object)
				continue next
			}
		}
		c.open(e)
	}
}

func (c *groupObject) open(e *entry) {
	c.groups = append(c.groups, &GroupInfo{key: e, bare: bool(c.NoElement), members: []any{e.object}})
}

// close fills in what is shown of a group.
func (c *groupObject) close(rt cmdlet.Runtime, g *GroupInfo) {
	g.Count = int32(len(g.members))
	values := make([]any, len(g.key.keys))
	for i, k := range g.key.keys {
		values[i] = k.value
	}
	g.Values = object.NewArray(values)
	g.Name = groupName(rt, values)
	if g.bare {
		g.members = nil
	}
	g.Group = object.NewArray(g.members)
}

// groupName joins the texts of the keys; those without a value are left out.
func groupName(rt cmdlet.Runtime, values []any) string {
	var parts []string
	for _, v := range values {
		if v == nil {
			continue
		}
		items, ok := object.Elements(object.Unwrap(v))
		if !ok {
			parts = append(parts, cmdlet.DisplayText(rt, v))
			continue
		}
		texts := make([]string, len(items))
		for i, x := range items {
			texts[i] = cmdlet.DisplayText(rt, x)
		}
		parts = append(parts, "{"+strings.Join(texts, ", ")+"}")
	}
	return strings.Join(parts, ", ")
}

func (c *groupObject) writeTable(rt cmdlet.Runtime) error {
	table := object.NewHashtable(bool(c.CaseSensitive))
	for _, g := range c.groups {
		var k any = g.Name
		if !c.AsString {
			k = object.Unwrap(g.key.keys[0].value)
		}
		_, taken := table.Get(k)
		if taken || k == nil {
			e := object.Throw(object.ExceptionType, "The operation cannot be performed because the groups cannot be the keys of a hashtable.")
			return rt.WriteError(record(e, "InvalidOperation", object.InvalidArgument, nil))
		}
		if err := table.Set(k, g.Group); err != nil {
			return err
		}
	}
	return rt.WriteObject(table)
}
