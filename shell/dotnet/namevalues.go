package dotnet

import (
	"iter"
	"net/url"
	"strings"

	"stagecoach/shell/object"
)

var (
	nameValueType  = collectionType("System.Collections.Specialized", "NameValueCollection", object.ICollectionType)
	queryType      = collectionType("System.Web", "HttpQSCollection", object.ICollectionType)
	stringListType = collectionType("System.Collections.Specialized", "StringCollection", object.IListType)
)

// nameValues is NameValueCollection: several values for a name, whose case does not count.
type nameValues struct {
	object.Instance
	names  []any // strings; nil is a name too
	values map[string][]string
	query  bool         // its text is a query string
	t      *object.Type // of a derived collection
}

// PSType is the collection's type.
func (n *nameValues) PSType() *object.Type {
	if n.t != nil {
		return n.t
	}
	if n.query {
		return queryType
	}
	return nameValueType
}

// Len is the number of names.
func (n *nameValues) Len() int { return len(n.names) }

// Each yields the names.
func (n *nameValues) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, name := range n.names {
			if !yield(name) {
				return
			}
		}
	}
}

// SetIndex is $n['name'] = value.
func (n *nameValues) SetIndex(inv object.Invoker, key, value any) error {
	n.set(object.Text(inv, key), object.Text(inv, value))
	return nil
}

// keyOf is what a name is kept by.
func keyOf(name any) string {
	s, ok := name.(string)
	if !ok {
		return "\x00"
	}
	return strings.ToLower(s)
}

func (n *nameValues) set(name any, value string) {
	key := keyOf(name)
	if _, ok := n.values[key]; ok {
		n.values[key] = []string{value}
		return
	}
	n.add(name, value)
}

// String is the query string of what HttpUtility.ParseQueryString made, else the type's name.
func (n *nameValues) String() string {
	if !n.query {
		return nameValueType.FullName()
	}
	var parts []string
	for _, name := range n.names {
		for _, v := range n.values[keyOf(name)] {
			part := urlEncode(v, true)
			if name != nil {
				part = name.(string) + "=" + part
			}
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "&")
}

func (n *nameValues) add(name any, value string) {
	key := keyOf(name)
	if _, ok := n.values[key]; !ok {
		n.names = append(n.names, name)
	}
	n.values[key] = append(n.values[key], value)
}

func (n *nameValues) remove(name any) {
	delete(n.values, keyOf(name))
	for i, x := range n.names {
		if keyOf(x) == keyOf(name) {
			n.names = append(n.names[:i], n.names[i+1:]...)
			return
		}
	}
}

func (n *nameValues) get(name any) any {
	if v, ok := n.values[keyOf(name)]; ok {
		return strings.Join(v, ",")
	}
	return nil
}

func allNames(v any) any {
	return object.NewArrayOf(object.ArrayOf(object.StringType), append([]any{}, v.(*nameValues).names...))
}

func newNameValues(query bool) *nameValues {
	return &nameValues{values: map[string][]string{}, query: query}
}

func nameValueMembers(m members) {
	self := func(v any) *nameValues { return v.(*nameValues) }
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(self(v).Len())) }))
	m.prop("string[] AllKeys", getter(allNames))
	m.prop("string[] Keys", getter(allNames))
	byName := plain(func(v any, a []any) (any, error) { return self(v).get(str(a[0])), nil })
	byIndex := plain(func(v any, a []any) (any, error) {
		if i := intArg(a[0]); i >= 0 && i < self(v).Len() {
			return self(v).get(self(v).names[i]), nil
		}
		return nil, errIndex()
	})
	m.indexer("string Item(string name)", byName)
	m.indexer("string Item(int index)", byIndex)
	m.method("string Get(string name)", byName)
	m.method("string Get(int index)", byIndex)
	m.method("string GetKey(int index)", plain(func(v any, a []any) (any, error) {
		if i := intArg(a[0]); i >= 0 && i < self(v).Len() {
			return self(v).names[i], nil
		}
		return nil, errIndex()
	}))
	m.method("string[] GetValues(string name)", plain(func(v any, a []any) (any, error) {
		if list, ok := self(v).values[keyOf(a[0])]; ok {
			return stringArray(append([]string{}, list...)), nil
		}
		return nil, nil
	}))
	m.method("string[] GetValues(int index)", plain(func(v any, a []any) (any, error) {
		if i := intArg(a[0]); i >= 0 && i < self(v).Len() {
			return stringArray(append([]string{}, self(v).values[keyOf(self(v).names[i])]...)), nil
		}
		return nil, errIndex()
	}))
	m.method("void Add(System.Collections.Specialized.NameValueCollection c)", plain(func(v any, a []any) (any, error) {
		if a[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "c", "Value cannot be null.")
		}
		for _, name := range self(a[0]).names {
			for _, value := range self(a[0]).values[keyOf(name)] {
				self(v).add(name, value)
			}
		}
		return nil, nil
	}))
	m.method("void Add(string name, string value)", plain(func(v any, a []any) (any, error) { self(v).add(str(a[0]), str(a[1])); return nil, nil }))
	set := plain(func(v any, a []any) (any, error) { self(v).set(str(a[0]), str(a[1])); return nil, nil })
	m.method("void Set(string name, string value)", set)
	m.method("void set_Item(string name, string value)", set)
	m.method("void Remove(string name)", plain(func(v any, a []any) (any, error) { self(v).remove(str(a[0])); return nil, nil }))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) {
		self(v).names, self(v).values = nil, map[string][]string{}
		return nil, nil
	}))
	m.method("bool HasKeys()", plain(func(v any, _ []any) (any, error) { return self(v).Len() > 0, nil }))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) { return newNameValues(false), nil })
	m.ctor("int capacity", func(object.Invoker, []any) (any, error) { return newNameValues(false), nil })
}

