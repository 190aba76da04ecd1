package dotnet

import (
	"math"
	"unicode"

	"stagecoach/shell/object"
)

// plain is a member that asks nothing of the session.
func plain(do func(self any, a []any) (any, error)) call {
	return func(_ object.Invoker, self any, a []any) (any, error) { return do(self, a) }
}

// getter is a property that asks nothing of the session.
func getter(get func(self any) any) func(object.Invoker, any) (any, error) {
	return func(_ object.Invoker, self any) (any, error) { return get(self), nil }
}

var (
	unicodeCategory = object.NewEnum("System.Globalization", "UnicodeCategory", []string{
		"UppercaseLetter", "LowercaseLetter", "TitlecaseLetter", "ModifierLetter", "OtherLetter", "NonSpacingMark", "SpacingCombiningMark", "EnclosingMark",
		"DecimalDigitNumber", "LetterNumber", "OtherNumber", "SpaceSeparator", "LineSeparator", "ParagraphSeparator", "Control", "Format", "Surrogate", "PrivateUse",
		"ConnectorPunctuation", "DashPunctuation", "OpenPunctuation", "ClosePunctuation", "InitialQuotePunctuation", "FinalQuotePunctuation", "OtherPunctuation",
		"MathSymbol", "CurrencySymbol", "ModifierSymbol", "OtherSymbol", "OtherNotAssigned"})
	charInfoType = staticClass("System.Globalization", "CharUnicodeInfo")
)

// categoryTables are Unicode's general categories in the order of UnicodeCategory.
var categoryTables = []*unicode.RangeTable{unicode.Lu, unicode.Ll, unicode.Lt, unicode.Lm, unicode.Lo, unicode.Mn, unicode.Mc, unicode.Me,
	unicode.Nd, unicode.Nl, unicode.No, unicode.Zs, unicode.Zl, unicode.Zp, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co,
	unicode.Pc, unicode.Pd, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf, unicode.Po, unicode.Sm, unicode.Sc, unicode.Sk, unicode.So}

func categoryOf(r rune) any {
	for i, t := range categoryTables {
		if unicode.Is(t, r) {
			return object.Enum{Type: unicodeCategory, Value: int64(i)}
		}
	}
	return object.Enum{Type: unicodeCategory, Value: int64(len(categoryTables))}
}

