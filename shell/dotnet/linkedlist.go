package dotnet

import (
	"iter"

	"stagecoach/shell/object"
)

// LinkedList is System.Collections.Generic.LinkedList: nodes keep their place while
// others come and go.
type LinkedList struct {
	object.Instance
	Type        *object.Type
	first, last *LinkedNode
	count       int
}

// PSType is the list's type.
func (l *LinkedList) PSType() *object.Type { return l.Type }

// Len is the number of nodes.
func (l *LinkedList) Len() int { return l.count }

// Each yields the values.
func (l *LinkedList) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for n := l.first; n != nil; n = n.next {
			if !yield(n.value) {
				return
			}
		}
	}
}

// LinkedNode is System.Collections.Generic.LinkedListNode.
type LinkedNode struct {
	object.Instance
	Type       *object.Type
	list       *LinkedList
	prev, next *LinkedNode
	value      any
}

// PSType is the node's type.
func (n *LinkedNode) PSType() *object.Type { return n.Type }

// insert puts a node between two neighbours; a missing one is the list's end.
func (l *LinkedList) insert(n, prev, next *LinkedNode) {
	n.list, n.prev, n.next = l, prev, next
	if prev != nil {
		prev.next = n
	} else {
		l.first = n
	}
	if next != nil {
		next.prev = n
	} else {
		l.last = n
	}
	l.count++
}

func (l *LinkedList) remove(n *LinkedNode) {
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		l.first = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	} else {
		l.last = n.prev
	}
	n.list, n.prev, n.next = nil, nil, nil
	l.count--
}

// node is the argument as a node of this list, or free when none may own it.
func (l *LinkedList) node(v any, free bool) (*LinkedNode, error) {
	n, ok := object.Unwrap(v).(*LinkedNode)
	switch {
	case !ok:
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "node", "Value cannot be null.")
	case free && n.list != nil:
		return nil, object.Throw(object.InvalidOperationType, "The LinkedList node already belongs to a LinkedList.")
	case !free && n.list != l:
		return nil, object.Throw(object.InvalidOperationType, "The LinkedList node does not belong to current LinkedList.")
	}
	return n, nil
}

func (l *LinkedList) find(inv object.Invoker, v any, backwards bool) *LinkedNode {
	n := l.first
	if backwards {
		n = l.last
	}
	for n != nil && !sameOrNull(inv, n.value, v) {
		if backwards {
			n = n.prev
		} else {
			n = n.next
		}
	}
	return n
}

// linkedOrNull keeps a missing node from becoming a typed nil.
func linkedOrNull(n *LinkedNode) any {
	if n == nil {
		return nil
	}
	return n
}

func linkedOf(m members, t *object.Type) {
	nodeType, _ := closeGeneric("System.Collections.Generic.LinkedListNode", t.Args)
	m.vars["Node"] = nodeType
	fresh := func(v any) *LinkedNode { return &LinkedNode{Type: nodeType, value: v} }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &LinkedList{Type: t}, nil })
	m.ctor("T[] collection", func(_ object.Invoker, a []any) (any, error) {
		l := &LinkedList{Type: t}
		for _, v := range copyItems(a[0]) {
			l.insert(fresh(v), l.last, nil)
		}
		return l, nil
	})
	linkedReading(m, t)
	linkedEnds(m, fresh)
	linkedBeside(m, fresh)
	linkedRemoving(m)
}

func linkedReading(m members, t *object.Type) {
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(v.(*LinkedList).count)), nil })
	m.prop("Node First", func(_ object.Invoker, v any) (any, error) { return linkedOrNull(v.(*LinkedList).first), nil })
	m.prop("Node Last", func(_ object.Invoker, v any) (any, error) { return linkedOrNull(v.(*LinkedList).last), nil })
	m.method("Node Find(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return linkedOrNull(v.(*LinkedList).find(inv, a[0], false)), nil
	})
	m.method("Node FindLast(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return linkedOrNull(v.(*LinkedList).find(inv, a[0], true)), nil
	})
	m.method("bool Contains(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Bool(v.(*LinkedList).find(inv, a[0], false) != nil), nil
	})
	m.method("T[] ToArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		items := make([]any, 0, v.(*LinkedList).count)
		for x := range v.(*LinkedList).Each() {
			items = append(items, x)
		}
		return object.NewArrayOf(object.ArrayOf(elemOf(t)), items), nil
	})
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
}

