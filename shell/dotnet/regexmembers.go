package dotnet

import (
	"iter"
	"time"

	"github.com/dlclark/regexp2/v2"

	"stagecoach/shell/object"
)

// matchCollection is what Regex.Matches gives.
type matchCollection struct {
	object.Instance
	list []*Match
}

// PSType is the collection's type.
func (*matchCollection) PSType() *object.Type { return matchCollectionType }

// Len is the number of matches.
func (c *matchCollection) Len() int { return len(c.list) }

// At returns match i.
func (c *matchCollection) At(i int) any { return c.list[i] }

// groupCollection is Match.Groups: by number or name.
type groupCollection struct {
	object.Instance
	match *Match // group 0 is the match itself
	list  []*Group
}

// PSType is the collection's type.
func (*groupCollection) PSType() *object.Type { return groupCollectionType }

// Each yields the groups.
func (c *groupCollection) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for i, g := range c.list {
			var v any = g
			if i == 0 {
				v = c.match
			}
			if !yield(v) {
				return
			}
		}
	}
}

// Index finds a group; one that does not exist is a group without success.
func (c *groupCollection) Index(inv object.Invoker, key any) (any, bool, error) {
	if n, ok := object.Unwrap(key).(int32); ok {
		return c.numbered(int(n)), true, nil
	}
	if g := c.find(object.Text(inv, key)); g != &c.match.Group {
		return g, true, nil
	}
	return c.match, true, nil
}

// numbered finds the group of a number, which those with a name have too.
func (c *groupCollection) numbered(n int) any {
	for i, g := range c.list {
		switch {
		case i == 0 && n == 0:
			return c.match
		case c.match.regex != nil && c.match.regex.re.GroupNumberFromName(g.Name) == n:
			return g
		}
	}
	return &Group{Name: "0"}
}

func (c *groupCollection) find(name string) *Group {
	for _, g := range c.list {
		if g.Name == name {
			return g
		}
	}
	return &Group{Name: "0"}
}

// captureList is Group.Captures.
type captureList struct {
	object.Instance
	match *Match // of group 0: the match is its capture
	list  []Capture
}

// PSType is the collection's type.
func (*captureList) PSType() *object.Type { return captureListType }

// Len is the number of captures.
func (c *captureList) Len() int { return len(c.list) }

// At returns capture i.
func (c *captureList) At(i int) any {
	if c.match != nil && i == 0 {
		return c.match
	}
	return &c.list[i]
}

func asCapture(v any) *Capture {
	switch x := v.(type) {
	case *Match:
		return &x.Capture
	case *Group:
		return &x.Capture
	}
	return v.(*Capture)
}

func asGroup(v any) *Group {
	if x, ok := v.(*Match); ok {
		x.Groups()
		return &x.Group
	}
	return v.(*Group)
}

// charSpan is System.ReadOnlySpan[char].
var charSpan = &object.Type{Name: "ReadOnlySpan`1", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct, Args: []*object.Type{object.CharType}}

func captureMembers(m members) {
	m.prop("int Index", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(asCapture(v).Index)), nil })
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(asCapture(v).Length)), nil })
	m.prop("string Value", func(_ object.Invoker, v any) (any, error) { return asCapture(v).Value, nil })
	m.Add(&object.Member{Name: "ValueSpan", Kind: object.Property, Type: charSpan, Get: constantly(nil)}) // a span cannot leave its method
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return asCapture(v).Value, nil })
}

func groupMembers(m members) {
	m.prop("bool Success", func(_ object.Invoker, v any) (any, error) { return asGroup(v).Success, nil })
	m.prop("string Name", func(_ object.Invoker, v any) (any, error) { return asGroup(v).Name, nil })
	m.prop("System.Text.RegularExpressions.CaptureCollection Captures", func(_ object.Invoker, v any) (any, error) {
		match, _ := v.(*Match)
		return &captureList{match: match, list: asGroup(v).captures}, nil
	})
}

