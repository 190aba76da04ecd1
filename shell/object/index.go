package object

// Indexer is implemented by collections with a key of their own kind that are
// neither List nor Dictionary (a match's groups, a multi-dimensional array).
// found is false where PowerShell gives $null.
type Indexer interface {
	Index(inv Invoker, key any) (value any, found bool, err error)
}

// IndexSetter is implemented by those that can be written to.
type IndexSetter interface {
	SetIndex(inv Invoker, key, value any) error
}

// Index is v[key]. An array as key takes several elements. found is false for
// an index out of range and a missing key: $null, or an error in strict mode.
func Index(inv Invoker, v, key any) (value any, found bool, err error) {
	v, key = operand(v), operand(key)
	if v == nil {
		return nil, false, RuntimeError("NullArray", InvalidOperation, nil, "Cannot index into a null array.")
	}
	if key == nil {
		return nil, false, RuntimeError("NullArrayIndex", InvalidOperation, nil, "Index operation failed; the array index evaluated to null.")
	}
	if i, ok := key.(int32); ok {
		if a, ok := v.(*Array); ok {
			return at(a, int(i))
		}
	}
	switch x := v.(type) {
	case Indexer:
		return x.Index(inv, key)
	case Dictionary:
		return indexDictionary(inv, x, key)
	case string, List:
		return indexList(inv, x, key)
	}
	return indexOther(inv, v, key)
}

// at is element i, counted from the end when negative.
func at(l List, i int) (any, bool, error) {
	n := l.Len()
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return nil, false, nil
	}
	return l.At(i), true, nil
}

func indexDictionary(inv Invoker, d Dictionary, key any) (any, bool, error) {
	if keys, ok := Elements(key); ok {
		if _, whole := d.Get(key); !whole {
			return slice(inv, d, keys)
		}
	}
	if o, ok := d.(*OrderedDictionary); ok {
		if i, ok := key.(int32); ok {
			return at(o, int(i))
		}
	}
	if k, ok := d.(KeyedDictionary); ok {
		converted, err := k.ConvertKey(inv, key)
		if err != nil {
			return nil, false, err
		}
		key = converted
	}
	value, found := d.Get(key)
	return value, found, nil
}

// KeyedDictionary is a dictionary whose keys have a type.
type KeyedDictionary interface {
	Dictionary
	ConvertKey(inv Invoker, key any) (any, error)
	ConvertValue(inv Invoker, value any) (any, error)
}

// slice takes the elements that exist, in the order of the keys.
func slice(inv Invoker, v any, keys []any) (any, bool, error) {
	out := make([]any, 0, len(keys))
	for _, k := range keys {
		k = operand(k)
		if k == nil {
			continue
		}
		value, found, err := Index(inv, v, k)
		if err != nil {
			return nil, false, err
		}
		_, keyed := v.(Dictionary)
		if found || keyed {
			out = append(out, value)
		}
	}
	return NewArray(out), true, nil
}

func indexList(inv Invoker, v, key any) (any, bool, error) {
	if keys, ok := Elements(key); ok {
		return slice(inv, v, keys)
	}
	n, err := Convert(inv, key, Int32Type)
	if err != nil {
		return nil, false, err
	}
	i := int(n.(int32))
	if s, ok := v.(string); ok {
		if i < 0 {
			i += Len16(s)
		}
		c, ok := CharAt(s, i)
		if !ok {
			return nil, false, nil
		}
		return c, true, nil
	}
	return at(v.(List), i)
}

// indexOther calls the type's indexer, which is Item, or Chars of a text; without one, [0] and [-1] are the
// value itself.
func indexOther(inv Invoker, v, key any) (any, bool, error) {
	t := TypeOf(v)
	for _, name := range [...]string{"Item", "Chars"} {
		if m := t.Member(name, false); m != nil && m.Kind == ParameterizedProperty {
			value, err := callOverloads(inv, t, name, m.Overloads, v, []any{key})
			return value, err == nil, err
		}
	}
	if codeOf(key).numeric() {
		if i := toInt64(key); i == 0 || i == -1 {
			return v, true, nil
		}
	}
	return nil, false, RuntimeError("CannotIndex", InvalidOperation, nil, "Unable to index into an object of type \"%s\".", t.FullName())
}

// SetIndex is v[key] = value.
func SetIndex(inv Invoker, v, key, value any) error {
	v, key = operand(v), operand(key)
	switch x := v.(type) {
	case nil:
		return RuntimeError("NullArray", InvalidOperation, nil, "Cannot index into a null array.")
	case IndexSetter:
		return x.SetIndex(inv, key, value)
	case *OrderedDictionary:
		if i, ok := key.(int32); ok {
			return setOrdered(x, int(i), value)
		}
	}
	if key == nil {
		return RuntimeError("NullArrayIndex", InvalidOperation, nil, "Index operation failed; the array index evaluated to null.")
	}
	switch x := v.(type) {
	case Dictionary:
		return setKey(inv, x, key, value)
	case MutableList:
		return setElement(inv, x, key, value)
	}
	return RuntimeError("CannotIndex", InvalidOperation, nil, "Unable to index into an object of type \"%s\".", TypeOf(v).FullName())
}

func setOrdered(o *OrderedDictionary, i int, value any) error {
	n := o.Len()
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return ThrowArgument(ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
	}
	o.SetAt(i, value)
	return nil
}

func setKey(inv Invoker, d Dictionary, key, value any) error {
	k, ok := d.(KeyedDictionary)
	if !ok {
		return d.Set(key, elementOf(value))
	}
	key, err := k.ConvertKey(inv, key)
	if err != nil {
		return err
	}
	if value, err = k.ConvertValue(inv, value); err != nil {
		return err
	}
	return d.Set(key, value)
}

// TypedList is a list whose elements have a type; Array, Bytes and List[T] are.
type TypedList interface {
	MutableList
	ElementType() *Type
}

// ElementType is the element type of the array.
func (a *Array) ElementType() *Type { return a.Type.Elem }

// ElementType is Byte.
func (*Bytes) ElementType() *Type { return ByteType }

func setElement(inv Invoker, l MutableList, key, value any) error {
	if keys, ok := Elements(key); ok && len(keys) != 1 {
		return RuntimeError("ArraySliceAssignmentFailed", InvalidOperation, key, "Array assignment to [%s] failed because assignment to slices is not supported.", sliceText(inv, keys))
	}
	n, err := Convert(inv, key, Int32Type)
	if err != nil {
		return err
	}
	i := int(n.(int32))
	if i < 0 {
		i += l.Len()
	}
	if i < 0 || i >= l.Len() {
		if TypeOf(l).Kind == KindArray {
			return Throw(IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
		}
		return ThrowArgument(ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
	}
	if t, ok := l.(TypedList); ok {
		if value, err = Convert(inv, value, t.ElementType()); err != nil {
			return err
		}
	}
	return l.SetAt(i, elementOf(value))
}

func sliceText(inv Invoker, keys []any) string {
	text := ""
	for i, k := range keys {
		if i > 0 {
			text += ","
		}
		text += Text(inv, k)
	}
	return text
}
