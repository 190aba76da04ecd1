package object

// figureByMembers looks for what the types themselves offer: Parse, a
// constructor of one argument, cast operators, IConvertible, properties.
func figureByMembers(from, to *Type) *conversion {
	if c := parseConversion(from, to); c != nil {
		return c
	}
	if o := constructorFor(from, to); o != nil {
		return &conversion{RankConstructor, construct(o)}
	}
	if c := castConversion(from, to); c != nil {
		return c
	}
	if c := convertibleConversion(from, to); c != nil {
		return c
	}
	if c := collectionConversion(from, to); c != nil {
		return c
	}
	if (from == CustomType || from.Is(IDictionaryType)) && fillable(to, from == CustomType) {
		return &conversion{RankConstructor, fillProperties}
	}
	return nil
}

func parseConversion(from, to *Type) *conversion {
	if to.Kind == KindEnum {
		switch {
		case from == StringType:
			return &conversion{RankParse, stringToEnum}
		case from.Is(IEnumerableType) && !from.Is(IDictionaryType):
			return &conversion{RankParse, enumerableToEnum}
		}
		return nil
	}
	if from != StringType {
		return nil
	}
	m := to.Member("Parse", true)
	if m == nil {
		return nil
	}
	if o := overload(m.Overloads, StringType, IFormatProvider); o != nil {
		return &conversion{RankParse, parseWith(o, "InvalidCastParseTargetInvocationWithFormatProvider", true)}
	}
	if o := overload(m.Overloads, StringType); o != nil {
		return &conversion{RankParse, parseWith(o, "InvalidCastParseTargetInvocation", false)}
	}
	return nil
}

func parseWith(o *Overload, id string, provider bool) converter {
	return func(inv Invoker, v any, t *Type) (any, error) {
		args := []any{v}
		if provider {
			args = append(args, Invariant)
		}
		r, err := o.Call(inv, nil, args)
		if err != nil {
			return nil, CastFailed(id, errorText(inv, v), t, FromGo(err))
		}
		return r, nil
	}
}

// overload finds the signature with exactly these parameter types.
func overload(list []*Overload, params ...*Type) *Overload {
next:
	for _, o := range list {
		if len(o.Params) != len(params) {
			continue
		}
		for i, p := range params {
			if o.Params[i].Type != p {
				continue next
			}
		}
		return o
	}
	return nil
}

func constructorFor(from, to *Type) *Overload {
	if from.code().integer() && from.Kind != KindEnum && to.Is(ICollectionType) {
		return nil // a capacity is no conversion
	}
	if to.Abstract {
		return nil
	}
	list := to.Own().Constructors
	if o := overload(list, from); o != nil {
		return o
	}
	var best *Overload
	for _, o := range list {
		if len(o.Params) != 1 || o.Params[0].ByRef || o.Params[0].ParamArray {
			continue
		}
		p := o.Params[0].Type
		if from.Is(p) || from.code().integer() && widens(from.code(), p.code()) && from.Kind != KindEnum {
			if best == nil || p.Is(best.Params[0].Type) {
				best = o
			}
		}
	}
	return best
}

func construct(o *Overload) converter {
	return func(inv Invoker, v any, t *Type) (any, error) {
		arg, err := Convert(inv, v, o.Params[0].Type)
		if err == nil {
			var r any
			if r, err = o.Call(inv, t, []any{arg}); err == nil {
				return r, nil
			}
		}
		return nil, CastFailed("InvalidCastConstructorException", errorText(inv, v), t, FromGo(err))
	}
}

func castConversion(from, to *Type) *conversion {
	for _, x := range []struct {
		name  string
		owner *Type
		rank  Rank
	}{{"op_Implicit", to, RankImplicitCast}, {"op_Explicit", to, RankExplicitCast}, {"op_Implicit", from, RankImplicitCast}, {"op_Explicit", from, RankExplicitCast}} {
		m := x.owner.Member(x.name, true)
		if m == nil {
			continue
		}
		for _, o := range m.Overloads {
			if len(o.Params) == 1 && from.Is(o.Params[0].Type) && o.Return != nil && o.Return.Is(to) {
				return &conversion{x.rank, castWith(o, x.name)}
			}
		}
	}
	return nil
}

func castWith(o *Overload, name string) converter {
	return func(inv Invoker, v any, t *Type) (any, error) {
		r, err := o.Call(inv, nil, []any{v})
		if err != nil {
			return nil, CastFailed("InvalidCastTargetInvocationException"+name, errorText(inv, v), t, FromGo(err))
		}
		return r, nil
	}
}