func matchMembers(m members) {
	m.prop("System.Text.RegularExpressions.GroupCollection Groups", func(_ object.Invoker, v any) (any, error) {
		return &groupCollection{match: v.(*Match), list: v.(*Match).Groups()}, nil
	})
	m.method("System.Text.RegularExpressions.Match NextMatch()", func(inv object.Invoker, v any, _ []any) (any, error) {
		return v.(*Match).Next(inv.Context())
	})
	m.method("string Result(string replacement)", func(inv object.Invoker, v any, a []any) (any, error) {
		x := v.(*Match)
		if x.found == nil {
			return nil, object.Throw(object.NotSupportedExceptionType, "Result cannot be called on a failed Match.")
		}
		// Replacing this one match and cutting the rest away leaves the expanded pattern.
		start := len([]rune(x.text[:x.from]))
		out, err := x.regex.ReplaceN(inv.Context(), x.text, str(a[0]), 1, start)
		if err != nil {
			return nil, err
		}
		return out[x.from : len(out)-(len(x.text)-x.to)], nil
	})
	m.constant("System.Text.RegularExpressions.Match Empty", noMatch())
}

func groupCollectionMembers(m members) {
	list := func(v any) []*Group { return v.(*groupCollection).list }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(len(list(v)))), nil })
	m.prop("string[] Keys", func(_ object.Invoker, v any) (any, error) {
		var names []string
		for _, g := range list(v) {
			names = append(names, g.Name)
		}
		return stringArray(names), nil
	})
	m.prop("System.Object[] Values", func(_ object.Invoker, v any) (any, error) { return object.NewArray(copyItems(v)), nil })
	m.method("bool ContainsKey(string key)", func(_ object.Invoker, v any, a []any) (any, error) {
		for _, g := range list(v) {
			if g.Name == str(a[0]) {
				return true, nil
			}
		}
		return false, nil
	})
	m.method("System.Text.RegularExpressions.Group Item(string groupname)", func(_ object.Invoker, v any, a []any) (any, error) {
		return v.(*groupCollection).find(str(a[0])), nil
	})
	m.method("System.Text.RegularExpressions.Group Item(int groupnum)", plain(func(v any, a []any) (any, error) {
		return v.(*groupCollection).numbered(intArg(a[0])), nil
	}))
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
}

// countedMembers declares what read-only collections share.
func countedMembers(m members) {
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(lengthOf(v))), nil })
	m.method("System.Object Item(int index)", func(inv object.Invoker, v any, a []any) (any, error) { return elementAt(inv, v, a[0]) })
	m.method("System.Collections.IEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) { return newEnumerator(v), nil })
	m.method("void CopyTo(System.Array array, int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, copyInto(copyItems(v), a[0], intArg(a[1]))
	})
}

