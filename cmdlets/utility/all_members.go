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
	for t := object.TypeOf(base); t != nil; t = t.Base {
		for _, m := range t.Own().All() {
			if !m.Static {
				list = append(list, m)
			}
		}
	}
	return list
}
