package utility

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type selectObject struct {
	InputObject     any               `ps:"pipeline" help:"The objects to choose from."`
	Property        []any             `ps:"set=DefaultParameter,position=0;set=SkipLastParameter,position=0" help:"The properties of the new objects: names, wildcards, script blocks or calculated properties."`
	ExcludeProperty []string          `ps:"set=DefaultParameter;set=SkipLastParameter" help:"Properties to leave out."`
	ExpandProperty  string            `ps:"set=DefaultParameter;set=SkipLastParameter" help:"The property whose values are written instead of the objects."`
	Unique          cmdlet.Switch     `ps:"" help:"Writes equal objects once."`
	CaseInsensitive cmdlet.Switch     `ps:"" help:"Ignores case where Unique compares."`
	Last            cmdlet.Opt[int32] `ps:"set=DefaultParameter" range:"0..2147483647" help:"How many objects from the end."`
	First           cmdlet.Opt[int32] `ps:"set=DefaultParameter" range:"0..2147483647" help:"How many objects from the start."`
	Skip            int32             `ps:"set=DefaultParameter;set=SkipLastParameter" range:"0..2147483647" help:"How many objects to pass over."`
	SkipLast        int32             `ps:"set=SkipLastParameter" range:"0..2147483647" help:"How many objects to leave out at the end."`
	Wait            cmdlet.Switch     `ps:"set=DefaultParameter;set=IndexParameter" help:"Lets the commands before run to their end."`
	Index           []int32           `ps:"set=IndexParameter" range:"0..2147483647" help:"The places of the objects, from 0."`
	SkipIndex       []int32           `ps:"set=SkipIndexParameter" range:"0..2147483647" help:"The places of objects to leave out."`

	properties []*cmdlet.Calculated
	expand     *cmdlet.Calculated
	exclude    excluded
	window     window
	place      int32 // of the next object, for Index
	unique     uniqueObjects
}

func selectObjectCmdlet() *cmdlet.Definition {
	return define("Select-Object", func() cmdlet.Cmdlet { return &selectObject{} }, cmdlet.Options{
		DefaultParameterSet: "DefaultParameter", Aliases: []string{"select"}, Synopsis: "Chooses objects, or properties of objects."})
}

var selectEntries = []cmdlet.Entry{{Key: "expression"}, {Key: "name", Aliases: []string{"label"}, Kind: cmdlet.TextEntry}}

// Begin reads the parameters.
func (c *selectObject) Begin(_ context.Context, rt cmdlet.Runtime) error {
	var err error
	if c.exclude, err = exclude(c.ExcludeProperty); err != nil {
		return err
	}
	if len(c.Property) == 0 && len(c.ExcludeProperty) > 0 {
		c.Property = []any{"*"}
	}
	if c.properties, err = cmdlet.Calculate(c.Property, selectEntries); err != nil {
		return err
	}
	if c.ExpandProperty != "" {
		list, err := cmdlet.Calculate([]any{c.ExpandProperty}, selectEntries)
		if err != nil {
			return err
		}
		c.expand = list[0]
	}
	slices.Sort(c.Index)
	slices.Sort(c.SkipIndex)
	c.window = window{first: int(c.First.Value), last: int(c.Last.Value), skip: int(c.Skip), skipLast: int(c.SkipLast), limited: c.First.Given || c.Last.Given}
	c.unique.inv, c.unique.ignoreCase = rt, bool(c.CaseInsensitive)
	return nil
}

// Process takes one object and writes those whose turn it is.
func (c *selectObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	if isNothing(c.InputObject) {
		return nil
	}
	if c.Index != nil || c.SkipIndex != nil {
		return c.indexed(rt)
	}
	c.window.push(c.InputObject)
	if v, ok := c.window.next(); ok {
		if err := c.one(rt, v); err != nil {
			return err
		}
	}
	if c.window.done() && !bool(c.Wait) {
		return c.finish(rt)
	}
	return nil
}

