package object

import (
	"slices"
	"strings"
)

// MemberSet is an ordered, case-insensitive collection of members. Static and
// instance members do not hide each other.
type MemberSet struct {
	list         []*Member
	instance     map[string]*Member // by the name as written and in lower case
	static       map[string]*Member
	Constructors []*Overload
}

// Add appends m, or merges its overloads with a method of that name.
func (s *MemberSet) Add(m *Member) {
	index := s.index(m.Static)
	if old := index[m.Name]; old != nil && old.Kind == m.Kind && (m.Kind == Method || m.Kind == ParameterizedProperty) {
		old.Overloads = append(old.Overloads, m.Overloads...)
		return
	}
	index[strings.ToLower(m.Name)], index[m.Name] = m, m
	s.list = append(s.list, m)
}

func (s *MemberSet) index(static bool) map[string]*Member {
	which := &s.instance
	if static {
		which = &s.static
	}
	if *which == nil {
		*which = map[string]*Member{}
	}
	return *which
}

// Find returns the member of that name, nil when there is none.
func (s *MemberSet) Find(name string, static bool) *Member {
	if s == nil {
		return nil
	}
	index := s.instance
	if static {
		index = s.static
	}
	if index == nil {
		return nil
	}
	if m := index[name]; m != nil {
		return m
	}
	return index[strings.ToLower(name)]
}

// Remove takes an instance member away and tells whether it was there.
func (s *MemberSet) Remove(name string) bool {
	m := s.Find(name, false)
	if m == nil {
		return false
	}
	delete(s.instance, m.Name)
	delete(s.instance, strings.ToLower(m.Name))
	s.list = slices.DeleteFunc(s.list, func(x *Member) bool { return x == m })
	return true
}

// Replace puts m in the place of a member of the same name, or adds it.
func (s *MemberSet) Replace(m *Member) {
	old := s.Find(m.Name, m.Static)
	if old == nil {
		s.Add(m)
		return
	}
	s.list[slices.Index(s.list, old)] = m
	index := s.index(m.Static)
	delete(index, old.Name)
	index[strings.ToLower(m.Name)], index[m.Name] = m, m
}

// Order puts the instance members of these names in front, in this order.
func (s *MemberSet) Order(names ...string) {
	place := func(m *Member) int {
		if i := slices.Index(names, m.Name); i >= 0 && !m.Static {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(s.list, func(a, b *Member) int { return place(a) - place(b) })
}

// All returns the members in the order they were added.
func (s *MemberSet) All() []*Member {
	if s == nil {
		return nil
	}
	return s.list
}

// Clone copies the set; the members of note properties are copied too, so that
// the copies' values are independent.
func (s *MemberSet) Clone() MemberSet {
	var c MemberSet
	for _, m := range s.list {
		if m.Kind == NoteProperty {
			n := *m
			m = &n
		}
		c.Add(m)
	}
	c.Constructors = s.Constructors
	return c
}
