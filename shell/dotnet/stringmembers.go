package dotnet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stagecoach/shell/object"
)

var (
	stringComparison   = object.NewEnum("System", "StringComparison", []string{"CurrentCulture", "CurrentCultureIgnoreCase", "InvariantCulture", "InvariantCultureIgnoreCase", "Ordinal", "OrdinalIgnoreCase"})
	stringSplitOptions = object.NewFlags("System", "StringSplitOptions", []string{"None", "RemoveEmptyEntries", "TrimEntries"}, 0, 1, 2)
	normalizationForm  = object.NewEnum("System.Text", "NormalizationForm", []string{"FormC", "FormD", "FormKC", "FormKD"}, 1, 2, 5, 6)
)

func foldsCase(comparison any) bool {
	e, ok := comparison.(object.Enum)
	return ok && e.Value%2 == 1
}

func isOrdinal(comparison any) bool {
	e, ok := comparison.(object.Enum)
	return ok && e.Value >= 4
}

func compareOrdinal(a, b string, ignoreCase bool) int {
	if ignoreCase {
		a, b = upperText(a), upperText(b)
	}
	if object.ASCII(a) && object.ASCII(b) {
		n := min(len(a), len(b))
		for i := range n {
			if a[i] != b[i] {
				return int(a[i]) - int(b[i])
			}
		}
		return len(a) - len(b)
	}
	return slices.Compare(object.Units(a), object.Units(b))
}

func compareBy(a, b string, comparison any) int {
	if isOrdinal(comparison) {
		return compareOrdinal(a, b, foldsCase(comparison))
	}
	return object.CompareText(a, b, foldsCase(comparison))
}

func stringMembers(m members) {
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(object.Len16(v.(string)))), nil })
	m.indexer("char Chars(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		c, ok := object.CharAt(v.(string), intArg(a[0]))
		if !ok {
			return nil, object.Throw(object.IndexOutOfRangeExceptionType, "Index was outside the bounds of the array.")
		}
		return c, nil
	})
	stringCutting(m)
	stringSearching(m)
	stringChanging(m)
	stringComparing(m)
	stringSplitting(m)
	stringStatics(m)
	stringCopying(m)
}

func stringCutting(m members) {
	m.method("string Substring(int startIndex)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i := v.(string), intArg(a[0])
		n := object.Len16(s)
		switch {
		case i < 0:
			return nil, object.ThrowNegative("startIndex", int32(i))
		case i > n:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "startIndex cannot be larger than length of string.")
		}
		return object.Slice16(s, i, n), nil
	})
	m.method("string Substring(int startIndex, int length)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i, count := v.(string), intArg(a[0]), intArg(a[1])
		n := object.Len16(s)
		switch {
		case i < 0:
			return nil, object.ThrowNegative("startIndex", int32(i))
		case i > n:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "startIndex cannot be larger than length of string.")
		case count < 0:
			return nil, object.ThrowNegative("length", int32(count))
		case i+count > n:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Index and length must refer to a location within the string.")
		}
		return object.Slice16(s, i, i+count), nil
	})
	m.method("string Remove(int startIndex)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i := v.(string), intArg(a[0])
		switch {
		case i < 0:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "StartIndex cannot be less than zero.")
		case i > object.Len16(s):
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "startIndex cannot be larger than length of string.")
		}
		return object.Slice16(s, 0, i), nil
	})
	m.method("string Remove(int startIndex, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i, count := v.(string), intArg(a[0]), intArg(a[1])
		n := object.Len16(s)
		switch {
		case i < 0:
			return nil, object.ThrowNegative("startIndex", int32(i))
		case count < 0:
			return nil, object.ThrowNegative("count", int32(count))
		case i+count > n:
			return nil, object.ThrowGreater("count", int32(count), int32(n-i))
		}
		return object.Slice16(s, 0, i) + object.Slice16(s, i+count, n), nil
	})
	m.method("string Insert(int startIndex, string value)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i := v.(string), intArg(a[0])
		n := object.Len16(s)
		if i < 0 || i > n {
			return nil, object.ThrowGreater("startIndex", uint32(i), uint32(n))
		}
		return object.Slice16(s, 0, i) + str(a[1]) + object.Slice16(s, i, n), nil
	})
	trim := func(name string, do func(s string, cut func(r rune) bool) string) {
		m.method("string "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) { return do(v.(string), isBlank), nil })
		m.method("string "+name+"(char trimChar)", func(_ object.Invoker, v any, a []any) (any, error) {
			c := rune(a[0].(object.Char))
			return do(v.(string), func(r rune) bool { return r == c }), nil
		})
		m.method("string "+name+"(Params char[] trimChars)", func(_ object.Invoker, v any, a []any) (any, error) {
			set := copyItems(a[0])
			if len(set) == 0 {
				return do(v.(string), isBlank), nil
			}
			return do(v.(string), func(r rune) bool { return slices.Contains(set, any(object.Char(r))) }), nil
		})
	}
	trim("Trim", strings.TrimFunc)
	trim("TrimEnd", strings.TrimRightFunc)
	trim("TrimStart", strings.TrimLeftFunc)
}

