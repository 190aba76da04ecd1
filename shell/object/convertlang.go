package object

import "strings"

// figureLanguage knows the conversions of the language itself. scalar is a
// conversion of one value into an array, to be tried before what the members offer.
func figureLanguage(from, to *Type) (scalar, found *conversion) {
	if elem := to.Nullable(); elem != nil {
		if c := figure(from, elem); c.rank != RankNone {
			return nil, &conversion{c.rank, func(inv Invoker, v any, t *Type) (any, error) { return Convert(inv, v, t.Elem) }}
		}
		return nil, nil
	}
	enumerable := from.Is(IEnumerableType) && !from.Is(IDictionaryType) && from != StringType
	switch {
	case to == VoidType:
		return nil, &conversion{RankLanguage, func(Invoker, any, *Type) (any, error) { return Null, nil }}
	case to == BooleanType:
		return nil, &conversion{RankLanguage, func(_ Invoker, v any, _ *Type) (any, error) { return Bool(IsTrue(v)), nil }}
	case to == StringType && from == NullStringType:
		return nil, &conversion{RankLanguage, func(Invoker, any, *Type) (any, error) { return nil, nil }}
	case to == StringType:
		return nil, &conversion{RankToString, toText}
	case to.Kind == KindArray && to.Elem != nil:
		return figureArray(from, to, enumerable)
	case to == ArrayType:
		if enumerable {
			return nil, &conversion{RankLanguage, func(inv Invoker, v any, _ *Type) (any, error) { return toArray(inv, v, ObjectArray) }}
		}
		return &conversion{RankAssignable & scalarToArray, func(inv Invoker, v any, _ *Type) (any, error) { return toArray(inv, v, ObjectArray) }}, nil
	case to == HashtableType:
		if from.Is(IDictionaryType) {
			return nil, &conversion{RankLanguage, toHashtable}
		}
		return nil, nil
	case to == ReferenceType:
		return nil, &conversion{RankLanguage, func(_ Invoker, v any, _ *Type) (any, error) { return &Reference{value: v}, nil }}
	case to == CustomType:
		return nil, &conversion{RankLanguage, toCustom}
	case to == SwitchType && (from == BooleanType || from.code().numeric()):
		return nil, &conversion{RankLanguage, func(_ Invoker, v any, _ *Type) (any, error) { return SwitchParameter(IsTrue(v)), nil }}
	case to == TypeType && from == StringType:
		return nil, &conversion{RankLanguage, stringToType}
	case to.Is(DelegateType) && from.Is(ScriptBlockTyp):
		return nil, &conversion{RankLanguage, toDelegate}
	case to.Kind == KindEnum && from.code().integer():
		return nil, &conversion{RankLanguage, integerToEnum}
	}
	return nil, nil
}

func figureArray(from, to *Type, enumerable bool) (scalar, found *conversion) {
	switch {
	case from == StringType && to.Elem == CharType:
		return nil, &conversion{RankStringToChars, func(_ Invoker, v any, t *Type) (any, error) {
			return &Array{Type: t, Items: Chars(v.(string))}, nil
		}}
	case from.Kind == KindArray && from.Elem != nil:
		rank := RankUnrelatedArrays
		if from.Elem.Is(to.Elem) && !from.Elem.IsValue() {
			rank = RankLanguage
		}
		return nil, &conversion{rank, toArray}
	case enumerable:
		return nil, &conversion{RankLanguage, toArray}
	}
	if c := figure(from, to.Elem); c.rank != RankNone {
		return &conversion{c.rank & scalarToArray, scalarToArrayConversion}, nil
	}
	return nil, nil
}

func scalarToArrayConversion(inv Invoker, v any, t *Type) (any, error) {
	r, err := Convert(inv, v, t.Elem)
	if err != nil {
		return nil, CastFailed("InvalidCastExceptionScalarToArray", errorText(inv, v), t, FromGo(err))
	}
	return NewArrayOf(t, []any{r}), nil
}

// NewArrayOf makes an array of type t (an array type) that takes items over;
// they are already of the element type.
func NewArrayOf(t *Type, items []any) any {
	if t == BytesType {
		b := &Bytes{B: make([]byte, len(items))}
		for i, x := range items {
			b.B[i] = x.(uint8)
		}
		return b
	}
	return &Array{Type: t, Items: items}
}

// toArray converts element by element; a scalar becomes one element.
func toArray(inv Invoker, v any, t *Type) (any, error) {
	items, ok := Elements(v)
	if !ok {
		items = []any{v}
	}
	out := make([]any, len(items))
	for i, x := range items {
		r, err := Convert(inv, x, t.Elem)
		if err != nil {
			return nil, err
		}
		out[i] = r
	}
	return NewArrayOf(t, out), nil
}

