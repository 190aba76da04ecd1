package dotnet

import (
	"iter"
	"slices"
	"sort"

	"stagecoach/shell/object"
)

// List is a growing collection: ArrayList, List[T], Collection[T] and their kin.
type List struct {
	object.Instance
	Type  *object.Type
	Elem  *object.Type
	Items []any
	// lock is what an ArrayList's wrapper refuses; synchronized only tells.
	lock         lockKind
	room         int // Capacity, as far as it is told
	synchronized bool
	complete     bool // a PSDataCollection gets no more
}

// ArrayListType is System.Collections.ArrayList.
var ArrayListType = collectionType("System.Collections", "ArrayList", object.IListType)

func collectionType(namespace, name string, contracts ...*object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Base: object.ObjectType, Interfaces: contracts}
}

// capacity is what .NET would have room for: four, and twice as much whenever it is full.
func (l *List) capacity() int {
	for l.room < len(l.Items) {
		l.room = max(2*l.room, 4)
	}
	return l.room
}

// NewArrayList makes an ArrayList that takes items over.
func NewArrayList(items ...any) *List {
	return &List{Type: ArrayListType, Elem: object.ObjectType, Items: items}
}

// NewList makes a List[elem] that takes items over; they are of that type.
func NewList(elem *object.Type, items []any) *List {
	t, _ := closeGeneric("System.Collections.Generic.List", []*object.Type{elem})
	return &List{Type: t, Elem: elem, Items: items}
}

// NewCollection is a System.Collections.ObjectModel.Collection of the elements.
func NewCollection(elem *object.Type, items []any) *List {
	t, _ := closeGeneric("System.Collections.ObjectModel.Collection", []*object.Type{elem})
	return &List{Type: t, Elem: elem, Items: items}
}

// PSType is the collection's type.
func (l *List) PSType() *object.Type { return l.Type }

// Len is the number of elements.
func (l *List) Len() int { return len(l.Items) }

// At returns element i.
func (l *List) At(i int) any { return l.Items[i] }

// SetAt changes element i.
func (l *List) SetAt(i int, v any) error {
	if l.lock == lockedWhole {
		return l.lock.refusal()
	}
	l.Items[i] = v
	return nil
}

// ElementType is the type of the elements.
func (l *List) ElementType() *object.Type { return l.Elem }

// Each yields the elements; changing the list meanwhile ends it as an error
// would in .NET, here by what is there.
func (l *List) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for i := 0; i < len(l.Items); i++ {
			if !yield(l.Items[i]) {
				return
			}
		}
	}
}

func errIndex() error {
	return object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
}

func (l *List) check(i int) error {
	if i < 0 || i >= len(l.Items) {
		return errIndex()
	}
	return nil
}

// indexOf finds the first element equal to v by Object.Equals.
func indexOf(inv object.Invoker, items []any, v any) int {
	return slices.IndexFunc(items, func(x any) bool { return sameOrNull(inv, x, v) })
}

func sameOrNull(inv object.Invoker, a, b any) bool {
	if object.IsNull(a) || object.IsNull(b) {
		return object.IsNull(a) && object.IsNull(b)
	}
	return object.SameValue(inv, a, b)
}

func intArg(v any) int { n, _ := v.(int32); return int(n) }

// arrayListMembers declares ArrayList's members.
func arrayListMembers(m members) {
	m.vars = map[string]*object.Type{"T": object.ObjectType}
	arrayListStatics(m)
	listSearching(m)
	m.method("int Add(T value)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = append(l.Items, a[0])
		return object.Int(int32(len(l.Items) - 1)), nil
	})
	m.method("void Remove(T obj)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		if i := indexOf(inv, l.Items, a[0]); i >= 0 {
			l.Items = slices.Delete(l.Items, i, i+1)
		}
		return nil, nil
	})
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) {
		l := *v.(*List)
		l.Instance, l.Items = object.Instance{}, slices.Clone(l.Items)
		return &l, nil
	})
	m.prop("bool IsFixedSize", getter(func(v any) any { return v.(*List).lock > 0 }))
	m.prop("bool IsReadOnly", getter(func(v any) any { return v.(*List).lock == lockedWhole }))
	m.prop("bool IsSynchronized", getter(func(v any) any { return v.(*List).synchronized }))
	m.prop("System.Object SyncRoot", func(_ object.Invoker, v any) (any, error) { return v, nil })
	listMembers(m)
	m.without("EnsureCapacity", "TrimExcess")
	lockedMembers(m)
	m.ctor("", func(object.Invoker, []any) (any, error) { return NewArrayList(), nil })
	m.ctor("System.Collections.ICollection c", func(_ object.Invoker, a []any) (any, error) {
		l := NewArrayList(copyItems(a[0])...)
		l.room = len(l.Items)
		return l, nil
	})
	m.ctor("int capacity", func(_ object.Invoker, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "capacity", "'capacity' must be non-negative.")
		}
		l := NewArrayList()
		l.room = intArg(a[0])
		return l, nil
	})
	m.static("System.Collections.ArrayList Adapter(System.Collections.IList list)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return NewArrayList(copyItems(a[0])...), nil
	})
}

