package object

import (
	"runtime"
	"strings"
)

// InvokeMethod is v.name(args). Errors of the method itself come wrapped in a
// MethodInvocationException, those of a script's class as they are. A void
// method gives Null.
func InvokeMethod(inv Invoker, v any, name string, args []any) (any, error) {
	if IsNull(v) {
		return nil, RuntimeError("InvokeMethodOnNull", InvalidOperation, nil, "You cannot call a method on a null-valued expression.")
	}
	m := FindMember(inv, v, name)
	if m == nil {
		if x, ok := inv.(Intrinsics); ok {
			m = x.IntrinsicMember(v, name)
		}
	}
	if m != nil && callable(m) {
		return callMember(inv, v, m, args)
	}
	if m == nil {
		if r, ok, err := callAccessor(inv, v, name, args); ok {
			return r, err
		}
		if ok, err := callEvent(inv, v, name, args); ok {
			return Null, err
		}
	}
	if IsEnumerable(v) {
		return invokeEach(inv, v, name, args)
	}
	return nil, noMethodOf(v, name)
}

// callAccessor calls a .NET property's get_Name() or set_Name(value); ok is false when
// the name is none of those.
func callAccessor(inv Invoker, v any, name string, args []any) (r any, ok bool, err error) {
	if len(name) < 5 || name[3] != '_' {
		return nil, false, nil
	}
	verb := strings.ToLower(name[:3])
	m := TypeOf(Unwrap(v)).Member(name[4:], false)
	if m == nil || m.Static || m.Kind != Property && m.Kind != ParameterizedProperty {
		return nil, false, nil
	}
	switch {
	case verb == "get" && m.Kind == ParameterizedProperty:
		r, err = callMember(inv, v, m, args)
		return r, true, err
	case verb == "get" && len(args) == 0:
		r, err = readMember(inv, v, m)
		return r, true, err
	case verb == "set" && m.Kind == Property && len(args) == 1:
		return Null, true, WriteMember(inv, v, m, args[0])
	}
	return nil, false, nil
}

// noMethodOf is the error for a method that an object lacks. Where the object has members
// of its own, it is called what its first type name says, and the method is the target.
func noMethodOf(v any, name string) *ErrorRecord {
	r := methodNotFound(TypeOf(v), name)
	_, own := v.(*Custom)
	if e, ok := v.(Extensible); ok && !own {
		ext := e.Extension(false)
		own = ext != nil && len(ext.Members.All()) > 0
	}
	if names := TypeNames(v); own && len(names) > 0 {
		r = RuntimeError("MethodNotFound", InvalidOperation, name, "Method invocation failed because [%s] does not contain a method named '%s'.", names[0], name)
	}
	return r
}

func callable(m *Member) bool {
	return m.Kind == Method || m.Kind == ScriptMethod || m.Kind == CodeMethod || m.Kind == ParameterizedProperty
}

func methodNotFound(t *Type, name string) *ErrorRecord {
	return RuntimeError("MethodNotFound", InvalidOperation, nil, "Method invocation failed because [%s] does not contain a method named '%s'.", t.ReflectionName(), name)
}

// invokeEach calls the method on every element of a collection that has no such method.
func invokeEach(inv Invoker, v any, name string, args []any) (any, error) {
	var out []any
	called := false
	if err := gatherCalls(inv, v, name, args, &out, &called, 0); err != nil {
		return nil, err
	}
	if !called {
		return nil, noMethodOf(v, name)
	}
	switch len(out) {
	case 0:
		return Null, nil
	case 1:
		return out[0], nil
	}
	return NewArray(out), nil
}

func gatherCalls(inv Invoker, v any, name string, args []any, out *[]any, called *bool, depth int) error {
	seq, ok := Enumerate(v)
	if !ok || depth > maxNesting {
		return nil
	}
	for e := range seq {
		if IsEnumerable(e) && FindMember(inv, e, name) == nil {
			if err := gatherCalls(inv, e, name, args, out, called, depth+1); err != nil {
				return err
			}
			continue
		}
		r, err := InvokeMethod(inv, e, name, args)
		if err != nil {
			return err
		}
		*called = true
		flatten(r, out)
	}
	return nil
}

