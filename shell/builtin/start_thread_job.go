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
}

func startThreadJobCmdlet() *cmdlet.Definition {
	return define(core, "Start-ThreadJob", func() cmdlet.Cmdlet { return &startThreadJob{} }, cmdlet.Options{Synopsis: "Starts a job on a thread of its own."})
}

// Process starts the job.
func (c *startThreadJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(eval.RunningOf(rt).StartJob(c.Name, "ThreadJob", blockOf(c.ScriptBlock), blockOf(c.InitializationScript), c.ArgumentList, nil))
}