func constantly(v any) func(object.Invoker, any) (any, error) {
	return func(object.Invoker, any) (any, error) { return v, nil }
}

func copyItems(v any) []any {
	if d, ok := v.(object.Dictionary); ok {
		return object.Entries(d)
	}
	items, _ := object.Elements(v)
	return slices.Clone(items)
}

// genericListMembers declares those of List[T] and Collection[T].
func genericListMembers(m members) {
	m.method("void Add(T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = append(l.Items, a[0])
		return nil, nil
	})
	m.method("bool Remove(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		i := indexOf(inv, l.Items, a[0])
		if i >= 0 {
			l.Items = slices.Delete(l.Items, i, i+1)
		}
		return i >= 0, nil
	})
	listMembers(m)
	listSearching(m)
	listPredicates(m)
	m.without("TrimToSize")
	m.ctor("", func(object.Invoker, []any) (any, error) { return nil, nil })
}

// listMembers declares what all lists share.
func listMembers(m members) {
	self := func(v any) *List { return v.(*List) }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).Len())), nil })
	m.writable("int Capacity", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).capacity())), nil },
		func(_ object.Invoker, v, n any) error {
			l := self(v)
			if intArg(n) < len(l.Items) {
				return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "capacity was less than the current size.")
			}
			l.room = intArg(n)
			return nil
		})
	m.indexer("T Item(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		if err := self(v).check(intArg(a[0])); err != nil {
			return nil, err
		}
		return self(v).Items[intArg(a[0])], nil
	})
	add := func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		l.Items = append(l.Items, copyItems(a[0])...)
		return nil, nil
	}
	if m.vars["T"] == object.ObjectType {
		m.method("void AddRange(System.Collections.ICollection c)", add)
	} else {
		m.method("void AddRange(T[] collection)", add)
	}
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).Items = nil; return nil, nil })
	m.method("bool Contains(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, self(v).Items, a[0]) >= 0, nil
	})
	target := "T[]"
	if m.vars["T"] == object.ObjectType {
		target = "System.Array"
	}
	m.method("void CopyTo("+target+" array)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(self(v).Items, a[0], 0)
	})
	m.method("void CopyTo("+target+" array, int arrayIndex)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(self(v).Items, a[0], intArg(a[1]))
	})
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	m.method("T[] GetRange(int index, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		i, n := intArg(a[0]), intArg(a[1])
		if i < 0 || n < 0 || i+n > len(l.Items) {
			return nil, object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		return &List{Type: l.Type, Elem: l.Elem, Items: slices.Clone(l.Items[i : i+n])}, nil
	})
	m.method("int IndexOf(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, self(v).Items, a[0]))), nil
	})
	m.method("int LastIndexOf(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		for i := len(l.Items) - 1; i >= 0; i-- {
			if sameOrNull(inv, l.Items[i], a[0]) {
				return object.Int(int32(i)), nil
			}
		}
		return object.Int(-1), nil
	})
	m.method("void Insert(int index, T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		i := intArg(a[0])
		if i < 0 || i > len(l.Items) {
			if l.Type == ArrayListType {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Insertion index was out of range. Must be non-negative and less than or equal to size.")
			}
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Index must be within the bounds of the List.")
		}
		l.Items = slices.Insert(l.Items, i, a[1])
		return nil, nil
	})
	m.method("void InsertRange(int index, System.Collections.ICollection collection)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		i := intArg(a[0])
		if i < 0 || i > len(l.Items) {
			return nil, errIndex()
		}
		l.Items = slices.Insert(l.Items, i, copyItems(a[1])...)
		return nil, nil
	})
	m.method("void RemoveAt(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		if err := l.check(intArg(a[0])); err != nil {
			return nil, err
		}
		l.Items = slices.Delete(l.Items, intArg(a[0]), intArg(a[0])+1)
		return nil, nil
	})
	m.method("void RemoveRange(int index, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		i, n := intArg(a[0]), intArg(a[1])
		if i < 0 || n < 0 || i+n > len(l.Items) {
			return nil, object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		l.Items = slices.Delete(l.Items, i, i+n)
		return nil, nil
	})
	m.method("void Reverse()", func(_ object.Invoker, v any, _ []any) (any, error) { slices.Reverse(self(v).Items); return nil, nil })
	m.method("void Sort()", func(inv object.Invoker, v any, _ []any) (any, error) { return nil, sortItems(inv, self(v).Items) })
	m.method("void Sort(System.Object comparer)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, sortWith(inv, self(v).Items, a[0])
	})
	m.method("T[] ToArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		l := self(v)
		return object.NewArrayOf(object.ArrayOf(l.Elem), slices.Clone(l.Items)), nil
	})
	m.method("System.Array ToArray(type type)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Convert(inv, object.NewArray(self(v).Items), object.ArrayOf(a[0].(*object.Type)))
	})
	m.method("void TrimExcess()", plain(func(v any, _ []any) (any, error) {
		if l := self(v); 10*len(l.Items) < 9*l.capacity() {
			l.room = len(l.Items)
		}
		return nil, nil
	}))
	m.method("void TrimToSize()", plain(func(v any, _ []any) (any, error) { self(v).room = len(self(v).Items); return nil, nil }))
}

