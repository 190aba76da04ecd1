package object

import (
	"slices"
	"strings"
)

// Properties lists the properties of v in PowerShell's order: those added to the
// instance, those of the type tables, those of the type itself. Select-Object *,
// Format-List *, psobject.Properties and the CSV cmdlets see them so. Hidden
// ones are left out; of several with one name the first counts.
func Properties(inv Invoker, v any) []*Member {
	l := propertyList{}
	base := Unwrap(v)
	l.instance(v, base)
	l.table(inv, v, base)
	l.own(base)
	return l.members
}

// AllProperties lists those and, of a value that is adapted, the properties of its type
// behind them: what * names and psobject.Properties holds.
func AllProperties(inv Invoker, v any) []*Member {
	l := propertyList{}
	base := Unwrap(v)
	l.instance(v, base)
	l.table(inv, v, base)
	l.own(base)
	if _, beside := base.(AdaptedBeside); beside {
		l.declared(TypeOf(base))
	}
	return l.members
}

// DisplayedProperties lists the properties of v as the formatter does when nobody
// names any: those of the type itself before those of the type tables.
func DisplayedProperties(inv Invoker, v any) []*Member {
	l := propertyList{}
	base := Unwrap(v)
	l.instance(v, base)
	l.own(base)
	l.table(inv, v, base)
	return l.members
}

// OwnProperties are those of the type itself, as .NET's reflection lists them: the hidden
// ones of a script's class among them.
func OwnProperties(v any) []*Member {
	base := Unwrap(v)
	t := TypeOf(base)
	l := propertyList{hidden: t != nil && t.Script}
	if _, beside := base.(AdaptedBeside); beside {
		l.declared(t)
		return l.members
	}
	l.own(base)
	return l.members
}

// propertyList gathers properties; of several with one name the first counts.
type propertyList struct {
	hidden  bool // list hidden ones too
	members []*Member
	seen    map[string]bool
}

func (l *propertyList) add(m *Member) {
	if !isProperty(m) || m.Hidden && !l.hidden {
		return
	}
	key := strings.ToLower(m.Name)
	if l.seen[key] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[key] = true
	l.members = append(l.members, m)
}

// instance adds what was added to the object itself.
func (l *propertyList) instance(v, base any) {
	if c, ok := base.(*Custom); ok {
		for i := range c.shape.names {
			l.add(c.noteMember(i))
		}
	}
	for _, x := range []any{base, v} {
		if e, ok := x.(Extensible); ok {
			if ext := e.Extension(false); ext != nil {
				for _, m := range ext.Members.All() {
					l.add(m)
				}
			}
		}
		if x == v {
			break
		}
	}
}

// table adds what PowerShell's type data and Update-TypeData add to the type.
func (l *propertyList) table(inv Invoker, v, base any) {
	for _, m := range TypeDataMembers(TypeOf(base)) {
		l.add(m)
	}
	if inv != nil {
		for _, m := range inv.TypeMembers(TypeNames(v)).All() {
			l.add(m)
		}
	}
}

// own adds the properties of the type itself.
func (l *propertyList) own(base any) {
	if d, ok := base.(Adapted); ok {
		for _, name := range d.AdaptedNames() {
			l.add(adaptedMember(d, name))
		}
		return
	}
	l.declared(TypeOf(base))
}

// declared adds the properties that a type and its bases declare.
func (l *propertyList) declared(t *Type) {
	for x := t; x != nil; x = x.Base {
		for _, m := range x.Own().All() {
			if !m.TypeData() {
				l.add(m)
			}
		}
	}
}

// TypeDataMembers lists what PowerShell's own type data add to a type: its
// bases' members first; one that a type declares again moves behind. It must not be changed.
func TypeDataMembers(t *Type) []*Member {
	if t == nil {
		return nil
	}
	if known := t.data.Load(); known != nil {
		return *known
	}
	list := []*Member{}
	var chain []*Type
	for x := t; x != nil; x = x.Base {
		chain = append(chain, x)
	}
	for _, x := range slices.Backward(chain) {
		for _, m := range x.Own().All() {
			if m.TypeData() {
				list = slices.DeleteFunc(list, func(old *Member) bool { return strings.EqualFold(old.Name, m.Name) })
				list = append(list, m)
			}
		}
	}
	t.data.Store(&list)
	return list
}

// TypeData tells whether a member that a type declares is none of .NET's but one
// of PowerShell's type data.
func (m *Member) TypeData() bool {
	switch m.Kind {
	case ScriptProperty, AliasProperty, CodeProperty, NoteProperty, PropertySet, ScriptMethod, CodeMethod, MemberSetKind:
		return !m.Static
	}
	return false
}

// ComputedProperty is a script property of PowerShell's type data: get computes
// it, script is the getter that Get-Member shows.
func ComputedProperty(name, script string, get func(inv Invoker, self any) (any, error)) *Member {
	return &Member{Name: name, Kind: ScriptProperty, Type: ObjectType, Detail: script, Get: get}
}

// AliasOf is an alias property of PowerShell's type data.
func AliasOf(name, target string) *Member {
	return &Member{Name: name, Kind: AliasProperty, Detail: target}
}

// PropertySetOf is a property set of PowerShell's type data.
func PropertySetOf(name string, properties ...string) *Member {
	return &Member{Name: name, Kind: PropertySet, Detail: properties}
}

// StandardMembers is the PSStandardMembers set of PowerShell's type data: what an
// object shows, sorts by and is known by when nobody says otherwise.
func StandardMembers(members ...*Member) *Member {
	set := &MemberSet{}
	for _, m := range members {
		set.Add(m)
	}
	return &Member{Name: "PSStandardMembers", Kind: MemberSetKind, Hidden: true, Detail: set}
}
