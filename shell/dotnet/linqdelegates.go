package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

// linqDelegates declares the members of Enumerable that take a delegate. They work at
// once and give arrays, where .NET gives a sequence that is read later.
func linqDelegates(m members) {
	static := func(signature string, do func(s search, items []any, a []any) (any, error)) {
		m.static("System.Object "+signature, func(inv object.Invoker, _ any, a []any) (any, error) {
			return do(searchBy(inv, a[len(a)-1]), copyItems(a[0]), a)
		})
	}
	predicate := func(name string, do func(s search, items []any) (any, error)) {
		static(name+"(System.Collections.IEnumerable source, System.Delegate predicate)", func(s search, items, _ []any) (any, error) { return do(s, items) })
	}
	selector := func(name string, do func(s search, items []any) (any, error)) {
		static(name+"(System.Collections.IEnumerable source, System.Delegate selector)", func(s search, items, _ []any) (any, error) { return do(s, items) })
	}
	predicate("Where", func(s search, items []any) (any, error) {
		out, err := s.all(items)
		return object.NewArray(out), err
	})
	predicate("Any", func(s search, items []any) (any, error) {
		i, err := s.first(items)
		return i >= 0, err
	})
	predicate("All", func(s search, items []any) (any, error) { return s.every(items) })
	predicate("Count", func(s search, items []any) (any, error) {
		out, err := s.all(items)
		return object.Int(int32(len(out))), err
	})
	linqPicks(predicate)
	border := func(s search, items []any) (int, error) {
		for i, x := range items {
			if ok, err := s.test(x); !ok || err != nil {
				return i, err
			}
		}
		return len(items), nil
	}
	predicate("TakeWhile", func(s search, items []any) (any, error) {
		i, err := border(s, items)
		return object.NewArray(items[:i]), err
	})
	predicate("SkipWhile", func(s search, items []any) (any, error) {
		i, err := border(s, items)
		return object.NewArray(items[i:]), err
	})
	selector("Select", func(s search, items []any) (any, error) {
		out, elem, err := s.convert(items)
		if err != nil {
			return nil, err
		}
		return object.NewArrayOf(object.ArrayOf(elem), out), nil
	})
	selector("SelectMany", func(s search, items []any) (any, error) {
		out := []any{}
		for _, x := range items {
			part, err := s.by.Invoke(s.inv, x)
			if err != nil {
				return nil, err
			}
			if object.IsEnumerable(part) {
				out = append(out, copyItems(part)...)
			} else if !object.IsNull(part) {
				out = append(out, part) // a block that writes one element
			}
		}
		return object.NewArray(out), nil
	})
	linqFolds(m, static, selector)
	for name, sign := range map[string]int{"OrderBy": 1, "OrderByDescending": -1} {
		static(name+"(System.Collections.IEnumerable source, System.Delegate keySelector)", func(s search, items, _ []any) (any, error) {
			return orderBy(s, items, sign)
		})
	}
	static("ToDictionary(System.Collections.IEnumerable source, System.Delegate keySelector)", func(s search, items, _ []any) (any, error) {
		return linqDictionary(s, s, items)
	})
	static("ToDictionary(System.Collections.IEnumerable source, System.Delegate keySelector, System.Delegate elementSelector)", func(s search, items, a []any) (any, error) {
		return linqDictionary(searchBy(s.inv, a[1]), s, items)
	})
	static("Zip(System.Collections.IEnumerable first, System.Collections.IEnumerable second, System.Delegate resultSelector)", func(s search, items, a []any) (any, error) {
		other := copyItems(a[1])
		out := make([]any, min(len(items), len(other)))
		for i := range out {
			r, err := s.by.Invoke(s.inv, items[i], other[i])
			if err != nil {
				return nil, err
			}
			out[i] = r
		}
		return object.NewArray(out), nil
	})
}

