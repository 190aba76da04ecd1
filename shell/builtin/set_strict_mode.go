package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type setStrictMode struct {
	Version string        `ps:"set=Version,mandatory,alias=v" help:"1.0, 2.0, 3.0 or Latest."`
	Off     cmdlet.Switch `ps:"set=Off,mandatory" help:"No rules."`
}

func setStrictModeCmdlet() *cmdlet.Definition {
	return define(core, "Set-StrictMode", func() cmdlet.Cmdlet { return &setStrictMode{} }, cmdlet.Options{DefaultParameterSet: "Version", Synopsis: "Establishes and enforces coding rules."})
}

// Process sets the mode of the caller's scope.
func (c *setStrictMode) Process(_ context.Context, rt cmdlet.Runtime) error {
	version := c.Version
	if c.Off {
		version = "0"
	}
	return eval.RunningOf(rt).SetStrictMode(version)
}
