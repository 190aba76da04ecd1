package dotnet

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// Matrix is an array of several dimensions: int[,].
type Matrix struct {
	object.Instance
	Type  *object.Type
	Sizes []int
	Items []any
}

// matrixOf returns elem[,] with rank dimensions.
func matrixOf(elem *object.Type, rank int) *object.Type {
	g := generic{}
	suffix := "[" + strings.Repeat(",", rank-1) + "]"
	return g.intern(elem.String()+"@"+pointerText(elem)+suffix, func() *object.Type {
		t := &object.Type{Name: elem.Name + suffix, Namespace: elem.Namespace, Assembly: elem.Assembly, Base: object.ArrayType, Kind: object.KindArray, Elem: elem}
		t.Members = func(set *object.MemberSet) {
			m := members{MemberSet: set}
			params := make([]string, rank)
			for i := range params {
				params[i] = "int size" + itoa(int64(i+1))
			}
			m.ctor(strings.Join(params, ", "), func(_ object.Invoker, a []any) (any, error) {
				sizes := make([]int, len(a))
				for i := range a {
					sizes[i] = intArg(a[i])
				}
				return newMatrix(t, sizes)
			})
		}
		return t
	})
}

const maxElements = 1 << 28

func newMatrix(t *object.Type, sizes []int) (*Matrix, error) {
	n := 1
	for _, s := range sizes {
		if s < 0 {
			return nil, object.Throw(object.OverflowExceptionType, "Arithmetic operation resulted in an overflow.")
		}
		if n *= s; n > maxElements {
			return nil, object.Throw(object.OutOfMemoryType, "Array dimensions exceeded supported range.")
		}
	}
	items := make([]any, n)
	for i := range items {
		items[i] = t.Elem.Zero
	}
	return &Matrix{Type: t, Sizes: sizes, Items: items}, nil
}

// PSType is the array's type.
func (x *Matrix) PSType() *object.Type { return x.Type }

// Len is the number of elements of all dimensions.
func (x *Matrix) Len() int { return len(x.Items) }

// At returns an element in row order.
func (x *Matrix) At(i int) any { return x.Items[i] }

// Index reads x[i, j].
func (x *Matrix) Index(inv object.Invoker, key any) (any, bool, error) {
	i, ok, err := x.offset(inv, key)
	if err != nil || !ok {
		return nil, false, err
	}
	return x.Items[i], true, nil
}

// SetIndex is x[i, j] = value.
func (x *Matrix) SetIndex(inv object.Invoker, key, value any) error {
	i, ok, err := x.offset(inv, key)
	if err != nil {
		return err
	}
	if !ok {
		return object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
	}
	v, err := object.Convert(inv, value, x.Type.Elem)
	if err != nil {
		return err
	}
	x.Items[i] = v
	return nil
}

func (x *Matrix) offset(inv object.Invoker, key any) (at int, ok bool, err error) {
	keys, many := object.Elements(key)
	if !many {
		keys = []any{key}
	}
	if len(keys) != len(x.Sizes) {
		return 0, false, object.RuntimeError("NeedMultidimensionalIndex", object.InvalidOperation, key, "You cannot index into a %d dimensional array with index [%s].", len(x.Sizes), strings.Join(texts(inv, keys), ","))
	}
	for d, k := range keys {
		n, err := object.Convert(inv, k, object.Int32Type)
		if err != nil {
			return 0, false, err
		}
		i := int(n.(int32))
		if i < 0 {
			i += x.Sizes[d]
		}
		if i < 0 || i >= x.Sizes[d] {
			return 0, false, nil
		}
		at = at*x.Sizes[d] + i
	}
	return at, true, nil
}

func texts(inv object.Invoker, items []any) []string {
	out := make([]string, len(items))
	for i, x := range items {
		out[i] = object.Text(inv, x)
	}
	return out
}

func lengthOf(v any) int { return v.(object.List).Len() }

