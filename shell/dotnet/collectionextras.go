package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

// listSearching declares what lists and array lists share beside the everyday
// members: searching by halves, parts, copies.
func listSearching(m members) {
	self := func(v any) *List { return v.(*List) }
	m.method("int BinarySearch(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		var failed error
		i, found := slices.BinarySearchFunc(self(v).Items, a[0], func(x, target any) int {
			c, err := defaultCompare(inv, x, target)
			if err != nil {
				failed = err
			}
			return c
		})
		if !found {
			i = ^i
		}
		return object.Int(int32(i)), failed
	})
	m.method("int IndexOf(T item, int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		items, from := self(v).Items, intArg(a[1])
		if from < 0 || from > len(items) {
			return nil, errIndex()
		}
		i := indexOf(inv, items[from:], a[0])
		if i >= 0 {
			i += from
		}
		return object.Int(int32(i)), nil
	})
	m.method("int EnsureCapacity(int capacity)", plain(func(v any, a []any) (any, error) {
		l := self(v)
		if n := intArg(a[0]); n > l.capacity() {
			l.room = max(n, 2*l.room, 4)
		}
		return object.Int(int32(l.room)), nil
	}))
	m.method("void Reverse(int index, int count)", plain(func(v any, a []any) (any, error) {
		i, n := intArg(a[0]), intArg(a[1])
		if i < 0 || n < 0 || i+n > len(self(v).Items) {
			return nil, errRange()
		}
		slices.Reverse(self(v).Items[i : i+n])
		return nil, nil
	}))
}

func errRange() error {
	return object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
}

// lockKind is what a wrapper of a list refuses: nothing, a change of size, every change.
type lockKind byte

const (
	lockedSize lockKind = iota + 1
	lockedWhole
)

func (k lockKind) refusal() error {
	switch k {
	case lockedSize:
		return object.Throw(object.NotSupportedExceptionType, "Collection was of a fixed size.")
	case lockedWhole:
		return object.Throw(object.NotSupportedExceptionType, "Collection is read-only.")
	}
	return nil
}

// lockedMembers lets the members that change an array list ask its lock.
func lockedMembers(m members) {
	for _, name := range []string{"Add", "AddRange", "Clear", "Insert", "InsertRange", "Remove", "RemoveAt", "RemoveRange", "TrimToSize", "SetRange", "Reverse", "Sort"} {
		resizes := name != "SetRange" && name != "Reverse" && name != "Sort"
		for _, o := range m.Find(name, false).Overloads {
			do := o.Call
			o.Call = func(inv object.Invoker, self any, args []any) (any, error) {
				if lock := self.(*List).lock; lock == lockedWhole || lock > 0 && resizes {
					return nil, lock.refusal()
				}
				return do(inv, self, args)
			}
		}
	}
}

// listParts declares members of List[T] that ArrayList has not.
func listParts(m members, t *object.Type) {
	elem := t.Args[0]
	m.method(t.Namespace+"."+"List[T] Slice(int start, int length)", plain(func(v any, a []any) (any, error) {
		l, i, n := v.(*List), intArg(a[0]), intArg(a[1])
		if i < 0 || n < 0 || i+n > len(l.Items) {
			return nil, errRange()
		}
		return NewList(elem, slices.Clone(l.Items[i:i+n])), nil
	}))
	m.method("System.Collections.ObjectModel.ReadOnlyCollection[T] AsReadOnly()", plain(func(v any, _ []any) (any, error) { return readOnlyOf(elem, v.(*List)) }))
}

func readOnlyOf(elem *object.Type, l *List) (any, error) {
	t, err := closeGeneric("System.Collections.ObjectModel.ReadOnlyCollection", []*object.Type{elem})
	if err != nil {
		return nil, err
	}
	return &readOnlyList{Type: t, of: l}, nil
}

// readOnlyList is ReadOnlyCollection[T]: a view of a list.
type readOnlyList struct {
	object.Instance
	Type *object.Type
	of   *List
}

// PSType is the view's type.
func (r *readOnlyList) PSType() *object.Type { return r.Type }

// Len is the number of elements.
func (r *readOnlyList) Len() int { return r.of.Len() }

// At is an element.
func (r *readOnlyList) At(i int) any { return r.of.At(i) }

func readOnlyCollectionOf(m members, t *object.Type) {
	self := func(v any) *readOnlyList { return v.(*readOnlyList) }
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(self(v).Len())) }))
	m.prop("bool IsReadOnly", constantly(true))
	m.indexer("T Item(int index)", plain(func(v any, a []any) (any, error) {
		if err := self(v).of.check(intArg(a[0])); err != nil {
			return nil, err
		}
		return self(v).At(intArg(a[0])), nil
	}))
	m.method("bool Contains(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, self(v).of.Items, a[0]) >= 0, nil
	})
	m.method("int IndexOf(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, self(v).of.Items, a[0]))), nil
	})
	m.method("void CopyTo(T[] array, int index)", plain(func(v any, a []any) (any, error) { return nil, copyInto(self(v).of.Items, a[0], intArg(a[1])) }))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
	m.ctor("T[] list", func(_ object.Invoker, a []any) (any, error) {
		return &readOnlyList{Type: t, of: &List{Items: copyItems(a[0])}}, nil
	})
}

