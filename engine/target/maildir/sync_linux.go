package maildir

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// syncFew is up to how many files are synced one by one.
const syncFew = 4

// syncAll makes files durable; many of them with one call for their whole file system, which
// is cheaper than a commit of its journal for each. A dead disk's error of any of them comes.
func syncAll(dir string, files []string) error {
	if len(files) <= syncFew {
		return syncEach(files)
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}

func isAlive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || !errors.Is(err, syscall.ESRCH)
}
