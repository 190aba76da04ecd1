package dotnet

import (
	"iter"
	"slices"

	"stagecoach/shell/object"
)

// Dictionary is Dictionary[K,V], SortedDictionary, SortedList and their kin.
type Dictionary struct {
	object.Instance
	Type       *object.Type
	Key, Value *object.Type
	store      *object.OrderedDictionary
	sorted     bool
	pairs      bool // enumerates KeyValuePair, not DictionaryEntry
	by         *comparer
}

func newDictionary(t, key, value *object.Type, by *comparer, sorted, pairs bool) *Dictionary {
	return &Dictionary{Type: t, Key: key, Value: value, store: object.NewSlots(by == nil || !by.ignoreCase), sorted: sorted, pairs: pairs, by: by}
}

// NewStringMap makes an empty Dictionary[string, value] whose keys may be written in any case.
func NewStringMap(value *object.Type) *Dictionary {
	t, err := closeGeneric("System.Collections.Generic.Dictionary", []*object.Type{object.StringType, value})
	if err != nil {
		panic(err) // the type's name is the table's own
	}
	return newDictionary(t, object.StringType, object.ObjectType, &comparer{ignoreCase: true}, false, true)
}

// PSType is the dictionary's type.
func (d *Dictionary) PSType() *object.Type { return d.Type }

// Len is the number of keys.
func (d *Dictionary) Len() int { return d.store.Len() }

// Get looks a key up.
func (d *Dictionary) Get(key any) (any, bool) { return d.store.Get(key) }

// Set adds or changes a key; key and value are of the dictionary's types.
func (d *Dictionary) Set(key, value any) error {
	key, err := d.ConvertKey(nil, key)
	if err != nil {
		return err
	}
	if value, err = d.ConvertValue(nil, value); err != nil {
		return err
	}
	return d.store.Set(key, value)
}

// Remove deletes a key.
func (d *Dictionary) Remove(key any) bool { return d.store.Remove(key) }

// Clear deletes all.
func (d *Dictionary) Clear() { d.store.Clear() }

// ConvertKey converts to the key's type.
func (d *Dictionary) ConvertKey(inv object.Invoker, key any) (any, error) {
	return object.Convert(inv, object.Unwrap(key), d.Key)
}

// ConvertValue converts to the value's type.
func (d *Dictionary) ConvertValue(inv object.Invoker, value any) (any, error) {
	return object.Convert(inv, value, d.Value)
}

// All yields keys and values, sorted ones by key.
func (d *Dictionary) All() iter.Seq2[any, any] {
	if !d.sorted {
		return d.store.All()
	}
	return func(yield func(any, any) bool) {
		for _, k := range d.sortedKeys() {
			v, _ := d.store.Get(k)
			if !yield(k, v) {
				return
			}
		}
	}
}

func (d *Dictionary) sortedKeys() []any {
	var keys []any
	for k := range d.store.All() {
		keys = append(keys, k)
	}
	slices.SortStableFunc(keys, func(a, b any) int {
		if d.by != nil {
			r, _ := d.by.compare(a, b)
			return r
		}
		r, _ := object.Collate(nil, a, b, false)
		return r
	})
	return keys
}

// Entries are the pairs, as GetEnumerator gives them.
func (d *Dictionary) Entries() []any {
	var out []any
	for k, v := range d.All() {
		out = append(out, d.entry(k, v))
	}
	return out
}

func (d *Dictionary) entry(k, v any) any {
	if !d.pairs {
		return &object.DictionaryEntry{Key: k, Value: v}
	}
	t, _ := closeGeneric("System.Collections.Generic.KeyValuePair", []*object.Type{d.Key, d.Value})
	return &Pair{Type: t, Key: k, Value: v}
}

// Pair is KeyValuePair[K,V].
type Pair struct {
	object.Instance
	Type       *object.Type
	Key, Value any
}

// PSType is the pair's type.
func (p *Pair) PSType() *object.Type { return p.Type }

// String is "[key, value]".
func (p *Pair) String() string {
	return "[" + object.PairText(p.Key) + ", " + object.PairText(p.Value) + "]"
}