func copyInto(items []any, target any, at int) error {
	a, ok := target.(object.MutableList)
	switch {
	case !ok:
		return object.ThrowArgument(object.ArgumentNullExceptionType, "array", "Value cannot be null.")
	case at < 0:
		return object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Non-negative number required.")
	case at+len(items) > a.Len():
		return object.ThrowArgument(object.ArgumentExceptionType, "destinationArray", "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.")
	}
	for i, x := range items {
		if err := a.SetAt(at+i, x); err != nil {
			return err
		}
	}
	return nil
}

// sortItems sorts by Comparer.Default: strings by the culture, numbers by value.
func sortItems(inv object.Invoker, items []any) error {
	return sortBy(items, func(a, b any) (int, error) { return defaultCompare(inv, a, b) })
}

func defaultCompare(inv object.Invoker, a, b any) (int, error) {
	a, b = object.Unwrap(a), object.Unwrap(b)
	if a != nil && b != nil && object.TypeOf(a) != object.TypeOf(b) {
		if _, ok := a.(string); ok {
			return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type String.")
		}
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type %s.", object.TypeOf(a).Name)
	}
	return object.Collate(inv, a, b, false)
}

func sortBy(items []any, compare func(a, b any) (int, error)) (err error) {
	sort.SliceStable(items, func(i, j int) bool {
		if err != nil {
			return false
		}
		var r int
		if r, err = compare(items[i], items[j]); err != nil {
			return false
		}
		return r < 0
	})
	if err != nil {
		inner := object.FromGo(err)
		e := object.Throw(object.InvalidOperationType, "Failed to compare two elements in the array.")
		e.Inner = inner
		return e
	}
	return nil
}

// sortWith sorts by a comparison given as a script block, delegate or comparer.
func sortWith(inv object.Invoker, items []any, by any) error {
	switch x := by.(type) {
	case nil:
		return sortItems(inv, items)
	case *comparer:
		return sortBy(items, func(a, b any) (int, error) { return x.compare(a, b) })
	case object.ScriptBlock:
		by = &object.Delegate{Block: x}
	}
	d, ok := by.(*object.Delegate)
	if !ok {
		return object.Throw(object.ArgumentExceptionType, "The comparer cannot be used to sort.")
	}
	return sortBy(items, func(a, b any) (int, error) {
		r, err := d.Invoke(inv, a, b)
		if err != nil {
			return 0, err
		}
		n, err := object.Convert(inv, r, object.Int32Type)
		if err != nil {
			return 0, err
		}
		return int(n.(int32)), nil
	})
}

// enumerator is an IEnumerator over what a collection held when it was asked for.
type enumerator struct {
	object.Instance
	items []any
	at    int
}

var enumeratorType = collectionType("System.Collections", "ArrayListEnumeratorSimple", object.IEnumeratorType)

func newEnumerator(v any) *enumerator {
	items, ok := object.Elements(v)
	if !ok {
		items = copyItems(v)
	}
	return &enumerator{items: items, at: -1}
}

// PSType is the enumerator's type.
func (*enumerator) PSType() *object.Type { return enumeratorType }

// Each hands the rest through, as a pipeline does with an enumerator.
func (e *enumerator) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for e.at++; e.at < len(e.items); e.at++ {
			if !yield(e.items[e.at]) {
				return
			}
		}
	}
}

func enumeratorMembers(m members) {
	current := func(v any) (any, error) {
		e := v.(*enumerator)
		if e.at < 0 || e.at >= len(e.items) {
			return nil, object.Throw(object.InvalidOperationType, "Enumeration has either not started or has already finished.")
		}
		return e.items[e.at], nil
	}
	m.prop("System.Object Current", func(_ object.Invoker, v any) (any, error) { return current(v) })
	m.method("bool MoveNext()", func(_ object.Invoker, v any, _ []any) (any, error) {
		e := v.(*enumerator)
		if e.at < len(e.items) {
			e.at++
		}
		return e.at < len(e.items), nil
	})
	m.method("void Reset()", func(_ object.Invoker, v any, _ []any) (any, error) { v.(*enumerator).at = -1; return nil, nil })
	m.prop("System.Object Key", func(_ object.Invoker, v any) (any, error) {
		x, err := current(v)
		if e, ok := x.(*object.DictionaryEntry); ok {
			return e.Key, nil
		}
		return nil, err
	})
	m.prop("System.Object Value", func(_ object.Invoker, v any) (any, error) {
		x, err := current(v)
		if e, ok := x.(*object.DictionaryEntry); ok {
			return e.Value, nil
		}
		return nil, err
	})
}
