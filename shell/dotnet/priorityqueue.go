package dotnet

import (
	"stagecoach/shell/object"
)

// PriorityQueue is System.Collections.Generic.PriorityQueue: a heap whose nodes have
// four children, as .NET's, so that equal priorities come out in the same order.
type PriorityQueue struct {
	object.Instance
	Type  *object.Type
	nodes []queued
}

type queued struct{ element, priority any }

// PSType is the queue's type.
func (q *PriorityQueue) PSType() *object.Type { return q.Type }

const heapChildren = 4

func (q *PriorityQueue) less(inv object.Invoker, a, b queued) (bool, error) {
	c, err := object.Compare(inv, a.priority, b.priority, false)
	return c < 0, err
}

func (q *PriorityQueue) push(inv object.Invoker, n queued) error {
	q.nodes = append(q.nodes, n)
	at := len(q.nodes) - 1
	for at > 0 {
		parent := (at - 1) / heapChildren
		before, err := q.less(inv, n, q.nodes[parent])
		if err != nil {
			return err
		}
		if !before {
			break
		}
		q.nodes[at], at = q.nodes[parent], parent
	}
	q.nodes[at] = n
	return nil
}

// pop takes the root, which must be there, and sinks the last node into its place.
func (q *PriorityQueue) pop(inv object.Invoker) (queued, error) {
	root, last := q.nodes[0], q.nodes[len(q.nodes)-1]
	q.nodes = q.nodes[:len(q.nodes)-1]
	if len(q.nodes) == 0 {
		return root, nil
	}
	at := 0
	for {
		least, err := q.leastChild(inv, at)
		if err != nil {
			return root, err
		}
		if least < 0 {
			break
		}
		before, err := q.less(inv, q.nodes[least], last)
		if err != nil {
			return root, err
		}
		if !before {
			break
		}
		q.nodes[at], at = q.nodes[least], least
	}
	q.nodes[at] = last
	return root, nil
}

// leastChild is the first of the smallest children; -1: there is none.
func (q *PriorityQueue) leastChild(inv object.Invoker, at int) (int, error) {
	least := -1
	for i := at*heapChildren + 1; i < len(q.nodes) && i <= at*heapChildren+heapChildren; i++ {
		if least < 0 {
			least = i
			continue
		}
		before, err := q.less(inv, q.nodes[i], q.nodes[least])
		if err != nil {
			return -1, err
		}
		if before {
			least = i
		}
	}
	return least, nil
}

func priorityQueueOf(m members, t *object.Type) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return &PriorityQueue{Type: t}, nil })
	m.ctor("int initialCapacity", func(object.Invoker, []any) (any, error) { return &PriorityQueue{Type: t}, nil })
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(len(v.(*PriorityQueue).nodes))), nil
	})
	m.method("void Enqueue(TElement element, TPriority priority)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, v.(*PriorityQueue).push(inv, queued{a[0], a[1]})
	})
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { v.(*PriorityQueue).nodes = nil; return nil, nil })
	root := func(name string, take func(inv object.Invoker, q *PriorityQueue) (queued, error)) {
		m.method("TElement "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			if len(v.(*PriorityQueue).nodes) == 0 {
				return nil, object.Throw(object.InvalidOperationType, "Queue empty.")
			}
			n, err := take(inv, v.(*PriorityQueue))
			return n.element, err
		})
		m.method("bool Try"+name+"([ref] TElement element, [ref] TPriority priority)", func(inv object.Invoker, v any, a []any) (any, error) {
			if len(v.(*PriorityQueue).nodes) == 0 {
				return object.Bool(false), nil
			}
			n, err := take(inv, v.(*PriorityQueue))
			if err != nil {
				return nil, err
			}
			a[0], a[1] = n.element, n.priority
			return object.Bool(true), nil
		})
	}
	root("Dequeue", func(inv object.Invoker, q *PriorityQueue) (queued, error) { return q.pop(inv) })
	root("Peek", func(_ object.Invoker, q *PriorityQueue) (queued, error) { return q.nodes[0], nil })
}
