package parse

import (
	"runtime"
	"strings"
	"testing"
)

// TestMemory checks that what a text is parsed to leaves room below a hundred times the
// text for the collector and the program, also when nearly every character makes nodes
// or several errors.
func TestMemory(t *testing.T) {
	const size = 50_000
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	ParseWith("$a", Options{}) // tables that stay
	// Texts of nothing but errors: half a dozen nodes and three errors for two characters.
	limits := map[string]float64{",>": 135, ",-a": 90, "1(": 85, "}(": 80, "1-a": 85}
	for _, piece := range []string{"1;", "a;", "a\n", "$a;", "'';", "$a,", "1+", "{};", "@{};", "$(1);", "@(@(1))\n", "((((1))));", "a|b;", "a b c\n",
		"\"$(1)\";", "$a[0];", "$a.b.c;", "[a]1;", "-1;", "&a;", "$a=1\n", "if(1){}\n", "function f{}\n", "class a{}\n",
		"{{{{{{}}}}}};", "{{}}\n", strings.Repeat("{", 300) + strings.Repeat("}", 300) + ";", "a,b\n", "!a;", "$a|%{$_}\n",
		"}", "<", "{}", "@()", "@a ", "1=1;", "if ) ", "(", "@{", "`", "\"$a",
		"()", "a&", ",>", ",-a", "1(", "}(", "1-a"} {
		src := strings.Repeat(piece, size/len(piece))
		before := heap()
		result := ParseWith(src, Options{})
		if factor := float64(heap()-before) / size; factor > max(limits[piece], 70) {
			t.Errorf("%d times %q takes %.0f times the text", size/len(piece), piece, factor)
		}
		runtime.KeepAlive(result)
	}
}

// TestNestedStrings checks that strings in strings, each of which has the ones within it in its value, allocate no copy of
// the text a level.
func TestNestedStrings(t *testing.T) {
	const size = 50_000
	for _, piece := range []string{"\"$(", "%{\"$(", "@\"\n$("} {
		src := strings.Repeat(piece, size/len(piece))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		ParseWith(src, Options{})
		runtime.ReadMemStats(&after)
		if factor := float64(after.TotalAlloc-before.TotalAlloc) / size; factor > 100 {
			t.Errorf("%d times %q allocates %.0f times the text", size/len(piece), piece, factor)
		}
	}
}

// TestManyErrors checks that a text with errors everywhere has all of them, each once.
func TestManyErrors(t *testing.T) {
	const n = 300_000
	_, errors := Parse(strings.Repeat("}", n), "")
	if len(errors) != n {
		t.Errorf("%d braces: %d errors", n, len(errors))
	}
	for i, e := range errors {
		if e.ID != "UnexpectedToken" || e.Extent.StartByte() != i || e.Extent.EndByte() != i+1 {
			t.Fatalf("error %d: %s at %d", i, e.ID, e.Extent.StartByte())
		}
	}
}
