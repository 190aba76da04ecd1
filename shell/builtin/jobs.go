package builtin

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// jobChoice is how the job cmdlets name jobs.
type jobChoice struct {
	ID   []int32  `ps:"set=SessionIdParameterSet,mandatory,position=0,byname,name=Id" help:"Ids."`
	Name []string `ps:"set=NameParameterSet,mandatory,byname" help:"Names or patterns."`
	Job  []any    `ps:"set=JobParameterSet,mandatory,position=0,pipeline,byname" help:"Jobs."`
}

// chosen finds the jobs; one that does not exist is an error record.
func (c *jobChoice) chosen(rt cmdlet.Runtime) ([]*eval.Job, error) {
	var list []*eval.Job
	for _, v := range c.Job {
		if j, ok := object.Unwrap(v).(*eval.Job); ok {
			list = append(list, j)
		}
	}
	all := eval.RunningOf(rt).Jobs()
	for _, id := range c.ID {
		found := false
		for _, j := range all {
			if j.ID == id {
				list, found = append(list, j), true
			}
		}
		if !found {
			r := object.NewError(object.PSArgumentType, "JobWithSpecifiedSessionIdNotFound", object.ObjectNotFound, id, "The command cannot find a job with the job ID %d. Verify the value of the Id parameter and then try the command again.", id)
			if err := rt.WriteError(r); err != nil {
				return nil, err
			}
		}
	}
	for _, n := range c.Name {
		found := false
		for _, j := range all {
			if matches(j.Name, []string{n}) {
				list, found = append(list, j), true
			}
		}
		if !found && !object.HasWildcard(n) {
			r := object.NewError(object.PSArgumentType, "JobWithSpecifiedNameNotFound", object.ObjectNotFound, n, "The command cannot find the job because the job name %s was not found. Verify the value of the Name parameter, and then try the command again.", n)
			if err := rt.WriteError(r); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}