// parseQuery is HttpUtility.ParseQueryString.
func parseQuery(text string) (any, error) {
	n := newNameValues(true)
	for _, part := range strings.Split(strings.TrimPrefix(text, "?"), "&") {
		if part == "" {
			continue
		}
		if name, value, named := strings.Cut(part, "="); named {
			n.add(unescapeQuery(name), unescapeQuery(value))
		} else {
			n.add(nil, unescapeQuery(part))
		}
	}
	return n, nil
}

func unescapeQuery(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return s
}

// stringCollectionMembers declares StringCollection, a list of strings.
func stringCollectionMembers(m members) {
	m.vars = map[string]*object.Type{"T": object.StringType}
	m.method("int Add(string value)", plain(func(v any, a []any) (any, error) {
		l := v.(*List)
		l.Items = append(l.Items, a[0])
		return object.Int(int32(len(l.Items) - 1)), nil
	}))
	m.method("void Remove(string value)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := v.(*List)
		if i := indexOf(inv, l.Items, a[0]); i >= 0 {
			l.Items = append(l.Items[:i], l.Items[i+1:]...)
		}
		return nil, nil
	})
	listMembers(m)
	m.without("Capacity", "GetRange", "InsertRange", "LastIndexOf", "RemoveRange", "Reverse", "Sort", "ToArray", "TrimExcess", "TrimToSize")
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return &List{Type: stringListType, Elem: object.StringType}, nil
	})
}

func specializedEntries() []entry {
	small := func(name string) entry {
		return entry{collectionType("System.Collections.Specialized", name, object.IDictionaryType), func(m members) {
			m.ctor("", func(object.Invoker, []any) (any, error) { return object.NewOrdered(true), nil })
			m.ctor("bool caseInsensitive", func(_ object.Invoker, a []any) (any, error) { return object.NewOrdered(!a[0].(bool)), nil })
		}, ""}
	}
	return []entry{{nameValueType, nameValueMembers, ""}, {queryType, nameValueMembers, ""}, {stringListType, stringCollectionMembers, ""}, small("ListDictionary"), small("HybridDictionary")}
}
