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
	return fileTimes{older(statusChange(info), info.ModTime()), time.Unix(s.Atim.Unix()), info.ModTime()}
}

// statusChange is when the file's metadata changed last.
func statusChange(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return info.ModTime()
}
