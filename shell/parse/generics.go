package parse

import "strings"

// onlyGeneric are the types that have type arguments and no namesake without: without
// arguments, and without a backtick that stands for them, their names mean nothing.
var onlyGeneric = func() map[string]bool {
	table := map[string]bool{}
	for namespace, names := range map[string]string{
		"System": "ArraySegment Comparison Converter Func IEquatable IObservable IObserver IProgress Lazy Memory Predicate Progress ReadOnlyMemory ReadOnlySpan Span",
		"System.Collections.Generic": `Comparer Dictionary EqualityComparer HashSet ICollection IComparer IDictionary IEnumerable IEnumerator IEqualityComparer
			IList IReadOnlyCollection IReadOnlyDictionary IReadOnlyList IReadOnlySet ISet LinkedList LinkedListNode List OrderedDictionary PriorityQueue Queue
			SortedDictionary SortedList SortedSet Stack SynchronizedCollection`,
		"System.Collections.Concurrent":  "BlockingCollection ConcurrentBag ConcurrentDictionary ConcurrentQueue ConcurrentStack",
		"System.Collections.ObjectModel": "Collection KeyedCollection ObservableCollection ReadOnlyCollection ReadOnlyDictionary ReadOnlyObservableCollection ReadOnlySet",
		"System.Linq":                    "IGrouping ILookup Lookup",
		"System.Threading":               "AsyncLocal ThreadLocal",
	} {
		for name := range strings.FieldsSeq(names) {
			table[strings.ToLower(namespace+"."+name)] = true
		}
	}
	return table
}()

// isOnlyGeneric reports whether full, which a name without type arguments was found to
// mean, needs them.
func isOnlyGeneric(name, full string) bool {
	return onlyGeneric[strings.ToLower(full)] && !strings.Contains(name, "`")
}

// isOpenGeneric reports whether a name means a generic type without its arguments.
func isOpenGeneric(name, full string) bool { return full != "" && strings.Contains(name, "`") }

// known reports whether a name, behind which so many type arguments stand, means a type.
func (r *resolver) known(name string, arguments int, attribute bool) bool {
	full := r.named(name, attribute)
	return full != "" && (arguments > 0 || !isOnlyGeneric(name, full))
}
