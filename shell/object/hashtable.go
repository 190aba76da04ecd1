package object

import (
	"fmt"
	"iter"
	"math/big"
	"reflect"
	"strings"
)

// Dictionary is what the two dictionaries of the language, and package
// dotnet's generic ones, have in common.
type Dictionary interface {
	Typed
	Len() int
	Get(key any) (any, bool)
	Set(key, value any) error // an error where the key's or value's type does not fit
	Remove(key any) bool
	Clear()
	All() iter.Seq2[any, any]
}

// entries is an insertion-ordered map whose string keys may be case-insensitive.
type entries struct {
	index map[any]int32 // folded key -> place in list; nil while there are few keys
	list  []entry
	holes int
	exact bool // string keys are case-sensitive
	slots bool // a new key takes the place that was freed last
	free  []int32
}

type entry struct {
	key, value any
	gone       bool
}

// Hashtable is @{}: System.Collections.Hashtable with PowerShell's
// case-insensitive string keys. It enumerates in .NET's order where its keys have one that
// is the same in each process (see buckets), and else in insertion order.
type Hashtable struct {
	Instance
	entries
	rules    *TableRules
	order    *buckets // while all keys have such an order
	capacity int
}

// TableRules make a Hashtable one of a derived type, with a say in its keys.
type TableRules struct {
	Type *Type
	// Accept is asked before a key is added or, when add is false, set: it gives the key
	// to be stored.
	Accept func(h *Hashtable, key any, add bool) (any, error)
}

// NewTableOf makes an empty table of a derived type.
func NewTableOf(rules *TableRules) *Hashtable { return &Hashtable{rules: rules} }

// Add adds a key; an error when it is there already.
func (h *Hashtable) Add(key, value any) error {
	if h.rules != nil {
		k, err := h.rules.Accept(h, key, true)
		if err != nil {
			return err
		}
		key = k
	}
	if stored, ok := h.Lookup(key); ok {
		return Throw(ArgumentExceptionType, "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'", Text(nil, stored), Text(nil, key))
	}
	return h.put(key, value)
}

// put sets a key and follows its place.
func (h *Hashtable) put(key, value any) error {
	before := h.Len()
	err := h.entries.Set(key, value)
	if h.Len() == before {
		return err
	}
	if before == 0 && h.order == nil {
		if _, ok := hashCode(Unwrap(key)); ok {
			h.order = newBuckets(h.capacity)
		}
	}
	if h.order != nil {
		if hash, ok := hashCode(Unwrap(key)); ok {
			h.order.add(Unwrap(key), hash)
		} else {
			h.order = nil
		}
	}
	return err
}

// Remove deletes a key and tells whether it was there.
func (h *Hashtable) Remove(key any) bool {
	if h.order != nil {
		if hash, ok := hashCode(Unwrap(key)); ok {
			h.order.remove(Unwrap(key), hash)
		}
	}
	return h.entries.Remove(key)
}

// Clear removes all keys.
func (h *Hashtable) Clear() {
	h.entries.Clear()
	if h.order != nil {
		h.order.clear()
	}
}

// All yields keys and values in the table's order.
func (h *Hashtable) All() iter.Seq2[any, any] {
	if h.order == nil && len(h.list) > 1 && h.list[0].key == any(int32(0)) {
		return h.firstIsLast()
	}
	if h.order == nil {
		return h.entries.All()
	}
	list := h.order.list
	return func(yield func(any, any) bool) {
		for i := len(list) - 1; i >= 0; i-- {
			if x := list[i]; x.state == bucketUsed {
				if v, ok := h.Get(x.key); ok && !yield(x.key, v) {
					return
				}
			}
		}
	}
}

// firstIsLast yields the first entry behind all others: a 0 that was put into an empty
// table stays in the bucket that is enumerated last, whatever the hashes of texts are.
// $Matches of named groups is such a table.
func (h *Hashtable) firstIsLast() iter.Seq2[any, any] {
	return func(yield func(any, any) bool) {
		for _, x := range h.list[1:] {
			if !x.gone && !yield(x.key, x.value) {
				return
			}
		}
		if len(h.list) > 0 && !h.list[0].gone {
			yield(h.list[0].key, h.list[0].value)
		}
	}
}

