package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type exportModuleMember struct {
	Function []string `ps:"position=0,pipeline,byname" help:"Functions."`
	Cmdlet   []string `ps:"byname" help:"Cmdlets."`
	Variable []string `ps:"byname" help:"Variables."`
	Alias    []string `ps:"byname" help:"Aliases."`
}

func exportModuleMemberCmdlet() *cmdlet.Definition {
	return define(core, "Export-ModuleMember", func() cmdlet.Cmdlet { return &exportModuleMember{} }, cmdlet.Options{Synopsis: "Specifies the module members that are exported."})
}

// Process adds to the exports of the module whose code calls.
func (c *exportModuleMember) Process(_ context.Context, rt cmdlet.Runtime) error {
	if !eval.RunningOf(rt).Export(c.Function, c.Variable, c.Alias) {
		return object.NewError(object.InvalidOperationType, "Modules_CanOnlyExecuteExportModuleMemberInsideAModule", object.PermissionDenied, nil, "The Export-ModuleMember cmdlet can only be called from inside a module.")
	}
	return nil
}
