//go:build linux || darwin

package dotnet

import "syscall"

// DiskSpace is the size of the file system a folder is in and what of it is
// left, in bytes; ok is false when that is not known.
func DiskSpace(folder string) (total, free uint64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, 0, false
	}
	return s.Blocks * uint64(s.Bsize), s.Bavail * uint64(s.Bsize), true
}
