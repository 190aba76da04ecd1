package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeJob struct {
	jobChoice
	Force cmdlet.Switch `ps:"" help:"Running ones too."`
}

func removeJobCmdlet() *cmdlet.Definition {
	return define(core, "Remove-Job", func() cmdlet.Cmdlet { return &removeJob{} }, cmdlet.Options{DefaultParameterSet: "SessionIdParameterSet", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Deletes a background job."})
}

// Process removes the jobs.
func (c *removeJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, err := c.chosen(rt)
	if err != nil {
		return err
	}
	for _, j := range list {
		if j.State() == "Running" {
			if !c.Force {
				r := object.NewError(object.PSArgumentType, "JobObjectNotFinishedCannotBeRemoved", object.InvalidOperation, j, "The command cannot remove the job with the job ID %d because the job is not finished. To remove the job, first stop the job, or use the Force parameter.", j.ID)
				if err := rt.WriteError(r); err != nil {
					return err
				}
				continue
			}
			eval.RunningOf(rt).StopJob(j)
		}
		eval.RunningOf(rt).RemoveJob(j)
	}
	return nil
}