func toHashtable(_ Invoker, v any, _ *Type) (any, error) {
	h := NewSizedTable(false, v.(Dictionary).Len())
	for k, x := range v.(Dictionary).All() {
		if err := h.Set(k, x); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// stringToType finds the type a text names, as [name] does.
func stringToType(inv Invoker, v any, t *Type) (any, error) {
	if found, err := inv.FindType(v.(string)); err == nil && found != nil {
		return found, nil
	}
	return nil, invalidCast("InvalidCastFromStringToType", nil, `Cannot convert the "%s" value of type "%s" to type "%s".`, v, StringType, t)
}

// toCustom is [pscustomobject]: a dictionary's entries become note properties,
// anything else stays what it is. A PSTypeName entry gives the type name.
func toCustom(inv Invoker, v any, _ *Type) (any, error) {
	d, ok := v.(Dictionary)
	if !ok {
		return v, nil
	}
	c := NewCustom(d.Len())
	for k, x := range d.All() {
		name := Text(inv, k)
		if strings.EqualFold(name, "PSTypeName") {
			c.Extension(true).TypeNames = []string{Text(inv, x), CustomType.FullName(), ObjectType.FullName()}
			continue
		}
		c.Set(name, x)
	}
	return c, nil
}

// Delegate is a script block as a .NET delegate.
type Delegate struct {
	Type  *Type
	Block ScriptBlock
}

// PSType is the delegate's type.
func (d *Delegate) PSType() *Type { return d.Type }

// Invoke calls the block with args and gives its last output.
func (d *Delegate) Invoke(inv Invoker, args ...any) (any, error) {
	call := inv.Call
	if h, ok := inv.(interface {
		CallHeard(sb ScriptBlock, self, underscore any, args ...any) ([]any, error)
	}); ok {
		call = h.CallHeard
	}
	out, err := call(d.Block, nil, nil, args...)
	if err != nil {
		return nil, err
	}
	var result any
	switch len(out) {
	case 0:
	case 1:
		result = out[0]
	default:
		result = NewArray(out)
	}
	if t := d.returns(); t != nil && t.Kind != KindInterface {
		return Convert(inv, result, t)
	}
	return result, nil
}

// returns is the type of what .NET's own delegates give, nil when it is not told.
func (d *Delegate) returns() *Type {
	if d.Type == nil {
		return nil
	}
	name, _, _ := strings.Cut(d.Type.Name, "`")
	switch name {
	case "Func", "Converter":
		if n := len(d.Type.Args); n > 0 {
			return d.Type.Args[n-1]
		}
	case "Predicate":
		return BooleanType
	case "Comparison":
		return Int32Type
	case "MatchEvaluator":
		return StringType
	}
	return nil
}

func toDelegate(_ Invoker, v any, t *Type) (any, error) {
	return &Delegate{Type: t, Block: v.(ScriptBlock)}, nil
}

func integerToEnum(inv Invoker, v any, t *Type) (any, error) {
	r := Enum{Type: t, Value: toInt64(v)}
	return r, definedEnum(inv, "UndefinedIntegerToEnum", r, v)
}

// definedEnum fails for a number that is no value of the enumeration.
func definedEnum(inv Invoker, id string, e Enum, original any) error {
	info := e.Type.Enum
	if info.has(e.Value) || info.Flags && e.Value&^info.all() == 0 && e.Value != 0 {
		return nil
	}
	return invalidCast(id, nil, `Cannot convert value "%s" to type "%s" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are "%s".`,
		errorText(inv, original), e.Type, info.list(","))
}

// stringToEnum reads a name, a unique prefix of one, a number, or several with commas.
func stringToEnum(inv Invoker, v any, t *Type) (any, error) {
	s := v.(string)
	if s == "" {
		return nil, CastFailed("SubstringDisambiguationEnumParseThrewAnException", s, t, enumNoMatch(s, t))
	}
	var value int64
	parts := strings.Split(s, ",")
	for _, part := range parts {
		x, err := enumPart(strings.TrimFunc(part, isSpace), t)
		if err != nil && len(parts) > 1 {
			err = enumNoMatch(s, t)
		}
		if err != nil {
			return nil, CastFailed("SubstringDisambiguationEnumParseThrewAnException", s, t, err)
		}
		value |= x
	}
	e := Enum{Type: t, Value: value}
	return e, definedEnum(inv, "EnumParseUndefined", e, v)
}

func enumPart(name string, t *Type) (int64, *Exception) {
	if name != "" && strings.IndexByte("+-0123456789", name[0]) >= 0 {
		if n, err := parseInteger(name, t.Elem); err == nil {
			return toInt64(n), nil
		}
	}
	value, several, ok := t.Enum.find(name)
	switch {
	case ok && name != "":
		return value, nil
	case len(several) > 1 && name != "":
		e := NewError(RuntimeExceptionType, "MultipleEnumNameMatch", InvalidArgument, nil,
			"The identifier name %s cannot be processed because it is either too similar or identical to the following enumerator names: %s. Use a more specific identifier name.", name, strings.Join(several, ", "))
		return 0, e.Exception
	}
	return 0, enumNoMatch(name, t)
}

func enumNoMatch(name string, t *Type) *Exception {
	e := NewError(RuntimeExceptionType, "NoEnumNameMatch", InvalidArgument, nil,
		"Unable to match the identifier name %s to a valid enumerator name. Specify one of the following enumerator names and try again:\n%s", name, t.Enum.list(", "))
	return e.Exception
}

func enumerableToEnum(inv Invoker, v any, t *Type) (any, error) {
	items, _ := Elements(v)
	parts := make([]string, len(items))
	for i, x := range items {
		s, ok := Unwrap(x).(string)
		if !ok {
			e, err := Convert(inv, x, t)
			if err != nil {
				return nil, err
			}
			s = Text(inv, e)
		}
		parts[i] = s
	}
	return stringToEnum(inv, strings.Join(parts, ","), t)
}
