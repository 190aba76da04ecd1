package ast

import "iter"

// A List is a list of nodes that nearly always has one element, such as the
// commands of a pipeline. That one element costs no allocation of its own, so that
// a text of many short statements takes little memory. The zero List is empty.
type List[T interface {
	comparable
	Node
}] struct {
	first T
	rest  *[]T   // the elements behind the first; nil: there is none
	full  *[][]T // of a very long list: chunks of chunkSize elements behind the first and before rest
}

// chunkSize is how many elements of a very long list are kept together, so that it grows
// and is handed over without being copied.
const chunkSize = 4096

// A ListBuilder makes a List. The zero ListBuilder has no elements.
type ListBuilder[T interface {
	comparable
	Node
}] struct {
	first T
	rest  []T
	full  [][]T
}

// Add adds an element.
func (b *ListBuilder[T]) Add(e T) {
	var absent T
	switch {
	case b.first == absent:
		b.first = e
		return
	case len(b.rest) == chunkSize:
		b.full = append(b.full, b.rest)
		b.rest = make([]T, 0, chunkSize)
	}
	b.rest = append(b.rest, e)
}

// List returns the elements. Nothing may be added any more.
func (b *ListBuilder[T]) List() List[T] {
	l := List[T]{first: b.first}
	if n := len(b.rest); n > 0 {
		rest := b.rest
		if cap(rest) > n && len(b.full) == 0 {
			rest = append(make([]T, 0, n), rest...)
		}
		l.rest = &rest
	}
	if len(b.full) > 0 {
		full := b.full
		l.full = &full
	}
	return l
}

// ListOf returns a list of the elements. It keeps none of the slice.
func ListOf[T interface {
	comparable
	Node
}](elements []T) List[T] {
	var l List[T]
	if len(elements) > 0 {
		l.first = elements[0]
	}
	if n := len(elements) - 1; n > 0 {
		rest := append(make([]T, 0, n), elements[1:]...)
		l.rest = &rest
	}
	return l
}

// Len returns the number of elements.
func (l List[T]) Len() int {
	var absent T
	switch {
	case l.first == absent:
		return 0
	case l.rest == nil:
		return 1
	case l.full == nil:
		return 1 + len(*l.rest)
	}
	return 1 + len(*l.full)*chunkSize + len(*l.rest)
}

// At returns element i, from 0.
func (l List[T]) At(i int) T {
	var absent T
	if i == 0 && l.first != absent {
		return l.first
	}
	i--
	if l.full != nil {
		if chunk := i / chunkSize; chunk < len(*l.full) {
			return (*l.full)[chunk][i%chunkSize]
		}
		i -= len(*l.full) * chunkSize
	}
	return (*l.rest)[i]
}

// Last returns the last element; the list must not be empty.
func (l List[T]) Last() T { return l.At(l.Len() - 1) }

// All yields each element with its index.
func (l List[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i := range l.Len() {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// Slice returns the elements in a slice of its own.
func (l List[T]) Slice() []T {
	list := make([]T, l.Len())
	for i, e := range l.All() {
		list[i] = e
	}
	return list
}

// eachIn yields the elements of a list.
func eachIn[T interface {
	comparable
	Node
}](yield func(Node) bool, l List[T]) bool {
	for _, e := range l.All() {
		if !yield(e) {
			return false
		}
	}
	return true
}

// A Few is a list that is nearly always empty, such as the traps of a block; an
// empty one costs a word. The zero Few is empty.
type Few[T any] struct{ list *[]T }

// FewOf returns the list as a Few.
func FewOf[T any](list []T) Few[T] {
	if len(list) == 0 {
		return Few[T]{}
	}
	return Few[T]{&list}
}

// List returns the elements, nil when there are none.
func (f Few[T]) List() []T {
	if f.list == nil {
		return nil
	}
	return *f.list
}
