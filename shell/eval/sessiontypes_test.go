package eval

import "testing"

// A class names a type that an earlier text defined; one that nobody defined is refused.
func TestParseKnowsTypesOfTheSession(t *testing.T) {
	s := New(Options{})
	ctx := t.Context()
	if r := s.RunText(ctx, "enum State { Idle; Busy }", RunOptions{}); r.Err != nil {
		t.Fatal(r.Err)
	}
	if _, errs := s.Parse("class A { [State] $S }", ""); len(errs) != 0 {
		t.Errorf("a class with a property of a known type: %v", errs[0])
	}
	if _, errs := s.Parse("class A { [Stat] $S }", ""); len(errs) != 1 || errs[0].ID != "TypeNotFound" {
		t.Errorf("a class with a property of an unknown type: %v", errs)
	}
}
