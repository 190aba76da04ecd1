package dotnet

import (
	"strconv"
	"strings"
	"sync"

	"stagecoach/shell/object"
)

// generic is an open generic type: how to make a closed one.
type generic struct {
	namespace, name string
	params          []string // names of the type parameters
	contracts       []*object.Type
	kind            object.Kind
	members         func(m members, t *object.Type)
}

// closed holds the closed generic types, so that each exists once.
var closed struct {
	sync.Mutex
	of map[string]*object.Type
}

// openTypes is the table of open generic types.
func openTypes() []generic {
	return []generic{
		{"System.Collections.Generic", "List", []string{"T"}, listContracts, object.KindClass, listOf},
		{"System.Collections.ObjectModel", "Collection", []string{"T"}, listContracts, object.KindClass, listOf},
		{"System.Collections.ObjectModel", "ObservableCollection", []string{"T"}, listContracts, object.KindClass, listOf},
		{automationNamespace, "FlagsExpression", []string{"T"}, nil, object.KindClass, nil},
		{automationNamespace, "PSDataCollection", []string{"T"}, listContracts, object.KindClass, dataCollectionOf},
		{"System.Collections.Generic", "Dictionary", []string{"TKey", "TValue"}, mapContracts, object.KindClass, dictionaryOf(false)},
		{"System.Collections.Concurrent", "ConcurrentDictionary", []string{"TKey", "TValue"}, mapContracts, object.KindClass, concurrentDictionaryOf},
		{"System.Collections.Generic", "SortedDictionary", []string{"TKey", "TValue"}, mapContracts, object.KindClass, dictionaryOf(true)},
		{"System.Collections.Generic", "SortedList", []string{"TKey", "TValue"}, mapContracts, object.KindClass, dictionaryOf(true)},
		{"System.Collections.Generic", "HashSet", []string{"T"}, setContracts, object.KindClass, setOf(false)},
		{"System.Collections.Generic", "SortedSet", []string{"T"}, setContracts, object.KindClass, setOf(true)},
		{"System.Collections.Generic", "Queue", []string{"T"}, setContracts, object.KindClass, queueOf},
		{"System.Linq", "Grouping", []string{"TKey", "TElement"}, setContracts, object.KindClass, groupingOf},
		{"System.Collections.Generic", "Stack", []string{"T"}, setContracts, object.KindClass, stackOf},
		{"System.Collections.Concurrent", "ConcurrentQueue", []string{"T"}, setContracts, object.KindClass, concurrentQueueOf},
		{"System.Collections.Concurrent", "ConcurrentStack", []string{"T"}, setContracts, object.KindClass, concurrentStackOf},
		{"System.Collections.ObjectModel", "ReadOnlyCollection", []string{"T"}, listContracts, object.KindClass, readOnlyCollectionOf},
		{"System.Collections.Generic", "Comparer", []string{"T"}, nil, object.KindClass, comparerOf},
		{"System.Collections.Generic", "EqualityComparer", []string{"T"}, nil, object.KindClass, equalityComparerOf},
		{"System.Collections.Concurrent", "ConcurrentBag", []string{"T"}, setContracts, object.KindClass, bagOf},
		{"System.Collections.Generic", "LinkedList", []string{"T"}, setContracts, object.KindClass, linkedOf},
		{"System.Collections.Generic", "LinkedListNode", []string{"T"}, nil, object.KindClass, linkedNodeOf},
		{"System.Collections.Generic", "PriorityQueue", []string{"TElement", "TPriority"}, nil, object.KindClass, priorityQueueOf},
		{"System.Collections.Generic", "KeyValuePair", []string{"TKey", "TValue"}, nil, object.KindStruct, pairOf},
		{"System.Collections.Generic", "IEnumerable", []string{"T"}, []*object.Type{object.IEnumerableType}, object.KindInterface, nil},
		{"System.Collections.Generic", "ICollection", []string{"T"}, []*object.Type{object.ICollectionType}, object.KindInterface, nil},
		{"System.Collections.Generic", "IList", []string{"T"}, []*object.Type{object.IListType}, object.KindInterface, nil},
		{"System.Collections.Generic", "IDictionary", []string{"TKey", "TValue"}, []*object.Type{object.IDictionaryType}, object.KindInterface, nil},
		{"System.Collections.Generic", "IComparer", []string{"T"}, nil, object.KindInterface, nil},
		{"System.Collections.Generic", "IEqualityComparer", []string{"T"}, nil, object.KindInterface, nil},
		{"System", "IComparable", []string{"T"}, nil, object.KindInterface, nil},
		{"System", "IEquatable", []string{"T"}, nil, object.KindInterface, nil},
		{"System", "Predicate", []string{"T"}, nil, object.KindDelegate, nil},
		{"System", "Comparison", []string{"T"}, nil, object.KindDelegate, nil},
		{"System", "Converter", []string{"TInput", "TOutput"}, nil, object.KindDelegate, nil},
		{"System", "Action", []string{"T1", "T2", "T3", "T4"}, nil, object.KindDelegate, nil},
		{"System", "Func", []string{"T1", "T2", "T3", "T4", "TResult"}, nil, object.KindDelegate, nil},
		{"System", "Tuple", []string{"T1", "T2", "T3", "T4", "T5", "T6", "T7"}, nil, object.KindClass, tupleOf},
		{"System", "ValueTuple", []string{"T1", "T2", "T3", "T4", "T5", "T6", "T7"}, nil, object.KindStruct, tupleOf},
		{"System", "Nullable", []string{"T"}, nil, object.KindStruct, nil},
		{"System.Threading.Tasks", "Task", []string{"TResult"}, nil, object.KindClass, taskResultOf},
		{"System", "Lazy", []string{"T"}, nil, object.KindClass, lazyOf},
	}
}

