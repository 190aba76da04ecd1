package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type invokeExpression struct {
	Command string `ps:"mandatory,position=0,pipeline" help:"The text to run."`
}

func invokeExpressionCmdlet() *cmdlet.Definition {
	return define(utility, "Invoke-Expression", func() cmdlet.Cmdlet { return &invokeExpression{} }, cmdlet.Options{Synopsis: "Runs commands or expressions on the local computer."})
}

// Process runs the text in the caller's scope.
func (c *invokeExpression) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	b, err := r.NewScriptBlock(c.Command)
	if err != nil {
		rec := object.AsRecord(err)
		rec.Position, rec.Invocation = object.Position{}, nil
		return rec
	}
	return r.RunHere(b)
}
