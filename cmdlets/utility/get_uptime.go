package utility

import (
	"context"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getUptime struct {
	Since cmdlet.Switch `ps:"set=Since" help:"When the machine started, not how long ago."`
}

func getUptimeCmdlet() *cmdlet.Definition {
	return define("Get-Uptime", func() cmdlet.Cmdlet { return &getUptime{} }, cmdlet.Options{
		DefaultParameterSet: "Timespan", Synopsis: "Tells how long the machine has been running.", Outputs: []string{"System.TimeSpan", "System.DateTime"}})
}

// Process writes the time in whole seconds, or the moment.
func (c *getUptime) Process(_ context.Context, rt cmdlet.Runtime) error {
	up, err := uptime()
	if err != nil {
		e := exceptionOf("System.NotSupportedException", "The platform is not supported by Get-Uptime: "+err.Error())
		return record(e, "GetUptimePlatformIsNotSupported", object.NotImplemented, nil)
	}
	up = up.Truncate(time.Second)
	if c.Since {
		return rt.WriteObject(dotnet.FromTime(time.Now().Add(-up)))
	}
	return rt.WriteObject(dotnet.TimeSpan(up.Nanoseconds() / 100))
}
