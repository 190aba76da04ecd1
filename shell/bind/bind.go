package bind

import (
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Arg is one argument of a call, in order.
type Arg struct {
	Name     string // of -Name or -Name:value, without dash and colon; empty: a value
	Value    any
	HasValue bool   // false for -Name alone
	Text     string // a number or a name as written: a text parameter gets this
	Splatted bool   // came from a splatted hashtable: an unknown name is an error all the same
	Bare     bool   // an unquoted word
	Quoted   bool   // a text in quotes: a native program gets it as it is, and of anything else the wildcards expanded
	Literal  string // an array written with commas, as written: a native program gets its words
	At       any    // where it stands; of a name: the name
	ValueAt  any    // where the value of a named argument stands //; handed back in errors

	place   int  // among the arguments of the call
	unknown bool // the name of no parameter, or the value behind its colon: never bound by position
}

// Caller is what the binder asks of the session.
type Caller interface {
	object.Invoker
	// Prompt asks for mandatory parameters; ok is false when nobody can be asked.
	Prompt(missing []*cmdlet.Param, help []string) (values []any, ok bool, err error)
	// DefaultValues are the entries of $PSDefaultParameterValues that concern the command.
	DefaultValues(command string) []DefaultValue
}

// DefaultValue is an entry of $PSDefaultParameterValues.
type DefaultValue struct {
	Name  string
	Value any
}

// Binding is one call's parameters as far as they are bound.
type Binding struct {
	Plan   *Plan
	Values []any
	Given  []bool
	Rest   []any // what no parameter took: $args of a simple function
	caller Caller
	name   string // of the command, for ids and messages
	valid  setMask
	order  []int // bound parameters in order of binding
	named  []Arg // not matched yet: may name a dynamic parameter
	loose  []Arg // positional arguments not bound yet
	// piped marks what came from the pipeline, which the next object replaces.
	piped   []bool
	defered bool // mandatory parameters wait for pipeline input
	saved   setMask
	late    []int // parameters whose argument is a script block to be run for each object
	lateAt  any   // where the first of them stands
	blocks  map[int]object.ScriptBlock
	trace   *tracer
}

// New starts the binding of a call.
func New(p *Plan, caller Caller, name string) *Binding {
	n := len(p.Params)
	return &Binding{Plan: p, Values: make([]any, n), Given: make([]bool, n), caller: caller, name: name, valid: p.all}
}

// Value returns a parameter's value by name.
func (b *Binding) Value(name string) (any, bool) {
	i, ok := b.Plan.names[strings.ToLower(name)]
	if !ok || !b.Given[i] {
		return nil, false
	}
	return b.Values[i], true
}

// BindCommandLine binds the arguments of the call. expectInput tells that
// objects will come through the pipeline, so that mandatory parameters which
// take them can wait. dynamic, when not nil, is asked once for further parameters.
func (b *Binding) BindCommandLine(args []Arg, expectInput bool, dynamic func(*Binding) ([]*cmdlet.Param, error)) error {
	if err := b.bindNames(args); err != nil {
		return err
	}
	b.prune()
	if err := b.bindPositions(); err != nil {
		return err
	}
	if err := b.bindDefaults(); err != nil {
		return err
	}
	if dynamic != nil {
		if err := b.addDynamic(dynamic); err != nil {
			return err
		}
	}
	if err := b.bindRemaining(); err != nil {
		return err
	}
	if err := b.refuseLeftovers(); err != nil {
		return err
	}
	if err := b.settleSet(expectInput); err != nil {
		return err
	}
	if b.trace != nil && b.Plan.Info.Advanced {
		defer b.trace.scope("MANDATORY PARAMETER CHECK on cmdlet [%s]", b.name)()
	}
	return b.demandMandatory(expectInput)
}

// bindNames is pair, told to whoever traces; only cmdlets and advanced functions do so.
func (b *Binding) bindNames(args []Arg) error {
	if b.trace != nil && b.Plan.Info.Advanced {
		defer b.trace.scope("BIND NAMED cmd line args [%s]", b.name)()
	}
	return b.pair(args)
}

func (b *Binding) bindPositions() error {
	if b.trace != nil && b.Plan.Info.Advanced {
		defer b.trace.scope("BIND POSITIONAL cmd line args [%s]", b.name)()
	}
	return b.bindPositional()
}

// explicit tells which parameters are named in the call itself, by whatever name; nil when
// nothing was splatted. They win over the splatted ones.
func (b *Binding) explicit(args []Arg) map[int]bool {
	if !slices.ContainsFunc(args, func(a Arg) bool { return a.Splatted }) {
		return nil
	}
	set := map[int]bool{}
	for _, a := range args {
		if a.Name != "" && !a.Splatted {
			if at, several, ok := b.Plan.Find(a.Name); ok && several == nil {
				set[at] = true
			}
		}
	}
	return set
}

// overridden tells whether a splatted argument gives way to one of the call itself.
func (b *Binding) overridden(a Arg, explicit map[int]bool) bool {
	if !a.Splatted || len(explicit) == 0 {
		return false
	}
	at, several, ok := b.Plan.Find(a.Name)
	return ok && several == nil && explicit[at]
}

// positionsClash tells whether two open parameters of one set claim the same position.
func (b *Binding) positionsClash() bool {
	list := b.Plan.positional
	for i := 1; i < len(list); i++ {
		for k := i - 1; k >= 0 && list[k].at == list[i].at; k-- {
			if list[k].param != list[i].param && list[k].mask&list[i].mask&b.valid != 0 && !b.Given[list[k].param] && !b.Given[list[i].param] {
				return true
			}
		}
	}
	return false
}

// pair joins names with their values and binds what is named.
func (b *Binding) pair(args []Arg) error {
	plain := false // after --, nothing is a parameter's name
	explicit := b.explicit(args)
	for i := 0; i < len(args); i++ {
		a := args[i]
		a.place = i
		if b.overridden(a, explicit) {
			continue
		}
		if !plain && !a.HasValue && a.Name == "-" || a.Bare && !plain && a.Value == "--" {
			plain = true
			continue
		}
		if plain && a.Name != "" {
			b.loose = append(b.loose, Arg{Value: "-" + a.Name, HasValue: true, At: a.At})
			if a.HasValue {
				b.loose = append(b.loose, Arg{Value: a.Value, HasValue: true, At: a.At})
			}
			continue
		}
		if a.Name == "" {
			b.loose = append(b.loose, a)
			continue
		}
		at, several, ok := b.Plan.Find(a.Name)
		if several != nil {
			return b.ambiguous(a, several)
		}
		if !ok {
			if !b.Plan.Info.Advanced {
				b.keepUnknown(a)
				continue
			}
			b.named = append(b.named, a)
			if !a.HasValue && i+1 < len(args) && args[i+1].Name == "" {
				// The value that follows belongs to the name, should a dynamic parameter have it.
				i++
				b.named[len(b.named)-1].Value, b.named[len(b.named)-1].HasValue = args[i].Value, true
				b.named[len(b.named)-1].Text, b.named[len(b.named)-1].ValueAt = args[i].Text, args[i].At
			}
			continue
		}
		q := b.Plan.Params[at]
		switch {
		case a.HasValue:
		case q.Switch:
			a.Value, a.HasValue = true, true
		default:
			if i+1 >= len(args) {
				return b.missingArgument(a, q)
			}
			next := args[i+1]
			if next.Name != "" {
				_, more, known := b.Plan.Find(next.Name)
				if known || more != nil || next.HasValue {
					return b.missingArgument(a, q)
				}
				next.Value, next.Text = "-"+next.Name, ""
			}
			i++
			a.Value, a.Text, a.HasValue, a.ValueAt = next.Value, next.Text, true, next.At
		}
		if err := b.bindNamed(at, a); err != nil {
			return err
		}
	}
	return nil
}

// keepUnknown: a simple function gets -Unknown and what follows in $args.
func (b *Binding) keepUnknown(a Arg) {
	name := "-" + a.Name
	if a.HasValue {
		name += ":"
	}
	b.loose = append(b.loose, Arg{Value: nameToken(name), HasValue: true, At: a.At, unknown: true})
	if a.HasValue {
		b.loose = append(b.loose, Arg{Value: a.Value, HasValue: true, At: a.At, unknown: true})
	}
}

// tokenMark is the note by which $args, splatted, knows what was a parameter's name.
const tokenMark = "<CommandParameterName>"

// nameToken is a parameter's name as an element of $args: a text that remembers what it was.
func nameToken(text string) any {
	o := &object.PSObject{Base: text}
	o.Extension(true).Members.Add(&object.Member{Name: tokenMark, Kind: object.NoteProperty, Hidden: true, Type: object.StringType,
		Get: func(object.Invoker, any) (any, error) { return text, nil }})
	return o
}

// TokenName is the parameter's name behind an element of $args; false for other values.
func TokenName(v any) (string, bool) {
	o, ok := v.(*object.PSObject)
	if !ok {
		return "", false
	}
	ext := o.Extension(false)
	if ext == nil || ext.Members.Find(tokenMark, false) == nil {
		return "", false
	}
	text, _ := o.Base.(string)
	return strings.TrimSuffix(strings.TrimPrefix(text, "-"), ":"), true
}

// wait keeps an argument for when an object comes.
func (b *Binding) wait(param int, a Arg) {
	if len(b.late) == 0 {
		if b.lateAt = a.ValueAt; b.lateAt == nil {
			b.lateAt = a.At
		}
	}
	b.late = append(b.late, param)
}

func (b *Binding) bindNamed(at int, a Arg) error {
	q := b.Plan.Params[at]
	if b.Given[at] {
		return b.errorf("ParameterAlreadyBound", a.At, q.Name, `Cannot bind parameter because parameter '%s' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, "-parameter value1,value2,value3".`, q.Name)
	}
	if q.mask != 0 && q.mask&b.valid == 0 {
		return b.ambiguousSet(a.At)
	}
	if b.waits(q, a.Value) {
		b.wait(at, a)
		b.Values[at], b.Given[at] = a.Value, true
		b.valid &= q.mask
		b.order = append(b.order, at)
		return nil
	}
	v, err := b.Convert(at, a)
	if err != nil {
		return err
	}
	b.store(at, v)
	return nil
}

// waits tells whether a script block given as an argument is to be run for each
// pipeline object: the parameter takes pipeline input and is no script block.
func (b *Binding) waits(q *Planned, v any) bool {
	if q.pipeline|q.byName == 0 || q.Type == object.ScriptBlockTyp || q.Type == object.ObjectType {
		return false
	}
	if elem := elementOf(q.Type); elem == object.ScriptBlockTyp || elem == object.ObjectType {
		return false
	}
	return object.TypeOf(v) == object.ScriptBlockTyp
}

func (b *Binding) store(at int, v any) {
	b.Values[at], b.Given[at] = v, true
	b.order = append(b.order, at)
	if m := b.Plan.Params[at].mask; m&b.valid != 0 {
		b.valid &= m
	}
}

// prune: a command without parameter sets has nothing to narrow.
func (b *Binding) prune() {
	if b.valid == 0 {
		b.valid = b.Plan.all
	}
}

// bindDefaults applies $PSDefaultParameterValues to what is not given.
func (b *Binding) bindDefaults() error {
	if !b.Plan.Info.Advanced {
		return nil
	}
	defaults := b.caller.DefaultValues(b.name)
	if b.trace != nil && len(defaults) > 0 {
		defer b.trace.scope("BIND DEFAULT <parameter, value> pairs after [POSITIONAL BIND] for [%s]", b.name)()
	}
	for _, d := range defaults {
		at, _, ok := b.Plan.Find(d.Name)
		if !ok || b.Given[at] || b.Plan.Params[at].mask&b.valid == 0 {
			continue
		}
		v, err := b.Convert(at, Arg{Name: d.Name, Value: d.Value, HasValue: true})
		if err != nil {
			continue
		}
		b.store(at, v)
	}
	return nil
}

// bindPositional gives arguments without a name to the parameters with
// positions: at each position first the default set's without conversion, then
// any set's, then the same with conversion.
func (b *Binding) bindPositional() error {
	list := b.Plan.positional
	if len(b.loose) > 0 && b.positionsClash() {
		return b.errorf("AmbiguousPositionalParameterNoName", nil, "", "Cannot bind positional parameters because no names were given.")
	}
	for start := 0; start < len(list); {
		i := slices.IndexFunc(b.loose, func(a Arg) bool { return !a.unknown })
		if i < 0 {
			return nil
		}
		end := start
		for end < len(list) && list[end].at == list[start].at {
			end++
		}
		bound, err := b.bindAt(list[start:end], b.loose[i])
		if err != nil {
			return err
		}
		if bound {
			b.loose = slices.Delete(b.loose, i, i+1)
		}
		start = end
	}
	return nil
}

func (b *Binding) bindAt(candidates []position, a Arg) (bool, error) {
	var open []position
	for _, c := range candidates {
		if !b.Given[c.param] && c.mask&b.valid != 0 && b.Plan.Params[c.param].fromRest&b.valid == 0 {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return false, nil
	}
	def := b.Plan.def & b.valid
	if len(open) > 1 {
		for _, inDefault := range []bool{true, false} {
			var first *position
			for i, c := range open {
				if (def != 0 && c.mask&def != 0) != inDefault || !b.fits(c.param, a) {
					continue
				}
				if first != nil && first.param != c.param && !inDefault {
					return false, b.ambiguousSet(nil)
				}
				if first == nil {
					first = &open[i]
				}
			}
			if first != nil {
				return true, b.bindPosition(*first, a)
			}
		}
	}
	if len(open) > 1 && !b.inDefault(open, def) && b.severalConvert(open, a) {
		return false, b.ambiguousSet(nil)
	}
	var first error
	for _, inDefault := range []bool{true, false} {
		for _, c := range open {
			if (def != 0 && c.mask&def != 0) != inDefault {
				continue
			}
			err := b.bindPosition(c, a)
			if err == nil || final(err) {
				return err == nil, err
			}
			if first == nil {
				first = err
			}
		}
	}
	return false, first
}

// final tells the errors after which no other parameter of the position is tried: those
// of transformations (a function's types are such) and of validations.
func final(err error) bool {
	e, ok := err.(*Error)
	if !ok {
		return true
	}
	t := e.Record.Exception.PSType()
	return t.Is(object.ParameterBindingValidationType) || t.Is(object.ParameterBindingTransformationType)
}

func (b *Binding) bindPosition(c position, a Arg) error {
	q := b.Plan.Params[c.param]
	if b.waits(q, a.Value) {
		b.wait(c.param, a)
		b.Values[c.param], b.Given[c.param] = a.Value, true
		b.valid &= c.mask
		b.order = append(b.order, c.param)
		return nil
	}
	v, err := b.Convert(c.param, a)
	if err != nil {
		return err
	}
	b.store(c.param, v)
	if c.mask&b.valid != 0 {
		b.valid &= c.mask
	}
	return nil
}

// inDefault tells whether one of the candidates is in the default set.
func (b *Binding) inDefault(open []position, def setMask) bool {
	for _, c := range open {
		if c.mask&def != 0 {
			return true
		}
	}
	return false
}

// severalConvert tells whether the argument goes into more than one parameter. A
// text that names a value of an enumeration is that and nothing else: the first
// argument of Add-Member is the kind of member before it is a property's name.
func (b *Binding) severalConvert(open []position, a Arg) bool {
	n, last := 0, -1
	for _, c := range open {
		if c.param == last {
			continue
		}
		if _, err := b.Convert(c.param, a); err == nil {
			if t := b.Plan.Params[c.param].Type; t.Kind == object.KindEnum {
				return false
			}
			n, last = n+1, c.param
		}
	}
	return n > 1
}

// fits tells whether a value needs no conversion.
func (b *Binding) fits(at int, a Arg) bool {
	t := b.Plan.Params[at].Type
	if t == nil || t == object.ObjectType {
		return true
	}
	if a.Value == nil {
		return false
	}
	// one value for an array of such is no conversion (ParameterBinderBase.ShouldContinueUncoercedBind)
	return object.InstanceOf(a.Value, t) || t.Kind == object.KindArray && t.Elem != nil && object.InstanceOf(a.Value, t.Elem)
}

func (b *Binding) addDynamic(dynamic func(*Binding) ([]*cmdlet.Param, error)) error {
	more, err := dynamic(b)
	if err != nil || len(more) == 0 {
		return err
	}
	old := b.Plan
	b.Plan = old.Extend(more)
	b.remap(old)
	named := b.named
	b.named = nil
	for _, a := range named {
		at, several, ok := b.Plan.Find(a.Name)
		switch {
		case several != nil:
			return b.ambiguous(a, several)
		case !ok:
			b.named = append(b.named, a)
			continue
		}
		q := b.Plan.Params[at]
		if q.Switch && a.HasValue && a.At != nil {
			// The value that was taken along belongs to a position.
			if !isSwitchValue(a.Value) {
				b.loose = append([]Arg{{Value: a.Value, HasValue: true, Text: a.Text, At: a.At}}, b.loose...)
				a.Value = true
			}
		}
		if !a.HasValue {
			if !q.Switch {
				return b.missingArgument(a, q)
			}
			a.Value = true
		}
		if err := b.bindNamed(at, a); err != nil {
			return err
		}
	}
	return b.bindPositional()
}

// isSwitchValue tells whether a value may follow a switch's colon.
func isSwitchValue(v any) bool {
	switch object.Unwrap(v).(type) {
	case bool, object.SwitchParameter:
		return true
	}
	return false
}

// remap moves what is bound from the old plan's indices to the new plan's.
func (b *Binding) remap(old *Plan) {
	values, given, order := b.Values, b.Given, b.order
	n := len(b.Plan.Params)
	b.Values, b.Given, b.order, b.piped = make([]any, n), make([]bool, n), nil, nil
	place := func(i int) int { return b.Plan.names[strings.ToLower(old.Params[i].Name)] }
	for i := range values {
		if given[i] {
			b.Values[place(i)], b.Given[place(i)] = values[i], true
		}
	}
	for _, i := range order {
		b.order = append(b.order, place(i))
	}
	for k, i := range b.late {
		b.late[k] = place(i)
	}
	b.valid = b.Plan.all
	for _, i := range b.order {
		if m := b.Plan.Params[i].mask & b.valid; m != 0 {
			b.valid = m
		}
	}
}

// bindRemaining gives all that is left to the parameter for it.
func (b *Binding) bindRemaining() error {
	for _, at := range b.Plan.remaining {
		q := b.Plan.Params[at]
		if b.Given[at] || q.fromRest&b.valid == 0 || len(b.loose)+len(b.named) == 0 {
			continue
		}
		rest := b.leftover()
		if b.trace != nil {
			defer b.trace.scope("BIND REMAININGARGUMENTS cmd line args to param: [%s]", q.Name)()
		}
		var value any = dotnet.NewList(object.ObjectType, rest)
		// A list given as the one argument is not put into another.
		if len(rest) == 1 && object.IsEnumerable(rest[0]) {
			value = rest[0]
		}
		var where any
		if len(b.loose) > 0 {
			where = b.loose[0].At
		}
		v, err := b.Convert(at, Arg{Value: value, HasValue: true, At: where})
		if err != nil {
			return err
		}
		b.store(at, v)
		b.loose, b.named = nil, nil
	}
	return nil
}

// leftover are the values of all arguments that nothing took, in the order of the call.
func (b *Binding) leftover() []any {
	all := append(slices.Clone(b.named), b.loose...)
	slices.SortStableFunc(all, func(x, y Arg) int { return x.place - y.place })
	var rest []any
	for _, a := range all {
		if a.Name != "" {
			rest = append(rest, "-"+a.Name)
		}
		if a.HasValue {
			rest = append(rest, a.Value)
		}
	}
	return rest
}

func (b *Binding) refuseLeftovers() error {
	if !b.Plan.Info.Advanced {
		for _, a := range b.loose {
			b.Rest = append(b.Rest, a.Value)
		}
		return nil
	}
	if len(b.named) > 0 {
		a := b.named[0]
		return b.errorf("NamedParameterNotFound", a.At, a.Name, "A parameter cannot be found that matches parameter name '%s'.", a.Name)
	}
	if len(b.loose) > 0 {
		a := b.loose[0]
		return b.errorf("PositionalParameterNotFound", nil, "", "A positional parameter cannot be found that accepts argument '%s'.", b.argText(a.Value))
	}
	return nil
}

// argText shows an argument in a message: a list as its type's short form.
func (b *Binding) argText(v any) string {
	if v == nil {
		return "$null"
	}
	return object.Text(b.caller, v)
}

// ValueArg is a positional argument.
func ValueArg(v any) Arg { return Arg{Value: v, HasValue: true} }