// finish ends early: nothing more can come that is wanted.
func (c *selectObject) finish(rt cmdlet.Runtime) error {
	if err := c.End(nil, rt); err != nil {
		return err
	}
	return cmdlet.ErrStopUpstream
}

func (c *selectObject) indexed(rt cmdlet.Runtime) error {
	place := c.place
	c.place++
	if c.SkipIndex != nil {
		if _, found := slices.BinarySearch(c.SkipIndex, place); found {
			return nil
		}
		return c.one(rt, c.InputObject)
	}
	if _, found := slices.BinarySearch(c.Index, place); found {
		if err := c.one(rt, c.InputObject); err != nil {
			return err
		}
	}
	if !bool(c.Wait) && place >= c.Index[len(c.Index)-1] {
		return c.finish(rt)
	}
	return nil
}

// End writes what was kept back.
func (c *selectObject) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.Index == nil && c.SkipIndex == nil && rt.ParameterSet() != "SkipLastParameter" {
		for _, v := range c.window.rest() {
			if err := c.one(rt, v); err != nil {
				return err
			}
		}
	}
	for _, v := range c.unique.objects {
		if err := rt.WriteObject(v.object); err != nil {
			return err
		}
	}
	c.unique.objects = nil
	return nil
}

// one writes an object, or what was asked of it.
func (c *selectObject) one(rt cmdlet.Runtime, v any) error {
	if len(c.properties) == 0 && c.expand == nil {
		return c.write(rt, v, nil)
	}
	names, values, err := c.collect(rt, v)
	if err != nil {
		return err
	}
	if c.expand != nil {
		return c.expanded(rt, v, names, values)
	}
	out := object.NewCustom(len(names))
	for i, n := range names {
		if _, ok := out.Get(n); ok {
			if err := rt.WriteError(existing(n, "AlreadyExistingUserSpecifiedPropertyNoExpand", v)); err != nil {
				return err
			}
			continue
		}
		out.Set(n, values[i])
	}
	typeName := "Selected." + object.TypeOf(object.Unwrap(v)).String()
	object.SetTypeNames(out, selectedNames(typeName))
	return c.write(rt, out, names)
}

// selectedNames are the type names of a new object, shared between objects.
func selectedNames(first string) []string {
	if first == selectedCustom[0] {
		return selectedCustom
	}
	return []string{first, "System.Management.Automation.PSCustomObject", "System.Object"}
}

var selectedCustom = []string{"Selected.System.Management.Automation.PSCustomObject", "System.Management.Automation.PSCustomObject", "System.Object"}

func existing(name, id string, target any) *object.ErrorRecord {
	return record(psArgument(`The property cannot be processed because the property "`+name+`" already exists.`), id, object.InvalidOperation, target)
}

// collect computes the properties asked for.
func (c *selectObject) collect(rt cmdlet.Runtime, v any) (names []string, values []any, err error) {
	for _, p := range c.properties {
		results, err := c.results(rt, p, v)
		if err != nil {
			return nil, nil, err
		}
		if p.Name != "" && len(results) > 1 {
			e := object.Throw(object.InvalidOperationType, "Cannot rename multiple results.")
			if err := rt.WriteError(record(e, "RenamingMultipleResults", object.InvalidOperation, v)); err != nil {
				return nil, nil, err
			}
			continue
		}
		for _, r := range results {
			name := p.Name
			if name == "" {
				name = r.Expression.String()
			}
			if name == "" {
				return nil, nil, record(psArgument("A property is an empty script block and does not provide a name."), "EmptyScriptBlockAndNoName", object.InvalidArgument, nil)
			}
			names, values = append(names, name), append(values, r.Value)
		}
	}
	return names, values, nil
}

