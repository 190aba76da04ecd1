//go:build !linux && !darwin && !windows

package dotnet

import (
	"io/fs"
	"time"
)

func timesOf(info fs.FileInfo) fileTimes {
	return fileTimes{info.ModTime(), info.ModTime(), info.ModTime()}
}

func statusChange(info fs.FileInfo) time.Time { return info.ModTime() }
