package maildir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
)

// smallDisk mounts a file system of one megabyte.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m,nr_inodes=200"); err != nil {
		if errors.Is(err, syscall.EPERM) {
			servertest.Missing(t, "the right to mount a file system")
		}
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDisk(t *testing.T) {
	for _, size := range []int{1000, 100_000} { // runs out of inodes, and of space
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			root := filepath.Join(smallDisk(t), "Maildir")
			_, box := openAt(t, Options{Root: root})
			raw := "Subject: x\r\n\r\n" + strings.Repeat("x", size)
			landed := len(add(t, box, raw, raw))
			var err error
			for ticket := 0; err == nil && ticket < 1000; ticket++ {
				if err = box.Add(t.Context(), ticket, message(raw)); err == nil && ticket%3 == 2 {
					var l []mail.Landing
					l, err = box.Commit(t.Context())
					landed += len(l)
				}
			}
			if mail.ClassOf(err) != mail.Storage {
				t.Fatalf("got %v", err)
			}
			l, err := box.Commit(t.Context())
			if landed += len(l); err != nil && mail.ClassOf(err) != mail.Storage {
				t.Errorf("commit on a full disk: %v", err)
			}
			box.Close()
			_, box = openAt(t, Options{Root: root})
			if got := contents(t, box); len(got) != landed {
				t.Errorf("%d messages are there, %d landed", len(got), landed)
			}
			if left, _ := os.ReadDir(filepath.Join(root, "tmp")); len(left) != 0 {
				t.Errorf("%d files are left in tmp", len(left))
			}
		})
	}
}

func TestFullDiskWhenThereIsNoRoomForUIDs(t *testing.T) {
	disk := smallDisk(t)
	root := filepath.Join(disk, "Maildir")
	_, box := openAt(t, Options{Root: root})
	for ticket := range 90 {
		if err := box.Add(t.Context(), ticket, message("Subject: x\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	filler, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer filler.Close()
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	_, err = box.Commit(t.Context())
	if mail.ClassOf(err) != mail.Storage {
		t.Fatalf("got %v", err)
	}
	if err := filler.Truncate(0); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, box); len(got) != 0 {
		t.Errorf("%d messages are there, none landed", len(got))
	}
	if landed := add(t, box, "Subject: y\r\n\r\n"); len(landed) != 1 || landed[0].UID != 1 {
		t.Errorf("landed %v", landed)
	}
}
