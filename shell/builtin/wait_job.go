package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type waitJob struct {
	jobChoice
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
	c.list = append(c.list, list...)
	return err
}

// End waits and writes the jobs that have ended.
func (c *waitJob) End(ctx context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	limit := c.Timeout.Or(-1)
	for _, j := range c.list {
		if err := r.WaitFor(ctx, j, limit); err != nil {
			return err
		}
	}
	for _, j := range c.list {
		if j.State() == "Running" {
			continue
		}
		if err := rt.WriteObject(j); err != nil {
			return err
		}
	}
	return nil
}
