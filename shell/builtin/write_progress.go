package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type writeProgress struct {
	Activity         string            `ps:"position=0" help:"What is going on."`
	Status           string            `ps:"position=1" help:"How far it is."`
	ID               int32             `ps:"position=2,name=Id" help:"Tells bars apart."`
	PercentComplete  cmdlet.Opt[int32] `ps:"" help:"Percent."`
	SecondsRemaining cmdlet.Opt[int32] `ps:"" help:"Seconds left."`
	CurrentOperation string            `ps:"" help:"The present step."`
	ParentID         int32             `ps:"name=ParentId" help:"The bar above."`
	Completed        cmdlet.Switch     `ps:"" help:"Takes the bar away."`
	SourceID         int32             `ps:"name=SourceId" help:"The source."`
}

func writeProgressCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Progress", func() cmdlet.Cmdlet { return &writeProgress{} }, cmdlet.Options{Synopsis: "Displays a progress bar."})
}

// Process shows the progress.
func (c *writeProgress) Process(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteProgress(cmdlet.Progress{ID: int(c.ID), ParentID: int(c.ParentID), Activity: c.Activity, Status: c.Status, CurrentOperation: c.CurrentOperation,
		Percent: int(c.PercentComplete.Or(-1)), SecondsRemaining: int(c.SecondsRemaining.Or(-1)), Completed: bool(c.Completed)})
}
