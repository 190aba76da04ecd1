package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type getPSCallStack struct {
}

func getPSCallStackCmdlet() *cmdlet.Definition {
	return define(utility, "Get-PSCallStack", func() cmdlet.Cmdlet { return &getPSCallStack{} }, cmdlet.Options{Synopsis: "Displays the current call stack."})
}

// Process writes the frames, innermost first.
func (c *getPSCallStack) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, f := range eval.RunningOf(rt).CallStack() {
		if err := rt.WriteObject(f); err != nil {
			return err
		}
	}
	return nil
}
