package parse

import (
	"runtime"
	"strings"
	"testing"
)

// TestMemory checks that what a text is parsed to takes less than a hundred times
// the text, also when nearly every character makes nodes or an error.
func TestMemory(t *testing.T) {
	const size, limit = 200_000, 100
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	ParseWith("$a", Options{}) // tables that stay
	for _, piece := range []string{"1;", "a;", "a\n", "$a;", "'';", "$a,", "1+", "{};", "@{};", "$(1);", "@(@(1))\n", "((((1))));", "a|b;", "a b c\n",
		"\"$(1)\";", "$a[0];", "$a.b.c;", "[a]1;", "-1;", "&a;", "$a=1\n", "if(1){}\n", "function f{}\n", "class a{}\n",
		"}", "<", "{}", "@()", "@a ", "1=1;", "if ) ", "(", "@{", "`", "\"$a"} {
		src := strings.Repeat(piece, size/len(piece))
		before := heap()
		result := ParseWith(src, Options{})
		if factor := float64(heap()-before) / size; factor > limit {
			t.Errorf("%d times %q takes %.0f times the text", size/len(piece), piece, factor)
		}
		runtime.KeepAlive(result)
	}
}

// TestManyErrors checks that a text with errors everywhere ends in a clear one.
func TestManyErrors(t *testing.T) {
	for _, n := range []int{5_000, 1_000_000} {
		_, errors := Parse(strings.Repeat("}", n), "")
		last := errors[len(errors)-1].ID
		if few := n == 5_000; few && (len(errors) != n || last != "UnexpectedToken") || !few && (len(errors) > n/bytesPerError+spareErrors+1 || last != "ScriptTooComplicated") {
			t.Errorf("%d braces: %d errors, the last %s", n, len(errors), last)
		}
	}
}
