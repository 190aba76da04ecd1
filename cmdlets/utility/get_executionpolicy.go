package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
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
