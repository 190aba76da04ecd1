package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type enableExperimentalFeature struct{ featureChoice }

func enableExperimentalFeatureCmdlet() *cmdlet.Definition {
	return define(core, "Enable-ExperimentalFeature", func() cmdlet.Cmdlet { return &enableExperimentalFeature{} }, cmdlet.Options{
		SupportsShouldProcess: true, Synopsis: "Enables experimental features in sessions to come."})
}

// Process changes the configuration.
func (c *enableExperimentalFeature) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.change(rt, true)
}

// End says when that counts.
func (*enableExperimentalFeature) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteWarning(featurePending)
}
