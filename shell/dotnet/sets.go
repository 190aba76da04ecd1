package dotnet

import (
	"fmt"
	"iter"
	"slices"

	"stagecoach/shell/object"
)

func pointerText(t *object.Type) string { return fmt.Sprintf("%p", t) }

// Set is HashSet[T] and SortedSet[T].
type Set struct {
	object.Instance
	Type   *object.Type
	store  *object.OrderedDictionary
	sorted bool
	by     *comparer
}

// PSType is the set's type.
func (s *Set) PSType() *object.Type { return s.Type }

// Len is the number of elements.
func (s *Set) Len() int { return s.store.Len() }

// Each yields the elements.
func (s *Set) Each() iter.Seq[any] {
	if !s.sorted {
		return func(yield func(any) bool) {
			for k := range s.store.All() {
				if !yield(k) {
					return
				}
			}
		}
	}
	d := &Dictionary{store: s.store, by: s.by}
	return slices.Values(d.sortedKeys())
}

func (s *Set) add(v any) bool {
	if _, ok := s.store.Get(v); ok {
		return false
	}
	_ = s.store.Set(v, nil) // takes any key
	return true
}

func setOf(sorted bool) func(m members, t *object.Type) {
	return func(m members, t *object.Type) {
		fresh := func(by any) *Set {
			c, _ := by.(*comparer)
			return &Set{Type: t, store: object.NewSlots(c == nil || !c.ignoreCase), sorted: sorted, by: c}
		}
		filled := func(items, by any) (any, error) {
			s := fresh(by)
			for _, x := range copyItems(items) {
				s.add(x)
			}
			return s, nil
		}
		m.ctor("", func(object.Invoker, []any) (any, error) { return fresh(nil), nil })
		m.ctor("System.StringComparer comparer", func(_ object.Invoker, a []any) (any, error) { return fresh(a[0]), nil })
		m.ctor("T[] collection", func(_ object.Invoker, a []any) (any, error) { return filled(a[0], nil) })
		m.ctor("T[] collection, System.StringComparer comparer", func(_ object.Invoker, a []any) (any, error) { return filled(a[0], a[1]) })
		setMembers(m)
		setSearching(m, sorted)
		if !sorted {
			m.without("Min", "Max")
		}
	}
}

func setMembers(m members) {
	self := func(v any) *Set { return v.(*Set) }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).Len())), nil })
	m.method("bool Add(T item)", func(_ object.Invoker, v any, a []any) (any, error) { return self(v).add(a[0]), nil })
	m.method("bool Remove(T item)", func(_ object.Invoker, v any, a []any) (any, error) { return self(v).store.Remove(a[0]), nil })
	m.method("bool Contains(T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, ok := self(v).store.Get(a[0])
		return ok, nil
	})
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).store.Clear(); return nil, nil })
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	m.method("void CopyTo(T[] array)", func(_ object.Invoker, v any, a []any) (any, error) { return nil, copyInto(copyItems(v), a[0], 0) })
	m.method("void UnionWith(T[] other)", func(_ object.Invoker, v any, a []any) (any, error) {
		for _, x := range copyItems(a[0]) {
			self(v).add(x)
		}
		return nil, nil
	})
	m.method("void ExceptWith(T[] other)", func(_ object.Invoker, v any, a []any) (any, error) {
		for _, x := range copyItems(a[0]) {
			self(v).store.Remove(x)
		}
		return nil, nil
	})
	m.method("void IntersectWith(T[] other)", func(_ object.Invoker, v any, a []any) (any, error) {
		s := self(v)
		keep := s.like(a[0])
		for _, x := range copyItems(s) {
			if _, ok := keep.Get(x); !ok {
				s.store.Remove(x)
			}
		}
		return nil, nil
	})
	m.method("void SymmetricExceptWith(T[] other)", func(_ object.Invoker, v any, a []any) (any, error) {
		s := self(v)
		for _, x := range copyItems(a[0]) {
			if !s.store.Remove(x) {
				s.add(x)
			}
		}
		return nil, nil
	})
	relation := func(name string, test func(s *Set, other *object.OrderedDictionary) bool) {
		m.method("bool "+name+"(T[] other)", func(_ object.Invoker, v any, a []any) (any, error) { return test(self(v), self(v).like(a[0])), nil })
	}
	relation("SetEquals", func(s *Set, o *object.OrderedDictionary) bool { return s.Len() == o.Len() && within(s.store, o) })
	relation("IsSubsetOf", func(s *Set, o *object.OrderedDictionary) bool { return within(s.store, o) })
	relation("IsProperSubsetOf", func(s *Set, o *object.OrderedDictionary) bool { return s.Len() < o.Len() && within(s.store, o) })
	relation("IsSupersetOf", func(s *Set, o *object.OrderedDictionary) bool { return within(o, s.store) })
	relation("IsProperSupersetOf", func(s *Set, o *object.OrderedDictionary) bool { return o.Len() < s.Len() && within(o, s.store) })
	relation("Overlaps", func(s *Set, o *object.OrderedDictionary) bool {
		for k := range s.store.All() {
			if _, ok := o.Get(k); ok {
				return true
			}
		}
		return false
	})
	end := func(name string, last bool) {
		m.prop("T "+name, func(_ object.Invoker, v any) (any, error) {
			items := copyItems(v)
			switch {
			case len(items) == 0:
				return nil, nil
			case last:
				return items[len(items)-1], nil
			}
			return items[0], nil
		})
	}
	end("Min", false)
	end("Max", true)
}