// callMember calls a method-like member of v.
func callMember(inv Invoker, v any, m *Member, args []any) (any, error) {
	if m.Kind == ScriptMethod {
		return callScriptMethod(inv, v, m, args)
	}
	self := v
	if m.Kind == Method {
		self = Unwrap(v)
	}
	return callOverloads(inv, TypeOf(Unwrap(v)), m.Name, m.Overloads, self, args)
}

func callScriptMethod(inv Invoker, v any, m *Member, args []any) (any, error) {
	out, err := inv.Call(m.Detail.(ScriptBlock), v, nil, args...)
	if err != nil {
		if e, ok := err.(*Exception); isControl(err) || ok && e.PSType().Is(PSInvalidCastType) {
			return nil, err
		}
		inner := FromGo(err)
		r := NewError(MethodInvocationExceptionType, "ScriptMethodRuntimeException", NotSpecified, nil, `Exception calling "%s" with "%d" argument(s): "%s"`, m.Name, len(args), inner.Message)
		r.Exception.Inner = inner
		return nil, r
	}
	switch len(out) {
	case 0:
		return Null, nil
	case 1:
		return out[0], nil
	}
	return NewArray(out), nil
}

// invokeOverloads calls a static method of t (an operator).
func invokeOverloads(inv Invoker, t *Type, m *Member, args []any) (any, error) {
	return callOverloads(inv, t, m.Name, m.Overloads, nil, args)
}

// callOverloads resolves the overload, converts the arguments, calls, and
// writes [ref] arguments back.
func callOverloads(inv Invoker, t *Type, name string, list []*Overload, self any, args []any) (any, error) {
	best, expand, err := resolve(list, name, args)
	if err != nil {
		return nil, err
	}
	values, err := arguments(inv, best, name, args, expand)
	if err != nil {
		return nil, err
	}
	r, err := best.protected(inv, self, values)
	if err != nil {
		return nil, callFailed(t, name, len(args), err)
	}
	if err := writeReferences(best, args, values); err != nil {
		return nil, err
	}
	if best.Return == nil && r == nil {
		return Null, nil
	}
	return r, nil
}

// callFailed wraps what a method threw.
func callFailed(t *Type, name string, argc int, err error) error {
	if isControl(err) {
		return err
	}
	inner := FromGo(err)
	if t != nil && t.Script && inner.PSType().Name != "TypeInitializationException" {
		return err
	}
	if inner.PSType().Is(MethodExceptionType) {
		return err
	}
	r := NewError(MethodInvocationExceptionType, inner.PSType().Name, NotSpecified, nil, `Exception calling "%s" with "%d" argument(s): "%s"`, name, argc, inner.Message)
	r.Exception.Inner = inner
	return r
}

