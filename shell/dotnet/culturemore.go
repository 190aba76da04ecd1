package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// threeLetters are ISO 639-2/T codes by the two-letter ones.
var threeLetters = map[string]string{"iv": "ivl", "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin",
	"fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor",
	"pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho"}

// ansiPages are Windows's code pages of languages that do not use 1252.
var ansiPages = map[string]int32{"ar": 1256, "bg": 1251, "cs": 1250, "el": 1253, "et": 1257, "fa": 1256, "he": 1255, "hi": 0, "hr": 1250, "hu": 1250, "ja": 932, "ko": 949, "lt": 1257, "lv": 1257,
	"pl": 1250, "ro": 1250, "ru": 1251, "sk": 1250, "sl": 1250, "th": 874, "tr": 1254, "uk": 1251, "ur": 1256, "vi": 1258, "zh": 936}

func language(d *cultureData) string {
	if d.name == "" {
		return "iv"
	}
	l, _, _ := strings.Cut(d.name, "-")
	return strings.ToLower(l)
}

func rightToLeft(d *cultureData) bool {
	switch language(d) {
	case "ar", "fa", "he", "ur":
		return true
	}
	return false
}

// compareInfo is CultureInfo.CompareInfo.
type compareInfo struct {
	object.Instance
	data *cultureData
}

var (
	compareInfoType = &object.Type{Name: "CompareInfo", Namespace: "System.Globalization", Base: object.ObjectType}
	compareOptions  = object.NewFlags("System.Globalization", "CompareOptions",
		[]string{"None", "IgnoreCase", "IgnoreNonSpace", "IgnoreSymbols", "IgnoreKanaType", "IgnoreWidth", "NumericOrdering", "OrdinalIgnoreCase", "StringSort", "Ordinal"},
		0, 1, 2, 4, 8, 16, 32, 0x10000000, 0x20000000, 0x40000000)
)

// PSType is System.Globalization.CompareInfo.
func (*compareInfo) PSType() *object.Type { return compareInfoType }

// String is "CompareInfo - name".
func (c *compareInfo) String() string { return "CompareInfo - " + c.data.name }

// compareOption tells how two texts are compared.
func compareOption(v any) (ignoreCase, ordinal bool) {
	e, ok := v.(object.Enum)
	if !ok {
		return false, false
	}
	return e.Value&(1|0x10000000) != 0, e.Value&(0x10000000|0x40000000) != 0
}

func compareInfoMembers(m members) {
	m.prop("string Name", getter(func(v any) any { return v.(*compareInfo).data.name }))
	m.prop("int LCID", getter(func(v any) any { return object.Int(int32(v.(*compareInfo).data.lcid)) }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*compareInfo).String(), nil }))
	const options = ", System.Globalization.CompareOptions options"
	for _, more := range []string{"", options} {
		option := func(a []any, n int) any {
			if len(a) > n {
				return a[n]
			}
			return nil
		}
		m.method("int Compare(string string1, string string2"+more+")", plain(func(_ any, a []any) (any, error) {
			fold, ordinal := compareOption(option(a, 2))
			if ordinal {
				return object.Int(int32(compareOrdinal(str(a[0]), str(a[1]), fold))), nil
			}
			return object.Int(int32(object.CompareText(str(a[0]), str(a[1]), fold))), nil
		}))
		find := func(name string, last bool) {
			m.method("int "+name+"(string source, string value"+more+")", plain(func(_ any, a []any) (any, error) {
				s, sub := str(a[0]), str(a[1])
				if fold, _ := compareOption(option(a, 2)); fold {
					s, sub = upperText(s), upperText(sub)
				}
				return searchText(s, sub, nil, nil, nil, last)
			}))
		}
		find("IndexOf", false)
		find("LastIndexOf", true)
		for name, has := range map[string]func(s, sub string) bool{"IsPrefix": strings.HasPrefix, "IsSuffix": strings.HasSuffix} {
			m.method("bool "+name+"(string source, string value"+more+")", plain(func(_ any, a []any) (any, error) {
				s, sub := str(a[0]), str(a[1])
				if fold, _ := compareOption(option(a, 2)); fold {
					s, sub = upperText(s), upperText(sub)
				}
				return has(s, sub), nil
			}))
		}
	}
}

// cultureMore declares what few scripts ask a culture for.
func cultureMore(m members) {
	data := func(v any) *cultureData { return dataOf(v.(*object.Culture)) }
	m.prop("string ThreeLetterISOLanguageName", getter(func(v any) any { return threeLetters[language(data(v))] }))
	m.prop("System.Globalization.CompareInfo CompareInfo", getter(func(v any) any { return &compareInfo{data: data(v)} }))
	m.prop("System.Globalization.Calendar Calendar", getter(func(any) any { return &calendar{} }))
	m.prop("System.Globalization.Calendar[] OptionalCalendars", getter(func(any) any {
		return object.NewArrayOf(object.ArrayOf(calendarType), []any{&calendar{}})
	}))
	m.method("System.Object GetFormat(type formatType)", plain(func(v any, a []any) (any, error) {
		switch a[0] {
		case numberFormatType:
			return &formatInfo{data: data(v)}, nil
		case dateFormatType:
			return &formatInfo{data: data(v), dates: true}, nil
		}
		return nil, nil
	}))
	m.method("void ClearCachedData()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.static("cultureinfo GetCultureInfo(int culture)", plain(func(_ any, a []any) (any, error) {
		var found *object.Culture
		for _, c := range append(AllCultures(), object.Invariant) {
			if dataOf(c).lcid == intArg(a[0]) && (found == nil || strings.Contains(c.Name, "-")) {
				found = c
			}
		}
		if found != nil {
			return found, nil
		}
		return nil, object.Throw(exceptionNamed("System.Globalization.CultureNotFoundException"), "Culture is not supported. (Parameter 'culture')\n%d (0x%04x) is an invalid culture identifier.", intArg(a[0]), intArg(a[0]))
	}))
}

// likelyCountries are the countries of the languages whose code is not the country's.
var likelyCountries = map[string]string{"ar": "SA", "cs": "CZ", "da": "DK", "el": "GR", "en": "US", "et": "EE", "fa": "IR", "he": "IL", "hi": "IN", "ja": "JP", "ko": "KR", "nb": "NO", "no": "NO", "pt": "BR",
	"sl": "SI", "sv": "SE", "uk": "UA", "vi": "VN", "zh": "CN"}

// specificCulture is the culture of a country that a language stands for.
func specificCulture(name string) string {
	if name == "" || strings.Contains(name, "-") {
		return name
	}
	country, ok := likelyCountries[strings.ToLower(name)]
	if !ok {
		country = strings.ToUpper(name)
	}
	if _, ok := Culture(name + "-" + country); ok {
		return name + "-" + country
	}
	return name
}

// shortestDay is a weekday's name of two letters.
func shortestDay(name string) string { return object.Slice16(name, 0, min(2, object.Len16(name))) }

func cultureEntries() []entry {
	return []entry{{compareInfoType, compareInfoMembers, ""}, {compareOptions, nil, ""}}
}
