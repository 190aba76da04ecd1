package utility

import "stagecoach/shell/object"

// noteName is -NotePropertyName. It is a type of its own so that a kind of
// member in the first place is taken for -MemberType before it is tried here.
type noteName string

var noteNameType = &object.Type{Name: "String", Namespace: "System", Base: object.ObjectType,
	Convert: func(inv object.Invoker, v any) (any, bool, error) { return object.Text(inv, v), true, nil }}

// BindType is a string that no argument is already.
func (*noteName) BindType() *object.Type { return noteNameType }

// BindValue takes the name.
func (n *noteName) BindValue(v any) { *n = noteName(object.Text(nil, v)) }
