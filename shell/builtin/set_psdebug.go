package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type setPSDebug struct {
	Trace  cmdlet.Opt[int32] `ps:"set=on" range:"0..2" help:"The level."`
	Strict cmdlet.Switch     `ps:"set=on" help:"Variables must exist."`
	Off    cmdlet.Switch     `ps:"set=off" help:"All off."`
}

func setPSDebugCmdlet() *cmdlet.Definition {
	return define(core, "Set-PSDebug", func() cmdlet.Cmdlet { return &setPSDebug{} }, cmdlet.Options{DefaultParameterSet: "on", Synopsis: "Turns script debugging features on and off."})
}

// Process sets the strict mode of the caller's scope; the trace is not kept.
func (c *setPSDebug) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case bool(c.Strict):
		return eval.RunningOf(rt).SetStrictMode("1.0")
	case bool(c.Off):
		return eval.RunningOf(rt).SetStrictMode("0")
	}
	return nil
}
