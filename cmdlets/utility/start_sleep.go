package utility

import (
	"context"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

type startSleep struct {
	Seconds      float64         `ps:"set=Seconds,position=0,mandatory,pipeline,byname" range:"0..2147483" help:"How many seconds."`
	Milliseconds int32           `ps:"set=Milliseconds,mandatory,byname,alias=ms" range:"0..2147483647" help:"How many milliseconds."`
	Duration     dotnet.TimeSpan `ps:"set=FromTimeSpan,position=0,mandatory,pipeline,byname,alias=ts" help:"How long."`
}

func startSleepCmdlet() *cmdlet.Definition {
	return define("Start-Sleep", func() cmdlet.Cmdlet { return &startSleep{} }, cmdlet.Options{
		DefaultParameterSet: "Seconds", Aliases: []string{"sleep"}, Waits: true, Synopsis: "Waits."})
}

// Process waits until the time is over or the pipeline is stopped.
func (c *startSleep) Process(ctx context.Context, rt cmdlet.Runtime) error {
	d := time.Duration(c.Seconds * float64(time.Second))
	switch rt.ParameterSet() {
	case "Milliseconds":
		d = time.Duration(c.Milliseconds) * time.Millisecond
	case "FromTimeSpan":
		d = time.Duration(c.Duration) * 100
	}
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
