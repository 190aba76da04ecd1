package utility_test

import (
	"syscall"
	"testing"
	"time"

	"stagecoach/cmdlets/utility"
)

func TestSetDate(t *testing.T) {
	var set time.Time
	utility.SetClockForTest(t, func(to time.Time) error { set = to; return nil })
	if got := run("/", `Set-Date 2024-02-29T12:00:00 | % Day`); got != "29" || set.Day() != 29 {
		t.Errorf("Set-Date writes %s and sets %s", got, set)
	}
	if got := run("/", `Set-Date -Adjust 1:00:00 | % GetType | % Name`); got != "DateTime" || time.Until(set).Round(time.Minute) != time.Hour {
		t.Errorf("Set-Date -Adjust writes %s and sets %s", got, set)
	}
	utility.SetClockForTest(t, func(time.Time) error { return syscall.EPERM })
	want := "ERROR System.ComponentModel.Win32Exception,Microsoft.PowerShell.Commands.SetDateCommand NotSpecified: Operation not permitted"
	if got := run("/", `Set-Date 2024-02-29`); got != want {
		t.Errorf("without the right, Set-Date gives %s", got)
	}
}
