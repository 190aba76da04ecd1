package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

// elementType is the T of an IEnumerable[T].
func elementType(v any) *object.Type {
	t := object.TypeOf(object.Unwrap(v))
	switch {
	case t == nil:
	case t.Elem != nil:
		return t.Elem
	case len(t.Args) == 1:
		return t.Args[0]
	}
	return object.ObjectType
}

// emptyOf is an array of a type without elements.
func emptyOf(t *object.Type) any { return arrayOf(t, nil) }

func arrayOf(t *object.Type, items []any) any {
	if t != object.ByteType {
		return object.NewArrayOf(object.ArrayOf(t), items)
	}
	b := make([]byte, len(items))
	for i, x := range items {
		b[i] = x.(uint8)
	}
	return &object.Bytes{B: b}
}

// linqExtras declares members of Enumerable that pick, cut and group.
func linqExtras(m members) {
	const source = "System.Collections.IEnumerable source"
	sequence := func(name, params string, do func(inv object.Invoker, items []any, a []any) ([]any, error)) {
		m.static("System.Object[] "+name+"("+source+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			items, err := do(inv, copyItems(a[0]), a)
			if err != nil {
				return nil, err
			}
			return arrayOf(elementType(a[0]), items), nil
		})
	}
	one := func(inv object.Invoker, a []any) (any, error) { return object.Convert(inv, a[1], elementType(a[0])) }
	sequence("Append", ", System.Object element", func(inv object.Invoker, items, a []any) ([]any, error) {
		x, err := one(inv, a)
		return append(items, x), err
	})
	sequence("Prepend", ", System.Object element", func(inv object.Invoker, items, a []any) ([]any, error) {
		x, err := one(inv, a)
		return append([]any{x}, items...), err
	})
	within := func(n any, items []any) int { return min(max(intArg(n), 0), len(items)) }
	sequence("SkipLast", ", int count", func(_ object.Invoker, items, a []any) ([]any, error) {
		return items[:len(items)-within(a[1], items)], nil
	})
	sequence("TakeLast", ", int count", func(_ object.Invoker, items, a []any) ([]any, error) {
		return items[len(items)-within(a[1], items):], nil
	})
	sequence("DefaultIfEmpty", "", func(_ object.Invoker, items, a []any) ([]any, error) {
		if len(items) == 0 {
			return []any{elementType(a[0]).Zero}, nil
		}
		return items, nil
	})
	sequence("DistinctBy", ", System.Delegate keySelector", func(inv object.Invoker, items, a []any) ([]any, error) {
		keys, _, err := searchBy(inv, a[1]).convert(items)
		var seen, out []any
		for i, k := range keys {
			if indexOf(inv, seen, k) < 0 {
				seen, out = append(seen, k), append(out, items[i])
			}
		}
		return out, err
	})
	m.static("System.Object ElementAt("+source+", int index)", plain(func(_ any, a []any) (any, error) {
		items, i := copyItems(a[0]), intArg(a[1])
		if i < 0 || i >= len(items) {
			return nil, errIndex()
		}
		return items[i], nil
	}))
	m.static("System.Object ElementAtOrDefault("+source+", int index)", plain(func(_ any, a []any) (any, error) {
		items, i := copyItems(a[0]), intArg(a[1])
		if i < 0 || i >= len(items) {
			return elementType(a[0]).Zero, nil
		}
		return items[i], nil
	}))
	m.static("long LongCount("+source+")", plain(func(_ any, a []any) (any, error) { return int64(len(copyItems(a[0]))), nil }))
	linqSingle(m, source)
	linqGroups(m, source)
	for name, sign := range map[string]int{"MaxBy": 1, "MinBy": -1} {
		m.static("System.Object "+name+"("+source+", System.Delegate keySelector)", func(inv object.Invoker, _ any, a []any) (any, error) {
			items := copyItems(a[0])
			keys, _, err := searchBy(inv, a[1]).convert(items)
			if err != nil {
				return nil, err
			}
			if len(items) == 0 {
				return nil, errNoElements()
			}
			best := 0
			for i := range keys {
				c, err := defaultCompare(inv, keys[i], keys[best])
				if err != nil {
					return nil, err
				}
				if c*sign > 0 {
					best = i
				}
			}
			return items[best], nil
		})
	}
	m.generic("System.Object Empty()", 1, func(_ object.Invoker, _ any, a []any) (any, error) { return emptyOf(a[0].(*object.Type)), nil })
	m.generic("System.Object Cast("+source+")", 1, func(_ object.Invoker, _ any, a []any) (any, error) {
		t, items := a[0].(*object.Type), copyItems(a[1])
		for _, x := range items {
			if of := object.TypeOf(object.Unwrap(x)); of == nil && t.IsValue() || of != nil && !of.Is(t) {
				return nil, object.Throw(object.InvalidCastExceptionType, "Unable to cast object of type '%s' to type '%s'.", of, t.FullName())
			}
		}
		return arrayOf(t, items), nil
	})
	m.generic("System.Object OfType("+source+")", 1, func(_ object.Invoker, _ any, a []any) (any, error) {
		t := a[0].(*object.Type)
		items := slices.DeleteFunc(copyItems(a[1]), func(x any) bool {
			of := object.TypeOf(object.Unwrap(x))
			return of == nil || !of.Is(t)
		})
		return arrayOf(t, items), nil
	})
}

