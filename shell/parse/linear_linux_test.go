package parse

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// threadTime returns the processor time that the calling thread has used: what
// other programs do does not count.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	const thisThread = 1 // RUSAGE_THREAD
	var use syscall.Rusage
	if err := syscall.Getrusage(thisThread, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// TestLinear checks that a hundred times the text takes about a hundred times as
// long: within a factor of ten, which squared time would pass ten times over.
func TestLinear(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	spent := func(src string, times int) time.Duration {
		start := threadTime(t)
		for range times {
			Parse(src, "")
		}
		return threadTime(t) - start
	}
	const times = 100
	for _, test := range []struct {
		name  string
		sized func(n int) string
		long  int // the short text is a hundredth
	}{
		{"50,000 lines", benchScript, 50_000},
		{"an expression of 10,000 terms", func(n int) string { return "$x = 1" + strings.Repeat(" + $a", n) }, 10_000},
		{"expression", func(n int) string { return strings.Repeat("1+", n) + "1" }, 20_000},
		{"errors", func(n int) string { return strings.Repeat("if ) ", n) }, 20_000},
		{"strings", func(n int) string { return strings.Repeat("\"$($a)`n\"\n", n) }, 20_000},
		{"array", func(n int) string { return "@(" + strings.Repeat("'a',", n) + "1)" }, 20_000},
		{"comments", func(n int) string { return strings.Repeat("a |\n# b\n", n) + "c" }, 20_000},
	} {
		short, long := spent(test.sized(test.long/times), times), spent(test.sized(test.long), 1)
		if long > 10*short+10*time.Millisecond {
			t.Errorf("%s: %v for a hundred times the text, %v for the text a hundred times", test.name, long, short)
		}
	}
}