// arrayMembers declares the members of all arrays and of [array].
func arrayMembers(m members) {
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(lengthOf(v))), nil })
	m.prop("long LongLength", func(_ object.Invoker, v any) (any, error) { return int64(lengthOf(v)), nil })
	m.prop("int Rank", func(_ object.Invoker, v any) (any, error) {
		if x, ok := v.(*Matrix); ok {
			return object.Int(int32(len(x.Sizes))), nil
		}
		return object.Int(1), nil
	})
	m.prop("System.Object SyncRoot", func(_ object.Invoker, v any) (any, error) { return v, nil })
	m.prop("bool IsReadOnly", constantly(false))
	m.prop("bool IsFixedSize", constantly(true))
	m.prop("bool IsSynchronized", constantly(false))
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(lengthOf(v))), nil })
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) { return cloneArray(v), nil })
	m.method("bool Contains(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, copyItems(v), a[0]) >= 0, nil
	})
	m.method("int IndexOf(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, copyItems(v), a[0]))), nil
	})
	m.method("void CopyTo(System.Array array, int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(copyItems(v), a[0], intArg(a[1]))
	})
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	dimension := func(v any, d int) (int, error) {
		sizes := []int{lengthOf(v)}
		if x, ok := v.(*Matrix); ok {
			sizes = x.Sizes
		}
		if d < 0 || d >= len(sizes) {
			return 0, object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
		}
		return sizes[d], nil
	}
	m.method("int GetLength(int dimension)", func(_ object.Invoker, v any, a []any) (any, error) {
		n, err := dimension(v, intArg(a[0]))
		return object.Int(int32(n)), err
	})
	m.method("int GetUpperBound(int dimension)", func(_ object.Invoker, v any, a []any) (any, error) {
		n, err := dimension(v, intArg(a[0]))
		return object.Int(int32(n - 1)), err
	})
	m.method("int GetLowerBound(int dimension)", func(_ object.Invoker, v any, a []any) (any, error) {
		_, err := dimension(v, intArg(a[0]))
		return object.Int(0), err
	})
	m.method("System.Object GetValue(Params int[] indices)", func(inv object.Invoker, v any, a []any) (any, error) {
		return elementAt(inv, v, a[0])
	})
	m.method("void SetValue(System.Object value, Params int[] indices)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, object.SetIndex(inv, v, oneOrMany(a[1]), a[0])
	})
	m.method("void Add(System.Object value)", fixedSize)
	m.method("void Remove(System.Object value)", fixedSize)
	m.method("void RemoveAt(int index)", fixedSize)
	m.method("void Insert(int index, System.Object value)", fixedSize)
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, clearArray(v, 0, lengthOf(v)) })
	m.method("System.Object Get(int index)", func(inv object.Invoker, v any, a []any) (any, error) { return elementAt(inv, v, a[0]) })
	m.method("void Set(int index, System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, object.SetIndex(inv, v, a[0], a[1])
	})
	arrayStatics(m)
}

func fixedSize(object.Invoker, any, []any) (any, error) {
	return nil, object.Throw(object.NotSupportedExceptionType, "Collection was of a fixed size.")
}

func oneOrMany(v any) any {
	if items := copyItems(v); len(items) == 1 {
		return items[0]
	}
	return v
}

func elementAt(inv object.Invoker, v, key any) (any, error) {
	x, ok, err := object.Index(inv, v, oneOrMany(key))
	if err == nil && !ok {
		err = object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
	}
	return x, err
}

func cloneArray(v any) any {
	switch x := v.(type) {
	case *object.Bytes:
		return &object.Bytes{B: slices.Clone(x.B)}
	case *Matrix:
		return &Matrix{Type: x.Type, Sizes: x.Sizes, Items: slices.Clone(x.Items)}
	}
	return object.NewArrayOf(object.TypeOf(v), copyItems(v))
}

