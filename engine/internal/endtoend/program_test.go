package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built is the program, made when the first test needs it, in a folder that is
// gone when the last one has ended.
var built struct {
	once sync.Once
	dir  string
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// build returns the program's file.
func build(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "stagecoach-"); built.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-o", programIn(built.dir), "stagecoach/cmd/stagecoach").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return programIn(built.dir)
}

func programIn(dir string) string { return filepath.Join(dir, "stagecoach") }