// charClasses are the members of Char that tell what a character is.
func charClasses(m members) {
	ascii := func(name string, f func(r rune) bool) {
		m.static("bool "+name+"(char c)", plain(func(_ any, a []any) (any, error) { return f(rune(a[0].(object.Char))), nil }))
	}
	lower := func(r rune) bool { return r >= 'a' && r <= 'z' }
	upper := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	ascii("IsAsciiDigit", digit)
	ascii("IsAsciiLetter", func(r rune) bool { return lower(r) || upper(r) })
	ascii("IsAsciiLetterLower", lower)
	ascii("IsAsciiLetterUpper", upper)
	ascii("IsAsciiLetterOrDigit", func(r rune) bool { return lower(r) || upper(r) || digit(r) })
	ascii("IsAsciiHexDigit", func(r rune) bool { return digit(r) || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' })
	ascii("IsAsciiHexDigitLower", func(r rune) bool { return digit(r) || r >= 'a' && r <= 'f' })
	ascii("IsAsciiHexDigitUpper", func(r rune) bool { return digit(r) || r >= 'A' && r <= 'F' })
	m.static("bool IsBetween(char c, char minInclusive, char maxInclusive)", plain(func(_ any, a []any) (any, error) {
		c := a[0].(object.Char)
		return c >= a[1].(object.Char) && c <= a[2].(object.Char), nil
	}))
	m.static("bool IsSurrogatePair(char highSurrogate, char lowSurrogate)", plain(func(_ any, a []any) (any, error) {
		return a[0].(object.Char)&0xFC00 == 0xD800 && a[1].(object.Char)&0xFC00 == 0xDC00, nil
	}))
	m.static("bool IsSurrogatePair(string s, int index)", plain(func(_ any, a []any) (any, error) {
		high, ok := object.CharAt(str(a[0]), intArg(a[1]))
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Specified argument was out of the range of valid values.")
		}
		low, _ := object.CharAt(str(a[0]), intArg(a[1])+1)
		return high&0xFC00 == 0xD800 && low&0xFC00 == 0xDC00, nil
	}))
	m.static("int ConvertToUtf32(char highSurrogate, char lowSurrogate)", plain(func(_ any, a []any) (any, error) {
		return object.Int((int32(a[0].(object.Char))-0xD800)<<10 + int32(a[1].(object.Char)) - 0xDC00 + 0x10000), nil
	}))
	m.static("bool TryParse(string s, [ref] char result)", plain(func(_ any, a []any) (any, error) {
		c, ok := object.CharAt(str(a[0]), 0)
		ok = ok && object.Len16(str(a[0])) == 1
		if a[1] = object.Char(0); ok {
			a[1] = c
		}
		return ok, nil
	}))
	m.method("System.TypeCode GetTypeCode()", plain(func(any, []any) (any, error) { return object.Enum{Type: typeCodeEnum, Value: 4}, nil }))
	categoryStatics(m)
}

// categoryStatics are GetUnicodeCategory of Char and CharUnicodeInfo.
func categoryStatics(m members) {
	m.static("System.Globalization.UnicodeCategory GetUnicodeCategory(char c)", plain(func(_ any, a []any) (any, error) {
		return categoryOf(rune(a[0].(object.Char))), nil
	}))
	m.static("System.Globalization.UnicodeCategory GetUnicodeCategory(string s, int index)", plain(func(_ any, a []any) (any, error) {
		for _, r := range object.Slice16(str(a[0]), intArg(a[1]), object.Len16(str(a[0]))) {
			return categoryOf(r), nil
		}
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Specified argument was out of the range of valid values.")
	}))
}

func charMembers(m members) {
	charClasses(m)
	compareMembers(m, "char")
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return object.CharText(v.(object.Char)), nil })
	m.constant("char MinValue", object.Char(0))
	m.constant("char MaxValue", object.Char(math.MaxUint16))
	m.static("char Parse(string s)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if object.Len16(str(a[0])) != 1 {
			return nil, object.Throw(object.FormatExceptionType, "String must be exactly one character long.")
		}
		c, _ := object.CharAt(str(a[0]), 0)
		return c, nil
	})
	test := func(name string, f func(r rune) bool) {
		m.static("bool "+name+"(char c)", func(_ object.Invoker, _ any, a []any) (any, error) { return f(rune(a[0].(object.Char))), nil })
		m.static("bool "+name+"(string s, int index)", func(_ object.Invoker, _ any, a []any) (any, error) {
			c, ok := object.CharAt(str(a[0]), intArg(a[1]))
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Specified argument was out of the range of valid values.")
			}
			return f(rune(c)), nil
		})
	}
	test("IsDigit", unicode.IsDigit)
	test("IsLetter", unicode.IsLetter)
	test("IsLetterOrDigit", func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	test("IsNumber", unicode.IsNumber)
	test("IsUpper", unicode.IsUpper)
	test("IsLower", unicode.IsLower)
	test("IsWhiteSpace", isBlank)
	test("IsControl", unicode.IsControl)
	test("IsPunctuation", unicode.IsPunct)
	test("IsSymbol", unicode.IsSymbol)
	test("IsSeparator", func(r rune) bool { return unicode.In(r, unicode.Z) })
	test("IsSurrogate", func(r rune) bool { return r >= 0xD800 && r < 0xE000 })
	test("IsHighSurrogate", func(r rune) bool { return r >= 0xD800 && r < 0xDC00 })
	test("IsLowSurrogate", func(r rune) bool { return r >= 0xDC00 && r < 0xE000 })
	test("IsAscii", func(r rune) bool { return r < 0x80 })
	change := func(name string, f func(r rune) rune) {
		m.static("char "+name+"(char c)", func(_ object.Invoker, _ any, a []any) (any, error) {
			return object.Char(f(rune(a[0].(object.Char)))), nil
		})
	}
	change("ToUpper", upperRune)
	change("ToLower", lowerRune)
	for name, f := range map[string]func(string, *object.Culture) string{"ToUpper": upperIn, "ToLower": lowerIn} {
		m.static("char "+name+"(char c, cultureinfo culture)", func(inv object.Invoker, _ any, a []any) (any, error) {
			c, _ := object.CharAt(f(object.CharText(a[0].(object.Char)), provided(inv, a[1])), 0)
			return c, nil
		})
	}
	change("ToUpperInvariant", upperRune)
	change("ToLowerInvariant", lowerRune)
	m.static("string ToString(char c)", func(_ object.Invoker, _ any, a []any) (any, error) { return object.CharText(a[0].(object.Char)), nil })
	m.static("string ToString(char c, System.IFormatProvider provider)", func(_ object.Invoker, _ any, a []any) (any, error) { return object.CharText(a[0].(object.Char)), nil })
	m.method("string ToString(System.IFormatProvider provider)", plain(func(v any, _ []any) (any, error) { return object.CharText(v.(object.Char)), nil }))
	m.static("double GetNumericValue(char c)", plain(func(_ any, a []any) (any, error) { return numericValue(rune(a[0].(object.Char))), nil }))
	m.static("double GetNumericValue(string s, int index)", plain(func(_ any, a []any) (any, error) {
		for _, r := range object.Slice16(str(a[0]), intArg(a[1]), object.Len16(str(a[0]))) {
			return numericValue(r), nil
		}
		return nil, errIndex()
	}))
	m.static("string ConvertFromUtf32(int utf32)", func(_ object.Invoker, _ any, a []any) (any, error) {
		n := intArg(a[0])
		if n < 0 || n > 0x10FFFF || n >= 0xD800 && n < 0xE000 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "utf32", "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).")
		}
		return string(rune(n)), nil
	})
	m.static("int ConvertToUtf32(string s, int index)", func(_ object.Invoker, _ any, a []any) (any, error) {
		for _, r := range object.Slice16(str(a[0]), intArg(a[1]), object.Len16(str(a[0]))) {
			return object.Int(r), nil
		}
		return nil, errIndex()
	})
}

