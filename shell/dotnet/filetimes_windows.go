package dotnet

import (
	"io/fs"
	"syscall"
	"time"
)

func timesOf(info fs.FileInfo) fileTimes {
	d, ok := info.Sys().(*syscall.Win32FileAttributeData)
	if !ok {
		return fileTimes{info.ModTime(), info.ModTime(), info.ModTime()}
	}
	return fileTimes{time.Unix(0, d.CreationTime.Nanoseconds()), time.Unix(0, d.LastAccessTime.Nanoseconds()), info.ModTime()}
}

func statusChange(info fs.FileInfo) time.Time { return info.ModTime() }
