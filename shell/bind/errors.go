package bind

import (
	"errors"
	"fmt"
	"strings"

	"stagecoach/shell/object"
)

// Error is a binding error: a record and the argument at which it stands; At is
// nil when it is the whole command's.
type Error struct {
	Record *object.ErrorRecord
	At     any
}

func (e *Error) Error() string { return e.Record.Error() }

// Unwrap gives the record.
func (e *Error) Unwrap() error { return e.Record }

// errNoFit: without conversion the value does not go into the parameter.
var errNoFit = errors.New("the value is not of the parameter's type")

func (b *Binding) record(t *object.Type, id string, c object.Category, at any, param, format string, args ...any) error {
	r := object.NewError(t, id, c, nil, format, args...)
	r.Exception.Fields = map[string]any{"ParameterName": param, "ErrorId": id}
	return &Error{r, at}
}

func (b *Binding) errorf(id string, at any, param, format string, args ...any) error {
	return b.record(object.ParameterBindingType, id, object.InvalidArgument, at, param, format, args...)
}

func (b *Binding) ambiguous(a Arg, several []string) error {
	var names strings.Builder
	for _, n := range several {
		names.WriteString(" -" + n)
	}
	return b.errorf("AmbiguousParameter", a.At, a.Name, "Parameter cannot be processed because the parameter name '%s' is ambiguous. Possible matches include:%s.", a.Name, names.String())
}

func (b *Binding) missingArgument(a Arg, q *Planned) error {
	return b.errorf("MissingArgument", a.At, q.Name, "Missing an argument for parameter '%s'. Specify a parameter of type '%s' and try again.", q.Name, typeText(q.Type))
}

func typeText(t *object.Type) string {
	if t == nil {
		return "System.Object"
	}
	return t.String()
}

func (b *Binding) ambiguousSet(at any) error {
	return b.errorf("AmbiguousParameterSet", nil, "", "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.")
}

// cannotConvert reports a value that does not become the parameter's type: a
// transformation error for functions, whose types are attributes, and a
// conversion error for cmdlets.
func (b *Binding) cannotConvert(q *Planned, a Arg, v any, cause error) error {
	inner := "Cannot convert value to type " + typeText(q.Type) + "."
	if q.Type != nil && q.Type != object.StringType {
		inner = fmt.Sprintf(`Cannot convert the "%s" value of type "%s" to type "%s".`, object.Text(b.caller, v), nameOf(v), typeText(q.Type))
	}
	var e *object.Exception
	if cause != nil {
		e = object.FromGo(cause)
		inner = e.Message
	}
	if b.Plan.isFunction(q) {
		return b.transformation(q, a, inner, e)
	}
	r := object.NewError(object.ParameterBindingType, "CannotConvertArgumentNoMessage", object.InvalidArgument, nil, "Cannot bind parameter '%s'. %s", q.Name, inner)
	r.Exception.Fields = map[string]any{"ParameterName": q.Name, "ErrorId": "CannotConvertArgumentNoMessage"}
	r.Exception.Inner = e
	return &Error{r, a.At}
}

// notSet is the failure of a parameter's own setter.
func (b *Binding) notSet(q *Planned, a Arg, why string) error {
	return b.record(object.ParameterBindingType, "ParameterBindingFailed", object.WriteError, a.At, q.Name,
		`Cannot bind parameter '%s' to the target. Exception setting "%s": "%s"`, q.Name, q.Name, why)
}

func nameOf(v any) string {
	if t := object.TypeOf(v); t != nil {
		return t.String()
	}
	return "null"
}

func (b *Binding) transformation(q *Planned, a Arg, inner string, e *object.Exception) error {
	err := b.record(object.ParameterBindingTransformationType, "ParameterArgumentTransformationError", object.InvalidData, a.At, q.Name, "Cannot process argument transformation on parameter '%s'. %s", q.Name, inner)
	err.(*Error).Record.Exception.Inner = e
	return err
}

func (b *Binding) transformationError(q *Planned, a Arg, cause error) error {
	e := object.FromGo(cause)
	return b.transformation(q, a, e.Message, e)
}

func (b *Binding) validationError(q *Planned, a Arg, cause error) error {
	e := object.FromGo(cause)
	err := b.record(object.ParameterBindingValidationType, "ParameterArgumentValidationError", object.InvalidData, a.At, q.Name, "Cannot validate argument on parameter '%s'. %s", q.Name, e.Message)
	err.(*Error).Record.Exception.Inner = e
	return err
}

// isFunction tells a script's parameter, whose type is an attribute that transforms, from a
// cmdlet's and from a dynamic one.
func (p *Plan) isFunction(q *Planned) bool { return len(q.Field) == 0 && !q.Dynamic && !q.common() }

func (q *Planned) common() bool {
	for _, c := range commonList {
		if c == q.Param {
			return true
		}
	}
	return false
}
