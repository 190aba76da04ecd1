package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type invokeCommand struct {
	ScriptBlock  object.ScriptBlock `ps:"set=InProcess,mandatory,position=0,alias=Command;set=ComputerName,mandatory,position=1" help:"What to run."`
	NoNewScope   cmdlet.Switch      `ps:"set=InProcess" help:"Runs in the caller's scope."`
	ComputerName []string           `ps:"set=ComputerName,mandatory,position=0,alias=Cn" help:"Other computers, which cannot be reached from here."`
	ArgumentList []any              `ps:"alias=Args" help:"Arguments."`
	InputObject  cmdlet.Opt[any]    `ps:"pipeline" help:"Objects for $input."`

	input []any
}

func invokeCommandCmdlet() *cmdlet.Definition {
	return define(core, "Invoke-Command", func() cmdlet.Cmdlet { return &invokeCommand{} }, cmdlet.Options{DefaultParameterSet: "InProcess", Synopsis: "Runs commands."})
}

// Process gathers the input.
func (c *invokeCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.ComputerName) > 0 {
		return object.RuntimeError("PSSessionStateBroken", object.OpenError, c.ComputerName[0], "Remoting to other computers is not available in this shell.")
	}
	if v := rt.Input(); v != object.Null {
		c.input = append(c.input, v)
	}
	return nil
}

// End runs the block.
func (c *invokeCommand) End(_ context.Context, rt cmdlet.Runtime) error {
	return eval.RunningOf(rt).RunBlock(blockOf(c.ScriptBlock), c.ArgumentList, c.input, bool(c.NoNewScope))
}