// like makes a table of other's elements under the set's own comparison.
func (s *Set) like(other any) *object.OrderedDictionary {
	o := object.NewOrdered(s.store.CaseSensitive())
	for _, x := range copyItems(other) {
		_ = o.Set(x, nil) // takes any key
	}
	return o
}

func within(a, b *object.OrderedDictionary) bool {
	for k := range a.All() {
		if _, ok := b.Get(k); !ok {
			return false
		}
	}
	return true
}

var (
	queueType = collectionType("System.Collections", "Queue", object.ICollectionType)
	stackType = collectionType("System.Collections", "Stack", object.ICollectionType)
)

func queueMembers(m members) {
	m.vars = map[string]*object.Type{"T": object.ObjectType}
	queueOf(m, queueType)
	plainSequence(m, queueType)
}

func stackMembers(m members) {
	m.vars = map[string]*object.Type{"T": object.ObjectType}
	stackOf(m, stackType)
	plainSequence(m, stackType)
}

// plainSequence is what the queue and the stack of any objects have, and those of a type have not.
func plainSequence(m members, t *object.Type) {
	m.without("TryDequeue", "TryPop", "TryPeek", "EnsureCapacity", "TrimExcess")
	m.method("System.Object Clone()", plain(func(v any, _ []any) (any, error) {
		return &List{Type: t, Elem: object.ObjectType, Items: slices.Clone(v.(*List).Items)}, nil
	}))
	m.prop("bool IsSynchronized", constantly(false))
	m.prop("System.Object SyncRoot", func(_ object.Invoker, v any) (any, error) { return v, nil })
	if t == queueType {
		m.method("void TrimToSize()", plain(func(any, []any) (any, error) { return nil, nil }))
	}
}

func elemOf(t *object.Type) *object.Type {
	if len(t.Args) == 1 {
		return t.Args[0]
	}
	return object.ObjectType
}

// sequenceMembers declares what queues and stacks share; in a stack the top is first.
func sequenceMembers(m members, t *object.Type, reverse bool) {
	fresh := func(items []any) *List { return &List{Type: t, Elem: elemOf(t), Items: items} }
	m.ctor("", func(object.Invoker, []any) (any, error) { return fresh(nil), nil })
	m.ctor("int capacity", func(object.Invoker, []any) (any, error) { return fresh(nil), nil })
	m.ctor("T[] collection", func(_ object.Invoker, a []any) (any, error) {
		items := copyItems(a[0])
		if reverse {
			slices.Reverse(items)
		}
		return fresh(items), nil
	})
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(v.(*List).Len())), nil })
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { v.(*List).Items = nil; return nil, nil })
	m.method("bool Contains(T item)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, v.(*List).Items, a[0]) >= 0, nil
	})
	m.method("T[] ToArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return object.NewArrayOf(object.ArrayOf(elemOf(t)), slices.Clone(v.(*List).Items)), nil
	})
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	m.method("void CopyTo(System.Array array, int index)", plain(func(v any, a []any) (any, error) { return nil, copyInto(v.(*List).Items, a[0], intArg(a[1])) }))
	m.method("int EnsureCapacity(int capacity)", plain(func(v any, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowNegative("capacity", a[0])
		}
		return object.Int(int32(max(intArg(a[0]), v.(*List).Len()))), nil
	}))
	m.method("void TrimExcess()", plain(func(any, []any) (any, error) { return nil, nil }))
}

