package bind

import (
	"fmt"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Convert makes an argument a value of its parameter: transformation
// attributes, conversion to the type, the checks for null and empty, validation.
func (b *Binding) Convert(at int, a Arg) (any, error) {
	return b.convert(at, a, true)
}

func (b *Binding) convert(at int, a Arg, coerce bool) (any, error) {
	if b.trace != nil {
		return b.traced(at, a, coerce)
	}
	return b.fitted(at, a, coerce)
}

// fitted is what a parameter gets of an argument: transformed, converted, validated.
func (b *Binding) fitted(at int, a Arg, coerce bool) (any, error) {
	q := b.Plan.Params[at]
	v := a.Value
	if a.ValueAt != nil {
		a.At = a.ValueAt
	}
	if v == object.Null {
		v = nil
	}
	if a.Text != "" && q.Type == object.StringType {
		v = a.Text
	}
	var err error
	for _, t := range q.Transforms {
		if v, err = t.Transform(b.caller, v); err != nil {
			return nil, b.transformationError(q, a, err)
		}
	}
	if v, err = b.coerce(q, a, v, coerce); err != nil {
		return nil, err
	}
	for _, check := range q.Validations {
		if err := check.Check(b.caller, v); err != nil {
			return nil, b.validationError(q, a, err)
		}
	}
	if e, ok := v.(object.Enum); ok && q.common() && IsSuspend(e) {
		return nil, b.notSet(q, a, fmt.Sprintf(SuspendReserved, "Suspend"))
	}
	if q.mandatory != 0 {
		err = b.refuseEmpty(q, a, v, q.Type, true)
	}
	return v, err
}

func (b *Binding) coerce(q *Planned, a Arg, v any, allowed bool) (any, error) {
	t := q.Type
	if t == nil || t == object.ObjectType {
		return v, nil
	}
	if object.TypeOf(v) == t && !q.Switch {
		return object.Unwritten(v), nil
	}
	if v == nil && t == object.StringType && len(q.Field) > 0 {
		return nil, nil // a cmdlet's own string stays null; only a function's becomes an empty text
	}
	if !allowed {
		return nil, errNoFit
	}
	if q.Switch || t == object.BooleanType {
		return b.truth(q, a, v)
	}
	if t == object.ReferenceType {
		return nil, b.cannotConvert(q, a, v, object.Throw(object.PSInvalidCastType, "Reference type is expected in argument."))
	}
	if t == object.StringType && object.IsEnumerable(v) && !isChars(v) && (b.Plan.Info.Advanced || !b.Plan.isFunction(q)) {
		return nil, b.cannotConvert(q, a, v, nil) // a simple function joins the elements
	}
	if v == nil && t.Kind == object.KindArray {
		return nil, nil
	}
	if elem := elementOf(t); b.Plan.Info.Advanced && (elem == object.BooleanType || elem == object.SwitchType || elem != nil && elem.Nullable() == object.BooleanType) {
		if err := b.truths(q, a, v, elem); err != nil {
			return nil, err
		}
	}
	r, err := object.Convert(b.caller, v, t)
	if err != nil {
		return nil, b.cannotConvert(q, a, v, err)
	}
	return r, nil
}

// elementOf is the type of a collection's elements; nil for other types.
func elementOf(t *object.Type) *object.Type {
	switch {
	case t == nil:
		return nil
	case t.Kind == object.KindArray:
		return t.Elem
	case t.Is(object.IListType) && len(t.Args) == 1:
		return t.Args[0]
	}
	return nil
}

// truths checks the elements of a collection of booleans.
func (b *Binding) truths(q *Planned, a Arg, v any, elem *object.Type) error {
	items, ok := object.Elements(v)
	if !ok {
		items = []any{v}
	}
	for _, e := range items {
		switch x := object.Unwrap(e).(type) {
		case bool, object.SwitchParameter:
		case nil:
			if elem == object.BooleanType {
				return b.cannotConvert(q, a, v, notBoolean(x, elem))
			}
		default:
			if !object.IsNumeric(x) {
				return b.cannotConvert(q, a, v, notBoolean(x, elem))
			}
		}
	}
	return nil
}

func notBoolean(v any, to *object.Type) *object.Exception {
	name := ""
	if t := object.TypeOf(v); t != nil {
		name = t.String()
	}
	return object.Throw(object.PSInvalidCastType, `Cannot convert value "%s" to type "%s". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`, name, typeText(to))
}

func isChars(v any) bool { _, ok := v.(*object.Array); return !ok }

// truth converts for [bool] and [switch]. A function's parameter goes by the
// conversions of its types, so that $null is no switch and a number none either; a
// cmdlet's takes numbers for both, and a switch that is given $null is on.
func (b *Binding) truth(q *Planned, a Arg, v any) (any, error) {
	function := b.Plan.isFunction(q)
	base := object.Unwrap(v)
	switch x := base.(type) {
	case bool:
		return object.Bool(x), nil
	case object.SwitchParameter:
		return object.Bool(bool(x)), nil
	case nil:
		if q.Switch {
			return object.Bool(!function), nil
		}
		if !function {
			return nil, b.refuse("ParameterArgumentValidationErrorNullNotAllowed", q, a, "it is null")
		}
	default:
		if object.IsNumeric(x) {
			if q.Switch && function {
				return nil, b.cannotConvert(q, a, v, nil)
			}
			return object.Bool(object.IsTrue(x)), nil
		}
	}
	return nil, b.cannotConvert(q, a, v, notBoolean(base, q.Type))
}

// refuseEmpty refuses $null, the empty text and the empty collection for a mandatory
// parameter, and the first two as elements of a list.
func (b *Binding) refuseEmpty(q *Planned, a Arg, v any, t *object.Type, list bool) error {
	if v == nil {
		if q.AllowNull || t != nil && t.Nullable() == object.BooleanType {
			return nil
		}
		return b.refuse("ParameterArgumentValidationErrorNullNotAllowed", q, a, "it is null")
	}
	if t == object.StringType {
		if s, ok := object.Unwrap(v).(string); ok && s == "" && !q.AllowEmptyString {
			return b.refuse("ParameterArgumentValidationErrorEmptyStringNotAllowed", q, a, "it is an empty string")
		}
		return nil
	}
	if !list || t == nil || t.Kind != object.KindArray && !t.Is(object.IListType) {
		return nil
	}
	elem := t.Elem
	if elem == nil && len(t.Args) == 1 {
		elem = t.Args[0]
	}
	items, _ := object.Elements(v)
	if elem == nil || !elem.IsValue() {
		for _, e := range items {
			if err := b.refuseEmpty(q, a, e, elem, false); err != nil {
				return err
			}
		}
	}
	switch {
	case len(items) > 0 || q.AllowEmptyCollection:
		return nil
	case t.Kind == object.KindArray:
		return b.refuse("ParameterArgumentValidationErrorEmptyArrayNotAllowed", q, a, "it is an empty array")
	}
	return b.refuse("ParameterArgumentValidationErrorEmptyCollectionNotAllowed", q, a, "it is an empty collection")
}

func (b *Binding) refuse(id string, q *Planned, a Arg, why string) error {
	r := b.record(object.ParameterBindingValidationType, id, object.InvalidData, a.At, q.Name, "Cannot bind argument to parameter '%s' because %s.", q.Name, why)
	return r
}

// CheckDefault validates a default value; PowerShell does so for parameters of
// functions that were not given only when they are assigned later, so nobody calls
// it for those; $PSDefaultParameterValues do.
func (b *Binding) CheckDefault(p *cmdlet.Param, v any) error {
	for _, check := range p.Validations {
		if err := check.Check(b.caller, v); err != nil {
			return err
		}
	}
	return nil
}