// actionType is System.Action, the delegate without parameters.
var actionType = &object.Type{Name: "Action", Namespace: "System", Base: object.DelegateType, Kind: object.KindDelegate}

var (
	listContracts = []*object.Type{object.IListType}
	mapContracts  = []*object.Type{object.IDictionaryType}
	setContracts  = []*object.Type{object.ICollectionType}
)

// variable tells that a type may have fewer arguments than parameters.
func (g *generic) variable() bool { return len(g.params) > 2 }

// definition is the open type itself: List`1.
func (g *generic) definition() *object.Type {
	return g.intern(g.namespace+"."+g.name, func() *object.Type {
		return &object.Type{Name: g.name + "`" + strconv.Itoa(len(g.params)), Namespace: g.namespace, Base: object.ObjectType, Kind: object.KindGenericDefinition, Interfaces: g.contracts}
	})
}

func (g *generic) intern(key string, build func() *object.Type) *object.Type {
	closed.Lock()
	defer closed.Unlock()
	if t := closed.of[key]; t != nil {
		return t
	}
	if closed.of == nil {
		closed.of = map[string]*object.Type{}
	}
	t := build()
	closed.of[key] = t
	return t
}

// closeGeneric makes List[int] of List and int.
func closeGeneric(name string, args []*object.Type) (*object.Type, error) {
	Load()
	g := openGeneric(name)
	if g == nil || len(args) > len(g.params) || len(args) < len(g.params) && !g.variable() {
		return nil, typeNotFound{name}
	}
	if g.name == "Nullable" {
		return object.NullableOf(args[0]), nil
	}
	key := g.namespace + "." + g.name + "[" + typeKey(args) + "]"
	return g.intern(key, func() *object.Type { return g.close(args) }), nil
}

// typeKey tells types apart by address: two scripts' classes may share a name.
func typeKey(args []*object.Type) string {
	var b strings.Builder
	for _, a := range args {
		b.WriteString(a.String())
		if a.Namespace == "" {
			b.WriteString("@" + pointerText(a))
		}
		b.WriteByte(',')
	}
	return b.String()
}

func (g *generic) close(args []*object.Type) *object.Type {
	t := &object.Type{Name: g.name + "`" + strconv.Itoa(len(args)), Namespace: g.namespace, Base: object.ObjectType, Kind: g.kind, Args: args, Interfaces: g.contracts}
	switch g.kind {
	case object.KindDelegate:
		t.Base = object.MulticastType
		t.Members = func(set *object.MemberSet) { delegateMembers(members{MemberSet: set}) }
	case object.KindStruct:
		t.Base = object.ValueTypeType
	case object.KindInterface:
		t.Abstract = true
	}
	if g.name == "Task" {
		t.Base = taskType
	}
	if g.members != nil {
		vars := map[string]*object.Type{}
		for i, a := range args {
			vars[g.params[i]] = a
		}
		t.Members = func(set *object.MemberSet) { g.members(members{MemberSet: set, vars: vars}, t) }
	}
	return t
}

// dataCollectionOf is what the streams of a [powershell] are: a collection that its writer completes.
func dataCollectionOf(m members, t *object.Type) {
	listOf(m, t)
	m.method("void Complete()", func(_ object.Invoker, v any, _ []any) (any, error) {
		v.(*List).complete = true
		return nil, nil
	})
	m.prop("bool IsOpen", func(_ object.Invoker, v any) (any, error) { return !v.(*List).complete, nil })
	m.method("System.Object ReadAll()", func(_ object.Invoker, v any, _ []any) (any, error) {
		l := v.(*List)
		all := &List{Type: NewCollection(l.Elem, nil).Type, Elem: l.Elem, Items: l.Items}
		l.Items = nil
		return all, nil
	})
}

