package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getJob struct {
	ID    []int32  `ps:"position=0,byname,name=Id" help:"Ids."`
	Name  []string `ps:"byname" help:"Names or patterns."`
	State string   `ps:"" help:"Only in this state."`
}

func getJobCmdlet() *cmdlet.Definition {
	return define(core, "Get-Job", func() cmdlet.Cmdlet { return &getJob{} }, cmdlet.Options{DefaultParameterSet: "SessionIdParameterSet", Synopsis: "Gets background jobs that are running in the current session."})
}

// Process writes the jobs.
func (c *getJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.ID) > 0 || len(c.Name) > 0 {
		list, err := (&jobChoice{ID: c.ID, Name: c.Name}).chosen(rt)
		if err != nil {
			return err
		}
		return c.write(rt, list)
	}
	return c.write(rt, eval.RunningOf(rt).Jobs())
}

func (c *getJob) write(rt cmdlet.Runtime, list []*eval.Job) error {
	for _, j := range list {
		if c.State != "" && !object.EqualFold(c.State, j.State()) {
			continue
		}
		if err := rt.WriteObject(j); err != nil {
			return err
		}
	}
	return nil
}