// takeFirst declares Dequeue, Pop, Peek and their Try forms.
func takeFirst(m members, name, kind string, remove bool) {
	take := func(v any) (any, bool) {
		l := v.(*List)
		if len(l.Items) == 0 {
			return l.Elem.Zero, false
		}
		x := l.Items[0]
		if remove {
			l.Items[0] = nil
			l.Items = l.Items[1:]
		}
		return x, true
	}
	m.method("T "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) {
		x, ok := take(v)
		if !ok {
			return nil, object.Throw(object.InvalidOperationType, "%s empty.", kind)
		}
		return x, nil
	})
	m.method("bool Try"+name+"([ref] T result)", func(_ object.Invoker, v any, a []any) (any, error) {
		x, ok := take(v)
		a[0] = x
		return ok, nil
	})
}

func queueOf(m members, t *object.Type) {
	sequenceMembers(m, t, false)
	m.method("void Enqueue(T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = append(l.Items, a[0])
		return nil, nil
	})
	takeFirst(m, "Dequeue", "Queue", true)
	takeFirst(m, "Peek", "Queue", false)
}

func stackOf(m members, t *object.Type) {
	sequenceMembers(m, t, true)
	m.method("void Push(T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = slices.Insert(l.Items, 0, a[0])
		return nil, nil
	})
	takeFirst(m, "Pop", "Stack", true)
	takeFirst(m, "Peek", "Stack", false)
}

func bagOf(m members, t *object.Type) {
	sequenceMembers(m, t, false)
	m.method("void Add(T item)", func(_ object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = slices.Insert(l.Items, 0, a[0])
		return nil, nil
	})
	m.prop("bool IsEmpty", func(_ object.Invoker, v any) (any, error) { return v.(*List).Len() == 0, nil })
	for name, remove := range map[string]bool{"TryTake": true, "TryPeek": false} {
		m.method("bool "+name+"([ref] T result)", plain(func(v any, a []any) (any, error) {
			l := v.(*List)
			if len(l.Items) == 0 {
				a[0] = l.Elem.Zero
				return false, nil
			}
			if a[0] = l.Items[0]; remove {
				l.Items = l.Items[1:]
			}
			return true, nil
		}))
	}
}

// Tuple is System.Tuple and System.ValueTuple.
type Tuple struct {
	object.Instance
	Type  *object.Type
	Items []any
}

// Index is the element of a number, from the end below zero; several for several numbers.
func (t *Tuple) Index(inv object.Invoker, key any) (any, bool, error) {
	return object.Index(inv, object.NewArray(t.Items), key)
}

// NewTuple makes a Tuple of the values' own types.
func NewTuple(value bool, items ...any) *Tuple {
	args := make([]*object.Type, len(items))
	for i, x := range items {
		if args[i] = object.TypeOf(object.Unwrap(x)); args[i] == nil {
			args[i] = object.ObjectType
		}
	}
	name := "System.Tuple"
	if value {
		name = "System.ValueTuple"
	}
	t, _ := closeGeneric(name, args)
	return &Tuple{Type: t, Items: items}
}

// PSType is the tuple's type.
func (t *Tuple) PSType() *object.Type { return t.Type }

// EqualTo compares element by element.
func (t *Tuple) EqualTo(o any) bool {
	x, ok := o.(*Tuple)
	return ok && slices.EqualFunc(t.Items, x.Items, func(a, b any) bool { return sameOrNull(nil, a, b) })
}

// String is "(a, b)".
func (t *Tuple) String() string {
	s := "("
	for i, x := range t.Items {
		if i > 0 {
			s += ", "
		}
		s += object.Text(nil, x)
	}
	return s + ")"
}

func tupleOf(m members, t *object.Type) {
	params := ""
	length := func() {
		m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(len(v.(*Tuple).Items))), nil })
	}
	if t.Kind == object.KindStruct {
		length() // a property; the items are fields there, which follow
	}
	for i := range t.Args {
		name := fmt.Sprintf("T%d", i+1)
		m.prop(fmt.Sprintf("%s Item%d", name, i+1), func(_ object.Invoker, v any) (any, error) { return v.(*Tuple).Items[i], nil })
		if i > 0 {
			params += ", "
		}
		params += fmt.Sprintf("%s item%d", name, i+1)
	}
	if t.Kind != object.KindStruct {
		length()
	}
	m.ctor(params, func(_ object.Invoker, a []any) (any, error) { return &Tuple{Type: t, Items: slices.Clone(a)}, nil })
}

