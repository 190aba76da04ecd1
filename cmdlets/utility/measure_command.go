package utility

import (
	"context"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type measureCommand struct {
	Expression  object.ScriptBlock `ps:"position=0,mandatory" help:"What is timed."`
	InputObject any                `ps:"pipeline" help:"Goes to the script block as $_."`

	elapsed time.Duration
}

func measureCommandCmdlet() *cmdlet.Definition {
	return define("Measure-Command", func() cmdlet.Cmdlet { return &measureCommand{} }, cmdlet.Options{
		Synopsis: "Times a script block.", Outputs: []string{"System.TimeSpan"}})
}

// Process runs the block and drops its output.
func (c *measureCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	start := time.Now()
	_, err := rt.Call(c.Expression, nil, c.InputObject)
	c.elapsed += time.Since(start)
	return err
}

// End writes the time.
func (c *measureCommand) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(dotnet.TimeSpan(c.elapsed.Nanoseconds() / 100))
}
