package object

import (
	"slices"
	"testing"
)

// A new key takes the place of the one removed last, as in .NET's Dictionary.
func TestSlotsAreReused(t *testing.T) {
	d := NewSlots(true)
	add := func(keys ...string) {
		for _, k := range keys {
			if err := d.Set(k, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	add("a", "b", "c", "d")
	d.Remove("a")
	d.Remove("c")
	add("e", "f", "g")
	var keys []any
	for k := range d.All() {
		keys = append(keys, k)
	}
	if want := []any{"f", "b", "e", "d", "g"}; !slices.Equal(keys, want) {
		t.Errorf("keys are %v, want %v", keys, want)
	}
	if d.Len() != 5 {
		t.Errorf("Len is %d, want 5", d.Len())
	}
}
