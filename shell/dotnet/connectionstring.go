package dotnet

import (
	"iter"
	"strings"

	"stagecoach/shell/object"
)

var connectionStringType = &object.Type{Name: "DbConnectionStringBuilder", Namespace: "System.Data.Common", Assembly: "System.Data.Common", Base: object.ObjectType, Interfaces: mapContracts}

// connectionString is a System.Data.Common.DbConnectionStringBuilder: keywords without regard
// to case, in the order they came in, and the text of them all.
type connectionString struct {
	object.Instance
	store *object.OrderedDictionary
}

// PSType is System.Data.Common.DbConnectionStringBuilder.
func (*connectionString) PSType() *object.Type { return connectionStringType }

// Len is the number of keywords.
func (c *connectionString) Len() int { return c.store.Len() }

// Get is the value of a keyword.
func (c *connectionString) Get(key any) (any, bool) { return c.store.Get(key) }

// Set changes a keyword; null takes it away.
func (c *connectionString) Set(key, value any) error {
	name, ok := object.Unwrap(key).(string)
	if !ok || name == "" || strings.TrimSpace(name) != name || strings.HasPrefix(name, ";") {
		return object.ThrowArgument(object.ArgumentExceptionType, "keyword", "Invalid keyword, contain one or more of 'no characters', 'control characters', 'leading or trailing whitespace' or 'leading semicolons'.")
	}
	if object.IsNull(value) {
		c.store.Remove(name)
		return nil
	}
	return c.store.Set(name, object.ToText(nil, value))
}

// Remove takes a keyword away.
func (c *connectionString) Remove(key any) bool { return c.store.Remove(key) }

// All yields the keywords and values.
func (c *connectionString) All() iter.Seq2[any, any] { return c.store.All() }

// String is the whole text.
func (c *connectionString) String() string {
	var parts []string
	for k, v := range c.store.All() {
		parts = append(parts, strings.ReplaceAll(object.Text(nil, k), "=", "==")+"="+quotedKeyword(object.Text(nil, v)))
	}
	return strings.Join(parts, ";")
}

// quotedKeyword puts a value in quotes when it has blanks or signs of the syntax.
func quotedKeyword(v string) string {
	switch {
	case !strings.ContainsFunc(v, func(r rune) bool { return strings.ContainsRune("\"'=;", r) || r <= ' ' || r == 0x7f || r == 0xa0 }):
		return v
	case strings.Contains(v, `"`) && !strings.Contains(v, "'"):
		return "'" + v + "'"
	}
	return `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
}

// parse reads a text; keywords become lower case, as the reader of .NET has them.
func (c *connectionString) parse(text string) error {
	store := object.NewOrdered(false)
	for at := 0; at < len(text); {
		for at < len(text) && (text[at] == ';' || text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
			at++
		}
		if at == len(text) {
			break
		}
		from := at
		bad := object.Throw(object.ArgumentExceptionType, "Format of the initialization string does not conform to specification starting at index %d.", from)
		var name strings.Builder
		for ; ; at++ {
			if at == len(text) || text[at] == ';' {
				return bad
			}
			if text[at] == '=' {
				if at+1 < len(text) && text[at+1] == '=' {
					at++
				} else {
					break
				}
			}
			name.WriteByte(text[at])
		}
		at++
		value, end, ok := keywordValue(text, at)
		if keyword := strings.ToLower(strings.TrimSpace(name.String())); !ok || keyword == "" {
			return bad
		} else if value == "" {
			store.Remove(keyword)
		} else if err := store.Set(keyword, value); err != nil {
			return err
		}
		at = end
	}
	c.store = store
	return nil
}

// keywordValue reads a value, in quotes or not, up to the semicolon behind it.
func keywordValue(text string, at int) (value string, end int, ok bool) {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	if at == len(text) || text[at] != '"' && text[at] != '\'' {
		rest := text[at:]
		if i := strings.IndexByte(rest, ';'); i >= 0 {
			rest = rest[:i]
		}
		return strings.TrimSpace(rest), at + len(rest), true
	}
	quote := text[at]
	var b strings.Builder
	for at++; at < len(text); at++ {
		if text[at] != quote {
			b.WriteByte(text[at])
			continue
		}
		if at+1 < len(text) && text[at+1] == quote {
			b.WriteByte(quote)
			at++
			continue
		}
		rest := strings.TrimLeft(text[at+1:], " \t")
		return b.String(), len(text) - len(rest), rest == "" || rest[0] == ';'
	}
	return "", at, false
}

func connectionStringMembers(m members) {
	self := func(v any) *connectionString { return v.(*connectionString) }
	fresh := func(object.Invoker, []any) (any, error) {
		return &connectionString{store: object.NewOrdered(false)}, nil
	}
	m.ctor("", fresh)
	m.ctor("bool useOdbcRules", fresh)
	m.writable("string ConnectionString", getter(func(v any) any { return self(v).String() }), func(_ object.Invoker, v, x any) error { return self(v).parse(str(x)) })
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(self(v).Len())) }))
	m.prop("bool IsFixedSize", constantly(false))
	m.prop("bool IsReadOnly", constantly(false))
	list := func(name string, pick func(k, v any) any) {
		m.prop("System.Collections.ICollection "+name, getter(func(v any) any {
			items := []any{}
			for k, x := range self(v).All() {
				items = append(items, pick(k, x))
			}
			return object.NewArray(items)
		}))
	}
	list("Keys", func(k, _ any) any { return k })
	list("Values", func(_, v any) any { return v })
	m.method("void Add(string keyword, System.Object value)", plain(func(v any, a []any) (any, error) { return nil, self(v).Set(a[0], a[1]) }))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { self(v).store = object.NewOrdered(false); return nil, nil }))
	m.method("bool ContainsKey(string keyword)", plain(func(v any, a []any) (any, error) { _, ok := self(v).Get(a[0]); return ok, nil }))
	m.method("bool Remove(string keyword)", plain(func(v any, a []any) (any, error) { return self(v).Remove(a[0]), nil }))
	m.method("bool TryGetValue(string keyword, [ref] System.Object value)", plain(func(v any, a []any) (any, error) {
		x, ok := self(v).Get(a[0])
		a[1] = x
		return ok, nil
	}))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

// Clear takes all keywords away.
func (c *connectionString) Clear() { c.store = object.NewOrdered(false) }
