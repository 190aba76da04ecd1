package eval

import (
	"slices"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Object is an instance of a script's class.
type Object struct {
	object.Instance
	class  *object.Type
	fields map[string]any // by lower-case name
	base   any            // the .NET object inside, when the class derives from a .NET type
}

// PSType is the instance's class.
func (o *Object) PSType() *object.Type { return o.class }

// classInfo is a class under construction and at run time.
type classInfo struct {
	t       *object.Type
	s       *Session
	state   *SessionState
	scope   *scope // the script scope it was defined in
	base    *classInfo
	fields  []*classField
	ctors   []*classMethod
	statics map[string]any
	init    *object.Type // helper whose static Init runs a constructor on an instance
	usings  []string
	f       *frame

	definition func() error // until the members are defined
	staticCtor *classMethod
	started    bool  // initStatics has begun
	failed     error // what initStatics gave
}

type classField struct {
	name     string
	key      string
	t        *object.Type
	value    expr
	static   bool
	checks   []constraint
	validate []constraint
}

type classMethod struct {
	name   string
	block  *ScriptBlock
	params []object.Parameter
	ret    *object.Type // nil: void
	static bool
	ctor   bool
	class  *classInfo
}

// typeDefinitions compiles the classes and enums of a block. They are defined
// together when the block starts, whatever their order: first their names, then
// what they derive from, then their members.
func (c *compiler) typeDefinitions(list []*ast.TypeDefinitionAst) stmt {
	enums := make([]stmt, len(list))
	for i, n := range list {
		if n.IsEnum() {
			enums[i] = c.enumDefinition(n)
		}
	}
	return func(f *frame) error {
		infos := make([]*classInfo, len(list))
		found := &typeErrors{}
		for i, n := range list {
			f.pos = n.Extent()
			if enums[i] != nil {
				found.enum(n)
				if err := enums[i](f); err != nil {
					return err
				}
				continue
			}
			t := &object.Type{Name: n.Name, Base: object.ObjectType, Script: true}
			infos[i] = &classInfo{t: t, s: f.s, state: f.scope.state, scope: f.scope.script, statics: map[string]any{}, usings: c.code.usings, f: f}
			f.scope.setClass(n.Name, t)
			f.s.classInfos[t] = infos[i]
		}
		for i, info := range infos {
			if info == nil {
				continue
			}
			f.pos = list[i].Extent()
			if err := info.readBases(c, f, list[i], found); err != nil {
				return err
			}
			err := found.members(list[i], func(t *ast.TypeConstraintAst) (*object.Type, error) { return c.resolveType(t.TypeName)(f) })
			if err != nil {
				return err
			}
			info.definition = func() error { return info.define(c, f, list[i]) }
		}
		for i, info := range infos {
			if info == nil {
				continue
			}
			f.pos = list[i].Extent()
			if err := info.settle(); err != nil {
				return err
			}
			found.contracts(info, list[i])
		}
		err := found.result()
		for _, n := range list {
			if err != nil {
				delete(f.scope.classes, strings.ToLower(n.Name))
			}
		}
		return err
	}
}

// settle defines the class's members, those of its base first.
func (k *classInfo) settle() error {
	define := k.definition
	if k.definition = nil; define == nil {
		return nil
	}
	if k.base != nil {
		if err := k.base.settle(); err != nil {
			return err
		}
	}
	return define()
}

func (k *classInfo) readBases(c *compiler, f *frame, n *ast.TypeDefinitionAst, found *typeErrors) error {
	for i, b := range n.BaseTypes {
		t, err := c.resolveType(b.TypeName)(f)
		if err != nil {
			return err
		}
		if !found.base(i, b, t) {
			continue
		}
		if i == 0 && t.Kind != object.KindInterface {
			k.t.Base = t
			k.base = f.s.classInfos[t]
			continue
		}
		k.t.Interfaces = append(k.t.Interfaces, t)
	}
	return nil
}

// define reads the members and sets up the static ones.
func (k *classInfo) define(c *compiler, f *frame, n *ast.TypeDefinitionAst) error {
	set := k.t.Own()
	if k.base == nil && k.t.Base != object.ObjectType && !k.t.Base.Is(object.ExceptionType) {
		forwardMembers(set, k.t.Base)
	}
	for _, m := range n.Members {
		var err error
		switch m := m.(type) {
		case *ast.PropertyMemberAst:
			err = k.defineProperty(c, f, set, m)
		case *ast.FunctionMemberAst:
			err = k.defineMethod(c, f, set, m)
		}
		if err != nil {
			return err
		}
	}
	k.inheritOverloads(set)
	k.defineConstructors(set)
	return nil
}

// inheritOverloads gives the class's methods what its base has under the same
// name with other parameters: those are not hidden.
func (k *classInfo) inheritOverloads(set *object.MemberSet) {
	for _, m := range set.All() {
		if m.Kind != object.Method {
			continue
		}
		base := k.t.Base.Member(m.Name, m.Static)
		if base == nil || base.Kind != object.Method {
			continue
		}
		for _, o := range base.Overloads {
			if !slices.ContainsFunc(m.Overloads, func(mine *object.Overload) bool { return sameParameters(mine.Params, o.Params) }) {
				m.Overloads = append(m.Overloads, o)
			}
		}
	}
}

func sameParameters(a, b []object.Parameter) bool {
	return slices.EqualFunc(a, b, func(x, y object.Parameter) bool { return x.Type == y.Type })
}

// forwardMembers lets an instance answer to the members of the .NET object inside.
func forwardMembers(set *object.MemberSet, t *object.Type) {
	for x := t; x != nil && x != object.ObjectType; x = x.Base {
		for _, m := range x.Own().All() {
			if m.Static || set.Find(m.Name, false) != nil {
				continue
			}
			copied := *m
			if m.Get != nil {
				copied.Get = func(inv object.Invoker, self any) (any, error) { return m.Get(inv, insideOf(self)) }
			}
			if m.Set != nil {
				copied.Set = func(inv object.Invoker, self, v any) error { return m.Set(inv, insideOf(self), v) }
			}
			copied.Overloads = nil
			for _, o := range m.Overloads {
				forward := *o
				forward.Call = func(inv object.Invoker, self any, args []any) (any, error) { return o.Call(inv, insideOf(self), args) }
				copied.Overloads = append(copied.Overloads, &forward)
			}
			set.Add(&copied)
		}
	}
}

func insideOf(self any) any {
	if o, ok := instanceOf(self); ok && o.base != nil {
		return o.base
	}
	return self
}

func (k *classInfo) defineProperty(c *compiler, f *frame, set *object.MemberSet, n *ast.PropertyMemberAst) error {
	field := &classField{name: n.Name, key: strings.ToLower(n.Name), t: object.ObjectType, static: n.IsStatic()}
	if n.PropertyType != nil {
		t, err := c.resolveType(n.PropertyType.TypeName)(f)
		if err != nil {
			return err
		}
		field.t = t
	}
	for _, a := range n.Attributes {
		v, err := c.attributeConstraint(a)(f)
		if err != nil {
			return err
		}
		if v != nil {
			field.checks = append(field.checks, v)
		}
	}
	if n.InitialValue != nil {
		field.value = c.operand(n.InitialValue)
	}
	k.fields = append(k.fields, field)
	set.Add(&object.Member{Name: n.Name, Kind: object.Property, Static: field.static, Hidden: n.IsHidden(), Type: field.t,
		Get: func(_ object.Invoker, self any) (any, error) { return k.get(field, self) },
		Set: func(inv object.Invoker, self, v any) error { return k.put(inv, field, self, v) },
	})
	return nil
}

func (k *classInfo) get(field *classField, self any) (any, error) {
	if field.static {
		err := k.initStatics()
		return k.statics[field.key], err
	}
	return fieldsOfInstance(self)[field.key], nil
}

func (k *classInfo) put(inv object.Invoker, field *classField, self, v any) error {
	v, err := field.accept(inv, v)
	if err != nil {
		return err
	}
	if field.static {
		if err := k.initStatics(); err != nil {
			return err
		}
		k.statics[field.key] = v
		return nil
	}
	fieldsOfInstance(self)[field.key] = v
	return nil
}

func (field *classField) accept(inv object.Invoker, v any) (any, error) {
	var err error
	for _, check := range field.checks {
		if t, ok := check.(transform); ok {
			if v, err = t.apply(inv, v); err != nil {
				return nil, err
			}
		}
	}
	if field.t != object.ObjectType && object.TypeOf(v) != field.t {
		if v, err = object.Convert(inv, v, field.t); err != nil {
			return nil, err
		}
	}
	for _, check := range field.checks {
		if _, ok := check.(transform); ok {
			continue
		}
		if v, err = check.apply(inv, v); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func fieldsOfInstance(self any) map[string]any {
	if o, ok := instanceOf(self); ok {
		return o.fields
	}
	switch x := object.Unwrap(self).(type) {
	case *object.Exception:
		if x.Fields == nil {
			x.Fields = map[string]any{}
		}
		return x.Fields
	}
	return map[string]any{}
}

func (k *classInfo) defineMethod(c *compiler, f *frame, set *object.MemberSet, n *ast.FunctionMemberAst) error {
	m := &classMethod{name: n.Name(), static: n.IsStatic(), ctor: n.IsConstructor, class: k}
	code := k.s.newCode(n.Body())
	code.usings = append(code.usings, k.usings...)
	code.method = m
	code.outer = n.Parameters()
	if code.outer == nil {
		code.outer = []*ast.ParameterAst{}
	}
	m.block = &ScriptBlock{code: code, state: k.state, braces: true}
	for _, p := range n.Parameters() {
		q := object.Parameter{Name: p.Name.VariablePath.Name(), Type: object.ObjectType}
		for _, a := range p.Attributes {
			if t, ok := a.(*ast.TypeConstraintAst); ok {
				found, err := c.resolveType(t.TypeName)(f)
				if err != nil {
					return err
				}
				q.Type = found
			}
		}
		m.params = append(m.params, q)
	}
	if n.ReturnType != nil {
		if name := strings.ToLower(n.ReturnType.TypeName.FullName()); name != "void" && name != "system.void" {
			t, err := c.resolveType(n.ReturnType.TypeName)(f)
			if err != nil {
				return err
			}
			m.ret = t
		}
	} else if !m.ctor {
		m.ret = object.ObjectType
	}
	if m.ctor {
		if m.static {
			k.staticCtor = m
			return nil
		}
		k.ctors = append(k.ctors, m)
		return nil
	}
	if inherited := set.Find(m.name, m.static); inherited != nil { // forwarded to the .NET object inside
		inherited.Overloads = slices.DeleteFunc(inherited.Overloads, func(o *object.Overload) bool { return sameParameters(o.Params, m.params) })
	}
	set.Add(&object.Member{Name: m.name, Kind: object.Method, Static: m.static, Hidden: n.IsHidden(), Overloads: []*object.Overload{{Params: m.params, Return: m.ret,
		Call: func(_ object.Invoker, self any, args []any) (any, error) {
			if m.static {
				if err := k.initStatics(); err != nil {
					return nil, err
				}
			}
			return m.call(self, args)
		}}}})
	return nil
}

// call runs a method's body; only what return gives is its value.
func (m *classMethod) call(self any, args []any) (any, error) {
	s := m.class.s
	up := s.innermost()
	if s.running != nil {
		up = s.running
	}
	list := make([]bind.Arg, len(args))
	for i, a := range args {
		list[i] = bind.Arg{Name: m.params[i].Name, Value: a, HasValue: true}
	}
	c := &call{f: up, name: m.name, out: nowhere{}, pipes: up.pipes, args: list, at: up.pos, state: m.class.state}
	if !m.static {
		c.this = self
	}
	st, err := newScriptStage(c, m.block, nil)
	if err != nil {
		return nil, err
	}
	st.method = m
	if err := st.prepare(false); err != nil {
		return nil, err
	}
	saved := s.running
	s.running = st.frame
	s.propagate++ // a method ends at its first error
	err = st.run(st.code.end)
	s.propagate--
	s.running = saved
	if err != nil {
		return nil, err
	}
	if m.ret == nil {
		return nil, nil
	}
	v := plainValue(st.frame.ret)
	if m.ret == object.ObjectType || object.TypeOf(v) == m.ret {
		return v, nil
	}
	return object.Convert(s, v, m.ret)
}

// defineConstructors makes the overloads of ::new, and the helper that base calls use.
func (k *classInfo) defineConstructors(set *object.MemberSet) {
	if len(k.ctors) == 0 {
		k.ctors = []*classMethod{{class: k, ctor: true}}
	}
	helper := &object.Type{Name: k.t.Name, Script: true}
	for _, m := range k.ctors {
		set.Constructors = append(set.Constructors, &object.Overload{Params: m.params, Return: k.t,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) {
				self, err := k.allocate()
				if err != nil {
					return nil, err
				}
				return self, k.construct(self, m, args)
			}})
		with := append([]object.Parameter{{Name: "self", Type: object.ObjectType}}, m.params...)
		helper.Own().Add(&object.Member{Name: "Init", Kind: object.Method, Static: true, Overloads: []*object.Overload{{Params: with,
			Call: func(_ object.Invoker, _ any, args []any) (any, error) {
				return nil, k.runConstructor(args[0], m, args[1:])
			}}}})
	}
	k.init = helper
}

// allocate makes an instance with its fields at their zero values.
func (k *classInfo) allocate() (any, error) {
	if k.t.Is(object.ExceptionType) {
		return &object.Exception{Type: k.t, Message: "Exception of type '" + k.t.Name + "' was thrown.", Fields: map[string]any{}}, nil
	}
	return k.newInstance(), nil
}

// construct sets the fields' initial values, base classes first, and runs the constructor.
func (k *classInfo) construct(self any, m *classMethod, args []any) error {
	if err := k.initFields(self); err != nil {
		return err
	}
	return k.runConstructor(self, m, args)
}

func (k *classInfo) initFields(self any) error {
	if err := k.initStatics(); err != nil {
		return err
	}
	if k.base != nil {
		if err := k.base.initFields(self); err != nil {
			return err
		}
	}
	fields := fieldsOfInstance(self)
	for _, x := range k.fields {
		if x.static {
			continue
		}
		fields[x.key] = zeroField(x.t)
	}
	f := k.memberFrame(self)
	for _, x := range k.fields {
		if x.static || x.value == nil {
			continue
		}
		v, err := x.value(f)
		if err != nil {
			return err
		}
		if err := k.put(k.s, x, self, v); err != nil {
			return err
		}
	}
	return nil
}

func zeroField(t *object.Type) any {
	if t.IsValue() && t.Nullable() == nil {
		return t.Zero
	}
	return nil
}

// memberFrame is a frame for initial values: $this is the instance.
func (k *classInfo) memberFrame(self any) *frame {
	sc := newScope(k.scope, &layout{}, k.state)
	if self != nil {
		sc.put(symThis, self)
	}
	return &frame{s: k.s, scope: sc, out: nowhere{}, pipes: noPipes, pos: k.f.pos, name: k.t.Name}
}

// initStatics sets the static members up when the class is first used: the
// initial values, then the static constructor. What fails is not tried again.
func (k *classInfo) initStatics() error {
	if k.started {
		return k.failed
	}
	k.started = true
	if err := k.runStatics(); err != nil {
		if isControl(err) {
			return err
		}
		t, found := dotnet.Find("System.TypeInitializationException")
		if found != nil {
			return found
		}
		e := object.Throw(t, "The type initializer for '%s' threw an exception.", k.t.Name)
		e.Inner = object.FromGo(err)
		k.failed = e
	}
	return k.failed
}

func (k *classInfo) runStatics() error {
	mf := k.memberFrame(nil)
	for _, x := range k.fields {
		if !x.static {
			continue
		}
		k.statics[x.key] = zeroField(x.t)
		if x.value == nil {
			continue
		}
		v, err := x.value(mf)
		if err != nil {
			return err
		}
		if err := k.put(k.s, x, nil, v); err != nil {
			return err
		}
	}
	if k.staticCtor != nil {
		_, err := k.staticCtor.call(nil, nil)
		return err
	}
	return nil
}

// runConstructor runs a constructor's body; its base call is a statement of it.
func (k *classInfo) runConstructor(self any, m *classMethod, args []any) error {
	if m.block == nil {
		return k.baseConstructor(self, nil)
	}
	_, err := m.call(self, args)
	return err
}

// baseConstructor runs the base class's constructor on the instance.
func (k *classInfo) baseConstructor(self any, args []any) error {
	if k.base != nil {
		_, err := object.InvokeStatic(k.s, k.base.init, "Init", append([]any{self}, args...))
		return err
	}
	if e, ok := self.(*object.Exception); ok {
		if len(args) > 0 {
			e.Message = object.Text(k.s, args[0])
		}
		if len(args) > 1 {
			if inner, ok := object.Unwrap(args[1]).(*object.Exception); ok {
				e.Inner = inner
			}
		}
		return nil
	}
	if k.t.Base != object.ObjectType {
		inside, err := object.New(k.s, k.t.Base, args)
		if err != nil {
			if len(k.t.Base.Own().Constructors) == 0 {
				return nil // an abstract class, or one that cannot be made here
			}
			return err
		}
		setBase(self, inside)
	}
	return nil
}

// baseConstructorCall compiles `: base(...)`.
func (c *compiler) baseConstructorCall(n *ast.BaseCtorInvokeMemberExpressionAst) expr {
	args := make([]expr, len(n.Arguments))
	for i, a := range n.Arguments {
		args[i] = c.expression(a)
	}
	class := c.code.method
	return func(f *frame) (any, error) {
		if class == nil {
			return object.Null, nil
		}
		values, err := f.evaluate(args)
		if err != nil {
			return nil, err
		}
		return object.Null, class.class.baseConstructor(f.scope.get(symThis), values)
	}
}

// invokeAs calls a method as a base class has it.
func invokeAs(inv object.Invoker, self any, t *object.Type, name string, args []any) (any, error) {
	if t == object.ObjectType {
		if equalFold(name, "ToString") && len(args) == 0 && !object.IsNull(self) {
			return object.TypeOf(object.Unwrap(self)).FullName(), nil
		}
		return object.InvokeMethod(inv, self, name, args)
	}
	m := t.Member(name, false)
	if m == nil {
		return object.InvokeMethod(inv, self, name, args)
	}
	helper := &object.Type{Name: t.Name, Script: t.Script}
	for _, o := range m.Overloads {
		with := append([]object.Parameter{{Name: "self", Type: object.ObjectType}}, o.Params...)
		helper.Own().Add(&object.Member{Name: name, Kind: object.Method, Static: true, Overloads: []*object.Overload{{Params: with, Return: o.Return,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) {
				self := args[0]
				if !t.Script {
					self = insideOf(self)
				}
				return o.Call(inv, self, args[1:])
			}}}})
	}
	return object.InvokeStatic(inv, helper, name, append([]any{self}, args...))
}

// enumDefinition compiles an enum.
func (c *compiler) enumDefinition(n *ast.TypeDefinitionAst) stmt {
	return func(f *frame) error {
		under := object.Int32Type
		if len(n.BaseTypes) > 0 {
			t, err := c.resolveType(n.BaseTypes[0].TypeName)(f)
			if err != nil {
				return err
			}
			under = t
		}
		info := &object.EnumInfo{}
		next := int64(0) // [Flags()] changes how values show, not what they are
		for _, a := range n.Attributes {
			if name := attributeName(a); name == "flags" || name == "system.flags" {
				info.Flags = true
			}
		}
		t := &object.Type{Name: n.Name, Base: object.EnumType, Kind: object.KindEnum, Elem: under, Enum: info, Script: true}
		t.Zero = object.Enum{Type: t}
		f.scope.setClass(n.Name, t)
		for _, m := range n.Members {
			p, ok := m.(*ast.PropertyMemberAst)
			if !ok {
				continue
			}
			if p.InitialValue != nil {
				v, err := c.enumValue(f, info, p.InitialValue)
				if err != nil {
					return err
				}
				next = v
			}
			info.Names, info.Values = append(info.Names, p.Name), append(info.Values, next)
			next++
		}
		return nil
	}
}

// enumValue is an initial value: a constant, or an earlier name of the enum.
func (c *compiler) enumValue(f *frame, info *object.EnumInfo, n ast.Expression) (int64, error) {
	if s, ok := n.(*ast.StringConstantExpressionAst); ok {
		for i, name := range info.Names {
			if equalFold(name, s.Value) {
				return info.Values[i], nil
			}
		}
	}
	v, err := c.expression(n)(f)
	if err != nil {
		return 0, err
	}
	if e, ok := v.(object.Enum); ok {
		return e.Value, nil
	}
	x, err := object.Convert(f.s, v, object.Int64Type)
	if err != nil {
		return 0, err
	}
	return x.(int64), nil
}

// setClass makes a class known in a scope.
func (sc *scope) setClass(name string, t *object.Type) {
	if sc.classes == nil {
		sc.classes = map[string]*object.Type{}
	}
	sc.classes[strings.ToLower(name)] = t
	sc.state.session.hasClasses = true
}

// findClass finds a class from this scope outwards.
func (sc *scope) findClass(s *Session, name string) *object.Type {
	if !s.hasClasses {
		return nil
	}
	key := strings.ToLower(name)
	for x := sc; x != nil; x = x.parent {
		if t := x.classes[key]; t != nil {
			return t
		}
	}
	return nil
}

func (s *Session) isClass(t *object.Type) bool {
	if t.Script {
		return true
	}
	return t.Elem != nil && t.Elem.Script
}
