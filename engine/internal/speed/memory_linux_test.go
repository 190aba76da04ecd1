package speed

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"

	"stagecoach/engine/internal/servertest"
)

// The most memory that the program may take for a mailbox, and how much more for ten times
// as many messages, or for large ones, than for a few.
const (
	mostMemory = 64 << 20
	mostGrowth = 32 << 20
)

// TestMemoryIsFlat runs the program itself: what it takes does not go with the
// number of messages, nor with their size.
func TestMemoryIsFlat(t *testing.T) {
	built = filepath.Join(t.TempDir(), "stagecoach")
	if out, err := exec.Command("go", "build", "-o", built, "stagecoach/cmd/stagecoach").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var few int64
	for _, c := range []struct {
		name string
		n    int
		size profile
	}{
		{"a few", 500, smallSizes},
		{"ten times as many", 5000, smallSizes},
		{"of 200 kB", 300, func(*rand.Rand) int { return 200_000 }},
		{"of 5 MB", 12, func(*rand.Rand) int { return 5_000_000 }},
	} {
		source := servertest.Dovecot(t, servertest.Options{Users: []string{"u00"}})
		target := servertest.Dovecot(t, servertest.Options{Users: []string{"t000@contoso.com"}})
		octets := fill(t, source, "u00", c.n, []share{{"", 1}}, c.size, 1)
		r, err := runProduct(t, journey{dir: t.TempDir(), sources: []string{"u00"}, targets: []string{"t000@contoso.com"},
			source: source.Plain, target: target.Plain, server: target}, false)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if few == 0 {
			few = r.peak
		}
		t.Logf("%s: %d messages, %d MB of mail, at most %d MB of memory", c.name, c.n, octets>>20, r.peak>>20)
		if r.peak == 0 || r.peak > mostMemory || r.peak > few+mostGrowth {
			t.Errorf("%s: %d MB of memory, and %d MB for a few messages", c.name, r.peak>>20, few>>20)
		}
		arrived, err := read(target, "t000@contoso.com")
		if err != nil || arrived.Count() != c.n {
			t.Errorf("%s: %d of %d messages arrived: %v", c.name, arrived.Count(), c.n, err)
		}
	}
}