// dictionaryMembers declares what all dictionaries share; they work on any
// object.Dictionary.
func dictionaryMembers(m members) {
	self := func(v any) object.Dictionary { return v.(object.Dictionary) }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).Len())), nil })
	m.prop("System.Collections.ICollection Keys", func(_ object.Invoker, v any) (any, error) { return keysOf(self(v), true), nil })
	m.prop("System.Collections.ICollection Values", func(_ object.Invoker, v any) (any, error) { return keysOf(self(v), false), nil })
	m.prop("bool IsReadOnly", constantly(false))
	m.indexer("TValue Item(TKey key)", func(_ object.Invoker, v any, a []any) (any, error) {
		x, ok := self(v).Get(a[0])
		if d, generic := v.(*Dictionary); !ok && generic && d.pairs {
			return nil, object.Throw(object.KeyNotFoundExceptionType, "The given key '%s' was not present in the dictionary.", object.Text(nil, a[0]))
		}
		return x, nil
	})
	m.method("TValue get_Item(TKey key)", func(_ object.Invoker, v any, a []any) (any, error) {
		x, _ := self(v).Get(a[0])
		return x, nil
	})
	m.method("void set_Item(TKey key, TValue value)", func(_ object.Invoker, v any, a []any) (any, error) { return nil, self(v).Set(a[0], a[1]) })
	m.method("void Add(TKey key, TValue value)", func(_ object.Invoker, v any, a []any) (any, error) { return nil, addKey(self(v), a[0], a[1]) })
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).Clear(); return nil, nil })
	has := func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil {
			return nil, errNullKey()
		}
		_, ok := self(v).Get(a[0])
		return ok, nil
	}
	m.method("bool ContainsKey(TKey key)", has)
	m.method("bool ContainsValue(TValue value)", func(inv object.Invoker, v any, a []any) (any, error) {
		for _, x := range self(v).All() {
			if sameOrNull(inv, x, a[0]) {
				return true, nil
			}
		}
		return false, nil
	})
	m.method("System.Collections.IDictionaryEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if d, ok := v.(*Dictionary); ok {
			return &enumerator{items: d.Entries(), at: -1}, nil
		}
		return newEnumerator(v), nil
	})
	m.method("void CopyTo(System.Object[] array, int arrayIndex)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(copyItems(v), a[0], intArg(a[1]))
	})
}

func errNullKey() error {
	return object.ThrowArgument(object.ArgumentNullExceptionType, "key", "Key cannot be null.")
}

// keysOf is the Keys or Values collection: what is there now.
func keysOf(d object.Dictionary, keys bool) any {
	items := make([]any, 0, d.Len())
	for k, v := range d.All() {
		if keys {
			items = append(items, k)
		} else {
			items = append(items, v)
		}
	}
	t := keyCollectionType
	if !keys {
		t = valueCollectionType
	}
	return &List{Type: t, Elem: object.ObjectType, Items: items}
}

var (
	keyCollectionType   = collectionType("System.Collections", "KeyCollection", object.ICollectionType)
	valueCollectionType = collectionType("System.Collections", "ValueCollection", object.ICollectionType)
)

func keyCollectionMembers(m members) {
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(v.(*List).Len())), nil })
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	m.method("void CopyTo(System.Array array, int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(v.(*List).Items, a[0], intArg(a[1]))
	})
	m.method("bool Contains(System.Object item)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, v.(*List).Items, a[0]) >= 0, nil
	})
}

func addKey(d object.Dictionary, key, value any) error {
	if key == nil {
		return errNullKey()
	}
	if h, ok := d.(*object.Hashtable); ok {
		return h.Add(key, value)
	}
	if _, ok := d.Get(key); !ok {
		return d.Set(key, value)
	}
	if g, ok := d.(*Dictionary); ok && g.pairs {
		return object.Throw(object.ArgumentExceptionType, "An item with the same key has already been added. Key: %s", object.Text(nil, key))
	}
	stored := key
	if l, ok := d.(interface{ Lookup(any) (any, bool) }); ok {
		stored, _ = l.Lookup(key)
	}
	return object.Throw(object.ArgumentExceptionType, "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'", object.Text(nil, stored), object.Text(nil, key))
}

