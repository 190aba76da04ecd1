package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

// A search calls a delegate for elements, as the members of Array and List[T] do.
type search struct {
	inv object.Invoker
	by  *object.Delegate
}

func searchBy(inv object.Invoker, d any) search { return search{inv, d.(*object.Delegate)} }

func (s search) test(x any) (bool, error) {
	r, err := s.by.Invoke(s.inv, x)
	return object.IsTrue(r), err
}

// first is the index of the first element that passes, -1 without one.
func (s search) first(items []any) (int, error) {
	for i, x := range items {
		if ok, err := s.test(x); ok || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// last is the index of the last element that passes, -1 without one.
func (s search) last(items []any) (int, error) {
	for i, x := range slices.Backward(items) {
		if ok, err := s.test(x); ok || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// all are the elements that pass.
func (s search) all(items []any) ([]any, error) {
	out := []any{}
	for _, x := range items {
		ok, err := s.test(x)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, x)
		}
	}
	return out, nil
}

// every tells whether all elements pass; it stops at the first that does not.
func (s search) every(items []any) (bool, error) {
	for _, x := range items {
		if ok, err := s.test(x); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// convert is what the delegate makes of each element, of the type that it returns.
func (s search) convert(items []any) ([]any, *object.Type, error) {
	elem := object.ObjectType
	if t := s.by.Type; t != nil && len(t.Args) > 0 {
		elem = t.Args[len(t.Args)-1]
	}
	out := make([]any, len(items))
	for i, x := range items {
		r, err := s.by.Invoke(s.inv, x)
		if err != nil {
			return nil, nil, err
		}
		if out[i], err = object.Convert(s.inv, r, elem); err != nil {
			return nil, nil, err
		}
	}
	return out, elem, nil
}

func (s search) each(items []any) error {
	for _, x := range items {
		if _, err := s.by.Invoke(s.inv, x); err != nil {
			return err
		}
	}
	return nil
}

// elementOrZero is the element found, or default(T).
func elementOrZero(items []any, i int, elem *object.Type, err error) (any, error) {
	if i < 0 || err != nil {
		return elem.Zero, err
	}
	return items[i], nil
}

// arrayDelegates declares the static members of Array that take a delegate. Their type
// parameter follows from the array, so that a delegate of any type is taken.
func arrayDelegates(m members) {
	static := func(returns, name, param string, do func(s search, v any, items []any) (any, error)) {
		m.static(returns+" "+name+"(System.Array array, System.Delegate "+param+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			return do(searchBy(inv, a[1]), a[0], copyItems(a[0]))
		})
	}
	static("System.Object", "Find", "match", func(s search, v any, items []any) (any, error) {
		i, err := s.first(items)
		return elementOrZero(items, i, object.TypeOf(v).Elem, err)
	})
	static("System.Object", "FindLast", "match", func(s search, v any, items []any) (any, error) {
		i, err := s.last(items)
		return elementOrZero(items, i, object.TypeOf(v).Elem, err)
	})
	static("System.Object", "FindAll", "match", func(s search, v any, items []any) (any, error) {
		out, err := s.all(items)
		return object.NewArrayOf(object.TypeOf(v), out), err
	})
	static("int", "FindIndex", "match", func(s search, _ any, items []any) (any, error) {
		i, err := s.first(items)
		return object.Int(int32(i)), err
	})
	static("int", "FindLastIndex", "match", func(s search, _ any, items []any) (any, error) {
		i, err := s.last(items)
		return object.Int(int32(i)), err
	})
	static("bool", "Exists", "match", func(s search, _ any, items []any) (any, error) {
		i, err := s.first(items)
		return i >= 0, err
	})
	static("bool", "TrueForAll", "match", func(s search, _ any, items []any) (any, error) { return s.every(items) })
	static("void", "ForEach", "action", func(s search, _ any, items []any) (any, error) { return nil, s.each(items) })
	static("System.Object", "ConvertAll", "converter", func(s search, _ any, items []any) (any, error) {
		out, elem, err := s.convert(items)
		if err != nil {
			return nil, err
		}
		return object.NewArrayOf(object.ArrayOf(elem), out), nil
	})
}

// listPredicates declares the members of List[T] that take a delegate.
func listPredicates(m members) {
	method := func(signature string, do func(s search, l *List) (any, error)) {
		m.method(signature, func(inv object.Invoker, v any, a []any) (any, error) { return do(searchBy(inv, a[0]), v.(*List)) })
	}
	method("T Find(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		i, err := s.first(l.Items)
		return elementOrZero(l.Items, i, l.Elem, err)
	})
	method("T FindLast(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		i, err := s.last(l.Items)
		return elementOrZero(l.Items, i, l.Elem, err)
	})
	method("int FindIndex(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		i, err := s.first(l.Items)
		return object.Int(int32(i)), err
	})
	method("int FindLastIndex(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		i, err := s.last(l.Items)
		return object.Int(int32(i)), err
	})
	method("bool Exists(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		i, err := s.first(l.Items)
		return i >= 0, err
	})
	method("System.Collections.Generic.List[T] FindAll(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		out, err := s.all(l.Items)
		return &List{Type: l.Type, Elem: l.Elem, Items: out}, err
	})
	method("bool TrueForAll(System.Predicate[T] match)", func(s search, l *List) (any, error) { return s.every(l.Items) })
	method("int RemoveAll(System.Predicate[T] match)", func(s search, l *List) (any, error) {
		kept := make([]any, 0, len(l.Items))
		for _, x := range l.Items {
			gone, err := s.test(x)
			if err != nil {
				return nil, err
			}
			if !gone {
				kept = append(kept, x)
			}
		}
		n := len(l.Items) - len(kept)
		l.Items = kept
		return object.Int(int32(n)), nil
	})
	method("void ForEach(System.Action[T] action)", func(s search, l *List) (any, error) { return nil, s.each(l.Items) })
	method("System.Object ConvertAll(System.Delegate converter)", func(s search, l *List) (any, error) {
		out, elem, err := s.convert(l.Items)
		if err != nil {
			return nil, err
		}
		t, err := closeGeneric("System.Collections.Generic.List", []*object.Type{elem})
		return &List{Type: t, Elem: elem, Items: out}, err
	})
}

// lazyValue is a System.Lazy[T]: made when first asked for.
type lazyValue struct {
	object.Instance
	Type    *object.Type
	factory *object.Delegate
	value   any
	made    bool
}

// PSType is the closed Lazy type.
func (l *lazyValue) PSType() *object.Type { return l.Type }

func lazyOf(m members, t *object.Type) {
	m.prop("bool IsValueCreated", func(_ object.Invoker, v any) (any, error) { return v.(*lazyValue).made, nil })
	m.prop("T Value", func(inv object.Invoker, v any) (any, error) {
		l := v.(*lazyValue)
		if l.made {
			return l.value, nil
		}
		r, err := l.factory.Invoke(inv)
		if err != nil {
			return nil, err
		}
		if l.value, err = object.Convert(inv, r, t.Args[0]); err != nil {
			return nil, err
		}
		l.made = true
		return l.value, nil
	})
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) {
		if l := v.(*lazyValue); l.made {
			return object.Text(inv, l.value), nil
		}
		return "Value is not created.", nil
	})
	for _, more := range []string{"", ", bool isThreadSafe"} {
		m.ctor("System.Func[T] valueFactory"+more, func(_ object.Invoker, a []any) (any, error) {
			return &lazyValue{Type: t, factory: a[0].(*object.Delegate)}, nil
		})
	}
}
