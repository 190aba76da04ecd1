package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type setPSDebug struct {
	Trace  cmdlet.Opt[int32]         `ps:"set=on" range:"0..2" help:"1 shows each line before it runs, 2 assignments and calls too."`
	Step   cmdlet.Opt[cmdlet.Switch] `ps:"set=on" help:"Asks before each line."`
	Strict cmdlet.Opt[cmdlet.Switch] `ps:"set=on" help:"Variables must exist."`
	Off    cmdlet.Switch             `ps:"set=off" help:"All off."`
}

func setPSDebugCmdlet() *cmdlet.Definition {
	return define(core, "Set-PSDebug", func() cmdlet.Cmdlet { return &setPSDebug{} }, cmdlet.Options{DefaultParameterSet: "on", Synopsis: "Turns script debugging features on and off."})
}

// Begin sets the trace, and the strict mode of the global scope.
func (c *setPSDebug) Begin(_ context.Context, rt cmdlet.Runtime) error {
	s := eval.RunningOf(rt).Session
	if bool(c.Off) {
		s.SetTrace(0, nil)
		s.SetGlobalStrictMode("")
		return nil
	}
	if c.Trace.Given || c.Step.Given {
		level, step := 0, (*bool)(nil)
		if c.Trace.Given {
			level = int(c.Trace.Value)
		}
		if c.Step.Given {
			step = (*bool)(&c.Step.Value)
		}
		s.SetTrace(level, step)
	}
	switch {
	case !c.Strict.Given:
	case bool(c.Strict.Value):
		s.SetGlobalStrictMode("1.0")
	default:
		s.SetGlobalStrictMode("0")
	}
	return nil
}

// Process has nothing to do.
func (c *setPSDebug) Process(context.Context, cmdlet.Runtime) error { return nil }
