package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type receiveJob struct {
	jobChoice
	Keep          cmdlet.Switch `ps:"" help:"Leaves the results."`
	Wait          cmdlet.Switch `ps:"" help:"Waits for the end."`
	AutoRemoveJob cmdlet.Switch `ps:"" help:"Removes the job after that."`
	WriteEvents   cmdlet.Switch `ps:"" help:"Writes changes of state."`
}

func receiveJobCmdlet() *cmdlet.Definition {
	return define(core, "Receive-Job", func() cmdlet.Cmdlet { return &receiveJob{} }, cmdlet.Options{DefaultParameterSet: "JobParameterSet", Synopsis: "Gets the results of background jobs."})
}

// Process writes what the jobs wrote.
func (c *receiveJob) Process(ctx context.Context, rt cmdlet.Runtime) error {
	list, err := c.chosen(rt)
	if err != nil {
		return err
	}
	r := eval.RunningOf(rt)
	for _, j := range list {
		if c.Wait {
			if err := r.WaitFor(ctx, j, -1); err != nil {
				return err
			}
		}
		if err := j.Receive(r, bool(c.Keep)); err != nil {
			return err
		}
		if c.AutoRemoveJob {
			r.RemoveJob(j)
		}
	}
	return nil
}
