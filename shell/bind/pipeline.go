package bind

import (
	"errors"
	"strings"

	"stagecoach/shell/object"
)

// BeginPipeline is called after BindCommandLine, before the first object.
func (b *Binding) BeginPipeline() {
	b.saved = b.valid
	b.piped = make([]bool, len(b.Values))
}

// BindInput binds one pipeline object: by value where its type fits, by its
// properties, then both with conversion. An error is not terminating; its record's
// target is the object.
func (b *Binding) BindInput(v any) error {
	var err error
	if b.trace != nil {
		err = b.traceInput(v)
	} else {
		err = b.bindInput(v)
	}
	if e, ok := err.(*Error); ok {
		e.Record.Target = v
	}
	return err
}

func (b *Binding) bindInput(v any) error {
	b.forget()
	any := false
	for _, coerce := range []bool{false, true} {
		byValue, err := b.bindByValue(v, coerce)
		if err != nil {
			return err
		}
		byName, err := b.bindByName(v, coerce)
		if err != nil {
			return err
		}
		any = any || byValue || byName
		if any && !coerce && b.satisfied() {
			break
		}
	}
	late, err := b.runLate(v)
	if err != nil {
		return err
	}
	any = any || late
	if !any {
		return b.inputNotBound()
	}
	if names := b.stillMissing(); names != "" {
		return b.inputMissing(names)
	}
	return nil
}

// forget undoes what the previous object bound.
func (b *Binding) forget() {
	b.valid = b.saved
	for _, i := range b.Plan.pipeline {
		if b.piped[i] {
			b.piped[i], b.Given[i], b.Values[i] = false, false, nil
		}
	}
}

// Piped tells whether a parameter's value came from the present pipeline object.
func (b *Binding) Piped(i int) bool { return b.piped != nil && b.piped[i] }

// PipelineParameters are the indices of parameters that take pipeline input.
func (b *Binding) PipelineParameters() []int { return b.Plan.pipeline }

func (b *Binding) open(i int) bool { return !b.Given[i] && b.Plan.Params[i].mask&b.valid != 0 }

// bindByValue binds the object itself. That it does not convert is no error yet: a
// property may fit, or the object is refused as a whole; that it converts and is not valid is one.
func (b *Binding) bindByValue(v any, coerce bool) (bound bool, err error) {
	def := b.Plan.def & b.valid
	try := func(i int) {
		q := b.Plan.Params[i]
		if err != nil || !b.open(i) || q.pipeline&b.valid == 0 {
			return
		}
		b.traceSource(q, "ValueFromPipeline", coerce)
		value, ok, failed := b.fitInput(i, v, coerce)
		switch {
		case ok:
			b.take(i, value, q.pipeline)
			bound = true
		case invalid(failed):
			err = failed
		}
	}
	for _, i := range b.Plan.pipeline {
		if def != 0 && b.Plan.Params[i].pipeline&def != 0 {
			try(i)
		}
	}
	for _, i := range b.Plan.pipeline {
		try(i)
	}
	return bound, err
}

// invalid tells the error of a validation attribute, or of a null or empty value for a
// mandatory parameter, from those of a conversion.
func invalid(err error) bool {
	var e *Error
	return errors.As(err, &e) && strings.HasPrefix(e.Record.ID, "ParameterArgumentValidationError")
}

// bindByName binds the object's properties. One that has the parameter's name and
// does not convert, or is not valid, is an error.
func (b *Binding) bindByName(v any, coerce bool) (bound bool, err error) {
	for _, i := range b.Plan.pipeline {
		q := b.Plan.Params[i]
		if !b.open(i) || q.byName&b.valid == 0 {
			continue
		}
		value, ok := b.property(v, q)
		if !ok {
			continue
		}
		b.traceSource(q, "ValueFromPipelineByPropertyName", coerce)
		value, ok, err := b.fitInput(i, value, coerce)
		if err != nil {
			return bound, err
		}
		if ok {
			b.take(i, value, q.byName)
			bound = true
		}
	}
	return bound, nil
}

// property finds a property of the name or an alias of a parameter.
func (b *Binding) property(v any, q *Planned) (any, bool) {
	if v == nil || object.IsEnumerable(v) {
		return nil, false
	}
	if value, ok := b.member(v, q.Name); ok {
		return value, true
	}
	for _, a := range q.Aliases {
		if value, ok := b.member(v, a); ok {
			return value, true
		}
	}
	return nil, false
}

func (b *Binding) member(v any, name string) (any, bool) {
	base := object.Unwrap(v)
	if c, ok := base.(*object.Custom); ok {
		if value, ok := c.Get(name); ok {
			return value, true
		}
	}
	m := object.FindMember(b.caller, v, name)
	if m == nil || m.Kind == object.Method || m.Kind == object.ScriptMethod || m.Kind == object.CodeMethod {
		return nil, false
	}
	value, err := object.ReadMember(b.caller, v, m)
	return value, err == nil
}

