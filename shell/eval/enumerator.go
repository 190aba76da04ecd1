package eval

import (
	"iter"
	"strings"

	"stagecoach/shell/object"
)

// enumerator is $foreach and $switch: the loop's place in its collection, which
// the body may move on.
type enumerator interface {
	object.Typed
	next() (item any, more bool, err error)
	current() any
	stop()
}

// newEnumerator starts on a collection; ok is false for a single value.
func newEnumerator(v any) (enumerator, bool) {
	switch x := object.Unwrap(v).(type) {
	case *object.Array:
		return &sliceEnumerator{items: x.Items}, true
	case enumerator:
		return x, true
	}
	seq, ok := object.Enumerate(v)
	if !ok {
		return nil, false
	}
	next, stop := iter.Pull(seq)
	return &seqEnumerator{pull: next, end: stop, list: v}, true
}

type sliceEnumerator struct {
	items []any
	at    int
	list  any
}

func (e *sliceEnumerator) next() (any, bool, error) {
	if e.at >= len(e.items) {
		e.at = len(e.items) + 1
		return nil, false, nil
	}
	e.at++
	return e.items[e.at-1], true, nil
}

func (e *sliceEnumerator) current() any {
	if e.at < 1 || e.at > len(e.items) {
		return nil
	}
	return e.items[e.at-1]
}

func (*sliceEnumerator) stop()                {}
func (*sliceEnumerator) PSType() *object.Type { return enumeratorType }

type seqEnumerator struct {
	pull func() (any, bool)
	end  func()
	item any
	list any
}

func (e *seqEnumerator) next() (any, bool, error) {
	v, ok := e.pull()
	e.item = v
	return v, ok, nil
}

func (e *seqEnumerator) current() any       { return e.item }
func (e *seqEnumerator) stop()              { e.end() }
func (*seqEnumerator) PSType() *object.Type { return enumeratorType }

// enumeratorType is the type of $foreach and $switch.
var enumeratorType = &object.Type{Name: "ArrayEnumerator", Namespace: "System", Base: object.ObjectType, Interfaces: []*object.Type{object.IEnumeratorType},
	Members: func(set *object.MemberSet) {
		property(set, "Current", object.ObjectType, func(e enumerator) any { return e.current() })
		method(set, "MoveNext", object.BooleanType, nil, func(_ object.Invoker, e enumerator, _ []any) (any, error) {
			_, more, err := e.next()
			return object.Bool(more), err
		})
		method(set, "Reset", nil, nil, func(_ object.Invoker, e enumerator, _ []any) (any, error) {
			if s, ok := e.(*sliceEnumerator); ok {
				s.at = 0
			}
			return nil, nil
		})
	}}

// property adds a read-only property whose getter has the Go type.
func property[T any](set *object.MemberSet, name string, t *object.Type, get func(self T) any) {
	set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) {
		x, ok := object.Unwrap(self).(T)
		if !ok {
			return nil, nil
		}
		return get(x), nil
	}})
}

// writable adds a property that can be set.
func writable[T any](set *object.MemberSet, name string, t *object.Type, get func(self T) any, put func(self T, v any) error) {
	set.Add(&object.Member{Name: name, Kind: object.Property, Type: t,
		Get: func(_ object.Invoker, self any) (any, error) {
			x, ok := object.Unwrap(self).(T)
			if !ok {
				return nil, nil
			}
			return get(x), nil
		},
		Set: func(inv object.Invoker, self, v any) error {
			if t != nil && t != object.ObjectType {
				var err error
				if v, err = object.Convert(inv, v, t); err != nil {
					return err
				}
			}
			x, ok := object.Unwrap(self).(T)
			if !ok {
				return object.Throw(object.PSInvalidCastType, "The property '%s' cannot be found on this object. Verify that the property exists and can be set.", name)
			}
			return put(x, v)
		}})
}

// method adds a method with parameters "name" of the types given.
func method[T any](set *object.MemberSet, name string, result *object.Type, params []object.Parameter, call func(inv object.Invoker, self T, args []any) (any, error)) {
	set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{Params: params, Return: result,
		Call: func(inv object.Invoker, self any, args []any) (any, error) {
			return call(inv, object.Unwrap(self).(T), args)
		}}}})
}

// params makes a parameter list of name, type pairs.
func params(pairs ...any) []object.Parameter {
	list := make([]object.Parameter, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, object.Parameter{Name: pairs[i].(string), Type: pairs[i+1].(*object.Type)})
	}
	return list
}

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }
