package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type disableExperimentalFeature struct{ featureChoice }

func disableExperimentalFeatureCmdlet() *cmdlet.Definition {
	return define(core, "Disable-ExperimentalFeature", func() cmdlet.Cmdlet { return &disableExperimentalFeature{} }, cmdlet.Options{
		SupportsShouldProcess: true, Synopsis: "Disables experimental features in sessions to come."})
}

// Process changes the configuration.
func (c *disableExperimentalFeature) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.change(rt, false)
}

// End says when that counts.
func (*disableExperimentalFeature) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteWarning(featurePending)
}
