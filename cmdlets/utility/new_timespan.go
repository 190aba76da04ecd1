package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type newTimeSpan struct {
	Start        cmdlet.Opt[dotnet.DateTime] `ps:"set=Date,position=0,pipeline,byname,alias=LastWriteTime" help:"The start of the span; without it now."`
	End          cmdlet.Opt[dotnet.DateTime] `ps:"set=Date,position=1,byname" help:"The end of the span; without it now."`
	Days         int32                       `ps:"set=Time" help:"Days of the span."`
	Hours        int32                       `ps:"set=Time" help:"Hours of the span."`
	Minutes      int32                       `ps:"set=Time" help:"Minutes of the span."`
	Seconds      int32                       `ps:"set=Time" help:"Seconds of the span."`
	Milliseconds int32                       `ps:"set=Time" help:"Milliseconds of the span."`
}

func newTimeSpanCmdlet() *cmdlet.Definition {
	return define("New-TimeSpan", func() cmdlet.Cmdlet { return &newTimeSpan{} }, cmdlet.Options{
		DefaultParameterSet: "Date", Synopsis: "Gives a span of time.", Outputs: []string{"System.TimeSpan"}})
}

// Process writes the span.
func (c *newTimeSpan) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() == "Time" {
		ms := ((int64(c.Days)*24+int64(c.Hours))*60+int64(c.Minutes))*60 + int64(c.Seconds)
		return rt.WriteObject(dotnet.TimeSpan(ms*ticksPerSecond + int64(c.Milliseconds)*10_000))
	}
	now := dotnet.Now()
	return rt.WriteObject(dotnet.TimeSpan(c.End.Or(now).Ticks - c.Start.Or(now).Ticks))
}
