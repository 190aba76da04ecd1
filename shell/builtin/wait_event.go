package builtin

import (
	"context"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type waitEvent struct {
	SourceIdentifier string            `ps:"position=0,byname" help:"The event's name, which may be a pattern; without it any event."`
	Timeout          cmdlet.Opt[int32] `ps:"alias=TimeoutSec" range:"-1..2147483647" help:"Seconds at most; -1: without limit."`
}

func waitEventCmdlet() *cmdlet.Definition {
	return define(utility, "Wait-Event", func() cmdlet.Cmdlet { return &waitEvent{} }, cmdlet.Options{Synopsis: "Waits for an event in the queue.", Outputs: []string{"System.Management.Automation.PSEventArgs"}})
}

// Process waits, while actions run, and writes the event, which stays in the queue.
func (c *waitEvent) Process(ctx context.Context, rt cmdlet.Runtime) error {
	fits := nameFits(c.SourceIdentifier)
	e, err := eval.RunningOf(rt).Events().Wait(ctx, time.Duration(c.Timeout.Or(-1))*time.Second, func(a *eval.EventArgs) bool { return fits(a.SourceIdentifier) })
	if err != nil || e == nil {
		return err
	}
	return rt.WriteObject(e)
}