// linqPicks are First, Last, Single and their kin with a condition.
func linqPicks(predicate func(name string, do func(s search, items []any) (any, error))) {
	pick := func(name string, last, single bool) {
		for _, orDefault := range []bool{false, true} {
			full := name
			if orDefault {
				full += "OrDefault"
			}
			predicate(full, func(s search, items []any) (any, error) {
				out, err := s.all(items)
				switch {
				case err != nil:
					return nil, err
				case len(out) == 0 && orDefault:
					return nil, nil
				case len(out) == 0:
					return nil, object.Throw(object.InvalidOperationType, "Sequence contains no matching element")
				case len(out) > 1 && single:
					return nil, object.Throw(object.InvalidOperationType, "Sequence contains more than one matching element")
				case last:
					return out[len(out)-1], nil
				}
				return out[0], nil
			})
		}
	}
	pick("First", false, false)
	pick("Last", true, false)
	pick("Single", false, true)
}

// linqFolds are Aggregate, and the sums of what a selector gives.
func linqFolds(m members, static func(string, func(s search, items, a []any) (any, error)), selector func(string, func(s search, items []any) (any, error))) {
	fold := func(s search, acc any, items []any) (any, error) {
		var err error
		for _, x := range items {
			if acc, err = s.by.Invoke(s.inv, acc, x); err != nil {
				return nil, err
			}
		}
		return acc, nil
	}
	static("Aggregate(System.Collections.IEnumerable source, System.Delegate func)", func(s search, items, _ []any) (any, error) {
		if len(items) == 0 {
			return nil, object.Throw(object.InvalidOperationType, "Sequence contains no elements")
		}
		return fold(s, items[0], items[1:])
	})
	static("Aggregate(System.Collections.IEnumerable source, System.Object seed, System.Delegate func)", func(s search, items, a []any) (any, error) {
		return fold(s, a[1], items)
	})
	for _, name := range []string{"Sum", "Max", "Min", "Average"} {
		selector(name, func(s search, items []any) (any, error) {
			values, elem, err := s.convert(items)
			if err != nil {
				return nil, err
			}
			for _, o := range m.Find(name, true).Overloads {
				if len(o.Params) == 1 {
					return o.Call(s.inv, nil, []any{object.NewArrayOf(object.ArrayOf(elem), values)})
				}
			}
			return nil, nil
		})
	}
}

// orderBy sorts by the keys that the delegate gives, equal ones in their order.
func orderBy(s search, items []any, sign int) (any, error) {
	keys, _, err := s.convert(items)
	if err != nil {
		return nil, err
	}
	order := make([]any, len(items))
	for i := range order {
		order[i] = i
	}
	if err := sortBy(order, func(a, b any) (int, error) {
		r, err := defaultCompare(s.inv, keys[a.(int)], keys[b.(int)])
		return sign * r, err
	}); err != nil {
		return nil, err
	}
	out := slices.Clone(items)
	for i, at := range order {
		out[i] = items[at.(int)]
	}
	return object.NewArray(out), nil
}

// linqDictionary maps what key gives to the elements, or to what value makes of them.
func linqDictionary(key, value search, items []any) (any, error) {
	keys, keyType, err := key.convert(items)
	if err != nil {
		return nil, err
	}
	elem := object.ObjectType
	if value != key {
		if items, elem, err = value.convert(items); err != nil {
			return nil, err
		}
	}
	t, err := closeGeneric("System.Collections.Generic.Dictionary", []*object.Type{keyType, elem})
	if err != nil {
		return nil, err
	}
	d := newDictionary(t, keyType, elem, nil, false, true)
	for i, k := range keys {
		if _, there := d.Get(k); there {
			return nil, object.Throw(object.ArgumentExceptionType, "An item with the same key has already been added. Key: %s", object.Text(key.inv, k))
		}
		if err := d.Set(k, items[i]); err != nil {
			return nil, err
		}
	}
	return d, nil
}
