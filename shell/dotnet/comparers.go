package dotnet

import "stagecoach/shell/object"

// orderComparer is System.Collections.Comparer, Comparer[T] and EqualityComparer[T]:
// what the values themselves say.
type orderComparer struct {
	object.Instance
	t          *object.Type
	ignoreCase bool
	by         *object.Delegate
}

// PSType is the comparer's type.
func (c *orderComparer) PSType() *object.Type { return c.t }

func (c *orderComparer) compare(inv object.Invoker, a, b any) (int, error) {
	if c.by != nil {
		r, err := c.by.Invoke(inv, a, b)
		if err != nil {
			return 0, err
		}
		n, err := object.Convert(inv, r, object.Int32Type)
		return intArg(n), err
	}
	if c.ignoreCase {
		return object.Collate(inv, a, b, true)
	}
	return defaultCompare(inv, a, b)
}

var (
	plainComparerType = &object.Type{Name: "Comparer", Namespace: "System.Collections", Base: object.ObjectType, Interfaces: []*object.Type{iComparer}}
	foldComparerType  = &object.Type{Name: "CaseInsensitiveComparer", Namespace: "System.Collections", Base: object.ObjectType, Interfaces: []*object.Type{iComparer}}
)

func orderMembers(m members, t, elem *object.Type) {
	name := elem.String()
	m.method("int Compare("+name+" a, "+name+" b)", func(inv object.Invoker, v any, a []any) (any, error) {
		c, err := v.(*orderComparer).compare(inv, a[0], a[1])
		return object.Int(int32(c)), err
	})
}

func plainComparer(t *object.Type, ignoreCase bool) func(m members) {
	return func(m members) {
		orderMembers(m, t, object.ObjectType)
		c := &orderComparer{t: t, ignoreCase: ignoreCase}
		m.constant(t.FullName()+" Default", c)
		m.constant(t.FullName()+" DefaultInvariant", c)
		m.ctor("", func(object.Invoker, []any) (any, error) { return c, nil })
		m.ctor("cultureinfo culture", func(object.Invoker, []any) (any, error) { return c, nil })
	}
}

func comparerOf(m members, t *object.Type) {
	m.method("int Compare(T x, T y)", func(inv object.Invoker, v any, a []any) (any, error) {
		c, err := v.(*orderComparer).compare(inv, a[0], a[1])
		return object.Int(int32(c)), err
	})
	m.constant("System.Object Default", &orderComparer{t: t})
	m.static("System.Object Create(System.Comparison[T] comparison)", plain(func(_ any, a []any) (any, error) {
		return &orderComparer{t: t, by: a[0].(*object.Delegate)}, nil
	}))
}

func equalityComparerOf(m members, t *object.Type) {
	m.method("bool Equals(T x, T y)", func(inv object.Invoker, _ any, a []any) (any, error) { return sameOrNull(inv, a[0], a[1]), nil })
	m.method("int GetHashCode(T obj)", plain(func(_ any, a []any) (any, error) { return hashCode(a[0]), nil }))
	m.constant("System.Object Default", &orderComparer{t: t})
}

// comparerStatics declares the members of StringComparer that make one.
func comparerStatics(m members) {
	m.static("System.StringComparer Create(cultureinfo culture, bool ignoreCase)", plain(func(_ any, a []any) (any, error) {
		if a[1].(bool) {
			return cultureFoldComparer, nil
		}
		return cultureComparer, nil
	}))
	m.static("System.StringComparer FromComparison(System.StringComparison comparisonType)", plain(func(_ any, a []any) (any, error) {
		all := []*comparer{cultureComparer, cultureFoldComparer, invariantComparer, invariantFoldComparer, ordinalComparer, ordinalFoldComparer}
		i := a[0].(object.Enum).Value
		if i < 0 || int(i) >= len(all) {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "comparisonType", "The string comparison type passed in is currently not supported.")
		}
		return all[i], nil
	}))
}

var valueTupleType = &object.Type{Name: "ValueTuple", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct}

// valueTupleStatics declares [ValueTuple]::Create.
func valueTupleStatics(m members) {
	params := ""
	for i := 1; i <= 7; i++ {
		if i > 1 {
			params += ", "
		}
		params += "System.Object item" + itoa(int64(i))
		m.static("System.Object Create("+params+")", plain(func(_ any, a []any) (any, error) { return NewTuple(true, append([]any(nil), a...)...), nil }))
	}
}

func comparerEntries() []entry {
	return []entry{
		{plainComparerType, plainComparer(plainComparerType, false), ""}, {foldComparerType, plainComparer(foldComparerType, true), ""},
		{valueTupleType, valueTupleStatics, ""},
	}
}