// linkedEnds declares AddFirst and AddLast, which take a value or a free node.
func linkedEnds(m members, fresh func(any) *LinkedNode) {
	at := func(name string, place func(l *LinkedList, n *LinkedNode)) {
		m.method("Node "+name+"(T value)", func(_ object.Invoker, v any, a []any) (any, error) {
			n := fresh(a[0])
			place(v.(*LinkedList), n)
			return n, nil
		})
		m.method("void "+name+"(Node node)", func(_ object.Invoker, v any, a []any) (any, error) {
			n, err := v.(*LinkedList).node(a[0], true)
			if err == nil {
				place(v.(*LinkedList), n)
			}
			return nil, err
		})
	}
	at("AddFirst", func(l *LinkedList, n *LinkedNode) { l.insert(n, nil, l.first) })
	at("AddLast", func(l *LinkedList, n *LinkedNode) { l.insert(n, l.last, nil) })
}

// linkedBeside declares AddBefore and AddAfter.
func linkedBeside(m members, fresh func(any) *LinkedNode) {
	at := func(name string, place func(l *LinkedList, near, n *LinkedNode)) {
		m.method("Node "+name+"(Node node, T value)", func(_ object.Invoker, v any, a []any) (any, error) {
			near, err := v.(*LinkedList).node(a[0], false)
			if err != nil {
				return nil, err
			}
			n := fresh(a[1])
			place(v.(*LinkedList), near, n)
			return n, nil
		})
	}
	at("AddBefore", func(l *LinkedList, near, n *LinkedNode) { l.insert(n, near.prev, near) })
	at("AddAfter", func(l *LinkedList, near, n *LinkedNode) { l.insert(n, near, near.next) })
}

func linkedRemoving(m members) {
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) {
		for l := v.(*LinkedList); l.first != nil; {
			l.remove(l.first)
		}
		return nil, nil
	})
	m.method("bool Remove(T value)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := v.(*LinkedList)
		n := l.find(inv, a[0], false)
		if n != nil {
			l.remove(n)
		}
		return object.Bool(n != nil), nil
	})
	m.method("void Remove(Node node)", func(_ object.Invoker, v any, a []any) (any, error) {
		n, err := v.(*LinkedList).node(a[0], false)
		if err == nil {
			v.(*LinkedList).remove(n)
		}
		return nil, err
	})
	end := func(name string, of func(l *LinkedList) *LinkedNode) {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) {
			n := of(v.(*LinkedList))
			if n == nil {
				return nil, object.Throw(object.InvalidOperationType, "The LinkedList is empty.")
			}
			v.(*LinkedList).remove(n)
			return nil, nil
		})
	}
	end("RemoveFirst", func(l *LinkedList) *LinkedNode { return l.first })
	end("RemoveLast", func(l *LinkedList) *LinkedNode { return l.last })
}

func linkedNodeOf(m members, t *object.Type) {
	m.vars["Self"] = t
	m.ctor("T value", func(_ object.Invoker, a []any) (any, error) { return &LinkedNode{Type: t, value: a[0]}, nil })
	m.prop("Self Next", func(_ object.Invoker, v any) (any, error) { return linkedOrNull(v.(*LinkedNode).next), nil })
	m.prop("Self Previous", func(_ object.Invoker, v any) (any, error) { return linkedOrNull(v.(*LinkedNode).prev), nil })
	m.prop("System.Object List", func(_ object.Invoker, v any) (any, error) {
		if l := v.(*LinkedNode).list; l != nil {
			return l, nil
		}
		return nil, nil
	})
	m.writable("T Value", func(_ object.Invoker, v any) (any, error) { return v.(*LinkedNode).value, nil },
		func(_ object.Invoker, v, x any) error { v.(*LinkedNode).value = x; return nil })
}
