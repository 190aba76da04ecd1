package utility

import (
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// ordering is what Sort-Object, Group-Object and Compare-Object order objects by.
type ordering struct {
	rt         cmdlet.Runtime
	properties []*cmdlet.Calculated
	comparers  []comparer
}

// entry is an object and its keys.
type entry struct {
	object     any
	keys       []key
	index      int
	comparable bool // at least one property exists
}

// expandProperties replaces wildcards by the properties that any of the objects have, in order of name.
func expandProperties(inv object.Invoker, properties []*cmdlet.Calculated, objects []any) []*cmdlet.Calculated {
	var out []*cmdlet.Calculated
	for _, p := range properties {
		if !p.Expression.HasWildcard() {
			out = append(out, p)
			continue
		}
		var names []string
		seen := map[string]bool{}
		for _, v := range objects {
			for _, x := range p.Expression.Resolve(inv, v, true) {
				if low := strings.ToLower(x.Name); !seen[low] {
					seen[low] = true
					names = append(names, x.Name)
				}
			}
		}
		slices.SortFunc(names, func(a, b string) int { return object.CompareText(a, b, true) })
		for _, n := range names {
			q := *p
			q.Expression = cmdlet.Resolved(n)
			out = append(out, &q)
		}
	}
	return out
}

// entry computes the keys of an object; errors of expressions are written.
func (o *ordering) entry(v any, index int) (*entry, error) {
	e := &entry{object: v, index: index}
	if len(o.properties) == 0 {
		e.keys, e.comparable = []key{{value: v}}, true
		return e, nil
	}
	e.keys = make([]key, 0, len(o.properties))
	for _, p := range o.properties {
		if err := o.addKeys(e, p, v); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (o *ordering) addKeys(e *entry, p *cmdlet.Calculated, v any) error {
	if c, ok := v.(*object.Custom); ok && p.Expression.Script == nil {
		if i, ok := c.Shape().Slot(p.Expression.Name); ok {
			e.keys = append(e.keys, key{value: c.At(i)})
			e.comparable = true
			return nil
		}
	}
	results, err := p.Expression.Values(o.rt, v, false)
	if err != nil {
		return err
	}
	if len(results) == 0 {
		e.keys = append(e.keys, key{missing: true})
		return o.rt.WriteDebug(`"` + p.Expression.String() + `" cannot be found in "InputObject".`)
	}
	for _, r := range results {
		if r.Err != nil {
			if err := o.rt.WriteError(record(object.FromGo(r.Err), "ExpressionEvaluation", object.InvalidResult, v)); err != nil {
				return err
			}
		}
		e.keys = append(e.keys, key{value: r.Value})
		e.comparable = true
	}
	return nil
}

// compare orders two entries.
func (o *ordering) compare(a, b *entry) int {
	for i, c := range o.comparers {
		if n := c.keys(keyAt(a, i), keyAt(b, i)); n != 0 {
			return n
		}
	}
	return 0
}

func keyAt(e *entry, i int) key {
	if i < len(e.keys) {
		return e.keys[i]
	}
	return key{missing: true}
}