func listOf(m members, t *object.Type) {
	elem := t.Args[0]
	genericListMembers(m)
	if t.Namespace == "System.Collections.Generic" {
		listParts(m, t)
	} else { // a Collection has fewer members; ForEach is PowerShell's own there
		m.without("Capacity", "AddRange", "InsertRange", "GetRange", "RemoveRange", "Sort", "Reverse", "BinarySearch", "LastIndexOf",
			"ToArray", "Find", "FindLast", "FindIndex", "FindLastIndex", "FindAll", "Exists", "TrueForAll", "RemoveAll", "ForEach", "ConvertAll")
	}
	m.Constructors = nil
	m.ctor("", func(object.Invoker, []any) (any, error) { return &List{Type: t, Elem: elem}, nil })
	m.ctor("int capacity", func(_ object.Invoker, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "capacity", "'capacity' must be non-negative.")
		}
		return &List{Type: t, Elem: elem, Items: make([]any, 0, min(intArg(a[0]), 4096)), room: intArg(a[0])}, nil
	})
	m.ctor("T[] collection", func(_ object.Invoker, a []any) (any, error) {
		items := copyItems(a[0])
		return &List{Type: t, Elem: elem, Items: items, room: len(items)}, nil
	})
}

func dictionaryOf(sorted bool) func(m members, t *object.Type) {
	return func(m members, t *object.Type) {
		key, value := t.Args[0], t.Args[1]
		dictionaryMembers(m)
		m.method("bool Remove(TKey key)", func(_ object.Invoker, v any, a []any) (any, error) { return v.(*Dictionary).Remove(a[0]), nil })
		m.method("bool TryGetValue(TKey key, [ref] TValue value)", func(_ object.Invoker, v any, a []any) (any, error) {
			x, ok := v.(*Dictionary).Get(a[0])
			if !ok {
				x = value.Zero
			}
			a[1] = x
			return ok, nil
		})
		m.method("bool TryAdd(TKey key, TValue value)", func(_ object.Invoker, v any, a []any) (any, error) {
			d := v.(*Dictionary)
			if _, ok := d.Get(a[0]); ok {
				return false, nil
			}
			return true, d.Set(a[0], a[1])
		})
		dictionarySearching(m)
		if sorted {
			sortedAccess(m)
			m.without("EnsureCapacity", "TryAdd", "GetByIndex", "GetKey", "GetKeyList", "GetValueList", "SetByIndex")
		}
		if sorted && t.Name == "SortedDictionary`2" {
			m.without("TrimExcess", "GetKeyAtIndex", "GetValueAtIndex", "IndexOfKey", "IndexOfValue", "RemoveAt")
		}
		m.ctor("", func(object.Invoker, []any) (any, error) { return newDictionary(t, key, value, nil, sorted, true), nil })
		m.ctor("int capacity", func(object.Invoker, []any) (any, error) { return newDictionary(t, key, value, nil, sorted, true), nil })
		m.ctor("System.StringComparer comparer", func(_ object.Invoker, a []any) (any, error) {
			by, _ := a[0].(*comparer)
			return newDictionary(t, key, value, by, sorted, true), nil
		})
		fill := func(from any, by *comparer) (any, error) {
			d := newDictionary(t, key, value, by, sorted, true)
			for k, x := range from.(object.Dictionary).All() {
				if err := d.Set(k, x); err != nil {
					return nil, err
				}
			}
			return d, nil
		}
		m.ctor("System.Collections.IDictionary dictionary", func(_ object.Invoker, a []any) (any, error) { return fill(a[0], nil) })
		m.ctor("System.Collections.IDictionary dictionary, System.StringComparer comparer", func(_ object.Invoker, a []any) (any, error) {
			by, _ := a[1].(*comparer)
			return fill(a[0], by)
		})
	}
}

func pairOf(m members, t *object.Type) {
	m.prop("TKey Key", func(_ object.Invoker, v any) (any, error) { return v.(*Pair).Key, nil })
	m.prop("TValue Value", func(_ object.Invoker, v any) (any, error) { return v.(*Pair).Value, nil })
	m.ctor("TKey key, TValue value", func(_ object.Invoker, a []any) (any, error) { return &Pair{Type: t, Key: a[0], Value: a[1]}, nil })
}

func delegateMembers(m members) {
	m.method("System.Object Invoke(Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
		items, _ := object.Elements(a[0])
		return v.(*object.Delegate).Invoke(inv, items...)
	})
	m.method("System.Object DynamicInvoke(Params System.Object[] args)", func(inv object.Invoker, v any, a []any) (any, error) {
		items, _ := object.Elements(a[0])
		return v.(*object.Delegate).Invoke(inv, items...)
	})
}