func untyped(m members) members {
	m.vars = map[string]*object.Type{"TKey": object.ObjectType, "TValue": object.ObjectType, "T": object.ObjectType}
	return m
}

func hashtableMembers(m members) {
	m = untyped(m)
	dictionaryMembers(m)
	m.prop("bool IsFixedSize", constantly(false))
	m.prop("bool IsSynchronized", constantly(false))
	m.prop("System.Object SyncRoot", func(_ object.Invoker, v any) (any, error) { return v, nil })
	containsAndRemove(m)
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) {
		h := v.(*object.Hashtable)
		c := object.NewSizedTable(h.CaseSensitive(), h.Len())
		for k, x := range h.All() {
			_ = c.Set(k, x) // a Hashtable takes any key
		}
		return c, nil
	})
	m.static("hashtable Synchronized(hashtable table)", func(_ object.Invoker, _ any, a []any) (any, error) { return a[0], nil })
	m.ctor("", func(object.Invoker, []any) (any, error) { return object.NewHashtable(true), nil })
	m.ctor("int capacity", func(_ object.Invoker, a []any) (any, error) {
		return object.NewSizedTable(true, max(0, int(a[0].(int32)))), nil
	})
	m.ctor("System.Collections.IEqualityComparer equalityComparer", func(_ object.Invoker, a []any) (any, error) {
		return object.NewHashtable(!ignoresCase(a[0])), nil
	})
	m.ctor("System.Collections.IDictionary d", func(_ object.Invoker, a []any) (any, error) { return copyTable(a[0], true), nil })
	m.ctor("System.Collections.IDictionary d, System.Collections.IEqualityComparer equalityComparer", func(_ object.Invoker, a []any) (any, error) {
		return copyTable(a[0], !ignoresCase(a[1])), nil
	})
}

func copyTable(from any, exact bool) any {
	h := object.NewSizedTable(exact, from.(object.Dictionary).Len())
	for k, x := range from.(object.Dictionary).All() {
		_ = h.Set(k, x) // a Hashtable takes any key
	}
	return h
}

// containsAndRemove declares the untyped dictionaries' Contains and Remove.
func containsAndRemove(m members) {
	m.method("bool Contains(System.Object key)", func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil {
			return nil, errNullKey()
		}
		_, ok := v.(object.Dictionary).Get(a[0])
		return ok, nil
	})
	m.method("void Remove(System.Object key)", func(_ object.Invoker, v any, a []any) (any, error) {
		if a[0] == nil {
			return nil, errNullKey()
		}
		v.(object.Dictionary).Remove(a[0])
		return nil, nil
	})
}

func orderedMembers(m members) {
	m = untyped(m)
	dictionaryMembers(m)
	m.without("ContainsKey", "ContainsValue")
	containsAndRemove(m)
	check := func(o *object.OrderedDictionary, i, limit int) error {
		if i < 0 || i >= limit {
			return errIndex()
		}
		return nil
	}
	m.indexer("System.Object Item(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		o := v.(*object.OrderedDictionary)
		if err := check(o, intArg(a[0]), o.Len()); err != nil {
			return nil, err
		}
		return o.At(intArg(a[0])), nil
	})
	m.method("void Insert(int index, System.Object key, System.Object value)", func(_ object.Invoker, v any, a []any) (any, error) {
		o := v.(*object.OrderedDictionary)
		if err := check(o, intArg(a[0]), o.Len()+1); err != nil {
			return nil, err
		}
		if _, ok := o.Get(a[1]); ok {
			return nil, addKey(o, a[1], a[2])
		}
		o.Insert(intArg(a[0]), a[1], a[2])
		return nil, nil
	})
	m.method("void RemoveAt(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		o := v.(*object.OrderedDictionary)
		if err := check(o, intArg(a[0]), o.Len()); err != nil {
			return nil, err
		}
		i := 0
		for k := range o.All() {
			if i == intArg(a[0]) {
				o.Remove(k)
				break
			}
			i++
		}
		return nil, nil
	})
	m.method("System.Collections.Specialized.OrderedDictionary AsReadOnly()", plain(func(v any, _ []any) (any, error) {
		return v.(*object.OrderedDictionary).AsReadOnly(), nil
	}))
	m.Replace(&object.Member{Name: "IsReadOnly", Kind: object.Property, Type: object.BooleanType, Get: getter(func(v any) any { return v.(*object.OrderedDictionary).ReadOnly() })})
	for _, name := range []string{"Add", "Clear", "Insert", "Remove", "RemoveAt"} {
		for _, o := range m.Find(name, false).Overloads {
			do := o.Call
			o.Call = func(inv object.Invoker, self any, args []any) (any, error) {
				if err := self.(*object.OrderedDictionary).Refusal(); err != nil {
					return nil, err
				}
				return do(inv, self, args)
			}
		}
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return object.NewOrdered(true), nil })
	m.ctor("int capacity", func(object.Invoker, []any) (any, error) { return object.NewOrdered(true), nil })
	m.ctor("System.Collections.IEqualityComparer comparer", func(_ object.Invoker, a []any) (any, error) { return object.NewOrdered(!ignoresCase(a[0])), nil })
}

