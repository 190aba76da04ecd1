package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeJob struct {
	jobChoice
	moreChoice
	Command []string      `ps:"set=CommandParameterSet,byname" help:"Texts or patterns of what they run."`
	Force   cmdlet.Switch `ps:"" help:"Running ones too."`
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
	list = c.more(rt, list)
	for _, j := range eval.RunningOf(rt).Jobs() {
		if len(c.Command) > 0 && matches(j.Command, c.Command) {
			list = append(list, j)
		}
	}
	for _, j := range list {
		if ok, err := jobMayBe(rt, j, "Remove-Job"); err != nil {
			return err
		} else if !ok {
			continue
		}
		if !j.Ended() {
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