// arguments converts the call's arguments to the overload's parameters.
func arguments(inv Invoker, o *Overload, name string, args []any, expand bool) ([]any, error) {
	n := len(o.Params)
	if n == 0 {
		return nil, nil
	}
	values := make([]any, n)
	for i := range o.Params {
		p := &o.Params[i]
		if expand && i == n-1 {
			rest, err := paramArray(inv, p, name, args, i)
			if err != nil {
				return nil, err
			}
			values[i] = rest
			break
		}
		if i >= len(args) {
			values[i] = p.Default
			continue
		}
		v, err := argument(inv, p, name, args[i], i)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

func argument(inv Invoker, p *Parameter, name string, arg any, i int) (any, error) {
	if p.Type == ObjectType && !p.ByRef {
		if _, ok := arg.(*Reference); !ok {
			return objectArgument(arg), nil
		}
	}
	ref, isRef := Unwrap(arg).(*Reference)
	switch {
	case p.ByRef && isRef:
		arg = ref.Get()
		if v, err := Convert(inv, arg, p.Type); err == nil {
			return v, nil
		}
		return p.Type.Zero, nil // an out parameter's old value does not matter
	case p.ByRef:
		return nil, methodError("NonRefArgumentToRefParameterMsg", "Argument: '%d' should be a %s. Use %s.", i+1, ReferenceType, "[ref]")
	case isRef && p.Type != ReferenceType && p.Type != ObjectType:
		return nil, methodError("RefArgumentToNonRefParameterMsg", "Argument: '%d' should not be a %s. Do not use %s.", i+1, ReferenceType, "[ref]")
	}
	v, err := Convert(inv, arg, p.Type)
	if err != nil {
		return nil, argumentFailed(inv, p.Name, name, arg, p.Type, err)
	}
	if d, ok := v.(Derived); ok && !p.Type.Script && d.BaseValue() != nil {
		v = d.BaseValue()
	}
	return v, nil
}

// Derived is an instance of a script's class; BaseValue is the object of the .NET class
// that it derives from, nil when there is none.
type Derived interface{ BaseValue() any }

// objectArgument is what a parameter of type Object gets: the value without wrapper.
func objectArgument(arg any) any {
	if arg == any(Null) {
		return nil
	}
	return Unwrap(arg)
}

func paramArray(inv Invoker, p *Parameter, name string, args []any, from int) (any, error) {
	if len(args)-from == 1 && IsNull(args[from]) {
		return nil, nil
	}
	items := make([]any, 0, max(len(args)-from, 0))
	for i := from; i < len(args); i++ {
		v, err := Convert(inv, objectArgument(args[i]), p.Type.Elem)
		if err != nil {
			return nil, argumentFailed(inv, p.Name, name, args[i], p.Type.Elem, err)
		}
		items = append(items, v)
	}
	return NewArrayOf(p.Type, items), nil
}

func methodError(id, format string, args ...any) *ErrorRecord {
	return NewError(MethodExceptionType, id, NotSpecified, nil, format, args...)
}

func argumentFailed(inv Invoker, param, method string, arg any, t *Type, err error) error {
	if isControl(err) {
		return err
	}
	inner := FromGo(err)
	r := methodError("MethodArgumentConversionInvalidCastArgument", `Cannot convert argument "%s", with value: "%s", for "%s" to type "%s": "%s"`,
		param, errorText(inv, arg), method, t, inner.Message)
	r.Exception.Inner = inner
	return r
}

func writeReferences(o *Overload, args, values []any) error {
	for i := range o.Params {
		if !o.Params[i].ByRef || i >= len(args) {
			continue
		}
		if ref, ok := Unwrap(args[i]).(*Reference); ok {
			if err := ref.Set(values[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// GetStatic reads [t]::name. found is false when there is no such member.
func GetStatic(inv Invoker, t *Type, name string) (value any, found bool, err error) {
	m := t.Member(name, true)
	if m == nil {
		if t.Kind == KindEnum {
			for i, n := range t.Enum.Names {
				if strings.EqualFold(n, name) {
					return Enum{Type: t, Value: t.Enum.Values[i]}, true, nil
				}
			}
		}
		if strings.EqualFold(name, "new") && len(t.Own().Constructors) > 0 {
			return &MethodValue{Member: constructorMember(t)}, true, nil
		}
		return nil, false, nil
	}
	if m.Kind == Method {
		return &MethodValue{Member: m}, true, nil
	}
	value, err = readMember(inv, nil, m)
	return value, true, err
}

func constructorMember(t *Type) *Member {
	m := &Member{Name: "new", Kind: Method}
	for _, o := range t.Own().Constructors {
		c := *o
		c.Return = t
		m.Overloads = append(m.Overloads, &c)
	}
	return m
}

// SetStatic is [t]::name = value.
func SetStatic(inv Invoker, t *Type, name string, value any) error {
	m := t.Member(name, true)
	if m == nil {
		r := noSuchProperty(name)
		r.ID = "PropertyAssignmentException"
		return r
	}
	return WriteMember(inv, nil, m, value)
}

// InvokeStaticGeneric is [t]::name[types](args). A method whose type arguments follow from
// its arguments does not look at types.
func InvokeStaticGeneric(inv Invoker, t *Type, name string, types []*Type, args []any) (any, error) {
	m := t.Member(name, true)
	if m == nil || m.Kind != Method || len(types) == 0 {
		return InvokeStatic(inv, t, name, args)
	}
	var list []*Overload
	for _, o := range m.Overloads {
		if o.TypeParameters != len(types) {
			continue
		}
		list = append(list, &Overload{Params: o.Params, Return: o.Return, Call: func(inv Invoker, self any, a []any) (any, error) {
			given := make([]any, len(types), len(types)+len(a))
			for i, t := range types {
				given[i] = t
			}
			return o.Call(inv, self, append(given, a...))
		}})
	}
	if len(list) == 0 {
		return InvokeStatic(inv, t, name, args)
	}
	return callOverloads(inv, t, m.Name, list, nil, args)
}

// InvokeStatic is [t]::name(args); new calls a constructor.
func InvokeStatic(inv Invoker, t *Type, name string, args []any) (any, error) {
	if m := t.Member(name, true); m != nil && m.Kind == Method {
		if t.Kind == KindEnum && m.Name == "TryParse" && len(args) > 0 {
			// The generic TryParse[T], its T inferred from the enumeration it is called on.
			if _, named := args[0].(*Type); !named {
				args = append([]any{t}, args...)
			}
		}
		return callOverloads(inv, t, m.Name, m.Overloads, nil, args)
	}
	if strings.EqualFold(name, "new") {
		return New(inv, t, args)
	}
	return nil, methodNotFound(t, name)
}

// New constructs an object: [t]::new(args) and New-Object. The constructor's
// Call gets the type as self.
func New(inv Invoker, t *Type, args []any) (any, error) {
	list := t.Own().Constructors
	if len(args) == 0 && t.Kind == KindStruct && overload(list) == nil {
		return t.Zero, nil
	}
	if t.Kind == KindArray && t.Elem != nil && len(list) == 0 && len(args) == 1 {
		return newArray(inv, t, args[0])
	}
	if len(list) == 0 || t.Abstract {
		if t.Kind == KindStruct && len(args) > 0 {
			return nil, methodError("MethodCountCouldNotFindBest", `Cannot find an overload for "%s" and the argument count: "%d".`, "new", len(args))
		}
		return nil, methodNotFound(t, "new")
	}
	return callConstructor(inv, t, list, args)
}

// newArray is [int[]]::new(3): that many times the element type's default.
func newArray(inv Invoker, t *Type, size any) (any, error) {
	n, err := Convert(inv, size, Int32Type)
	if err != nil {
		return nil, argumentFailed(inv, "size", ".ctor", size, Int32Type, err)
	}
	count := int(n.(int32))
	if count < 0 {
		return nil, callFailed(t, ".ctor", 1, Throw(OverflowExceptionType, "Arithmetic operation resulted in an overflow."))
	}
	if t == BytesType {
		return &Bytes{B: make([]byte, count)}, nil
	}
	items := make([]any, count)
	for i := range items {
		items[i] = t.Elem.Zero
	}
	return &Array{Type: t, Items: items}, nil
}

func callConstructor(inv Invoker, t *Type, list []*Overload, args []any) (any, error) {
	best, expand, err := resolve(list, "new", args)
	if err != nil {
		return nil, err
	}
	values, err := arguments(inv, best, ".ctor", args, expand)
	if err != nil {
		return nil, err
	}
	r, err := best.protected(inv, t, values)
	if err != nil {
		return nil, callFailed(t, ".ctor", len(args), err)
	}
	return r, writeReferences(best, args, values)
}

// protected calls; where a member meets a null that it cannot use, the failure is
// .NET's, and the session goes on.
func (o *Overload) protected(inv Invoker, self any, args []any) (r any, err error) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(runtime.Error); !ok || !hasNull(args) {
				panic(p)
			}
			r, err = nil, Throw(NullReferenceExceptionType, "Object reference not set to an instance of an object.")
		}
	}()
	return o.Call(inv, self, args)
}

func hasNull(args []any) bool {
	for _, a := range args {
		if a == nil {
			return true
		}
	}
	return false
}
