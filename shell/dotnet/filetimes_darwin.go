package dotnet

import (
	"io/fs"
	"syscall"
	"time"
)

func timesOf(info fs.FileInfo) fileTimes {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fileTimes{info.ModTime(), info.ModTime(), info.ModTime()}
	}
	return fileTimes{time.Unix(s.Birthtimespec.Unix()), time.Unix(s.Atimespec.Unix()), info.ModTime()}
}

// statusChange is when the file's metadata changed last.
func statusChange(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctimespec.Unix())
	}
	return info.ModTime()
}