func errNoElements() error {
	return object.Throw(object.InvalidOperationType, "Sequence contains no elements")
}

// linqSingle declares Single and SingleOrDefault without a condition.
func linqSingle(m members, source string) {
	for _, name := range []string{"Single", "SingleOrDefault"} {
		m.static("System.Object "+name+"("+source+")", plain(func(_ any, a []any) (any, error) {
			switch items := copyItems(a[0]); {
			case len(items) == 1:
				return items[0], nil
			case len(items) > 1:
				return nil, object.Throw(object.InvalidOperationType, "Sequence contains more than one element")
			case name == "SingleOrDefault":
				return elementType(a[0]).Zero, nil
			}
			return nil, errNoElements()
		}))
	}
}

// grouping is IGrouping[TKey,TElement]: a list with a key.
type grouping struct {
	object.Instance
	Type  *object.Type
	key   any
	items []any
}

// PSType is Grouping of the types of key and elements.
func (g *grouping) PSType() *object.Type { return g.Type }

// Len is the number of elements.
func (g *grouping) Len() int { return len(g.items) }

// At is an element.
func (g *grouping) At(i int) any { return g.items[i] }

func groupingOf(m members, _ *object.Type) {
	m.prop("TKey Key", getter(func(v any) any { return v.(*grouping).key }))
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(v.(*grouping).Len())) }))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

// linqGroups declares what makes several sequences of one, and sets.
func linqGroups(m members, source string) {
	m.static("System.Object Chunk("+source+", int size)", plain(func(_ any, a []any) (any, error) {
		if intArg(a[1]) < 1 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "size", "Specified argument was out of the range of valid values.")
		}
		elem := elementType(a[0])
		var out []any
		for part := range slices.Chunk(copyItems(a[0]), intArg(a[1])) {
			out = append(out, arrayOf(elem, slices.Clone(part)))
		}
		return object.NewArrayOf(object.ArrayOf(object.ArrayOf(elem)), out), nil
	}))
	group := func(inv object.Invoker, source, keySelector any, elements []any, elem *object.Type) (any, error) {
		keys, keyType, err := searchBy(inv, keySelector).convert(copyItems(source))
		if err != nil {
			return nil, err
		}
		t, err := closeGeneric("System.Linq.Grouping", []*object.Type{keyType, elem})
		if err != nil {
			return nil, err
		}
		var out []any
		for i, k := range keys {
			at := slices.IndexFunc(out, func(g any) bool { return sameOrNull(inv, g.(*grouping).key, k) })
			if at < 0 {
				at, out = len(out), append(out, &grouping{Type: t, key: k})
			}
			g := out[at].(*grouping)
			g.items = append(g.items, elements[i])
		}
		return object.NewArray(out), nil
	}
	for _, name := range []string{"GroupBy", "ToLookup"} {
		m.static("System.Object "+name+"("+source+", System.Delegate keySelector)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return group(inv, a[0], a[1], copyItems(a[0]), elementType(a[0]))
		})
		m.static("System.Object "+name+"("+source+", System.Delegate keySelector, System.Delegate elementSelector)", func(inv object.Invoker, _ any, a []any) (any, error) {
			elements, elem, err := searchBy(inv, a[2]).convert(copyItems(a[0]))
			if err != nil {
				return nil, err
			}
			return group(inv, a[0], a[1], elements, elem)
		})
	}
	m.static("System.Object ToHashSet("+source+")", plain(func(_ any, a []any) (any, error) {
		t, err := closeGeneric("System.Collections.Generic.HashSet", []*object.Type{elementType(a[0])})
		if err != nil {
			return nil, err
		}
		s := &Set{Type: t, store: object.NewSlots(true)}
		for _, x := range copyItems(a[0]) {
			s.add(x)
		}
		return s, nil
	}))
}
