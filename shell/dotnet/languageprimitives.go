package dotnet

import "stagecoach/shell/object"

var languageType = func() *object.Type {
	t := staticClass(automationNamespace, "LanguagePrimitives")
	t.Assembly = automationNamespace
	return t
}()

// languageMembers declares LanguagePrimitives: the language's own rules for scripts
// that need them by hand.
func languageMembers(m members) {
	fold := func(a []any, i int) bool { return len(a) > i && a[i].(bool) }
	for _, more := range []string{"", ", bool ignoreCase", ", bool ignoreCase, System.IFormatProvider formatProvider"} {
		m.static("bool Equals(System.Object first, System.Object second"+more+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			return object.Equal(inv, a[0], a[1], fold(a, 2)), nil
		})
		m.static("int Compare(System.Object first, System.Object second"+more+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			c, err := object.Collate(inv, a[0], a[1], fold(a, 2))
			return object.Int(int32(c)), err
		})
	}
	m.static("bool IsTrue(System.Object obj)", plain(func(_ any, a []any) (any, error) { return object.IsTrue(a[0]), nil }))
	convert := func(inv object.Invoker, _ any, a []any) (any, error) {
		v, err := object.Convert(inv, a[0], a[1].(*object.Type))
		if err != nil && object.FromGo(err).Record != nil {
			return nil, object.FromGo(err)
		}
		return v, err
	}
	m.static("System.Object ConvertTo(System.Object valueToConvert, type resultType)", convert)
	m.static("System.Object ConvertTo(System.Object valueToConvert, type resultType, System.IFormatProvider formatProvider)", convert)
	m.static("bool TryConvertTo(System.Object valueToConvert, type resultType, [ref] System.Object result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		v, err := object.Convert(inv, a[0], a[1].(*object.Type))
		if a[2] = nil; err == nil {
			a[2] = v
		}
		return err == nil, nil
	})
	m.static("System.Collections.IEnumerable GetEnumerable(System.Object obj)", plain(func(_ any, a []any) (any, error) {
		if items, ok := object.Elements(a[0]); ok {
			return object.NewArray(items), nil
		}
		return nil, nil
	}))
	m.static("bool IsObjectEnumerable(System.Object obj)", plain(func(_ any, a []any) (any, error) {
		_, ok := object.Elements(a[0])
		return ok, nil
	}))
	m.static("string ConvertTypeNameToPSTypeName(string typeName)", plain(func(_ any, a []any) (any, error) {
		if t, err := Find(str(a[0])); err == nil {
			return "[" + t.String() + "]", nil
		}
		return "", nil
	}))
}

func languageEntries() []entry {
	return []entry{
		{languageType, languageMembers, ""},
		{object.NullStringType, func(m members) {
			m.constant("System.Management.Automation.Language.NullString Value", object.NullString)
		}, "NullString"},
	}
}
