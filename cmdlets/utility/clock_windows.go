package utility

import (
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var setSystemTime = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetSystemTime")

func setSystemClock(t time.Time) error {
	u := t.UTC()
	value := windows.Systemtime{Year: uint16(u.Year()), Month: uint16(u.Month()), Day: uint16(u.Day()), Hour: uint16(u.Hour()),
		Minute: uint16(u.Minute()), Second: uint16(u.Second()), Milliseconds: uint16(u.Nanosecond() / 1e6)}
	if ok, _, err := setSystemTime.Call(uintptr(unsafe.Pointer(&value))); ok == 0 {
		if code, is := err.(syscall.Errno); is {
			return code
		}
		return err
	}
	return nil
}