func isBlank(r rune) bool { return unicode.IsSpace(r) && r != 0x200B }

func stringSearching(m members) {
	test := func(name string, ordinal func(s, sub string) bool) {
		m.method("bool "+name+"(string value)", func(_ object.Invoker, v any, a []any) (any, error) { return ordinal(v.(string), str(a[0])), nil })
		m.method("bool "+name+"(char value)", func(_ object.Invoker, v any, a []any) (any, error) {
			return ordinal(v.(string), object.CharText(a[0].(object.Char))), nil
		})
		m.method("bool "+name+"(string value, System.StringComparison comparisonType)", func(_ object.Invoker, v any, a []any) (any, error) {
			s, sub := v.(string), str(a[0])
			if foldsCase(a[1]) {
				s, sub = upperText(s), upperText(sub)
			}
			return ordinal(s, sub), nil
		})
	}
	test("Contains", strings.Contains)
	test("StartsWith", strings.HasPrefix)
	test("EndsWith", strings.HasSuffix)
	for _, name := range []string{"StartsWith", "EndsWith"} {
		has := strings.HasPrefix
		if name == "EndsWith" {
			has = strings.HasSuffix
		}
		m.method("bool "+name+"(string value, bool ignoreCase, cultureinfo culture)", func(_ object.Invoker, v any, a []any) (any, error) {
			s, sub := v.(string), str(a[0])
			if a[1].(bool) {
				s, sub = upperText(s), upperText(sub)
			}
			return has(s, sub), nil
		})
	}
	find := func(name string, last bool) {
		for _, kind := range []string{"char", "string"} {
			m.method("int "+name+"("+kind+" value)", func(_ object.Invoker, v any, a []any) (any, error) { return searchText(v, a[0], nil, nil, nil, last) })
			m.method("int "+name+"("+kind+" value, int startIndex)", func(_ object.Invoker, v any, a []any) (any, error) {
				return searchText(v, a[0], a[1], nil, nil, last)
			})
			m.method("int "+name+"("+kind+" value, int startIndex, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
				return searchText(v, a[0], a[1], a[2], nil, last)
			})
		}
		m.method("int "+name+"(string value, System.StringComparison comparisonType)", func(_ object.Invoker, v any, a []any) (any, error) {
			return searchText(v, a[0], nil, nil, a[1], last)
		})
		m.method("int "+name+"(string value, int startIndex, System.StringComparison comparisonType)", func(_ object.Invoker, v any, a []any) (any, error) {
			return searchText(v, a[0], a[1], nil, a[2], last)
		})
		for _, params := range []string{"", ", int startIndex", ", int startIndex, int count"} {
			m.method("int "+name+"Any(char[] anyOf"+params+")", plain(func(v any, a []any) (any, error) {
				a = append(a, nil, nil)
				return searchAny(v.(string), copyItems(a[0]), a[1], a[2], last)
			}))
		}
	}
	find("IndexOf", false)
	find("LastIndexOf", true)
}

