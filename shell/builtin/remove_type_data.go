package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeTypeData struct {
	TypeName string `ps:"mandatory,position=0,pipeline,byname" help:"The type."`
}

func removeTypeDataCmdlet() *cmdlet.Definition {
	return define(utility, "Remove-TypeData", func() cmdlet.Cmdlet { return &removeTypeData{} }, cmdlet.Options{Synopsis: "Deletes extended types from the current session."})
}

// Process takes away what was added to the type.
func (c *removeTypeData) Process(_ context.Context, rt cmdlet.Runtime) error {
	if !eval.RunningOf(rt).RemoveTypeData(c.TypeName) {
		return rt.WriteError(object.RuntimeError("TypesXmlError", object.InvalidOperation, nil, "Error in TypeData \"%s\": The type \"%s\" was not found. The type name value must be the full name of the type. Verify the type name and run the command again.", c.TypeName, c.TypeName))
	}
	return nil
}
