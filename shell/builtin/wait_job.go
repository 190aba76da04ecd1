package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type waitJob struct {
	jobChoice
	moreChoice
	Any     cmdlet.Switch       `ps:"" help:"Until one has ended."`
	Timeout cmdlet.Opt[float64] `ps:"alias=TimeoutSec" help:"Seconds at most."`
	Force   cmdlet.Switch       `ps:"" help:"Also suspended ones."`

	list []*eval.Job
}

func waitJobCmdlet() *cmdlet.Definition {
	return define(core, "Wait-Job", func() cmdlet.Cmdlet { return &waitJob{} }, cmdlet.Options{DefaultParameterSet: "SessionIdParameterSet", Synopsis: "Waits until background jobs are complete."})
}

// Process gathers the jobs.
func (c *waitJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, err := c.chosen(rt)
	c.list = append(c.list, c.more(rt, list)...)
	return err
}

// End waits and writes the jobs that have ended.
func (c *waitJob) End(ctx context.Context, rt cmdlet.Runtime) error {
	if err := eval.RunningOf(rt).WaitForJobs(ctx, c.list, bool(c.Any), c.Timeout.Or(-1)); err != nil {
		return err
	}
	for _, j := range c.list {
		if !j.Ended() {
			continue
		}
		if err := rt.WriteObject(j); err != nil || bool(c.Any) {
			return err
		}
	}
	return nil
}