// searchAny is IndexOfAny and LastIndexOfAny.
func searchAny(s string, set []any, start, count any, last bool) (any, error) {
	units := object.Units(s)
	from, to, err := searchWindow(len(units), start, count, last)
	if err != nil {
		return nil, err
	}
	at := -1
	for i := from; i < to; i++ {
		if slices.Contains(set, any(object.Char(units[i]))) {
			if at = i; !last {
				break
			}
		}
	}
	return object.Int(int32(at)), nil
}

// searchText is IndexOf and LastIndexOf in all their forms.
func searchText(v, value, start, count, comparison any, last bool) (any, error) {
	s, sub := v.(string), object.Text(nil, value)
	if foldsCase(comparison) {
		s, sub = upperText(s), upperText(sub)
	}
	from, to, err := searchWindow(object.Len16(s), start, count, last)
	if err != nil {
		return nil, err
	}
	window := object.Slice16(s, from, to)
	at := strings.Index(window, sub)
	if last {
		at = strings.LastIndex(window, sub)
	}
	if at >= 0 {
		at = object.Index16(window, at) + from
	}
	return object.Int(int32(at)), nil
}

// searchWindow is the part of a text of length n that start and count leave to a search;
// a search for the last one goes back from start.
func searchWindow(n int, start, count any, last bool) (from, to int, err error) {
	from, to = 0, n
	if start != nil {
		i := intArg(start)
		if i < 0 || i > n {
			return 0, 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than or equal to the size of the collection.")
		}
		if last {
			to = min(i+1, n)
		} else {
			from = i
		}
	}
	if count != nil {
		c := intArg(count)
		if c < 0 || !last && from+c > n || last && to-c < 0 {
			return 0, 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Count must be positive and count must refer to a location within the string/array/collection.")
		}
		if last {
			from = to - c
		} else {
			to = from + c
		}
	}
	return from, to, nil
}

func stringChanging(m members) {
	simple := func(signature string, do func(s string) string) {
		m.method(signature, func(_ object.Invoker, v any, _ []any) (any, error) { return do(v.(string)), nil })
	}
	for name, f := range map[string]func(string, *object.Culture) string{"ToUpper": upperIn, "ToLower": lowerIn} {
		m.method("string "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) { return f(v.(string), cultureOf(inv)), nil })
		m.method("string "+name+"(cultureinfo culture)", func(inv object.Invoker, v any, a []any) (any, error) { return f(v.(string), provided(inv, a[0])), nil })
	}
	simple("string ToLowerInvariant()", lowerText)
	simple("string ToUpperInvariant()", upperText)
	simple("string ToString()", func(s string) string { return s })
	m.method("string ToString(System.IFormatProvider provider)", func(_ object.Invoker, v any, _ []any) (any, error) { return v, nil })
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) { return v, nil })
	stringReplacing(m)
	m.method("string ReplaceLineEndings()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return strings.ReplaceAll(v.(string), "\r\n", "\n"), nil
	})
	pad := func(name string, left bool) {
		do := func(v any, width int, c object.Char) (any, error) {
			s := v.(string)
			if width < 0 {
				return nil, object.ThrowNegative("totalWidth", int32(width))
			}
			fill := strings.Repeat(object.CharText(c), max(width-object.Len16(s), 0))
			if left {
				return fill + s, nil
			}
			return s + fill, nil
		}
		m.method("string "+name+"(int totalWidth)", func(_ object.Invoker, v any, a []any) (any, error) { return do(v, intArg(a[0]), ' ') })
		m.method("string "+name+"(int totalWidth, char paddingChar)", func(_ object.Invoker, v any, a []any) (any, error) {
			return do(v, intArg(a[0]), a[1].(object.Char))
		})
	}
	pad("PadLeft", true)
	pad("PadRight", false)
	m.method("char[] ToCharArray()", func(_ object.Invoker, v any, _ []any) (any, error) { return charArray(v.(string)), nil })
	m.method("char[] ToCharArray(int startIndex, int length)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, i, n := v.(string), intArg(a[0]), intArg(a[1])
		switch length := object.Len16(s); {
		case i < 0 || i > length:
			return nil, object.ThrowGreater("startIndex", uint32(i), uint32(length))
		case i > length-n:
			return nil, object.ThrowGreater("startIndex", int32(i), int32(length-n))
		case n < 0:
			return nil, object.ThrowNegative("length", int32(n))
		}
		return charArray(object.Slice16(s, i, i+n)), nil
	})
	m.method("System.CharEnumerator GetEnumerator()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return &enumerator{items: object.Chars(v.(string)), at: -1}, nil
	})
	m.method("System.TypeCode GetTypeCode()", func(object.Invoker, any, []any) (any, error) { return object.Enum{Type: typeCodeEnum, Value: 18}, nil })
	normalization(m)
}

