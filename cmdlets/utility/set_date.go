package utility

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type setDate struct {
	Date        cmdlet.Opt[dotnet.DateTime] `ps:"set=Date,mandatory,position=0,pipeline,byname" help:"What the clock is set to."`
	Adjust      cmdlet.Opt[dotnet.TimeSpan] `ps:"set=Adjust,mandatory,position=0,byname,allownull" help:"How far the clock is moved."`
	DisplayHint string                      `ps:"" set:"Date|Time|DateTime" default:"DateTime" help:"What of the new time is shown."`
}

func setDateCmdlet() *cmdlet.Definition {
	return define("Set-Date", func() cmdlet.Cmdlet { return &setDate{DisplayHint: "DateTime"} }, cmdlet.Options{
		DefaultParameterSet: "Date", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium,
		Synopsis: "Sets the machine's clock.", Outputs: []string{"System.DateTime"}})
}

// Process sets the clock, which takes an administrator.
func (c *setDate) Process(_ context.Context, rt cmdlet.Runtime) error {
	to := c.Date.Value
	if rt.ParameterSet() == "Adjust" {
		var err error
		if to, err = dotnet.Now().Add(int64(c.Adjust.Value)); err != nil {
			return err
		}
	}
	text, err := dotnet.FormatDate(to, "", rt.Culture())
	if err != nil {
		return err
	}
	ok, err := rt.ShouldProcess(text, "Set-Date")
	if err != nil {
		return err
	}
	if ok {
		if err := setClock(to.Time()); err != nil {
			return clockError(err)
		}
	}
	out := withMembers(to)
	addNote(out, "DisplayHint", displayHintOf(c.DisplayHint))
	return rt.WriteObject(out)
}

func displayHintOf(name string) object.Enum {
	for known, value := range hintValues {
		if strings.EqualFold(known, name) {
			return object.Enum{Type: displayHints, Value: value}
		}
	}
	return object.Enum{Type: displayHints}
}

// clockError is the system's error, as .NET's Win32Exception has it.
func clockError(err error) error {
	var code syscall.Errno
	text := err.Error()
	if errors.As(err, &code) && (code == syscall.EPERM || code == syscall.EACCES) {
		text = "Operation not permitted"
	}
	return record(exceptionOf("System.ComponentModel.Win32Exception", text), "System.ComponentModel.Win32Exception", object.NotSpecified, nil)
}

// setClock is replaced in tests, which leave the machine's clock alone.
var setClock = func(t time.Time) error { return setSystemClock(t) }