// Set adds or changes a key; it fails only where the table's rules refuse the key.
func (h *Hashtable) Set(key, value any) error {
	if h.rules != nil {
		k, err := h.rules.Accept(h, key, false)
		if err != nil {
			return err
		}
		key = k
	}
	return h.put(key, value)
}

// NewHashtable makes an empty table; caseSensitive as [hashtable]::new() makes them.
func NewHashtable(caseSensitive bool) *Hashtable {
	return &Hashtable{entries: entries{exact: caseSensitive}}
}

// NewSizedTable makes an empty table for so many keys: how many were asked for has a say
// in the order of the keys.
func NewSizedTable(caseSensitive bool, capacity int) *Hashtable {
	h := NewHashtable(caseSensitive)
	h.capacity = capacity
	return h
}

// PSType is System.Collections.Hashtable, or the type of the table's rules.
func (h *Hashtable) PSType() *Type {
	if h.rules != nil {
		return h.rules.Type
	}
	return HashtableType
}

// OrderedDictionary is [ordered]@{}.
type OrderedDictionary struct {
	Instance
	entries
	readOnly bool
}

// AsReadOnly is a dictionary of the same keys and values that refuses changes.
func (o *OrderedDictionary) AsReadOnly() *OrderedDictionary {
	c := NewOrdered(o.exact)
	for k, v := range o.All() {
		_ = c.entries.Set(k, v) // takes any key
	}
	c.readOnly = true
	return c
}

// ReadOnly tells whether changes are refused.
func (o *OrderedDictionary) ReadOnly() bool { return o.readOnly }

// Refusal is the error of a change, nil when changes are taken.
func (o *OrderedDictionary) Refusal() error {
	if o.readOnly {
		return Throw(NotSupportedExceptionType, "The OrderedDictionary is readonly and cannot be modified.")
	}
	return nil
}

// Set adds or changes a key.
func (o *OrderedDictionary) Set(key, value any) error {
	if o.readOnly {
		return o.Refusal()
	}
	return o.entries.Set(key, value)
}

// NewOrdered makes an empty [ordered] dictionary.
func NewOrdered(caseSensitive bool) *OrderedDictionary {
	return &OrderedDictionary{entries: entries{exact: caseSensitive}}
}

// NewSlots makes an empty dictionary that enumerates as .NET's Dictionary and HashSet do:
// a new key takes the place of the one that was removed last.
func NewSlots(caseSensitive bool) *OrderedDictionary {
	return &OrderedDictionary{entries: entries{exact: caseSensitive, slots: true}}
}

// PSType is System.Collections.Specialized.OrderedDictionary.
func (*OrderedDictionary) PSType() *Type { return OrderedType }

// At returns the value at place i, in insertion order.
func (o *OrderedDictionary) At(i int) any { o.compact(); return o.list[i].value }

// SetAt changes the value at place i.
func (o *OrderedDictionary) SetAt(i int, v any) { o.compact(); o.list[i].value = v }

// Insert puts a new key at place i.
func (o *OrderedDictionary) Insert(i int, key, value any) {
	o.compact()
	o.list = append(o.list, entry{})
	copy(o.list[i+1:], o.list[i:])
	o.list[i] = entry{key: key, value: value}
	o.reindex()
}

func (e *entries) fold(key any) any {
	if p, ok := key.(*PSObject); ok {
		key = p.Base
	}
	if s, ok := key.(string); ok {
		if e.exact {
			return s
		}
		return foldKey(s)
	}
	return HashKey(key)
}

// foldKey is the lower-case form; a string that has one already costs nothing.
func foldKey(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(s)
		}
	}
	return s
}

// Keyed is implemented by reference values that are equal by content; the key
// is comparable.
type Keyed interface{ HashKey() any }

type bigKey struct{ digits string }