func charArray(s string) any {
	return object.NewArrayOf(object.ArrayOf(object.CharType), object.Chars(s))
}

// replaceFold replaces without regard to case.
func replaceFold(s, old, with string) string {
	var b strings.Builder
	for s != "" {
		if n, ok := prefixFold(s, old); ok {
			b.WriteString(with)
			s = s[n:]
			continue
		}
		_, n := utf8.DecodeRuneInString(s)
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// prefixFold tells whether s starts with prefix but for case, and in how many bytes.
func prefixFold(s, prefix string) (int, bool) {
	n := 0
	for _, p := range prefix {
		if n >= len(s) {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		if r != p && unicode.ToUpper(r) != unicode.ToUpper(p) {
			return 0, false
		}
		n += size
	}
	return n, true
}

func stringComparing(m members) {
	m.method("int CompareTo(System.Object value)", func(_ object.Invoker, v any, a []any) (any, error) {
		s, ok := a[0].(string)
		if !ok && a[0] != nil {
			return nil, object.Throw(object.ArgumentExceptionType, "Object must be of type String.")
		}
		return object.Int(int32(object.CompareText(v.(string), s, false))), nil
	})
	m.method("int CompareTo(string strB)", func(_ object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(object.CompareText(v.(string), str(a[0]), false))), nil
	})
	m.method("bool Equals(System.Object obj)", func(_ object.Invoker, v any, a []any) (any, error) { return v == a[0], nil })
	m.method("bool Equals(string value)", func(_ object.Invoker, v any, a []any) (any, error) { return v == a[0], nil })
	m.method("bool Equals(string value, System.StringComparison comparisonType)", func(_ object.Invoker, v any, a []any) (any, error) {
		return compareBy(v.(string), str(a[0]), a[1]) == 0, nil
	})
	m.static("int Compare(string strA, string strB)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(object.CompareText(str(a[0]), str(a[1]), false))), nil
	})
	m.static("int Compare(string strA, string strB, bool ignoreCase)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(object.CompareText(str(a[0]), str(a[1]), a[2].(bool)))), nil
	})
	m.static("int Compare(string strA, string strB, System.StringComparison comparisonType)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(compareBy(str(a[0]), str(a[1]), a[2]))), nil
	})
	m.static("int Compare(string strA, string strB, bool ignoreCase, cultureinfo culture)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(object.CompareText(str(a[0]), str(a[1]), a[2].(bool)))), nil
	})
	comparePart(m, "int CompareOrdinal", "", func(a, b string, _ any) int { return compareOrdinal(a, b, false) })
	comparePart(m, "int Compare", "", func(a, b string, _ any) int { return object.CompareText(a, b, false) })
	comparePart(m, "int Compare", ", bool ignoreCase", func(a, b string, x any) int { return object.CompareText(a, b, x.(bool)) })
	comparePart(m, "int Compare", ", System.StringComparison comparisonType", compareBy)
	m.static("int CompareOrdinal(string strA, string strB)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return object.Int(int32(compareOrdinal(str(a[0]), str(a[1]), false))), nil
	})
	m.static("bool Equals(string a, string b)", func(_ object.Invoker, _ any, a []any) (any, error) { return a[0] == a[1], nil })
	m.static("bool Equals(string a, string b, System.StringComparison comparisonType)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return compareBy(str(a[0]), str(a[1]), a[2]) == 0, nil
	})
}

