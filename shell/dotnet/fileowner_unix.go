//go:build unix

package dotnet

import (
	"io/fs"
	"os/user"
	"strconv"
	"sync"
	"syscall"
)

var ownerNames sync.Map // "u0", "g0" -> name

// owners are the names of a file's user and group.
func owners(stat fs.FileInfo) (userName, group string) {
	if stat == nil {
		return "", ""
	}
	s, ok := stat.Sys().(*syscall.Stat_t)
	if !ok {
		return "", ""
	}
	uid, gid := strconv.Itoa(int(s.Uid)), strconv.Itoa(int(s.Gid))
	return ownerName("u"+uid, func() string {
			if u, err := user.LookupId(uid); err == nil {
				return u.Username
			}
			return uid
		}), ownerName("g"+gid, func() string {
			if g, err := user.LookupGroupId(gid); err == nil {
				return g.Name
			}
			return gid
		})
}

func ownerName(key string, find func() string) string {
	if n, ok := ownerNames.Load(key); ok {
		return n.(string)
	}
	n := find()
	ownerNames.Store(key, n)
	return n
}

// linkCount is how many names a file has.
func linkCount(stat fs.FileInfo) int {
	if s, ok := stat.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}

// numbersOf are the numbers of a file's stat.
func numbersOf(stat fs.FileInfo) statNumbers {
	s, ok := stat.Sys().(*syscall.Stat_t)
	if !ok {
		return statNumbers{}
	}
	return statNumbers{int64(s.Ino), int64(s.Mode), int64(s.Uid), int64(s.Gid), int64(s.Nlink), int64(s.Blksize), int64(s.Dev), int64(s.Blocks)}
}
