package bind

import (
	"fmt"

	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/object"
)

// tracer writes the ParameterBinding lines of one binding; a nil one writes none, at the cost of
// one comparison. The texts are PowerShell's.
type tracer struct{ *trace.Source }

func nothing() {}

func (t *tracer) scope(format string, args ...any) func() {
	if t == nil {
		return nothing
	}
	return t.Begin(format, args...)
}

func (t *tracer) line(format string, args ...any) {
	if t != nil {
		t.Writef(format, args...)
	}
}

// Trace makes the binding write the lines of a source; nil: none.
func (b *Binding) Trace(s *trace.Source) {
	if s != nil {
		b.trace = &tracer{s}
	}
}

// shown is an argument as String.Format shows it.
func (b *Binding) shown(v any) string {
	if v == nil || v == any(object.Null) {
		return ""
	}
	if object.IsEnumerable(v) {
		return object.TypeOf(object.Unwrap(v)).String()
	}
	return object.Text(b.caller, v)
}

// spelled is a type as its ToString has it, with the namespace.
func spelled(t *object.Type) string {
	if t == nil {
		return "System.Object"
	}
	return t.FullName()
}

// traced converts an argument as convert does, and tells of it.
func (b *Binding) traced(at int, a Arg, coerce bool) (any, error) {
	q := b.Plan.Params[at]
	defer b.trace.scope("BIND arg [%s] to parameter [%s]", b.shown(a.Value), q.Name)()
	before := len(q.Transforms)
	v, err := b.fitted(at, a, coerce)
	switch e := err.(type) {
	case nil:
		if before > 0 {
			b.trace.line("result returned from DATA GENERATION: %s", b.shown(v))
		}
		b.traceCoercion(q, a, v, coerce)
		for _, check := range q.Validations {
			b.trace.scope("Executing VALIDATION metadata: [System.Management.Automation.%sAttribute]", check.Name())()
		}
		b.trace.line("BIND arg [%s] to param [%s] SUCCESSFUL", b.shown(v), q.Name)
	case *Error:
		b.traceFailure(q, a, e)
	default:
		b.trace.line("BIND arg [%s] to param [%s] SKIPPED", b.shown(a.Value), q.Name)
	}
	return v, err
}

func (b *Binding) traceFailure(q *Planned, a Arg, e *Error) {
	t := e.Record.Exception.PSType()
	switch {
	case t.Is(object.ParameterBindingTransformationType):
		b.trace.line("ERROR: DATA GENERATION: %s", inner(e))
	case t.Is(object.ParameterBindingValidationType):
		b.traceCoercion(q, a, a.Value, true)
		b.trace.line("ERROR: VALIDATION FAILED: %s", inner(e))
	default:
		defer b.trace.scope("COERCE arg to [%s]", spelled(q.Type))()
		b.trace.line("Trying to convert argument value from %s to %s", spelled(object.TypeOf(object.Unwrap(a.Value))), spelled(q.Type))
		b.trace.Errorf("ERROR: COERCE FAILED: arg [%s] could not be converted to the parameter type [%s]", b.shown(a.Value), spelled(q.Type))
	}
}

func inner(e *Error) string {
	if i := e.Record.Exception.Inner; i != nil {
		return i.Message
	}
	return e.Error()
}

// traceCoercion tells how an argument became what the parameter takes.
func (b *Binding) traceCoercion(q *Planned, a Arg, v any, coerce bool) {
	if !coerce || q.Type == nil {
		return
	}
	given := object.Unwrap(a.Value)
	if a.Value == any(object.Null) {
		given = nil
	}
	defer b.trace.scope("COERCE arg to [%s]", spelled(q.Type))()
	switch from := object.TypeOf(given); {
	case given == nil:
		b.trace.line("Arg is null, parameter type not bool or SwitchParameter, value is null.")
	case from.Is(q.Type) || q.Switch && from == object.BooleanType:
		b.trace.line("Parameter and arg types the same, no coercion is needed.")
	default:
		b.trace.line("Trying to convert argument value from %s to %s", spelled(from), spelled(q.Type))
		if elem := elementOf(q.Type); elem != nil {
			b.traceCollection(q, given, elem)
			return
		}
		b.trace.line("CONVERT arg type to param type using LanguagePrimitives.ConvertTo")
		b.trace.line("CONVERT SUCCESSFUL using LanguagePrimitives.ConvertTo: [%s]", b.shown(v))
	}
}

// traceCollection tells how an argument became an array or another collection.
func (b *Binding) traceCollection(q *Planned, given any, elem *object.Type) {
	from, kind := object.TypeOf(given), "Array"
	if q.Type.Kind != object.KindArray {
		kind = "ICollectionGeneric"
	}
	b.trace.line("ENCODING arg into collection")
	b.trace.line("Binding collection parameter %s: argument type [%s], parameter type [%s], collection type %s, element type [%s], coerceElementType",
		q.Name, from.Name, spelled(q.Type), kind, spelled(elem))
	items, list := object.Elements(given)
	if !list {
		items = []any{given}
	} else {
		b.trace.line("Arg is IList with %d elements", len(items))
	}
	if kind == "Array" {
		b.trace.line("Creating array with element type [%s] and %d elements", spelled(elem), len(items))
	} else {
		b.trace.line("Creating collection [%s]", spelled(q.Type))
	}
	what := "element"
	if list {
		b.trace.line("Argument type %s is IList", spelled(from))
	} else {
		what = "scalar element"
		b.trace.line("Argument type %s is not IList, treating this as scalar", from.Name)
		b.trace.line("Coercing scalar arg value to type %s", spelled(elem))
	}
	for i, item := range items {
		t := object.TypeOf(object.Unwrap(item))
		name := "null"
		if t != nil {
			name = t.Name
		}
		if list {
			b.trace.line("COERCE collection element from type %s to type %s", name, spelled(elem))
		}
		end := b.trace.scope("COERCE arg to [%s]", spelled(elem))
		if t != nil && t.Is(elem) {
			b.trace.line("Parameter and arg types the same, no coercion is needed.")
		} else {
			b.trace.line("Trying to convert argument value from %s to %s", spelled(t), spelled(elem))
			b.trace.line("CONVERT arg type to param type using LanguagePrimitives.ConvertTo")
			name = elem.Name
		}
		end()
		place := "via IList.Add"
		if kind == "Array" {
			place = fmt.Sprintf("to array position %d", i)
		}
		b.trace.line("Adding %s of type %s %s", what, name, place)
	}
}

// traceInput binds an object of the pipeline, and tells of it.
func (b *Binding) traceInput(v any) error {
	end := b.trace.scope("BIND PIPELINE object to parameters: [%s]", b.name)
	name := "null"
	if v != nil && v != any(object.Null) {
		name = object.TypeNames(v)[0]
	}
	b.trace.line("PIPELINE object TYPE = [%s]", name)
	b.trace.line("RESTORING pipeline parameter's original values")
	err := b.bindInput(v)
	end()
	if err == nil {
		b.trace.scope("MANDATORY PARAMETER CHECK on cmdlet [%s]", b.name)()
	}
	return err
}

// traceSource tells that a parameter is tried with the input or one of its properties.
func (b *Binding) traceSource(q *Planned, from string, coerce bool) {
	if b.trace == nil {
		return
	}
	how := "NO COERCION"
	if coerce {
		how = "WITH COERCION"
	}
	b.trace.line("Parameter [%s] PIPELINE INPUT %s %s", q.Name, from, how)
}
