package cmdlet

import "stagecoach/shell/object"

// Bindable is implemented, on the pointer, by parameter types that are not one of the basic
// ones (string, the numbers, bool, Switch, []byte, any, slices of these, pointers to
// values of the language): enumerations of the engine's nouns, identities, limits. The
// binder converts an argument to BindType and hands the result to BindValue, which
// therefore never fails. Opt[T] of a Bindable T works as for any other T.
type Bindable interface {
	BindType() *object.Type
	BindValue(v any)
}
