package utility

import (
	"context"
	"runtime"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

var (
	executionPolicies = object.NewEnum("Microsoft.PowerShell", "ExecutionPolicy", []string{"Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Bypass", "Undefined"})
	policyScopes      = object.NewEnum("Microsoft.PowerShell", "ExecutionPolicyScope", []string{"Process", "CurrentUser", "LocalMachine", "UserPolicy", "MachinePolicy"})
)

type getExecutionPolicy struct {
	Scope cmdlet.Opt[string] `ps:"position=0,byname" set:"Process|CurrentUser|LocalMachine|UserPolicy|MachinePolicy" help:"The scope."`
	List  cmdlet.Switch      `ps:"" help:"That of every scope."`
}

func getExecutionPolicyCmdlet() *cmdlet.Definition {
	return inSecurity("Get-ExecutionPolicy", func() cmdlet.Cmdlet { return &getExecutionPolicy{} }, cmdlet.Options{
		Synopsis: "Tells which scripts may run: every one, outside Windows.", Outputs: []string{"Microsoft.PowerShell.ExecutionPolicy"}})
}

// Process writes Unrestricted, the policy of every system that has none.
func (c *getExecutionPolicy) Process(_ context.Context, rt cmdlet.Runtime) error {
	unrestricted := object.Enum{Type: executionPolicies}
	if !c.List {
		return rt.WriteObject(unrestricted)
	}
	for _, scope := range []int64{4, 3, 0, 1, 2} {
		o := object.NewCustom(2)
		o.Set("Scope", object.Enum{Type: policyScopes, Value: scope})
		o.Set("ExecutionPolicy", unrestricted)
		if err := rt.WriteObject(o); err != nil {
			return err
		}
	}
	return nil
}

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