func regexMembers(m members) {
	self := func(v any) *Regex { return v.(*Regex) }
	m.prop("System.Text.RegularExpressions.RegexOptions Options", func(_ object.Invoker, v any) (any, error) {
		return object.Enum{Type: regexOptions, Value: self(v).Options}, nil
	})
	m.prop("timespan MatchTimeout", func(_ object.Invoker, v any) (any, error) {
		if self(v).Timeout == 0 {
			return TimeSpan(-ticksPerMillisecond), nil
		}
		return TimeSpan(self(v).Timeout.Nanoseconds() / 100), nil
	})
	m.prop("bool RightToLeft", func(_ object.Invoker, v any) (any, error) { return self(v).Options&64 != 0, nil })
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).Pattern, nil })
	m.method("string[] GetGroupNames()", func(_ object.Invoker, v any, _ []any) (any, error) { return stringArray(self(v).GroupNames()), nil })
	m.method("int GroupNumberFromName(string name)", func(_ object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(self(v).re.GroupNumberFromName(str(a[0])))), nil
	})
	// Each operation is an instance method, and a static one that names the pattern.
	operation := func(returns, name, params string, do func(inv object.Invoker, r *Regex, text string, a []any) (any, error)) {
		comma := ""
		if params != "" {
			comma = ", "
		}
		m.method(returns+" "+name+"(string input"+comma+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			return do(inv, self(v), str(a[0]), a[1:])
		})
	}
	static := func(returns, name, params string, n int, do func(inv object.Invoker, r *Regex, text string, a []any) (any, error)) {
		if params != "" {
			params = ", " + params
		}
		m.static(returns+" "+name+"(string input, string pattern"+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := NewRegex(str(a[1]), 0, 0)
			if err != nil {
				return nil, err
			}
			return do(inv, r, str(a[0]), a[2:])
		})
		m.static(returns+" "+name+"(string input, string pattern"+params+", System.Text.RegularExpressions.RegexOptions options)", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := NewRegex(str(a[1]), a[2+n].(object.Enum).Value, 0)
			if err != nil {
				return nil, err
			}
			return do(inv, r, str(a[0]), a[2:2+n])
		})
	}
	isMatch := func(inv object.Invoker, r *Regex, text string, _ []any) (any, error) {
		return r.IsMatch(inv.Context(), text)
	}
	match := func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		start := 0
		if len(a) > 0 {
			start = runeIndex(text, intArg(a[0]))
		}
		x, err := r.MatchAt(inv.Context(), text, start)
		if err != nil {
			return nil, err
		}
		if x == nil {
			return noMatch(), nil
		}
		return x, nil
	}
	matches := func(inv object.Invoker, r *Regex, text string, _ []any) (any, error) {
		list, err := r.Matches(inv.Context(), text)
		return &matchCollection{list: list}, err
	}
	split := func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		limit := 0
		if len(a) > 0 {
			limit = intArg(a[0])
		}
		parts, err := r.Split(inv.Context(), text, limit)
		return stringArray(parts), err
	}
	replace := func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		count := -1
		if len(a) > 1 {
			count = intArg(a[1])
		}
		if d, ok := a[0].(*object.Delegate); ok {
			return r.ReplaceFuncN(inv.Context(), text, func(x *Match) (string, error) {
				s, err := d.Invoke(inv, x)
				return object.Text(inv, s), err
			}, count)
		}
		return r.ReplaceN(inv.Context(), text, str(a[0]), count, 0)
	}
	const matchName, collection = "System.Text.RegularExpressions.Match", "System.Text.RegularExpressions.MatchCollection"
	const evaluator = "System.Text.RegularExpressions.MatchEvaluator evaluator"
	operation("bool", "IsMatch", "", isMatch)
	operation(matchName, "Match", "", match)
	operation(matchName, "Match", "int startat", match)
	operation(collection, "Matches", "", matches)
	operation("string[]", "Split", "", split)
	operation("string[]", "Split", "int count", split)
	operation("string", "Replace", "string replacement", replace)
	operation("string", "Replace", "string replacement, int count", replace)
	operation("string", "Replace", evaluator, replace)
	operation("string", "Replace", evaluator+", int count", replace)
	static("bool", "IsMatch", "", 0, isMatch)
	static(matchName, "Match", "", 0, match)
	static(collection, "Matches", "", 0, matches)
	static("string[]", "Split", "", 0, split)
	static("string", "Replace", "string replacement", 1, replace)
	static("string", "Replace", evaluator, 1, replace)
	count := func(inv object.Invoker, r *Regex, text string, _ []any) (any, error) {
		list, err := r.Matches(inv.Context(), text)
		return object.Int(int32(len(list))), err
	}
	operation("int", "Count", "", count)
	static("int", "Count", "", 0, count)
	matchesFrom := func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		var list []*Match
		x, err := r.MatchAt(inv.Context(), text, runeIndex(text, intArg(a[0])))
		for ; err == nil && x != nil && x.found != nil; x, err = x.Next(inv.Context()) {
			list = append(list, x)
		}
		return &matchCollection{list: list}, err
	}
	operation(collection, "Matches", "int startat", matchesFrom)
	operation("bool", "IsMatch", "int startat", func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		x, err := r.MatchAt(inv.Context(), text, runeIndex(text, intArg(a[0])))
		return x != nil, err
	})
	operation("string", "Replace", "string replacement, int count, int startat", func(inv object.Invoker, r *Regex, text string, a []any) (any, error) {
		return r.ReplaceN(inv.Context(), text, str(a[0]), intArg(a[1]), runeIndex(text, intArg(a[2])))
	})
	timed := func(returns, name, params string, n int, do func(inv object.Invoker, r *Regex, text string, a []any) (any, error)) {
		if params != "" {
			params = ", " + params
		}
		m.static(returns+" "+name+"(string input, string pattern"+params+", System.Text.RegularExpressions.RegexOptions options, timespan matchTimeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
			r, err := NewRegex(str(a[1]), a[2+n].(object.Enum).Value, time.Duration(int64(span(a[3+n]))*100))
			if err != nil {
				return nil, err
			}
			return do(inv, r, str(a[0]), a[2:2+n])
		})
	}
	timed("bool", "IsMatch", "", 0, isMatch)
	timed(matchName, "Match", "", 0, match)
	timed(collection, "Matches", "", 0, matches)
	timed("string[]", "Split", "", 0, split)
	timed("string", "Replace", "string replacement", 1, replace)
	timed("string", "Replace", evaluator, 1, replace)
	m.method("int[] GetGroupNumbers()", plain(func(v any, _ []any) (any, error) {
		var out []any
		for i := range v.(*Regex).GroupNames() {
			out = append(out, object.Int(int32(i)))
		}
		return object.NewArrayOf(object.ArrayOf(object.Int32Type), out), nil
	}))
	m.method("string GroupNameFromNumber(int i)", plain(func(v any, a []any) (any, error) {
		if names, i := v.(*Regex).GroupNames(), intArg(a[0]); i >= 0 && i < len(names) {
			return names[i], nil
		}
		return "", nil
	}))
	m.constant("timespan InfiniteMatchTimeout", TimeSpan(-ticksPerMillisecond))
	m.staticProp("int CacheSize", func(object.Invoker) (any, error) { return object.Int(15), nil })
	m.static("string Escape(string str)", func(_ object.Invoker, _ any, a []any) (any, error) { return EscapeRegex(str(a[0])), nil })
	m.static("string Unescape(string str)", func(_ object.Invoker, _ any, a []any) (any, error) { return regexp2.Unescape(str(a[0])) })
	m.ctor("string pattern", func(_ object.Invoker, a []any) (any, error) { return NewRegex(str(a[0]), 0, 0) })
	m.ctor("string pattern, System.Text.RegularExpressions.RegexOptions options", func(_ object.Invoker, a []any) (any, error) {
		return NewRegex(str(a[0]), a[1].(object.Enum).Value, 0)
	})
	m.ctor("string pattern, System.Text.RegularExpressions.RegexOptions options, timespan matchTimeout", func(_ object.Invoker, a []any) (any, error) {
		return NewRegex(str(a[0]), a[1].(object.Enum).Value, time.Duration(int64(span(a[2]))*100))
	})
}

// runeIndex turns a UTF-16 index into one of runes, which the engine counts.
func runeIndex(text string, i int) int {
	if object.ASCII(text) {
		return min(max(i, 0), len(text))
	}
	n := 0
	for _, r := range text {
		if i <= 0 {
			break
		}
		i--
		if r > 0xFFFF {
			i--
		}
		n++
	}
	return n
}

// EscapeRegex is Regex.Escape: the characters a pattern gives a meaning, and
// white space, get a backslash.
func EscapeRegex(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\', '*', '+', '?', '|', '{', '[', '(', ')', '^', '$', '.', '#', ' ':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, `\n`...)
		case '\r':
			out = append(out, `\r`...)
		case '\t':
			out = append(out, `\t`...)
		case '\f':
			out = append(out, `\f`...)
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
