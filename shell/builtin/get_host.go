package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type getHost struct{}

func getHostCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Host", func() cmdlet.Cmdlet { return &getHost{} }, cmdlet.Options{Synopsis: "Gets an object that represents the current host program."})
}

// Process writes $Host.
func (*getHost) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(eval.RunningOf(rt).HostObject())
}