func stringSplitting(m members) {
	split := func(v any, seps []string, count int, options any) (any, error) {
		var o int64
		if e, ok := options.(object.Enum); ok {
			o = e.Value
		}
		if count < 0 {
			return nil, object.ThrowNegative("count", int32(count))
		}
		if len(seps) == 1 && seps[0] == "" {
			count = min(count, 1) // an empty separator splits nothing
		}
		return stringArray(splitText(v.(string), seps, count, o&1 != 0, o&2 != 0)), nil
	}
	const all = 1 << 30
	chars := func(v any) (seps []string) {
		for _, c := range copyItems(v) {
			seps = append(seps, object.CharText(c.(object.Char)))
		}
		return seps
	}
	texts := func(v any) (seps []string) {
		for _, s := range copyItems(v) {
			if str(s) != "" {
				seps = append(seps, str(s))
			}
		}
		return seps
	}
	m.method("string[] Split(char separator, System.StringSplitOptions options = null)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, []string{object.CharText(a[0].(object.Char))}, all, a[1])
	})
	m.method("string[] Split(char separator, int count, System.StringSplitOptions options = null)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, []string{object.CharText(a[0].(object.Char))}, intArg(a[1]), a[2])
	})
	m.method("string[] Split(Params char[] separator)", func(_ object.Invoker, v any, a []any) (any, error) { return split(v, chars(a[0]), all, nil) })
	m.method("string[] Split(char[] separator, int count)", func(_ object.Invoker, v any, a []any) (any, error) { return split(v, chars(a[0]), intArg(a[1]), nil) })
	m.method("string[] Split(char[] separator, System.StringSplitOptions options)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, chars(a[0]), all, a[1])
	})
	m.method("string[] Split(char[] separator, int count, System.StringSplitOptions options)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, chars(a[0]), intArg(a[1]), a[2])
	})
	m.method("string[] Split(string separator, System.StringSplitOptions options = null)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, []string{str(a[0])}, all, a[1])
	})
	m.method("string[] Split(string separator, int count, System.StringSplitOptions options = null)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, []string{str(a[0])}, intArg(a[1]), a[2])
	})
	m.method("string[] Split(string[] separator, System.StringSplitOptions options)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, texts(a[0]), all, a[1])
	})
	m.method("string[] Split(string[] separator, int count, System.StringSplitOptions options)", func(_ object.Invoker, v any, a []any) (any, error) {
		return split(v, texts(a[0]), intArg(a[1]), a[2])
	})
}

func stringArray(list []string) any {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return object.NewArrayOf(object.ArrayOf(object.StringType), items)
}

// splitText splits at any of the separators; white space when there are none.
func splitText(s string, seps []string, count int, removeEmpty, trim bool) []string {
	if count == 0 {
		return nil
	}
	var parts []string
	add := func(p string) {
		if trim {
			p = strings.TrimFunc(p, isBlank)
		}
		if p != "" || !removeEmpty {
			parts = append(parts, p)
		}
	}
	at := 0
	for i := 0; i < len(s) && len(parts) < count-1; {
		n := separatorAt(s, i, seps)
		if n == 0 {
			i++
			continue
		}
		add(s[at:i])
		i += n
		at = i
	}
	if removeEmpty && len(parts) == count-1 {
		for n := separatorAt(s, at, seps); n > 0 && at < len(s); n = separatorAt(s, at, seps) {
			at += n
		}
	}
	if len(parts) < count {
		add(s[at:])
	}
	return parts
}