func dictionaryEntryMembers(m members) {
	self := func(v any) *object.DictionaryEntry { return v.(*object.DictionaryEntry) }
	m.writable("System.Object Key", func(_ object.Invoker, v any) (any, error) { return self(v).Key, nil }, func(_ object.Invoker, v, x any) error { self(v).Key = x; return nil })
	m.writable("System.Object Value", func(_ object.Invoker, v any) (any, error) { return self(v).Value, nil }, func(_ object.Invoker, v, x any) error { self(v).Value = x; return nil })
	m.Add(object.AliasOf("Name", "Key"))
	m.ctor("System.Object key, System.Object value", func(_ object.Invoker, a []any) (any, error) {
		return &object.DictionaryEntry{Key: a[0], Value: a[1]}, nil
	})
}

// sortedListMembers declares System.Collections.SortedList.
func sortedListMembers(m members) {
	m = untyped(m)
	dictionaryMembers(m)
	containsAndRemove(m)
	sortedAccess(m)
	m.without("GetKeyAtIndex", "GetValueAtIndex")
	m.prop("bool IsFixedSize", constantly(false))
	m.prop("bool IsSynchronized", constantly(false))
	m.method("void TrimToSize()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return newDictionary(sortedListType, object.ObjectType, object.ObjectType, nil, true, false), nil
	})
	m.ctor("System.Collections.IComparer comparer", func(_ object.Invoker, a []any) (any, error) {
		by, _ := a[0].(*comparer)
		return newDictionary(sortedListType, object.ObjectType, object.ObjectType, by, true, false), nil
	})
	m.ctor("int initialCapacity", func(object.Invoker, []any) (any, error) {
		return newDictionary(sortedListType, object.ObjectType, object.ObjectType, nil, true, false), nil
	})
	m.ctor("System.Collections.IDictionary d", func(_ object.Invoker, a []any) (any, error) {
		list := newDictionary(sortedListType, object.ObjectType, object.ObjectType, nil, true, false)
		for k, x := range a[0].(object.Dictionary).All() {
			if err := list.Set(k, x); err != nil {
				return nil, err
			}
		}
		return list, nil
	})
}

var sortedListType = collectionType("System.Collections", "SortedList", object.IDictionaryType)

func sortedAccess(m members) {
	sortedPlaces(m)
	at := func(v any, i int) (key any, err error) {
		keys := v.(*Dictionary).sortedKeys()
		if i < 0 || i >= len(keys) {
			return nil, errIndex()
		}
		return keys[i], nil
	}
	m.method("TValue GetByIndex(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		k, err := at(v, intArg(a[0]))
		if err != nil {
			return nil, err
		}
		x, _ := v.(*Dictionary).Get(k)
		return x, nil
	})
	m.method("TKey GetKey(int index)", func(_ object.Invoker, v any, a []any) (any, error) { return at(v, intArg(a[0])) })
	m.method("int IndexOfKey(TKey key)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, v.(*Dictionary).sortedKeys(), a[0]))), nil
	})
	m.method("void RemoveAt(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		k, err := at(v, intArg(a[0]))
		if err == nil {
			v.(*Dictionary).Remove(k)
		}
		return nil, err
	})
}
