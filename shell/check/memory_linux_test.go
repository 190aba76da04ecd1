//go:build !race

// The race detector keeps memory of its own beside each word.

package check

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkedByChild names the script that the test's own program is to check.
const checkedByChild = "STAGECOACH_TEST_CHECKED"

// TestPeak checks that a process that checks a dense text needs at no time a hundred
// times the text: this program starts itself and asks the system for the most memory
// that it had.
func TestPeak(t *testing.T) {
	if path := os.Getenv(checkedByChild); path != "" {
		before := peak(t)
		if _, err := Files([]string{path}, Options{}, io.Discard, os.Stderr); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("peak %d\n", peak(t)-before)
		return
	}
	const size, times, program = 600_000, 100, 22 << 20 // the program itself, idle
	for _, piece := range []string{"{}", "@a "} {
		path := filepath.Join(t.TempDir(), "dense.ps1")
		if err := os.WriteFile(path, []byte(strings.Repeat(piece, size/len(piece))), 0o600); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestPeak$") //nolint:gosec // this very program
		child.Env = append(os.Environ(), checkedByChild+"="+path)
		out, err := child.CombinedOutput()
		var grown int
		if _, scanErr := fmt.Sscanf(string(out), "peak %d", &grown); err != nil || scanErr != nil {
			t.Fatalf("%q: %v, %v\n%s", piece, err, scanErr, out)
		}
		if most := times*size - program*size/1_000_000; grown > most {
			t.Errorf("checking %d times %q took %d bytes more, at most %d are allowed", size/len(piece), piece, grown, most)
		}
	}
}

// peak returns the most memory that the process has had, in bytes.
func peak(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	var kilobytes int
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscan(line, &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
