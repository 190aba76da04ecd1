package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// cultureHolder is a session whose culture can change.
type cultureHolder interface {
	SetCulture(c *object.Culture)
}

// ownCulture is a culture whose formats may be set.
func ownCulture(d *cultureData) *object.Culture {
	own := *d
	own.writable = true
	return &object.Culture{Name: d.name, Data: &own}
}

func cultureNamed(name string) (*object.Culture, error) {
	c, ok := Culture(name)
	if !ok {
		return nil, object.ThrowArgument(exceptionNamed("System.Globalization.CultureNotFoundException"), "name", "Culture is not supported.").With("\n%s is an invalid culture identifier.", name)
	}
	return c, nil
}

func cultureMembers(m members) {
	data := func(v any) *cultureData { return dataOf(v.(*object.Culture)) }
	get := func(decl string, f func(d *cultureData) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return f(data(v)), nil })
	}
	m.prop("cultureinfo Parent", func(_ object.Invoker, v any) (any, error) {
		name, _, _ := strings.Cut(data(v).name, "-")
		if name == data(v).name {
			return object.Invariant, nil
		}
		c, _ := Culture(name)
		return c, nil
	})
	get("int LCID", func(d *cultureData) any { return object.Int(int32(d.lcid)) })
	get("int KeyboardLayoutId", func(d *cultureData) any { return object.Int(int32(d.lcid)) })
	get("string Name", func(d *cultureData) any { return d.name })
	get("string IetfLanguageTag", func(d *cultureData) any { return d.name })
	get("string DisplayName", func(d *cultureData) any { return d.display })
	get("string NativeName", func(d *cultureData) any { return d.native })
	get("string EnglishName", func(d *cultureData) any { return d.display })
	get("string TwoLetterISOLanguageName", func(d *cultureData) any {
		if d.name == "" {
			return "iv"
		}
		return strings.ToLower(d.name[:2])
	})
	get("bool IsReadOnly", func(d *cultureData) any { return !d.writable })
	get("bool IsNeutralCulture", func(d *cultureData) any { return d.name != "" && !strings.Contains(d.name, "-") })
	get("bool UseUserOverride", func(d *cultureData) any { return d.writable })
	m.writable("System.Globalization.NumberFormatInfo NumberFormat", func(_ object.Invoker, v any) (any, error) {
		return &formatInfo{data: data(v)}, nil
	}, func(_ object.Invoker, v, x any) error {
		return data(v).change(func(d *cultureData) { d.number = x.(*formatInfo).data.number })
	})
	m.writable("System.Globalization.DateTimeFormatInfo DateTimeFormat", func(_ object.Invoker, v any) (any, error) {
		return &formatInfo{data: data(v), dates: true}, nil
	}, func(_ object.Invoker, v, x any) error {
		return data(v).change(func(d *cultureData) { d.date = x.(*formatInfo).data.date })
	})
	m.prop("System.Globalization.TextInfo TextInfo", func(_ object.Invoker, v any) (any, error) { return &textInfo{data: data(v)}, nil })
	m.Order("Parent", "LCID", "KeyboardLayoutId", "Name", "IetfLanguageTag", "DisplayName", "NativeName", "EnglishName", "TwoLetterISOLanguageName",
		"ThreeLetterISOLanguageName", "ThreeLetterWindowsLanguageName", "CompareInfo", "TextInfo", "IsNeutralCulture", "CultureTypes", "NumberFormat", "DateTimeFormat",
		"Calendar", "OptionalCalendars", "UseUserOverride", "IsReadOnly")
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return data(v).name, nil })
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) { return ownCulture(data(v)), nil })
	m.method("bool Equals(System.Object value)", func(_ object.Invoker, v any, a []any) (any, error) {
		c, ok := a[0].(*object.Culture)
		return ok && c.Name == v.(*object.Culture).Name, nil
	})
	cultureMore(m)
	m.constant("cultureinfo InvariantCulture", object.Invariant)
	for _, name := range []string{"CurrentCulture", "CurrentUICulture", "DefaultThreadCurrentCulture", "DefaultThreadCurrentUICulture"} {
		settable := name == "CurrentCulture"
		m.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: object.CultureType,
			Get: func(inv object.Invoker, _ any) (any, error) {
				if strings.HasPrefix(name, "Default") {
					return nil, nil
				}
				return cultureOf(inv), nil
			},
			Set: func(inv object.Invoker, _, v any) error {
				if settable {
					return setCulture(inv, v)
				}
				return nil // texts are English whatever the culture is
			}})
	}
	m.staticProp("cultureinfo InstalledUICulture", func(inv object.Invoker) (any, error) { return cultureOf(inv), nil })
	for _, name := range []string{"GetCultureInfo(string name)", "GetCultureInfoByIetfLanguageTag(string name)"} {
		m.static("cultureinfo "+name, func(_ object.Invoker, _ any, a []any) (any, error) { return cultureNamed(str(a[0])) })
	}
	own := func(_ object.Invoker, name any) (any, error) {
		c, err := cultureNamed(str(name))
		if err != nil {
			return nil, err
		}
		return ownCulture(dataOf(c)), nil
	}
	m.static("cultureinfo CreateSpecificCulture(string name)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return own(inv, specificCulture(str(a[0])))
	})
	m.static("cultureinfo ReadOnly(cultureinfo ci)", func(_ object.Invoker, _ any, a []any) (any, error) {
		d := *data(a[0])
		d.writable = false
		return &object.Culture{Name: d.name, Data: &d}, nil
	})
	m.static("cultureinfo[] GetCultures(System.Globalization.CultureTypes types)", func(_ object.Invoker, _ any, a []any) (any, error) {
		var list []any
		for _, c := range AllCultures() {
			if neutral := !strings.Contains(c.Name, "-"); neutral && a[0].(object.Enum).Value&1 != 0 || !neutral && a[0].(object.Enum).Value&2 != 0 {
				list = append(list, c)
			}
		}
		return &object.Array{Type: object.ArrayOf(object.CultureType), Items: list}, nil
	})
	m.ctor("string name", func(inv object.Invoker, a []any) (any, error) { return own(inv, a[0]) })
	m.ctor("string name, bool useUserOverride", func(inv object.Invoker, a []any) (any, error) { return own(inv, a[0]) })
}

