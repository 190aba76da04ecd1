package object

import "iter"

// Enumerable is implemented by collections that a pipeline, foreach and the
// array operators take apart, beside List.
type Enumerable interface {
	Typed
	Each() iter.Seq[any]
}

// MutableList is a collection whose elements can be replaced by index.
type MutableList interface {
	List
	SetAt(i int, v any) error
}

// SetAt changes element i, converted to the element type by the caller.
func (a *Array) SetAt(i int, v any) error { a.Items[i] = v; return nil }

// SetAt changes byte i.
func (b *Bytes) SetAt(i int, v any) error { b.B[i] = v.(uint8); return nil }

// Scalar is implemented by lists that are not taken apart (an XML node, a tuple).
type Scalar interface{ ScalarInPipeline() }

// IsEnumerable tells whether v is taken apart: a list or sequence, but no
// string and no dictionary.
func IsEnumerable(v any) bool {
	switch x := v.(type) {
	case nil, string, int32, bool, float64, *Custom, *Hashtable, *OrderedDictionary:
		return false
	case *Array, *Bytes:
		return true
	case *PSObject:
		return IsEnumerable(x.Base)
	case Dictionary, Scalar:
		return false
	case Enumerable, List:
		return true
	}
	return false
}

// Enumerate yields the elements of a collection that is taken apart; ok is
// false for everything else. Elements appended while it runs may or may not show.
func Enumerate(v any) (seq iter.Seq[any], ok bool) {
	if !IsEnumerable(v) {
		return nil, false
	}
	switch x := Unwrap(v).(type) {
	case *Array:
		return func(yield func(any) bool) {
			for _, e := range x.Items {
				if !yield(e) {
					return
				}
			}
		}, true
	case Enumerable:
		return x.Each(), true
	case List:
		return func(yield func(any) bool) {
			for i := 0; i < x.Len(); i++ {
				if !yield(x.At(i)) {
					return
				}
			}
		}, true
	}
	return nil, false
}

// Elements is what a collection holds, as a slice the caller must not change;
// nil and false for everything that is not taken apart.
func Elements(v any) ([]any, bool) {
	if a, ok := Unwrap(v).(*Array); ok {
		return a.Items, true
	}
	seq, ok := Enumerate(v)
	if !ok {
		return nil, false
	}
	var items []any
	for e := range seq {
		items = append(items, e)
	}
	return items, true
}

// Count is the number of elements of a list or dictionary; ok is false for scalars.
func Count(v any) (n int, ok bool) {
	switch x := Unwrap(v).(type) {
	case List:
		return x.Len(), true
	case Dictionary:
		return x.Len(), true
	}
	return 0, false
}