// arrayListStatics declares the static members of ArrayList that make or wrap one.
func arrayListStatics(m members) {
	m.static("System.Collections.ArrayList Repeat(System.Object value, int count)", plain(func(_ any, a []any) (any, error) {
		if intArg(a[1]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Non-negative number required.")
		}
		return NewArrayList(slices.Repeat([]any{a[0]}, intArg(a[1]))...), nil
	}))
	m.static("System.Collections.ArrayList Synchronized(System.Collections.ArrayList list)", plain(func(_ any, a []any) (any, error) {
		l, ok := a[0].(*List)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "list", "Value cannot be null.")
		}
		return &List{Type: l.Type, Elem: l.Elem, Items: l.Items, synchronized: true}, nil
	}))
	for name, lock := range map[string]lockKind{"FixedSize": lockedSize, "ReadOnly": lockedWhole} {
		m.static("System.Collections.ArrayList "+name+"(System.Collections.ArrayList list)", plain(func(_ any, a []any) (any, error) {
			l, ok := a[0].(*List)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "list", "Value cannot be null.")
			}
			return &List{Type: l.Type, Elem: l.Elem, Items: l.Items, lock: lock}, nil
		}))
	}
	m.method("void SetRange(int index, System.Collections.ICollection c)", plain(func(v any, a []any) (any, error) {
		l, i, items := v.(*List), intArg(a[0]), copyItems(a[1])
		if i < 0 || i+len(items) > len(l.Items) {
			return nil, errIndex()
		}
		copy(l.Items[i:], items)
		return nil, nil
	}))
}

// setSearching declares the members of sets that take a delegate, give a range or look an element up.
func setSearching(m members, sorted bool) {
	self := func(v any) *Set { return v.(*Set) }
	m.method("int RemoveWhere(System.Predicate[T] match)", func(inv object.Invoker, v any, a []any) (any, error) {
		gone, err := searchBy(inv, a[0]).all(copyItems(v))
		if err != nil {
			return nil, err
		}
		for _, x := range gone {
			self(v).store.Remove(x)
		}
		return object.Int(int32(len(gone))), nil
	})
	m.method("bool TryGetValue(T equalValue, [ref] T actualValue)", plain(func(v any, a []any) (any, error) {
		same := self(v).like(nil)
		_ = same.Set(a[0], nil) // takes any key
		for _, x := range copyItems(v) {
			if _, ok := same.Get(x); ok {
				a[1] = x
				return true, nil
			}
		}
		a[1] = m.vars["T"].Zero
		return false, nil
	}))
	m.prop("System.Object Comparer", getter(func(v any) any {
		if by := self(v).by; by != nil {
			return by
		}
		return ordinalComparer
	}))
	if !sorted {
		m.method("int EnsureCapacity(int capacity)", plain(func(_ any, a []any) (any, error) { return a[0], nil }))
		m.method("void TrimExcess()", plain(func(any, []any) (any, error) { return nil, nil }))
		return
	}
	m.method("T[] Reverse()", plain(func(v any, _ []any) (any, error) {
		items := slices.Clone(copyItems(v))
		slices.Reverse(items)
		return object.NewArrayOf(object.ArrayOf(m.vars["T"]), items), nil
	}))
	m.method("System.Collections.Generic.SortedSet[T] GetViewBetween(T lowerValue, T upperValue)", func(inv object.Invoker, v any, a []any) (any, error) {
		s := self(v)
		out := &Set{Type: s.Type, store: object.NewSlots(s.store.CaseSensitive()), sorted: true, by: s.by}
		for _, x := range copyItems(v) {
			low, err := defaultCompare(inv, x, a[0])
			if err != nil {
				return nil, err
			}
			high, err := defaultCompare(inv, x, a[1])
			if err != nil {
				return nil, err
			}
			if low >= 0 && high <= 0 {
				out.add(x)
			}
		}
		return out, nil
	})
}

// dictionarySearching declares what generic dictionaries have beside the everyday members.
func dictionarySearching(m members) {
	m.prop("System.Object Comparer", getter(func(v any) any {
		if by := v.(*Dictionary).by; by != nil {
			return by
		}
		return ordinalComparer
	}))
	m.method("int EnsureCapacity(int capacity)", plain(func(_ any, a []any) (any, error) { return a[0], nil }))
	m.method("void TrimExcess()", plain(func(any, []any) (any, error) { return nil, nil }))
}

