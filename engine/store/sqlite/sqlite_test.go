package sqlite

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/store"
	"stagecoach/engine/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		file := filepath.Join(t.TempDir(), "state", "with blank & 100%", "s.db")
		return func(t *testing.T, now func() time.Time) store.Store {
			s, err := Open(t.Context(), file, Options{Now: now})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	})
}

func TestStateIsItsOwnersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.db")
	s, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range []string{file, file + "-wal", file + "-shm"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestNewerStateIsNotTouched(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.db")
	s, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec("PRAGMA user_version = 9999"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Open(t.Context(), file, Options{}); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Fatalf("got %v", err)
	}
}

func TestWhatIsNoStateIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.db")
	os.WriteFile(file, []byte(strings.Repeat("this is no database ", 100)), 0o600)
	if _, err := Open(t.Context(), file, Options{}); err == nil {
		t.Fatal("it was opened")
	}
}