// fractions are the characters that stand for a part of one (UnicodeData.txt, field 8).
var fractions = map[rune]float64{'¼': 0.25, '½': 0.5, '¾': 0.75, '⅓': 1.0 / 3, '⅔': 2.0 / 3, '⅕': 0.2, '⅖': 0.4, '⅗': 0.6, '⅘': 0.8, '⅙': 1.0 / 6, '⅚': 5.0 / 6,
	'⅛': 0.125, '⅜': 0.375, '⅝': 0.625, '⅞': 0.875, '⅐': 1.0 / 7, '⅑': 1.0 / 9, '⅒': 0.1, '⁰': 0, '¹': 1, '²': 2, '³': 3, '₀': 0}

// countedFrom are runs of characters that stand for the numbers from first on.
var countedFrom = []struct {
	from, to rune
	first    float64
}{{'⁴', '⁹', 4}, {'₁', '₉', 1}, {'①', '⑳', 1}, {'⑴', '⒇', 1}, {'⒈', '⒛', 1}, {'Ⅰ', 'Ⅻ', 1}, {'ⅰ', 'ⅻ', 1}, {'❶', '❿', 1}, {'㉑', '㉟', 21}}

// numericValue is what a character counts, -1 for one that is no number.
func numericValue(r rune) float64 {
	if unicode.Is(unicode.Nd, r) {
		zero := r
		for zero > 0 && unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		if r < 0x80 {
			zero = '0'
		}
		return float64(r - zero)
	}
	if f, ok := fractions[r]; ok {
		return f
	}
	for _, run := range countedFrom {
		if r >= run.from && r <= run.to {
			return run.first + float64(r-run.from)
		}
	}
	return -1
}
