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
	rest  *[]T // the elements behind the first; nil: there is none
}

// ListOf returns a list of the elements of all chunks. It keeps none of the slices.
func ListOf[T interface {
	comparable
	Node
}](chunks ...[]T) List[T] {
	n := 0
	for _, c := range chunks {
		n += len(c)
	}
	var l List[T]
	var rest []T
	for _, c := range chunks {
		for _, e := range c {
			var absent T
			switch {
			case l.first == absent:
				l.first = e
			case rest == nil:
				rest = make([]T, 0, n-1)
				fallthrough
			default:
				rest = append(rest, e)
			}
		}
	}
	if rest != nil {
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
	}
	return 1 + len(*l.rest)
}

// At returns element i, from 0.
func (l List[T]) At(i int) T {
	var absent T
	if i == 0 && l.first != absent {
		return l.first
	}
	return (*l.rest)[i-1]
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
