package utility

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// allMembers lists the instance members of v: note properties, those of its
// type, of the type tables, and those added to it. Of several with one name the
// last counts.
func allMembers(rt cmdlet.Runtime, v any) []*object.Member {
	var list []*object.Member
	base := object.Unwrap(v)
	list = append(list, addedMembers(v)...)
	if base != v {
		list = append(list, addedMembers(base)...)
	}
	if c, ok := base.(*object.Custom); ok {
		for n, value := range c.All() {
			list = append(list, &object.Member{Name: n, Kind: object.NoteProperty, Detail: value})
		}
	}
	list = append(list, rt.TypeMembers(object.TypeNames(v)).All()...)
	adapted, isAdapted := base.(object.Adapted)
	if isAdapted {
		list = append(list, adaptedMembers(adapted)...)
	}
	for t := object.TypeOf(base); t != nil; t = t.Base {
		for _, m := range t.Own().All() {
			if !m.Static && !(isAdapted && m.Kind == object.Property) {
				list = append(list, m)
			}
		}
	}
	return list
}

// adaptedMembers lists the properties that an adapted object shows instead of its
// type's, with the types of their values.
func adaptedMembers(a object.Adapted) []*object.Member {
	var list []*object.Member
	for _, name := range a.AdaptedNames() {
		value, _ := a.AdaptedProperty(name)
		m := &object.Member{Name: name, Kind: object.Property, Type: object.TypeOf(object.Unwrap(value))}
		if typed, ok := a.(object.AdaptedTyped); ok {
			m.Type = typed.AdaptedType(name)
		}
		if w, ok := a.(interface{ AdaptedWritable(name string) bool }); ok && w.AdaptedWritable(name) {
			m.Set = func(_ object.Invoker, self, v any) error {
				_, err := self.(object.Adapted).SetAdapted(name, v)
				return err
			}
		}
		list = append(list, m)
	}
	return list
}
