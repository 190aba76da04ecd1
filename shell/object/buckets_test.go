package object

import (
	"fmt"
	"strings"
	"testing"
)

func keysOf(h *Hashtable) string {
	var list []string
	for k := range h.All() {
		list = append(list, fmt.Sprint(k))
	}
	return strings.Join(list, " ")
}

// TestTableOrder holds the order of keys against .NET's rule: from the last bucket to the
// first, a bucket being the hash modulo the size, sizes 3, 7, 17 and so on.
func TestTableOrder(t *testing.T) {
	put := func(h *Hashtable, keys ...any) *Hashtable {
		for _, k := range keys {
			_ = h.Set(k, true)
		}
		return h
	}
	numbers := func(n ...int32) (list []any) {
		for _, x := range n {
			list = append(list, x)
		}
		return list
	}
	removed := put(NewHashtable(false), numbers(1, 2, 3, 4, 5)...)
	removed.Remove(int32(3))
	put(removed, int32(10)) // 10 modulo 7 is the bucket that 3 left
	cleared := put(NewHashtable(false), numbers(1, 2, 3, 4, 5)...)
	cleared.Clear()
	put(cleared, numbers(8, 2)...) // of seven buckets still
	for _, x := range []struct {
		about string
		table *Hashtable
		want  string
	}{
		{"descending while they fit", put(NewHashtable(false), numbers(1, 2, 3, 4, 5)...), "5 4 3 2 1"},
		{"a size for three keys is seven", put(NewSizedTable(false, 3), numbers(7, 1, 8)...), "8 1 7"},
		{"a key that collides goes on by its step", put(NewSizedTable(false, 3), numbers(1, 8)...), "8 1"},
		{"values that are set again stay", put(NewSizedTable(false, 3), numbers(1, 2, 1)...), "2 1"},
		{"the bucket of a removed key", removed, "5 4 10 2 1"},
		{"cleared tables keep their size", cleared, "2 8"},
		{"booleans and characters", put(NewSizedTable(false, 3), true, false, Char('a')), "97 true false"},
		{"64 bits", put(NewHashtable(false), int64(1)<<32|1, int64(5)), "5 4294967297"},
		{"texts in their order", put(NewHashtable(false), "b", "a", int32(1)), "b a 1"},
		{"0 is last", put(NewHashtable(false), int32(0), "b", "a"), "b a 0"},
		{"numbers, then a text", put(NewHashtable(false), int32(1), int32(2), "a"), "1 2 a"},
	} {
		if got := keysOf(x.table); got != x.want {
			t.Errorf("%s: %s, want %s", x.about, got, x.want)
		}
	}
}

// TestTableKeepsAll: whatever comes and goes, the order has each key once.
func TestTableKeepsAll(t *testing.T) {
	h := NewHashtable(false)
	there := map[int32]bool{}
	n := uint32(1)
	for range 20000 {
		n = n*1664525 + 1013904223
		k := int32(n>>8) % 500
		if n>>31 == 0 {
			_ = h.Set(k, true)
			there[k] = true
		} else {
			h.Remove(k)
			delete(there, k)
		}
	}
	seen := map[any]bool{}
	for k := range h.All() {
		if seen[k] || !there[k.(int32)] {
			t.Fatalf("%v is there twice, or should not be", k)
		}
		seen[k] = true
	}
	if len(seen) != len(there) || h.Len() != len(there) {
		t.Errorf("%d keys, length %d, want %d", len(seen), h.Len(), len(there))
	}
}
