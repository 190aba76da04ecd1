package builtin

import (
	"context"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type measureCommand struct {
	Expression  object.ScriptBlock `ps:"position=0,mandatory" help:"What is timed."`
	InputObject any                `ps:"pipeline" help:"Goes to the script block as $_."`

	run     func(any) error
	elapsed time.Duration
}

func measureCommandCmdlet() *cmdlet.Definition {
	return define(utility, "Measure-Command", func() cmdlet.Cmdlet { return &measureCommand{} }, cmdlet.Options{
		Synopsis: "Times a script block.", Outputs: []string{"System.TimeSpan"}})
}

// Process runs the block in the current scope and drops its output.
func (c *measureCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.run == nil {
		c.run = eval.RunningOf(rt).InlineUnheard(blockOf(c.Expression))
	}
	start := time.Now()
	err := c.run(c.InputObject)
	c.elapsed += time.Since(start)
	return err
}

// End writes the time.
func (c *measureCommand) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(dotnet.TimeSpan(c.elapsed.Nanoseconds() / 100))
}