// fitInput makes a value one of the parameter's; neither ok nor an error: it would
// have to be converted.
func (b *Binding) fitInput(i int, v any, coerce bool) (value any, ok bool, err error) {
	q := b.Plan.Params[i]
	if !coerce && len(q.Transforms) == 0 && q.Type != nil && q.Type != object.ObjectType && !object.InstanceOf(v, q.Type) && (q.Type.Elem == nil || !object.InstanceOf(v, q.Type.Elem)) {
		return nil, false, nil
	}
	value, err = b.convert(i, Arg{Value: v, HasValue: true}, true)
	return value, err == nil, err
}

func (b *Binding) take(i int, v any, mask setMask) {
	b.Values[i], b.Given[i], b.piped[i] = v, true, true
	if m := mask & b.valid; m != 0 {
		b.valid = m
	}
}

func (b *Binding) satisfied() bool {
	for _, i := range b.Plan.pipeline {
		q := b.Plan.Params[i]
		if !b.Given[i] && (q.mandatory&b.valid != 0 || q.byName&b.valid != 0) {
			return false
		}
	}
	return true
}

// runLate evaluates arguments that are script blocks for this object.
func (b *Binding) runLate(v any) (bool, error) {
	for _, i := range b.late {
		q := b.Plan.Params[i]
		sb, ok := b.Values[i].(object.ScriptBlock)
		ok = ok && object.TypeOf(b.Values[i]) == object.ScriptBlockTyp
		if b.blocks == nil {
			b.blocks = map[int]object.ScriptBlock{}
		}
		if ok {
			b.blocks[i] = sb
		} else {
			sb = b.blocks[i]
		}
		out, err := b.caller.Call(sb, nil, v)
		if err != nil {
			e := object.FromGo(err)
			return false, b.errorf("ScriptBlockArgumentInvocationFailed", nil, q.Name, "The input to the script block for parameter '%s' failed. %s", q.Name, e.Message)
		}
		if len(out) == 0 {
			return false, b.errorf("ScriptBlockArgumentNoOutput", nil, q.Name, "Cannot evaluate parameter '%s' because its argument input did not produce any output.", q.Name)
		}
		value, err := b.Convert(i, Arg{Value: object.Collapse(out), HasValue: true})
		if err != nil {
			return false, err
		}
		b.Values[i], b.Given[i] = value, true
	}
	return len(b.late) > 0, nil
}

// LateWithoutInput is the error for a script block argument when no object comes.
func (b *Binding) LateWithoutInput() error {
	if len(b.late) == 0 {
		return nil
	}
	q := b.Plan.Params[b.late[0]]
	err := b.errorf("ScriptBlockArgumentNoInput", b.lateAt, q.Name, "Cannot evaluate parameter '%s' because its argument is specified as a script block and there is no input. A script block cannot be evaluated without input.", q.Name)
	err.(*Error).Record.Category = object.MetadataError
	return err
}

func (b *Binding) inputNotBound() error {
	return b.errorf("InputObjectNotBound", nil, "", "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.")
}

func (b *Binding) stillMissing() string {
	if !b.defered {
		return ""
	}
	var names strings.Builder
	for i, q := range b.Plan.Params {
		if !b.Given[i] && q.mandatory&b.valid != 0 && q.mandatory&b.valid == b.valid {
			names.WriteString(" " + q.Name)
		}
	}
	return names.String()
}

func (b *Binding) inputMissing(names string) error {
	return b.errorf("InputObjectMissingMandatory", nil, "", "The input object cannot be bound because it did not contain the information required to bind all mandatory parameters: %s", names)
}

// Bound yields the parameters given, in order of binding, for $PSBoundParameters.
func (b *Binding) Bound(yield func(name string, v any) bool) {
	for _, i := range b.order {
		if b.Given[i] && !yield(b.Plan.Params[i].Name, b.Shown(i)) {
			return
		}
	}
	for _, i := range b.Plan.pipeline {
		if b.Piped(i) && !yield(b.Plan.Params[i].Name, b.Shown(i)) {
			return
		}
	}
}

// Shown is a parameter's value as a script sees it: a switch is a SwitchParameter.
func (b *Binding) Shown(i int) any {
	if on, ok := b.Values[i].(bool); ok && b.Plan.Params[i].Switch {
		return object.SwitchParameter(on)
	}
	return b.Values[i]
}

// Reachable tells whether a parameter is in a set that the call can still mean.
func (b *Binding) Reachable(i int) bool { return b.Plan.Params[i].mask&b.valid != 0 }

// HasLate tells whether an argument is a script block to be run for each object.
func (b *Binding) HasLate() bool { return len(b.late) > 0 }

// Late tells whether a parameter's argument is such a block.
func (b *Binding) Late(i int) bool {
	for _, k := range b.late {
		if k == i {
			return true
		}
	}
	return false
}
