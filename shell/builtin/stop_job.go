package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type stopJob struct {
	jobChoice
	moreChoice
	PassThru cmdlet.Switch `ps:"" help:"Writes the jobs."`
}

func stopJobCmdlet() *cmdlet.Definition {
	return define(core, "Stop-Job", func() cmdlet.Cmdlet { return &stopJob{} }, cmdlet.Options{DefaultParameterSet: "SessionIdParameterSet", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Stops a background job."})
}

// Process stops the jobs.
func (c *stopJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, err := c.chosen(rt)
	if err != nil {
		return err
	}
	for _, j := range c.more(rt, list) {
		if ok, err := jobMayBe(rt, j, "Stop-Job"); err != nil {
			return err
		} else if !ok {
			continue
		}
		eval.RunningOf(rt).StopJob(j)
		if c.PassThru {
			if err := rt.WriteObject(j); err != nil {
				return err
			}
		}
	}
	return nil
}