func (c *selectObject) results(rt cmdlet.Runtime, p *cmdlet.Calculated, v any) ([]cmdlet.Result, error) {
	var out []cmdlet.Result
	for _, x := range p.Expression.Resolve(rt, v, true) {
		if c.exclude.has(x.String()) {
			continue
		}
		value, err := x.Value(rt, v)
		if err != nil && cmdlet.Ends(err) {
			return nil, err
		}
		out = append(out, cmdlet.Result{Expression: x, Value: value, Err: err})
	}
	if len(out) == 0 && !p.Expression.HasWildcard() && !c.exclude.has(p.Expression.String()) {
		out = append(out, cmdlet.Result{Expression: p.Expression})
	}
	return out, nil
}

// expanded writes the values of the property that is expanded, with the other
// properties added to each.
func (c *selectObject) expanded(rt cmdlet.Runtime, v any, names []string, values []any) error {
	results, err := c.expand.Expression.Values(rt, v, true)
	if err != nil {
		return err
	}
	switch {
	case len(results) == 0:
		return rt.WriteError(record(psArgument(`Property "`+c.ExpandProperty+`" cannot be found.`), "ExpandPropertyNotFound", object.InvalidArgument, v))
	case len(results) > 1:
		return rt.WriteError(record(psArgument("Multiple properties cannot be expanded."), "MutlipleExpandProperties", object.InvalidArgument, v))
	case results[0].Err != nil:
		return rt.WriteError(record(object.FromGo(results[0].Err), "PropertyEvaluationExpand", object.InvalidResult, v))
	}
	value := results[0].Value
	items, ok := object.Elements(value)
	if !ok {
		items = []any{value}
	}
	for _, item := range items {
		if item == nil {
			continue
		}
		out, err := c.withProperties(rt, item, v, names, values)
		if err != nil {
			return err
		}
		if err := c.write(rt, out, names); err != nil {
			return err
		}
	}
	return nil
}

// withProperties adds properties to an expanded value, without changing the value itself.
func (c *selectObject) withProperties(rt cmdlet.Runtime, item, from any, names []string, values []any) (any, error) {
	if len(names) == 0 {
		return item, nil
	}
	out := withMembers(item)
	for i, n := range names {
		if len((cmdlet.Expression{Name: n}).Resolve(rt, out, false)) > 0 {
			if err := rt.WriteError(existing(n, "AlreadyExistingUserSpecifiedPropertyExpand", from)); err != nil {
				return nil, err
			}
			continue
		}
		addNote(out, n, values[i])
	}
	return out, nil
}

func (c *selectObject) write(rt cmdlet.Runtime, v any, added []string) error {
	if c.Unique {
		c.unique.add(v, added)
		return nil
	}
	return rt.WriteObject(v)
}

// uniqueObjects keeps one of each kind of equal objects.
type uniqueObjects struct {
	inv        object.Invoker
	ignoreCase bool
	objects    []uniqueObject
	texts      map[string]bool // plain strings seen, to spare comparisons
}

type uniqueObject struct {
	object any
	added  []string
}

func (u *uniqueObjects) add(v any, added []string) {
	if s, ok := v.(string); ok {
		key := s
		if u.ignoreCase {
			key = strings.ToLower(s)
		}
		if u.texts[key] {
			return
		}
		if u.texts == nil {
			u.texts = map[string]bool{}
		}
		u.texts[key] = true
	}
	for _, o := range u.objects {
		if len(o.added) == len(added) && u.same(o, v, added) {
			return
		}
	}
	u.objects = append(u.objects, uniqueObject{v, added})
}

func (u *uniqueObjects) same(o uniqueObject, v any, added []string) bool {
	a, b := object.Unwrap(o.object), object.Unwrap(v)
	_, custom := a.(*object.Custom)
	_, both := b.(*object.Custom)
	if custom != both {
		return false
	}
	order := comparer{inv: u.inv, caseSensitive: !u.ignoreCase}
	if !custom && order.compare(a, b) != 0 {
		return false
	}
	if custom && len(added) == 0 {
		return order.compare(a, b) == 0
	}
	for _, n := range added {
		x, found, _ := object.GetProperty(u.inv, o.object, n)
		y, _, _ := object.GetProperty(u.inv, v, n)
		if !found || order.compare(x, y) != 0 {
			return false
		}
	}
	return true
}