func clearArray(v any, from, n int) error {
	list, ok := v.(object.MutableList)
	if !ok || from < 0 || n < 0 || from+n > list.Len() {
		return object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
	}
	zero := object.TypeOf(v).Elem.Zero
	for i := from; i < from+n; i++ {
		if err := list.SetAt(i, zero); err != nil {
			return err
		}
	}
	return nil
}

// inPlace runs f over an array's elements and stores what it leaves.
func inPlace(v any, from, n int, f func(items []any) error) error {
	if a, ok := v.(*object.Array); ok {
		if from < 0 || n < 0 || from+n > len(a.Items) {
			return object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		return f(a.Items[from : from+n])
	}
	items := copyItems(v)
	if from < 0 || n < 0 || from+n > len(items) {
		return errIndex()
	}
	if err := f(items[from : from+n]); err != nil {
		return err
	}
	list := v.(object.MutableList)
	for i, x := range items {
		if err := list.SetAt(i, x); err != nil {
			return err
		}
	}
	return nil
}

func arrayStatics(m members) {
	m = m.guarded("array")
	m.static("void Sort(System.Array array)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], 0, lengthOf(a[0]), func(items []any) error { return sortItems(inv, items) })
	})
	m.static("void Sort(System.Array keys, System.Array items)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, sortPairs(inv, a[0], a[1])
	})
	m.static("void Sort(System.Array array, System.Delegate comparison)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], 0, lengthOf(a[0]), func(items []any) error { return sortWith(inv, items, a[1]) })
	})
	m.static("void Sort(System.Array array, int index, int length)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], intArg(a[1]), intArg(a[2]), func(items []any) error { return sortItems(inv, items) })
	})
	m.static("void Fill(System.Array array, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, fillArray(inv, a[0], a[1], 0, lengthOf(a[0]))
	})
	m.static("void Fill(System.Array array, System.Object value, int startIndex, int count)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, fillArray(inv, a[0], a[1], intArg(a[2]), intArg(a[3]))
	})
	m.static("void Sort(System.Array array, System.Collections.IComparer comparer)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], 0, lengthOf(a[0]), func(items []any) error { return sortWith(inv, items, a[1]) })
	})
	m.static("void Reverse(System.Array array)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], 0, lengthOf(a[0]), func(items []any) error { slices.Reverse(items); return nil })
	})
	m.static("void Reverse(System.Array array, int index, int length)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return nil, inPlace(a[0], intArg(a[1]), intArg(a[2]), func(items []any) error { slices.Reverse(items); return nil })
	})
	m.static("int IndexOf(System.Array array, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, copyItems(a[0]), a[1]))), nil
	})
	m.static("int IndexOf(System.Array array, System.Object value, int startIndex)", func(inv object.Invoker, _ any, a []any) (any, error) {
		items, from := copyItems(a[0]), intArg(a[2])
		if from < 0 || from > len(items) {
			return nil, errIndex()
		}
		i := indexOf(inv, items[from:], a[1])
		if i >= 0 {
			i += from
		}
		return object.Int(int32(i)), nil
	})
	m.static("int LastIndexOf(System.Array array, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		items := copyItems(a[0])
		for i := len(items) - 1; i >= 0; i-- {
			if sameOrNull(inv, items[i], a[1]) {
				return object.Int(int32(i)), nil
			}
		}
		return object.Int(-1), nil
	})
	m.static("int BinarySearch(System.Array array, System.Object value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		var failed error
		i, found := slices.BinarySearchFunc(copyItems(a[0]), a[1], func(x, y any) int {
			r, err := object.Collate(inv, x, y, false)
			if err != nil {
				failed = err
			}
			return r
		})
		if !found {
			i = ^i
		}
		return object.Int(int32(i)), failed
	})
	m.static("void Copy(System.Array sourceArray, System.Array destinationArray, int length)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, copyElements(inv, a[0], 0, a[1], 0, intArg(a[2]))
	})
	m.static("void Copy(System.Array sourceArray, int sourceIndex, System.Array destinationArray, int destinationIndex, int length)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, copyElements(inv, a[0], intArg(a[1]), a[2], intArg(a[3]), intArg(a[4]))
	})
	m.static("void Clear(System.Array array)", func(_ object.Invoker, _ any, a []any) (any, error) { return nil, clearArray(a[0], 0, lengthOf(a[0])) })
	m.static("void Clear(System.Array array, int index, int length)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return nil, clearArray(a[0], intArg(a[1]), intArg(a[2]))
	})
	m.static("void Resize([ref] System.Array array, int newSize)", func(_ object.Invoker, _ any, a []any) (any, error) {
		items := copyItems(a[0])
		t := object.TypeOf(a[0])
		n := intArg(a[1])
		for len(items) < n {
			items = append(items, t.Elem.Zero)
		}
		a[0] = object.NewArrayOf(t, items[:n])
		return nil, nil
	})
	m.static("System.Array CreateInstance(type elementType, Params int[] lengths)", func(_ object.Invoker, _ any, a []any) (any, error) {
		var sizes []int
		for _, n := range copyItems(a[1]) {
			sizes = append(sizes, intArg(n))
		}
		return createArray(a[0].(*object.Type), sizes)
	})
	m.generic("System.Object Empty()", 1, func(_ object.Invoker, _ any, a []any) (any, error) { return emptyOf(a[0].(*object.Type)), nil })
	arrayDelegates(m)
}

