package dotnet

import (
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