var cultureTypes = object.NewFlags("System.Globalization", "CultureTypes",
	[]string{"NeutralCultures", "SpecificCultures", "InstalledWin32Cultures", "AllCultures", "UserCustomCulture", "ReplacementCultures"}, 1, 2, 4, 7, 8, 16)

// AllCultures lists the cultures that are known by name, the invariant one first.
func AllCultures() []*object.Culture {
	list := []*object.Culture{object.Invariant}
	seen := map[string]bool{}
	for i := range cultureRows {
		language, _, _ := strings.Cut(cultureRows[i].name, "-")
		for _, name := range []string{language, cultureRows[i].name} {
			if c, ok := Culture(name); ok && !seen[name] {
				seen[name] = true
				list = append(list, c)
			}
		}
	}
	return list
}

func setCulture(inv object.Invoker, v any) error {
	c, ok := v.(*object.Culture)
	if !ok {
		return object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
	}
	if h, ok := inv.(cultureHolder); ok {
		h.SetCulture(c)
	}
	return nil
}

// change sets formats of a culture of one's own.
func (d *cultureData) change(set func(d *cultureData)) error {
	if !d.writable {
		return object.Throw(object.InvalidOperationType, "Instance is read-only.")
	}
	set(d)
	return nil
}

// textInfo is CultureInfo.TextInfo.
type textInfo struct {
	object.Instance
	data *cultureData
}

var textInfoType = &object.Type{Name: "TextInfo", Namespace: "System.Globalization", Base: object.ObjectType}

// PSType is System.Globalization.TextInfo.
func (*textInfo) PSType() *object.Type { return textInfoType }

func textInfoMembers(m members) {
	self := func(v any) *textInfo { return v.(*textInfo) }
	m.writable("string ListSeparator", func(_ object.Invoker, v any) (any, error) { return self(v).data.list, nil }, func(_ object.Invoker, v, x any) error {
		return self(v).data.change(func(d *cultureData) { d.list = x.(string) })
	})
	m.prop("string CultureName", func(_ object.Invoker, v any) (any, error) { return self(v).data.name, nil })
	m.prop("int LCID", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).data.lcid)), nil })
	m.prop("bool IsReadOnly", func(_ object.Invoker, v any) (any, error) { return !self(v).data.writable, nil })
	m.prop("bool IsRightToLeft", getter(func(v any) any { return rightToLeft(self(v).data) }))
	m.prop("int ANSICodePage", getter(func(v any) any {
		if page, ok := ansiPages[language(self(v).data)]; ok {
			return object.Int(page)
		}
		return object.Int(1252)
	}))
	m.method("string ToTitleCase(string str)", func(_ object.Invoker, _ any, a []any) (any, error) { return titleCase(str(a[0])), nil })
	m.method("string ToUpper(string str)", func(_ object.Invoker, v any, a []any) (any, error) {
		return upperIn(str(a[0]), &object.Culture{Name: self(v).data.name}), nil
	})
	m.method("string ToLower(string str)", func(_ object.Invoker, v any, a []any) (any, error) {
		return lowerIn(str(a[0]), &object.Culture{Name: self(v).data.name}), nil
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return "TextInfo - " + self(v).data.name, nil })
}

// ListSeparator stands between the items of lists of a culture, and in CSV with -UseCulture.
func ListSeparator(c *object.Culture) string { return dataOf(c).list }
