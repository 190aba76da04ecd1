package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getExperimentalFeature struct {
	Name []string `ps:"position=0,pipeline" notempty:"true" help:"Names or patterns."`
}

func getExperimentalFeatureCmdlet() *cmdlet.Definition {
	return define(core, "Get-ExperimentalFeature", func() cmdlet.Cmdlet { return &getExperimentalFeature{} }, cmdlet.Options{
		Synopsis: "Lists experimental features.", Outputs: []string{"System.Management.Automation.ExperimentalFeature"}})
}

// Process writes the features that fit.
func (c *getExperimentalFeature) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, f := range featuresOf(rt) {
		if matches(f.Name, c.Name) {
			if err := rt.WriteObject(f); err != nil {
				return err
			}
		}
	}
	return nil
}