type decimalKey struct{ digits string }

// HashKey turns a value into a comparable Go value such that equal keys of .NET
// are equal in Go: numbers of different types stay different.
func HashKey(v any) any {
	switch x := v.(type) {
	case string, int32, int64, float64, bool, Char, Enum:
		return v
	case *big.Int:
		return bigKey{x.String()}
	case Decimal:
		return decimalKey{x.d.String()}
	case Keyed:
		return x.HashKey()
	}
	if t := reflect.TypeOf(v); t != nil && !t.Comparable() {
		return fmt.Sprintf("%p", v)
	}
	return v
}

// fewKeys is how many entries are looked through one by one: most tables of scripts, $Matches
// among them, are that small, and a map costs more than the search.
const fewKeys = 8

// find is the place of a folded key.
func (e *entries) find(k any) (int32, bool) {
	if e.index != nil {
		i, ok := e.index[k]
		return i, ok
	}
	for i := range e.list {
		if x := &e.list[i]; !x.gone && e.fold(x.key) == k {
			return int32(i), true
		}
	}
	return 0, false
}

// Len is the number of keys.
func (e *entries) Len() int { return len(e.list) - e.holes }

// Get looks a key up.
func (e *entries) Get(key any) (any, bool) {
	i, ok := e.find(e.fold(key))
	if !ok {
		return nil, false
	}
	return e.list[i].value, true
}

// Lookup returns the key as it is stored, which may differ in case.
func (e *entries) Lookup(key any) (stored any, ok bool) {
	i, ok := e.find(e.fold(key))
	if !ok {
		return nil, false
	}
	return e.list[i].key, true
}

// CaseSensitive tells whether string keys are told apart by case.
func (e *entries) CaseSensitive() bool { return e.exact }

// Set adds or changes a key; it never fails.
func (e *entries) Set(key, value any) error {
	k := e.fold(key)
	if i, ok := e.find(k); ok {
		e.list[i].value = value
		return nil
	}
	if n := len(e.free); n > 0 {
		at := e.free[n-1]
		e.free = e.free[:n-1]
		e.holes--
		e.list[at] = entry{key: Unwrap(key), value: value}
		if e.index != nil {
			e.index[k] = at
		}
		return nil
	}
	e.list = append(e.list, entry{key: Unwrap(key), value: value})
	if e.index != nil {
		e.index[k] = int32(len(e.list) - 1)
	} else if len(e.list) > fewKeys {
		e.reindex()
	}
	return nil
}

// Remove deletes a key and tells whether it was there.
func (e *entries) Remove(key any) bool {
	k := e.fold(key)
	i, ok := e.find(k)
	if !ok {
		return false
	}
	delete(e.index, k)
	e.list[i] = entry{gone: true}
	e.holes++
	if e.slots {
		e.free = append(e.free, i)
	} else if e.holes > 16 && e.holes > len(e.list)/2 {
		e.compact()
	}
	return true
}

// Clear removes all keys.
func (e *entries) Clear() { e.index, e.list, e.free, e.holes = nil, nil, nil, 0 }

// All yields keys and values in insertion order.
func (e *entries) All() iter.Seq2[any, any] {
	return func(yield func(any, any) bool) {
		for _, x := range e.list {
			if !x.gone && !yield(x.key, x.value) {
				return
			}
		}
	}
}

func (e *entries) compact() {
	if e.holes == 0 {
		return
	}
	kept := e.list[:0]
	for _, x := range e.list {
		if !x.gone {
			kept = append(kept, x)
		}
	}
	clear(e.list[len(kept):])
	e.list, e.free, e.holes = kept, nil, 0
	e.reindex()
}

func (e *entries) reindex() {
	if len(e.list) <= fewKeys {
		e.index = nil
		return
	}
	if e.index == nil {
		e.index = make(map[any]int32, 2*len(e.list))
	}
	clear(e.index)
	for i, x := range e.list {
		if !x.gone {
			e.index[e.fold(x.key)] = int32(i)
		}
	}
}