// concurrentDictionaryOf is a dictionary with the members that do two things at once.
func concurrentDictionaryOf(m members, t *object.Type) {
	dictionaryOf(false)(m, t)
	self := func(v any) *Dictionary { return v.(*Dictionary) }
	m.prop("bool IsEmpty", getter(func(v any) any { return self(v).Len() == 0 }))
	made := func(inv object.Invoker, by any, args ...any) (any, error) {
		r, err := by.(*object.Delegate).Invoke(inv, args...)
		if err != nil {
			return nil, err
		}
		return object.Convert(inv, r, m.vars["TValue"])
	}
	getOrAdd := func(v, key any, make func() (any, error)) (any, error) {
		if x, ok := self(v).Get(key); ok {
			return x, nil
		}
		x, err := make()
		if err != nil {
			return nil, err
		}
		return x, self(v).Set(key, x)
	}
	m.method("TValue GetOrAdd(TKey key, TValue value)", plain(func(v any, a []any) (any, error) {
		return getOrAdd(v, a[0], func() (any, error) { return a[1], nil })
	}))
	m.method("TValue GetOrAdd(TKey key, System.Func[TKey,TValue] valueFactory)", func(inv object.Invoker, v any, a []any) (any, error) {
		return getOrAdd(v, a[0], func() (any, error) { return made(inv, a[1], a[0]) })
	})
	update := func(inv object.Invoker, v any, a []any, first func() (any, error)) (any, error) {
		old, ok := self(v).Get(a[0])
		if !ok {
			x, err := first()
			if err != nil {
				return nil, err
			}
			return x, self(v).Set(a[0], x)
		}
		x, err := made(inv, a[2], a[0], old)
		if err != nil {
			return nil, err
		}
		return x, self(v).Set(a[0], x)
	}
	m.method("TValue AddOrUpdate(TKey key, TValue addValue, System.Func[TKey,TValue,TValue] updateValueFactory)", func(inv object.Invoker, v any, a []any) (any, error) {
		return update(inv, v, a, func() (any, error) { return a[1], nil })
	})
	m.method("TValue AddOrUpdate(TKey key, System.Func[TKey,TValue] addValueFactory, System.Func[TKey,TValue,TValue] updateValueFactory)", func(inv object.Invoker, v any, a []any) (any, error) {
		return update(inv, v, a, func() (any, error) { return made(inv, a[1], a[0]) })
	})
	m.method("bool TryRemove(TKey key, [ref] TValue value)", plain(func(v any, a []any) (any, error) {
		x, ok := self(v).Get(a[0])
		if a[1] = m.vars["TValue"].Zero; ok {
			a[1] = x
			self(v).Remove(a[0])
		}
		return ok, nil
	}))
	m.method("bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)", func(inv object.Invoker, v any, a []any) (any, error) {
		old, ok := self(v).Get(a[0])
		if !ok || !sameOrNull(inv, old, a[2]) {
			return false, nil
		}
		return true, self(v).Set(a[0], a[1])
	})
}

// concurrentStackOf and concurrentQueueOf know whether they are empty.
func concurrentStackOf(m members, t *object.Type) {
	stackOf(m, t)
	m.prop("bool IsEmpty", getter(func(v any) any { return v.(*List).Len() == 0 }))
	m.method("void PushRange(T[] items)", plain(func(v any, a []any) (any, error) {
		l := v.(*List)
		for _, x := range copyItems(a[0]) {
			l.Items = slices.Insert(l.Items, 0, x)
		}
		return nil, nil
	}))
}

func concurrentQueueOf(m members, t *object.Type) {
	queueOf(m, t)
	m.prop("bool IsEmpty", getter(func(v any) any { return v.(*List).Len() == 0 }))
}

// sortedPlaces are the members of sorted lists that count places.
func sortedPlaces(m members) {
	keys := func(v any) []any { return v.(*Dictionary).sortedKeys() }
	values := func(v any) []any {
		var out []any
		for _, x := range v.(*Dictionary).All() {
			out = append(out, x)
		}
		return out
	}
	m.method("int IndexOfValue(TValue value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, values(v), a[0]))), nil
	})
	at := func(signature string, list func(v any) []any) {
		m.method(signature, plain(func(v any, a []any) (any, error) {
			items, i := list(v), intArg(a[0])
			if i < 0 || i >= len(items) {
				return nil, errIndex()
			}
			return items[i], nil
		}))
	}
	at("TKey GetKeyAtIndex(int index)", keys)
	at("TValue GetValueAtIndex(int index)", values)
	m.method("System.Object[] GetKeyList()", plain(func(v any, _ []any) (any, error) { return object.NewArray(keys(v)), nil }))
	m.method("System.Object[] GetValueList()", plain(func(v any, _ []any) (any, error) { return object.NewArray(values(v)), nil }))
	m.method("void SetByIndex(int index, TValue value)", plain(func(v any, a []any) (any, error) {
		if k := keys(v); intArg(a[0]) >= 0 && intArg(a[0]) < len(k) {
			return nil, v.(*Dictionary).Set(k[intArg(a[0])], a[1])
		}
		return nil, errIndex()
	}))
}
