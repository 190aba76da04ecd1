package format

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// shown is one property to show: resolved, with what the user said of it.
type shown struct {
	expression cmdlet.Expression
	from       *cmdlet.Calculated // nil: nobody asked for it by name
}

func (s shown) label() string {
	if s.from != nil && s.from.Name != "" {
		return s.from.Name
	}
	return s.expression.String()
}

func (s shown) format() string {
	if s.from == nil {
		return ""
	}
	return s.from.Text("formatstring")
}

// requested resolves the properties the user named; in a table one that does
// not exist keeps its column.
func requested(inv object.Invoker, v any, properties []*cmdlet.Calculated, table bool) []shown {
	var out []shown
	for _, p := range properties {
		found := p.Expression.Resolve(inv, v, true)
		if table && len(found) == 0 && !p.Expression.HasWildcard() {
			out = append(out, shown{p.Expression, p})
		}
		for _, x := range found {
			out = append(out, shown{x, p})
		}
	}
	return out
}

// usual are the properties shown when nobody named any: the default set of the
// object's type, else all.
func usual(inv object.Invoker, v any) (list []shown, fromSet bool) {
	for _, name := range defaultDisplaySet(inv, v) {
		if name != "" {
			list = append(list, shown{expression: cmdlet.Expression{Name: name}})
		}
	}
	if len(list) > 0 {
		return list, true
	}
	return all(inv, v), false
}

// all are the properties an object itself has, then those added to it.
func all(inv object.Invoker, v any) []shown {
	var names []string
	if c, ok := v.(*object.Custom); ok {
		names = cmdlet.PropertyNames(inv, c)
	} else {
		for _, m := range object.DisplayedProperties(inv, v) {
			names = append(names, m.Name)
		}
	}
	list := make([]shown, 0, len(names))
	for _, n := range names {
		if !hiddenRemoting(inv, v, n) {
			list = append(list, shown{expression: cmdlet.Resolved(n)})
		}
	}
	return list
}

// hiddenRemoting tells whether a property that says where an object came from stays unseen.
func hiddenRemoting(inv object.Invoker, v any, name string) bool {
	if len(name) < 14 || !remotingProperty(name) {
		return false
	}
	_, found, _ := object.GetProperty(inv, v, "PSShowComputerName")
	return found
}

// value is the text of a property; an expression that fails gives nothing, or
// #ERR where errors are displayed.
func (f *Formatter) value(v any, x cmdlet.Expression, format string, table bool) (string, error) {
	r, found, err := f.first(v, x)
	switch {
	case err != nil:
		return "", err
	case !found:
		return "", nil
	case r.Err != nil:
		f.fail(expressionFailure{expression: r.Expression, of: v, err: r.Err})
		if f.displaysErrors() {
			return "#ERR", nil
		}
		return "", nil
	}
	return f.formatField(r.Value, format, table), nil
}

// first is the first value an expression gives.
func (f *Formatter) first(v any, x cmdlet.Expression) (cmdlet.Result, bool, error) {
	if c, ok := v.(*object.Custom); ok && x.Script == nil {
		if i, ok := c.Shape().Slot(x.Name); ok {
			return cmdlet.Result{Expression: x, Value: c.At(i)}, true, nil
		}
	}
	results, err := x.Values(f.inv, v, true)
	if err != nil || len(results) == 0 {
		return cmdlet.Result{}, false, err
	}
	return results[0], true, nil
}

// viewValue is the text of a view's value.
func (f *Formatter) viewValue(v any, value cmdlet.Value) (text string, found bool, err error) {
	if value.Func == nil {
		r, found, err := f.first(v, cmdlet.Expression{Name: value.Property})
		if err != nil || !found || r.Err != nil {
			return "", false, err
		}
		return f.formatField(r.Value, value.Format, false), true, nil
	}
	result, err := value.Func(f.inv, v)
	if err != nil {
		if cmdlet.Ends(err) {
			return "", false, err
		}
		f.fail(expressionFailure{of: v, err: err})
		return "", false, nil
	}
	return f.formatField(result, value.Format, false), true, nil
}