func separatorAt(s string, i int, seps []string) int {
	if i >= len(s) {
		return 0
	}
	if len(seps) == 0 {
		if r, n := utf8.DecodeRuneInString(s[i:]); isBlank(r) {
			return n
		}
		return 0
	}
	for _, sep := range seps {
		if strings.HasPrefix(s[i:], sep) {
			return len(sep)
		}
	}
	return 0
}

func stringStatics(m members) {
	m.constant("string Empty", "")
	m.static("bool IsNullOrEmpty(string value)", func(_ object.Invoker, _ any, a []any) (any, error) { return str(a[0]) == "", nil })
	m.static("bool IsNullOrWhiteSpace(string value)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return strings.TrimFunc(str(a[0]), isBlank) == "", nil
	})
	join := func(inv object.Invoker, sep string, items any) (any, error) {
		var parts []string
		for _, x := range copyItems(items) {
			parts = append(parts, formatted(inv, x))
		}
		return strings.Join(parts, sep), nil
	}
	m.static("string Join(string separator, Params string[] value)", func(inv object.Invoker, _ any, a []any) (any, error) { return join(inv, str(a[0]), a[1]) })
	m.static("string Join(string separator, Params System.Object[] values)", func(inv object.Invoker, _ any, a []any) (any, error) { return join(inv, str(a[0]), a[1]) })
	m.static("string Join(char separator, Params string[] value)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return join(inv, object.CharText(a[0].(object.Char)), a[1])
	})
	m.static("string Join(string separator, string[] value, int startIndex, int count)", func(inv object.Invoker, _ any, a []any) (any, error) {
		items := copyItems(a[1])
		i, n := intArg(a[2]), intArg(a[3])
		switch {
		case i < 0:
			return nil, object.ThrowNegative("startIndex", int32(i))
		case n < 0:
			return nil, object.ThrowNegative("count", int32(n))
		case i+n > len(items):
			return nil, object.ThrowGreater("startIndex", int32(i), int32(len(items)-n))
		}
		return join(inv, str(a[0]), object.NewArray(items[i:i+n]))
	})
	concat := func(inv object.Invoker, _ any, a []any) (any, error) {
		var b strings.Builder
		for _, x := range a {
			if list, ok := object.Elements(x); ok {
				for _, y := range list {
					b.WriteString(formatted(inv, y))
				}
				continue
			}
			b.WriteString(formatted(inv, x))
		}
		return b.String(), nil
	}
	m.static("string Concat(System.Object arg0)", concat)
	m.static("string Concat(string str0, string str1)", concat)
	m.static("string Concat(string str0, string str1, string str2)", concat)
	m.static("string Concat(string str0, string str1, string str2, string str3)", concat)
	m.static("string Concat(Params string[] values)", concat)
	m.static("string Concat(Params System.Object[] args)", concat)
	format := func(inv object.Invoker, c *object.Culture, f string, args any) (any, error) {
		return FormatIn(inv, c, f, copyItems(args))
	}
	m.static("string Format(string format, Params System.Object[] args)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return format(inv, cultureOf(inv), str(a[0]), a[1])
	})
	m.static("string Format(System.IFormatProvider provider, string format, Params System.Object[] args)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return format(inv, provided(inv, a[0]), str(a[1]), a[2])
	})
	m.static("string Copy(string str)", func(_ object.Invoker, _ any, a []any) (any, error) { return a[0], nil })
	m.ctor("char[] value", func(_ object.Invoker, a []any) (any, error) { return unitsOf(a[0]), nil })
	m.ctor("char[] value, int startIndex, int length", func(_ object.Invoker, a []any) (any, error) {
		s, i, n := unitsOf(a[0]), intArg(a[1]), intArg(a[2])
		if i < 0 || n < 0 || i+n > object.Len16(s) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than or equal to the size of the collection.")
		}
		return object.Slice16(s, i, i+n), nil
	})
	shownConstructors(m, textPointer("Char"), false)
	shownConstructors(m, textPointer("SByte"), true)
	m.ctor("char c, int count", func(_ object.Invoker, a []any) (any, error) {
		if intArg(a[1]) < 0 {
			return nil, object.ThrowNegative("count", int32(intArg(a[1])))
		}
		return strings.Repeat(object.CharText(a[0].(object.Char)), intArg(a[1])), nil
	})
	m.Constructors = append(m.Constructors, &object.Overload{Shown: true, Params: []object.Parameter{{Name: "value", Type: charSpan}}})
}