func createArray(elem *object.Type, sizes []int) (any, error) {
	if len(sizes) != 1 {
		return newMatrix(matrixOf(elem, len(sizes)), sizes)
	}
	n := sizes[0]
	if n < 0 || n > maxElements {
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Non-negative number required.")
	}
	if elem == object.ByteType {
		return &object.Bytes{B: make([]byte, n)}, nil
	}
	items := make([]any, n)
	for i := range items {
		items[i] = elem.Zero
	}
	return object.NewArrayOf(object.ArrayOf(elem), items), nil
}

// fillArray is Array.Fill: value in n elements from an index on.
func fillArray(inv object.Invoker, v, value any, from, n int) error {
	value, err := object.Convert(inv, value, object.TypeOf(v).Elem)
	if err != nil {
		return err
	}
	if from < 0 || from > lengthOf(v) || n < 0 || from+n > lengthOf(v) {
		return errIndex()
	}
	list := v.(object.MutableList)
	for i := from; i < from+n; i++ {
		if err := list.SetAt(i, value); err != nil {
			return err
		}
	}
	return nil
}

func sortPairs(inv object.Invoker, keys, values any) error {
	k, v := copyItems(keys), copyItems(values)
	if len(v) < len(k) {
		return object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
	}
	pairs := make([]any, len(k))
	for i := range k {
		pairs[i] = [2]any{k[i], v[i]}
	}
	if err := sortBy(pairs, func(a, b any) (int, error) { return defaultCompare(inv, a.([2]any)[0], b.([2]any)[0]) }); err != nil {
		return err
	}
	for i, p := range pairs {
		if err := keys.(object.MutableList).SetAt(i, p.([2]any)[0]); err != nil {
			return err
		}
		if err := values.(object.MutableList).SetAt(i, p.([2]any)[1]); err != nil {
			return err
		}
	}
	return nil
}

func copyElements(inv object.Invoker, from any, i int, to any, j, n int) error {
	source := copyItems(from)
	target, ok := to.(object.MutableList)
	if !ok || i < 0 || j < 0 || n < 0 || i+n > len(source) {
		return object.ThrowArgument(object.ArgumentExceptionType, "sourceArray", "Source array was not long enough. Check the source index, length, and the array's lower bounds.")
	}
	if j+n > target.Len() {
		return object.ThrowArgument(object.ArgumentExceptionType, "destinationArray", "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.")
	}
	elem := object.TypeOf(to).Elem
	for x := range n {
		v, err := object.Convert(inv, source[i+x], elem)
		if err != nil {
			return err
		}
		if err := target.SetAt(j+x, v); err != nil {
			return err
		}
	}
	return nil
}
