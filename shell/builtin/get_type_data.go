package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type getTypeData struct {
	TypeName []string `ps:"position=0,pipeline" notempty:"true" help:"Names or patterns."`
}

func getTypeDataCmdlet() *cmdlet.Definition {
	return define(utility, "Get-TypeData", func() cmdlet.Cmdlet { return &getTypeData{} }, cmdlet.Options{Outputs: []string{"System.Management.Automation.TypeData"}, Synopsis: "Gets the extended type data in the current session."})
}

// Process writes what was added to types.
func (c *getTypeData) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, d := range eval.RunningOf(rt).TypeData() {
		if !matches(d.Name, c.TypeName) {
			continue
		}
		if err := rt.WriteObject(d); err != nil {
			return err
		}
	}
	return nil
}