// textPointer is the type of a pointer: one of which PowerShell knows no short name, so
// that it is shown with its assembly.
func textPointer(to string) *object.Type {
	return &object.Type{Name: to + "*, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e", Namespace: "System", Kind: object.KindStruct, Base: object.ValueTypeType}
}

// shownConstructors are String's for text at a pointer.
func shownConstructors(m members, pointer *object.Type, encoded bool) {
	p := []object.Parameter{{Name: "value", Type: pointer}, {Name: "startIndex", Type: object.Int32Type}, {Name: "length", Type: object.Int32Type}}
	m.Constructors = append(m.Constructors, &object.Overload{Shown: true, Params: p[:1]}, &object.Overload{Shown: true, Params: p})
	if encoded {
		m.Constructors = append(m.Constructors, &object.Overload{Shown: true, Params: append(p[:3:3], object.Parameter{Name: "enc", Type: m.typeNamed("System.Text.Encoding")})})
	}
}

// formatted is an element's ToString() in the session's culture.
func formatted(inv object.Invoker, v any) string {
	s, err := FormatValue(inv, v, "", cultureOf(inv))
	if err != nil {
		return object.Text(inv, v)
	}
	return s
}

// unitsOf makes a string of a Char[].
func unitsOf(v any) string {
	items, _ := object.Elements(v)
	u := make([]uint16, len(items))
	for i, x := range items {
		u[i] = uint16(x.(object.Char))
	}
	return object.FromUnits(u)
}

func stringReplacing(m members) {
	m.method("string Replace(string oldValue, string newValue, bool ignoreCase, cultureinfo culture)", plain(func(v any, a []any) (any, error) {
		switch {
		case str(a[0]) == "":
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "oldValue", "The value cannot be an empty string.")
		case a[2].(bool):
			return replaceFold(v.(string), str(a[0]), str(a[1])), nil
		}
		return strings.ReplaceAll(v.(string), str(a[0]), str(a[1])), nil
	}))
	m.method("string Replace(string oldValue, string newValue, System.StringComparison comparisonType)", func(_ object.Invoker, v any, a []any) (any, error) {
		if str(a[0]) == "" {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "oldValue", "The value cannot be an empty string.")
		}
		if !foldsCase(a[2]) {
			return strings.ReplaceAll(v.(string), str(a[0]), str(a[1])), nil
		}
		return replaceFold(v.(string), str(a[0]), str(a[1])), nil
	})
	m.method("string Replace(char oldChar, char newChar)", func(_ object.Invoker, v any, a []any) (any, error) {
		return strings.ReplaceAll(v.(string), object.CharText(a[0].(object.Char)), object.CharText(a[1].(object.Char))), nil
	})
	m.method("string Replace(string oldValue, string newValue)", func(_ object.Invoker, v any, a []any) (any, error) {
		if str(a[0]) == "" {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "oldValue", "The value cannot be an empty string.")
		}
		return strings.ReplaceAll(v.(string), str(a[0]), str(a[1])), nil
	})
}
