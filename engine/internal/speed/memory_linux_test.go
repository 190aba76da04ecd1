package speed

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/engine/internal/servertest"
)

// The most memory that the program may take for a mailbox, and how much more for ten times
// as many messages, or for large ones, than for a few.
const (
	mostMemory = 40 << 20
	mostGrowth = 10 << 20
)

// load is a mailbox to be copied.
type load struct {
	name string
	n    int
	size profile
}

func sized(octets int) profile { return func(*rand.Rand) int { return octets } }

func buildProduct(t testing.TB) {
	t.Helper()
	built = filepath.Join(t.TempDir(), "stagecoach")
	build := exec.Command("go", "build", "-o", built, "stagecoach/cmd/stagecoach")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as README.md builds it
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// copyLoad copies a mailbox with the program itself, and counts what arrived.
func copyLoad(t testing.TB, l load) (r result, octets int64) {
	t.Helper()
	source := servertest.Dovecot(t, servertest.Options{Users: []string{"u00"}})
	target := servertest.Dovecot(t, servertest.Options{Users: []string{"t000@contoso.com"}})
	octets = fill(t, source, "u00", l.n, []share{{"", 1}}, l.size, 1)
	r, err := runProduct(t, journey{dir: t.TempDir(), sources: []string{"u00"}, targets: []string{"t000@contoso.com"},
		source: source.Plain, target: target.Plain, server: target}, false)
	if err != nil {
		t.Fatalf("%s: %v", l.name, err)
	}
	arrived, err := read(target, "t000@contoso.com")
	if err != nil || arrived.Count() != l.n {
		t.Errorf("%s: %d of %d messages arrived: %v", l.name, arrived.Count(), l.n, err)
	}
	return r, octets
}

// TestMemoryIsFlat runs the program itself: what it takes does not go with the
// number of messages, nor with their size.
func TestMemoryIsFlat(t *testing.T) {
	buildProduct(t)
	var few int64
	for _, l := range []load{
		{"a few", 500, smallSizes},
		{"ten times as many", 5000, smallSizes},
		{"of 200 kB", 300, sized(200_000)},
		{"of 5 MB", 12, sized(5_000_000)},
	} {
		r, octets := copyLoad(t, l)
		if few == 0 {
			few = r.peak
		}
		t.Logf("%s: %d messages, %d MB of mail, at most %d MB of memory", l.name, l.n, octets>>20, r.peak>>20)
		if r.peak == 0 || r.peak > mostMemory || r.peak > few+mostGrowth {
			t.Errorf("%s: %d MB of memory, and %d MB for a few messages", l.name, r.peak>>20, few>>20)
		}
	}
}

// BenchmarkMemory prints how much memory the program has in the course of a copy: at ten moments, evenly
// spread, what it has allocated and what of its own file is mapped.
func BenchmarkMemory(b *testing.B) {
	buildProduct(b)
	var rows strings.Builder
	for _, l := range []load{
		{"500 small", 500, smallSizes},
		{"5,000 small", 5_000, smallSizes},
		{"50,000 small", 50_000, smallSizes},
		{"300 of 200 kB", 300, sized(200_000)},
		{"3,000 of 200 kB", 3_000, sized(200_000)},
		{"12 of 5 MB", 12, sized(5_000_000)},
		{"120 of 5 MB", 120, sized(5_000_000)},
	} {
		b.Run(l.name, func(b *testing.B) {
			r, octets := copyLoad(b, l)
			fmt.Fprintf(&rows, "| %s | %.0f | %.1f | %s |\n", l.name, float64(octets)/1e6, float64(r.peak)/1e6, curve(r.curve))
		})
	}
	fmt.Print("\n| mailbox | MB of mail | peak MB | allocated + mapped of its file, MB, in the course of the pass |\n", strings.Repeat("|---", 4), "|\n", rows.String(), "\n")
}

func curve(all []resident) string {
	const points = 10
	var out []string
	for i := range min(points, len(all)) {
		at := all[i*(len(all)-1)/(points-1)]
		out = append(out, fmt.Sprintf("%.0f+%.0f", float64(at.allocated)/1e6, float64(at.file)/1e6))
	}
	return strings.Join(out, ", ")
}
