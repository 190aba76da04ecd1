package eval

import (
	"strings"

	"stagecoach/shell/object"
)

// typeTables are the members that Update-TypeData gave to types, by name.
type typeTables struct {
	sets   map[string]*object.MemberSet
	names  map[string]string // the types' names as they were given
	merged map[string]*object.MemberSet
	facts  map[string]map[string]any // what remoting and type conversion are told of the types: by key, by name
}

// of merges the tables of all the type names of a value, the first one winning.
func (t *typeTables) of(names []string) *object.MemberSet {
	if len(t.sets) == 0 {
		return nil
	}
	var found []*object.MemberSet
	for _, n := range names {
		if set := t.sets[strings.ToLower(n)]; set != nil {
			found = append(found, set)
		}
	}
	switch len(found) {
	case 0:
		return nil
	case 1:
		return found[0]
	}
	key := strings.ToLower(strings.Join(names, "\x00"))
	if m := t.merged[key]; m != nil {
		return m
	}
	m := &object.MemberSet{}
	for _, set := range found {
		for _, x := range set.All() {
			if m.Find(x.Name, false) == nil {
				m.Add(x)
			}
		}
	}
	if t.merged == nil {
		t.merged = map[string]*object.MemberSet{}
	}
	t.merged[key] = m
	return m
}

// AddTypeMember is Update-TypeData for one member; false: it is there already and force is not set.
func (s *Session) AddTypeMember(typeName string, m *object.Member, force bool) bool {
	t := &s.typeTables
	if t.sets == nil {
		t.sets, t.names = map[string]*object.MemberSet{}, map[string]string{}
	}
	key := strings.ToLower(typeName)
	set := t.sets[key]
	if set == nil {
		set = &object.MemberSet{}
		t.sets[key], t.names[key] = set, typeName
	}
	if set.Find(m.Name, false) != nil {
		if !force {
			return false
		}
		next := &object.MemberSet{}
		for _, x := range set.All() {
			if !equalFold(x.Name, m.Name) {
				next.Add(x)
			}
		}
		set = next
		t.sets[key] = set
	}
	set.Add(m)
	t.merged = nil
	return true
}

// SetTypeFact keeps one of the facts of a type that are no members: SerializationDepth, TypeConverter ...
func (s *Session) SetTypeFact(typeName, name string, value any) {
	t := &s.typeTables
	key := strings.ToLower(typeName)
	if t.sets == nil {
		t.sets, t.names = map[string]*object.MemberSet{}, map[string]string{}
	}
	if t.sets[key] == nil {
		t.sets[key], t.names[key] = &object.MemberSet{}, typeName
	}
	if t.facts == nil {
		t.facts = map[string]map[string]any{}
	}
	if t.facts[key] == nil {
		t.facts[key] = map[string]any{}
	}
	t.facts[key][name] = value
}

// RemoveTypeData takes away all that was added to a type.
func (s *Session) RemoveTypeData(typeName string) bool {
	key := strings.ToLower(typeName)
	_, ok := s.typeTables.sets[key]
	delete(s.typeTables.sets, key)
	delete(s.typeTables.facts, key)
	s.typeTables.merged = nil
	return ok
}
