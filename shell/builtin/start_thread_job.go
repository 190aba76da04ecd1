package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type startThreadJob struct {
	ScriptBlock          object.ScriptBlock `ps:"mandatory,position=0" help:"What to run."`
	Name                 string             `ps:"" help:"The job's name."`
	InitializationScript object.ScriptBlock `ps:"" help:"Runs first."`
	ArgumentList         []any              `ps:"" help:"Arguments."`
	ThrottleLimit        int32              `ps:"" help:"How many at a time."`
	InputObject          any                `ps:"pipeline" help:"Objects for $input."`

	input []any
}

func startThreadJobCmdlet() *cmdlet.Definition {
	return define(core, "Start-ThreadJob", func() cmdlet.Cmdlet { return &startThreadJob{} }, cmdlet.Options{Synopsis: "Starts a job on a thread of its own."})
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
	return rt.WriteObject(eval.RunningOf(rt).StartJob(eval.JobSpec{Name: c.Name, Kind: "ThreadJob", Block: blockOf(c.ScriptBlock),
		Init: blockOf(c.InitializationScript), Args: c.ArgumentList, Input: c.input}))
}
