package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type startThreadJob struct {
	ScriptBlock          object.ScriptBlock `ps:"set=ScriptBlock,mandatory,position=0" help:"What to run."`
	FilePath             string             `ps:"set=FilePath,mandatory" help:"A script."`
	Name                 string             `ps:"" help:"The job's name."`
	InitializationScript object.ScriptBlock `ps:"" help:"Runs first."`
	ArgumentList         []any              `ps:"" help:"Arguments."`
	ThrottleLimit        int32              `ps:"" range:"1..1000000" help:"How many thread jobs run at a time from now on."`
	InputObject          any                `ps:"pipeline" help:"Objects for $input."`

	input []any
}

func startThreadJobCmdlet() *cmdlet.Definition {
	return define("Microsoft.PowerShell.ThreadJob", "Start-ThreadJob", func() cmdlet.Cmdlet { return &startThreadJob{} }, cmdlet.Options{DefaultParameterSet: "ScriptBlock", Synopsis: "Starts a job on a thread of its own."})
}

// Process gathers the input.
func (c *startThreadJob) Process(context.Context, cmdlet.Runtime) error {
	if c.InputObject != nil {
		c.input = append(c.input, c.InputObject)
	}
	return nil
}

// End starts the job.
func (c *startThreadJob) End(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	block := blockOf(c.ScriptBlock)
	if c.FilePath != "" {
		b, err := r.ScriptOf(c.FilePath)
		if err != nil {
			return err
		}
		block = b
	}
	j, err := r.StartJob(eval.JobSpec{Name: c.Name, Kind: eval.ThreadJob, Block: block, Init: blockOf(c.InitializationScript),
		Args: c.ArgumentList, Input: c.input, Limit: int(c.ThrottleLimit)})
	if err != nil {
		return err
	}
	return rt.WriteObject(j)
}
