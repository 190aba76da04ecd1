package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type clearHistory struct {
}

func clearHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Clear-History", func() cmdlet.Cmdlet { return &clearHistory{} }, cmdlet.Options{Synopsis: "Deletes entries from the session command history."})
}

// Process forgets all entries.
func (c *clearHistory) Process(_ context.Context, rt cmdlet.Runtime) error {
	eval.RunningOf(rt).ClearHistory()
	return nil
}
