package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

var enumerableType = staticClass("System.Linq", "Enumerable")

// enumerableMembers declares what scripts call of LINQ without lambdas, and the
// members that take a script block.
func enumerableMembers(m members) {
	list := func(v any) []any { return copyItems(v) }
	of := func(items []any) any {
		if items == nil {
			items = []any{}
		}
		return object.NewArray(items)
	}
	fold := func(name string, start any, do func(inv object.Invoker, acc, x any) (any, error)) {
		m.static("System.Object "+name+"(System.Collections.IEnumerable source)", func(inv object.Invoker, _ any, a []any) (any, error) {
			acc := start
			var err error
			for _, x := range list(a[0]) {
				if acc, err = do(inv, acc, x); err != nil {
					return nil, err
				}
			}
			return acc, nil
		})
	}
	fold("Sum", object.Int(0), object.Add)
	best := func(sign int) func(inv object.Invoker, acc, x any) (any, error) {
		return func(inv object.Invoker, acc, x any) (any, error) {
			if acc == nil {
				return x, nil
			}
			r, err := object.Collate(inv, x, acc, false)
			if r*sign > 0 {
				acc = x
			}
			return acc, err
		}
	}
	fold("Max", nil, best(1))
	fold("Min", nil, best(-1))
	m.static("double Average(System.Collections.IEnumerable source)", func(inv object.Invoker, _ any, a []any) (any, error) {
		items := list(a[0])
		if len(items) == 0 {
			return nil, object.Throw(object.InvalidOperationType, "Sequence contains no elements")
		}
		var total any = float64(0)
		var err error
		for _, x := range items {
			if total, err = object.Add(inv, total, x); err != nil {
				return nil, err
			}
		}
		return object.Divide(inv, total, float64(len(items)))
	})
	m.static("int Count(System.Collections.IEnumerable source)", func(_ object.Invoker, _ any, a []any) (any, error) { return object.Int(int32(len(list(a[0])))), nil })
	m.static("System.Object Range(int start, int count)", func(_ object.Invoker, _ any, a []any) (any, error) {
		items := make([]any, max(intArg(a[1]), 0))
		for i := range items {
			items[i] = object.Int(int32(intArg(a[0]) + i))
		}
		return object.NewArrayOf(object.ArrayOf(object.Int32Type), items), nil
	})
	m.static("System.Object Repeat(System.Object element, int count)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return of(slices.Repeat([]any{a[0]}, max(intArg(a[1]), 0))), nil
	})
	m.static("bool Any(System.Collections.IEnumerable source)", func(_ object.Invoker, _ any, a []any) (any, error) { return len(list(a[0])) > 0, nil })
	m.static("bool Contains(System.Collections.IEnumerable source, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return indexOf(inv, list(a[0]), a[1]) >= 0, nil
	})
	end := func(name string, pick func(items []any) any, orDefault bool) {
		m.static("System.Object "+name+"(System.Collections.IEnumerable source)", func(_ object.Invoker, _ any, a []any) (any, error) {
			items := list(a[0])
			if len(items) == 0 {
				if orDefault {
					return elementType(a[0]).Zero, nil
				}
				return nil, errNoElements()
			}
			return pick(items), nil
		})
	}
	first, last := func(items []any) any { return items[0] }, func(items []any) any { return items[len(items)-1] }
	end("First", first, false)
	end("FirstOrDefault", first, true)
	end("Last", last, false)
	end("LastOrDefault", last, true)
	sequence := func(name string, do func(inv object.Invoker, items []any) ([]any, error)) {
		m.static("System.Object[] "+name+"(System.Collections.IEnumerable source)", func(inv object.Invoker, _ any, a []any) (any, error) {
			items, err := do(inv, list(a[0]))
			if err != nil {
				return nil, err
			}
			if name == "ToList" {
				return NewList(elementType(a[0]), items), nil
			}
			return arrayOf(elementType(a[0]), items), nil
		})
	}
	distinct := func(inv object.Invoker, items []any) ([]any, error) {
		var out []any
		for _, x := range items {
			if indexOf(inv, out, x) < 0 {
				out = append(out, x)
			}
		}
		return out, nil
	}
	sequence("Distinct", distinct)
	sequence("Reverse", func(_ object.Invoker, items []any) ([]any, error) { slices.Reverse(items); return items, nil })
	sequence("ToArray", func(_ object.Invoker, items []any) ([]any, error) { return items, nil })
	sequence("ToList", func(_ object.Invoker, items []any) ([]any, error) { return items, nil })
	sequence("Order", func(inv object.Invoker, items []any) ([]any, error) { return items, sortItems(inv, items) })
	cut := func(name string, do func(items []any, n int) []any) {
		m.static("System.Object[] "+name+"(System.Collections.IEnumerable source, int count)", func(_ object.Invoker, _ any, a []any) (any, error) {
			items := list(a[0])
			return arrayOf(elementType(a[0]), do(items, min(max(intArg(a[1]), 0), len(items)))), nil
		})
	}
	cut("Take", func(items []any, n int) []any { return items[:n] })
	cut("Skip", func(items []any, n int) []any { return items[n:] })
	pair := func(name string, do func(inv object.Invoker, x, y []any) []any) {
		m.static("System.Object[] "+name+"(System.Collections.IEnumerable first, System.Collections.IEnumerable second)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return of(do(inv, list(a[0]), list(a[1]))), nil
		})
	}
	keep := func(inv object.Invoker, x, y []any, in bool) []any {
		var out []any
		for _, e := range x {
			if (indexOf(inv, y, e) >= 0) == in && indexOf(inv, out, e) < 0 {
				out = append(out, e)
			}
		}
		return out
	}
	pair("Except", func(inv object.Invoker, x, y []any) []any { return keep(inv, x, y, false) })
	pair("Intersect", func(inv object.Invoker, x, y []any) []any { return keep(inv, x, y, true) })
	pair("Union", func(inv object.Invoker, x, y []any) []any { out, _ := distinct(inv, append(x, y...)); return out })
	pair("Concat", func(_ object.Invoker, x, y []any) []any { return append(x, y...) })
	m.static("bool SequenceEqual(System.Collections.IEnumerable first, System.Collections.IEnumerable second)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return slices.EqualFunc(list(a[0]), list(a[1]), func(x, y any) bool { return sameOrNull(inv, x, y) }), nil
	})
	linqDelegates(m)
	linqExtras(m)
}
