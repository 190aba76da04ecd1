//go:build !linux && !darwin

package dotnet

// DiskSpace is not known here.
func DiskSpace(string) (total, free uint64, ok bool) { return 0, 0, false }