func convertibleConversion(from, to *Type) *conversion {
	if !from.Is(IConvertibleType) {
		return nil
	}
	if from.code().numeric() && from.Kind != KindEnum {
		if to.Kind != KindArray && figure(StringType, to).rank != RankNone {
			return &conversion{RankIConvertible, func(inv Invoker, v any, t *Type) (any, error) { return Convert(inv, Text(inv, v), t) }}
		}
		return nil
	}
	if from == StringType {
		return nil
	}
	return &conversion{RankIConvertible, changeConvertible}
}

// changeConvertible is Convert.ChangeType for what is no number: Boolean, Char,
// enumerations and dates.
func changeConvertible(inv Invoker, v any, t *Type) (any, error) {
	if t.code() != codeNone && t.Kind != KindEnum && codeOf(v) != codeNone {
		return changeType(inv, v, t)
	}
	inner := Throw(InvalidCastExceptionType, "Invalid cast from '%s' to '%s'.", TypeOf(v), t)
	return nil, CastFailed("InvalidCastIConvertible", errorText(inv, v), t, inner)
}

// collectionConversion fills a generic collection with one type argument through
// its constructor that takes a sequence: with the elements of an array, or with the
// one value, if that fits as an element it is, be it an array too.
func collectionConversion(from, to *Type) *conversion {
	if to.Abstract || len(to.Args) != 1 || !to.Is(IEnumerableType) {
		return nil
	}
	elem := to.Args[0]
	whole := from.Is(elem)
	if !(whole || from.Kind == KindArray || from == ArrayType || figure(from, elem).rank != RankNone) {
		return nil
	}
	for _, o := range to.Own().Constructors {
		if len(o.Params) != 1 || !o.Params[0].Type.Is(IEnumerableType) {
			continue
		}
		return &conversion{RankConstructor, func(inv Invoker, v any, t *Type) (any, error) {
			if _, isArray := v.(*Array); whole || !isArray {
				v = NewArray([]any{v})
			}
			items, err := toArray(inv, v, ArrayOf(elem))
			if err != nil {
				return nil, CastFailed("InvalidCastExceptionEnumerableConstructor", errorText(inv, v), t, FromGo(err))
			}
			return o.Call(inv, t, []any{items})
		}}
	}
	return nil
}

// fillable tells whether an object of type t can be made empty and its properties set.
func fillable(t *Type, needsProperties bool) bool {
	if t.Abstract || t.code() != codeNone {
		return false
	}
	if t.Kind != KindStruct && overload(t.Own().Constructors) == nil {
		return false
	}
	return !needsProperties || len(settable(t)) > 0
}

// settable lists the writable instance properties.
func settable(t *Type) []*Member {
	var list []*Member
	for x := t; x != nil; x = x.Base {
		for _, m := range x.Own().All() {
			if m.Kind == Property && !m.Static && m.Set != nil && !m.Hidden {
				list = append(list, m)
			}
		}
	}
	return list
}

// fillProperties makes an object with its constructor without arguments and
// sets the properties a dictionary or custom object names.
func fillProperties(inv Invoker, v any, t *Type) (any, error) {
	obj, err := New(inv, t, nil)
	if err != nil {
		return nil, err
	}
	set := func(name string, x any) error {
		m := t.Member(name, false)
		if m == nil || m.Kind != Property || m.Set == nil {
			if added := FindMember(inv, obj, name); added != nil && addedProperty(added.Kind) {
				if err := WriteMember(inv, obj, added, x); err != nil {
					return creationFailed(t, FromGo(err).Message)
				}
				return nil
			}
			return creationFailed(t, propertyMissing(name, t))
		}
		x, err := Convert(inv, x, m.Type)
		if err == nil {
			err = m.Set(inv, obj, x)
		}
		if err != nil {
			return creationFailed(t, FromGo(err).Message)
		}
		return nil
	}
	switch d := v.(type) {
	case Dictionary:
		for k, x := range d.All() {
			if err := set(Text(inv, k), x); err != nil {
				return nil, err
			}
		}
	case *Custom:
		for k, x := range d.All() {
			if err := set(k, x); err != nil {
				return nil, err
			}
		}
	}
	return obj, nil
}

// addedProperty tells whether a member is a property that the type table or a script added.
func addedProperty(k MemberKind) bool {
	return k == AliasProperty || k == ScriptProperty || k == NoteProperty || k == CodeProperty
}

func creationFailed(t *Type, why string) error {
	return invalidCast("ObjectCreationError", nil, `Cannot create object of type "%s". %s`, t, why)
}

func propertyMissing(name string, t *Type) string {
	list := ""
	for _, m := range settable(t) {
		if list != "" {
			list += ", "
		}
		list += "[" + m.Name + " <" + m.Type.String() + ">]"
	}
	if list == "" {
		return "The property '" + name + "' was not found for the '" + t.String() + "' object. There is no settable property available."
	}
	return "The property '" + name + "' was not found for the '" + t.String() + "' object. The settable properties are: " + list + "."
}
