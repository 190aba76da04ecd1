package dotnet

import (
	"io/fs"
	"os"
	"time"
)

// fileTimes are a file's three times. Where a system keeps no time of creation it is the older of the last
// change of the status and the last write, as in .NET.
type fileTimes struct{ Creation, LastAccess, LastWrite time.Time }

// whichTimes are the names of the times as .NET's methods have them.
var whichTimes = []string{"Creation", "LastAccess", "LastWrite"}

// of is the time of that name.
func (t fileTimes) of(which string) time.Time {
	switch which {
	case "Creation":
		return t.Creation
	case "LastAccess":
		return t.LastAccess
	}
	return t.LastWrite
}

// neverWritten is .NET's answer for what is not there: 1601-01-01.
var neverWritten = DateTime{504911232000000000, Local}

// timeOf is the time of that name of what info describes, here or in UTC.
func timeOf(info fs.FileInfo, which string, utc bool) DateTime {
	if info == nil {
		return neverWritten
	}
	d := FromTime(timesOf(info).of(which).UTC())
	if !utc {
		d = d.ToLocal()
	}
	return d
}

// setTime changes the time of that name; where there is none of creation, that of the last write, as in .NET.
func setTime(path, which string, d DateTime) error {
	if which == "LastAccess" {
		return FileError(os.Chtimes(path, d.Time(), time.Time{}), path)
	}
	return FileError(os.Chtimes(path, time.Time{}, d.Time()), path)
}

// older is the earlier of two times.
func older(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
