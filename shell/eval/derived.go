package eval

import (
	"iter"

	"stagecoach/shell/object"
)

// An instance of a script's class that derives from a .NET collection is a collection
// itself, for loops, pipelines, indexes and text; so is one whose class implements
// IEnumerable.

// listInstance derives from a list.
type listInstance struct {
	Object
	items object.List
}

// Len is the number of elements.
func (l *listInstance) Len() int {
	if l.items == nil {
		return 0
	}
	return l.items.Len()
}

// At is an element.
func (l *listInstance) At(i int) any { return l.items.At(i) }

// SetAt replaces an element.
func (l *listInstance) SetAt(i int, v any) error {
	if m, ok := l.items.(object.MutableList); ok {
		return m.SetAt(i, v)
	}
	return object.Throw(object.NotSupportedExceptionType, "Collection is read-only.")
}

// seqInstance derives from a collection without places, as a queue.
type seqInstance struct {
	Object
	items object.Enumerable
}

// Each yields the elements.
func (q *seqInstance) Each() iter.Seq[any] {
	if q.items == nil {
		return func(func(any) bool) {}
	}
	return q.items.Each()
}

// tableInstance derives from a dictionary.
type tableInstance struct {
	Object
	object.Dictionary
}

// PSType is the instance's class.
func (t *tableInstance) PSType() *object.Type { return t.class }

// enumerableInstance has a GetEnumerator of its own.
type enumerableInstance struct {
	Object
	s *Session
}

// Each yields what the enumerator gives.
func (e *enumerableInstance) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		it, err := object.InvokeMethod(e.s, e, "GetEnumerator", nil)
		if err != nil {
			return
		}
		if x, ok := object.Unwrap(it).(object.Enumerable); ok {
			for v := range x.Each() {
				if !yield(v) {
					return
				}
			}
			return
		}
		for {
			more, err := object.InvokeMethod(e.s, it, "MoveNext", nil)
			if err != nil || !object.IsTrue(more) {
				return
			}
			v, _, err := object.GetProperty(e.s, it, "Current")
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// instance is the object itself, of whatever kind it is.
func (o *Object) instance() *Object { return o }

// BaseValue is the .NET object inside, what a .NET method gets; nil: none.
func (o *Object) BaseValue() any { return o.base }

// instanceOf finds a class's instance.
func instanceOf(v any) (*Object, bool) {
	x, ok := object.Unwrap(v).(interface{ instance() *Object })
	if !ok {
		return nil, false
	}
	return x.instance(), true
}

// newInstance makes the instance that fits what the class derives from.
func (k *classInfo) newInstance() any {
	o := Object{class: k.t, fields: map[string]any{}}
	base := k.t.Base
	for base != nil && base.Script {
		base = base.Base
	}
	switch {
	case base == nil || base == object.ObjectType:
		if k.t.Is(object.IEnumerableType) {
			return &enumerableInstance{Object: o, s: k.s}
		}
	case base.Is(object.IDictionaryType):
		return &tableInstance{Object: o, Dictionary: object.NewHashtable(true)}
	case base.Is(object.IListType):
		return &listInstance{Object: o}
	case base.Is(object.IEnumerableType):
		return &seqInstance{Object: o}
	}
	return &o
}

// setBase puts the .NET object into an instance.
func setBase(self, inside any) {
	switch x := self.(type) {
	case *listInstance:
		x.base = inside
		x.items, _ = inside.(object.List)
	case *seqInstance:
		x.base = inside
		x.items, _ = inside.(object.Enumerable)
	case *tableInstance:
		x.base = inside
		if d, ok := inside.(object.Dictionary); ok {
			x.Dictionary = d
		}
	case interface{ instance() *Object }:
		x.instance().base = inside
	}
}
