package utility

import (
	"context"
	"runtime"

	"stagecoach/shell/cmdlet"
)

type setExecutionPolicy struct {
	ExecutionPolicy string        `ps:"mandatory,position=0,byname" set:"Unrestricted|RemoteSigned|AllSigned|Restricted|Default|Bypass|Undefined" help:"The policy."`
	Scope           string        `ps:"position=1,byname" set:"Process|CurrentUser|LocalMachine|UserPolicy|MachinePolicy" default:"LocalMachine" help:"Where it holds."`
	Force           cmdlet.Switch `ps:"" help:"Does not ask."`
}

func setExecutionPolicyCmdlet() *cmdlet.Definition {
	return inSecurity("Set-ExecutionPolicy", func() cmdlet.Cmdlet { return &setExecutionPolicy{} }, cmdlet.Options{
		SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Sets which scripts may run, on Windows."})
}

// Process refuses, as PowerShell does where there are no policies; on Windows our
// scripts run whatever Windows' own PowerShell may run, so there is nothing to set.
func (c *setExecutionPolicy) Process(context.Context, cmdlet.Runtime) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return exceptionOf("System.PlatformNotSupportedException", "Operation is not supported on this platform.")
}
