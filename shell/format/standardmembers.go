package format

import "stagecoach/shell/object"

// PSStandardMembers is the member set that says which of an object's properties
// matter: added to an instance, or to its type by Update-TypeData. Its Detail is
// an *object.MemberSet with the property sets in it.
const standardMembers = "PSStandardMembers"

func standardMember(inv object.Invoker, v any, name string) *object.Member {
	for _, m := range []*object.Member{instanceMember(v), typeMember(inv, v), typeData(v)} {
		if m == nil {
			continue
		}
		if set, ok := m.Detail.(*object.MemberSet); ok {
			if found := set.Find(name, false); found != nil {
				return found
			}
		}
	}
	// Update-TypeData keeps the sets beside the other members of the type.
	return inv.TypeMembers(object.TypeNames(v)).Find(name, false)
}

func instanceMember(v any) *object.Member {
	e, ok := v.(object.Extensible)
	if !ok {
		return nil
	}
	ext := e.Extension(false)
	if ext == nil {
		return nil
	}
	return ext.Members.Find(standardMembers, false)
}

func typeMember(inv object.Invoker, v any) *object.Member {
	return inv.TypeMembers(object.TypeNames(v)).Find(standardMembers, false)
}

// defaultDisplaySet are the properties shown when nobody names any; nil: all.
func defaultDisplaySet(inv object.Invoker, v any) []string {
	m := standardMember(inv, v, "DefaultDisplayPropertySet")
	if m == nil {
		return nil
	}
	names, _ := m.Detail.([]string)
	return names
}

// defaultDisplayProperty is the property an object is known by; empty when its type does not say.
func defaultDisplayProperty(inv object.Invoker, v any) string {
	m := standardMember(inv, v, "DefaultDisplayProperty")
	if m == nil {
		return ""
	}
	if list, ok := m.Detail.([]string); ok && len(list) > 0 {
		return list[0]
	}
	name, _ := m.Detail.(string)
	return name
}

// typeData is the set of PowerShell's own type data.
func typeData(v any) *object.Member {
	if t := object.TypeOf(object.Unwrap(v)); t != nil {
		return t.Member(standardMembers, false)
	}
	return nil
}