var tupleType = &object.Type{Name: "Tuple", Namespace: "System", Base: object.ObjectType, Abstract: true}

// tupleStatics declares [Tuple]::Create.
func tupleStatics(m members) {
	params := ""
	for i := 1; i <= 7; i++ {
		if i > 1 {
			params += ", "
		}
		params += fmt.Sprintf("System.Object item%d", i)
		m.static("System.Object Create("+params+")", func(_ object.Invoker, _ any, a []any) (any, error) {
			return NewTuple(false, slices.Clone(a)...), nil
		})
	}
}

// comparer is System.StringComparer and System.Collections.Comparer.
type comparer struct {
	object.Instance
	name       string
	ignoreCase bool
	ordinal    bool
}

var (
	stringComparerType    = &object.Type{Name: "StringComparer", Namespace: "System", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{iComparer, iEqualityComparer}}
	iComparer             = &object.Type{Name: "IComparer", Namespace: "System.Collections", Kind: object.KindInterface, Abstract: true}
	iEqualityComparer     = &object.Type{Name: "IEqualityComparer", Namespace: "System.Collections", Kind: object.KindInterface, Abstract: true}
	ordinalComparer       = &comparer{name: "Ordinal", ordinal: true}
	ordinalFoldComparer   = &comparer{name: "OrdinalIgnoreCase", ordinal: true, ignoreCase: true}
	cultureComparer       = &comparer{name: "CurrentCulture"}
	cultureFoldComparer   = &comparer{name: "CurrentCultureIgnoreCase", ignoreCase: true}
	comparersByName       = []*comparer{ordinalComparer, ordinalFoldComparer, cultureComparer, cultureFoldComparer}
	invariantComparer     = &comparer{name: "InvariantCulture"}
	invariantFoldComparer = &comparer{name: "InvariantCultureIgnoreCase", ignoreCase: true}
)

// PSType is System.StringComparer.
func (*comparer) PSType() *object.Type { return stringComparerType }

func (c *comparer) compare(a, b any) (int, error) {
	x, okx := a.(string)
	y, oky := b.(string)
	if !okx || !oky {
		return object.Collate(nil, a, b, c.ignoreCase)
	}
	if c.ordinal {
		return compareOrdinal(x, y, c.ignoreCase), nil
	}
	return object.CompareText(x, y, c.ignoreCase), nil
}

func ignoresCase(v any) bool {
	c, ok := v.(*comparer)
	return ok && c.ignoreCase
}

func comparerMembers(m members) {
	comparerStatics(m)
	for _, c := range append(slices.Clone(comparersByName), invariantComparer, invariantFoldComparer) {
		m.constant("System.StringComparer "+c.name, c)
	}
	m.method("int Compare(System.Object x, System.Object y)", func(_ object.Invoker, v any, a []any) (any, error) {
		r, err := v.(*comparer).compare(a[0], a[1])
		return object.Int(int32(r)), err
	})
	m.method("bool Equals(System.Object x, System.Object y)", func(_ object.Invoker, v any, a []any) (any, error) {
		c := v.(*comparer)
		x, okx := a[0].(string)
		y, oky := a[1].(string)
		if okx && oky && c.ordinal {
			return object.EqualText(x, y, c.ignoreCase), nil
		}
		r, err := c.compare(a[0], a[1])
		return r == 0, err
	})
	m.method("int GetHashCode(System.Object obj)", plain(func(v any, a []any) (any, error) {
		if s, ok := a[0].(string); ok && v.(*comparer).ignoreCase {
			return hashCode(upperText(s)), nil
		}
		return hashCode(a[0]), nil
	}))
}

// NewNameSet is a HashSet[string] of names without regard to case.
func NewNameSet(names ...string) *Set {
	t, err := closeGeneric("System.Collections.Generic.HashSet", []*object.Type{object.StringType})
	if err != nil {
		panic(err) // the type's name is the table's own
	}
	s := &Set{Type: t, store: object.NewSlots(false)}
	for _, n := range names {
		s.add(n)
	}
	return s
}
