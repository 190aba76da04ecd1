package object

import "testing"

type shown struct {
	Instance
	Name  string
	Count int32
	Tags  []string
	When  any
	inner int
}

var shownType = Presentation("Test", shown{})

func (*shown) PSType() *Type { return shownType }

func TestPresentationShowsExportedFieldsInOrder(t *testing.T) {
	v := &shown{Name: "a", Count: 2, Tags: []string{"x", "y"}, inner: 1}
	var names []string
	for _, m := range shownType.Own().All() {
		names = append(names, m.Name)
	}
	if got, want := len(names), 4; got != want || names[0] != "Name" || names[3] != "When" {
		t.Fatalf("members are %v", names)
	}
	tags, found, err := GetProperty(nil, v, "tags")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	if a := tags.(*Array); a.Len() != 2 || a.At(1) != "y" || a.Type != ArrayOf(StringType) {
		t.Errorf("tags are %#v", tags)
	}
	if when, found, _ := GetProperty(nil, v, "When"); when != nil || !found {
		t.Errorf("When is %v, found %v", when, found)
	}
	if got := TypeNames(v)[0]; got != "Test.shown" {
		t.Errorf("type name is %q", got)
	}
}
