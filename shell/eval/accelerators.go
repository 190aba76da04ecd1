package eval

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// acceleratorsType is System.Management.Automation.TypeAccelerators, which modules reach as
// [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators'): short names
// for types, for the whole session.
var acceleratorsType = recordType("TypeAccelerators", func(set *object.MemberSet) {
	set.Add(&object.Member{Name: "Get", Kind: object.Property, Static: true, Type: object.ObjectType,
		Get: func(inv object.Invoker, _ any) (any, error) { return sessionOf(inv).accelerators(), nil }})
	static(set, "Add", nil, params("typeName", object.StringType, "type", object.TypeType), func(s *Session, args []any) (any, error) {
		name, _ := args[0].(string)
		t, ok := object.Unwrap(args[1]).(*object.Type)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "type", "Value cannot be null.")
		}
		if s.added[strings.ToLower(name)] != nil || dotnet.Accelerators()[strings.ToLower(name)] != nil {
			return nil, object.Throw(object.ArgumentExceptionType, "An item with the same key has already been added. Key: %s", name)
		}
		if s.added == nil {
			s.added = map[string]*accelerator{}
		}
		s.added[strings.ToLower(name)] = &accelerator{name, t}
		s.global.setClass(name, t)
		return nil, nil
	})
	static(set, "Remove", object.BooleanType, params("typeName", object.StringType), func(s *Session, args []any) (any, error) {
		key := strings.ToLower(object.Text(s, args[0]))
		had := s.added[key] != nil
		if had {
			delete(s.added, key)
			delete(s.global.classes, key)
		}
		return had, nil
	})
})

// accelerator is a short name that a script added.
type accelerator struct {
	name string
	t    *object.Type
}

// accelerators are PowerShell's short names and those added, as a table.
func (s *Session) accelerators() any {
	list := object.NewHashtable(false)
	for name, t := range dotnet.Accelerators() {
		_ = list.Set(name, t)
	}
	for _, a := range s.added {
		_ = list.Set(a.name, a.t)
	}
	return list
}

// languageModeType is System.Management.Automation.PSLanguageMode; a session is always in the full language.
var languageModeType = enumeration("PSLanguageMode", "FullLanguage", "RestrictedLanguage", "NoLanguage", "ConstrainedLanguage")
