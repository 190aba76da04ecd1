package dotnet

import "testing"

// The first numbers of .NET's Random for some seeds, as published with many
// programs that depend on them.
func TestSeededRandomIsDotNets(t *testing.T) {
	for seed, want := range map[int32]int32{0: 1559595546, 1: 534011718, 42: 1434747710} {
		if got := NewRandom(seed).source.sample(); got != want {
			t.Errorf("Random(%d).Next() = %d, want %d", seed, got, want)
		}
	}
	r := NewRandom(42)
	for i, want := range []int64{66, 14, 12, 52, 16} {
		if got := scaled(r.source, 100); got != want {
			t.Errorf("number %d below 100 of seed 42 = %d, want %d", i, got, want)
		}
	}
}

func TestRandomStaysInItsBounds(t *testing.T) {
	for _, r := range []*Random{NewRandom(7), sharedRandom} {
		for range 1000 {
			if n := r.between(-1<<31, 1<<31-1); n < -1<<31 || n >= 1<<31-1 {
				t.Fatal(n)
			}
			if n := r.long(-5, 1<<62); n < -5 || n >= 1<<62 {
				t.Fatal(n)
			}
		}
	}
}
