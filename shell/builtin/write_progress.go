package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type writeProgress struct {
	Activity         string             `ps:"position=0" help:"What is going on."`
	Status           cmdlet.Opt[string] `ps:"position=1" notempty:"true" help:"How far it is."`
	ID               int32              `ps:"position=2,name=Id" range:"0..2147483647" help:"Tells bars apart."`
	PercentComplete  cmdlet.Opt[int32]  `ps:"" range:"-1..100" help:"Percent."`
	SecondsRemaining cmdlet.Opt[int32]  `ps:"" help:"Seconds left."`
	CurrentOperation string             `ps:"" help:"The present step."`
	ParentID         cmdlet.Opt[int32]  `ps:"name=ParentId" range:"-1..2147483647" help:"The bar above."`
	Completed        cmdlet.Switch      `ps:"" help:"Takes the bar away."`
	SourceID         int32              `ps:"name=SourceId" help:"The source."`
}

func writeProgressCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Progress", func() cmdlet.Cmdlet { return &writeProgress{} }, cmdlet.Options{Synopsis: "Displays a progress bar."})
}

// Process shows the progress.
func (c *writeProgress) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.Activity == "" && !bool(c.Completed) {
		e := object.ThrowArgument(object.ArgumentExceptionType, "Activity", "Missing value for mandatory parameter.")
		e.Record = &object.ErrorRecord{Exception: e, ID: "MissingActivity", Category: object.InvalidArgument, Target: c.Activity}
		return e.Record
	}
	if c.ParentID.Given && c.ParentID.Value == c.ID {
		return object.NewError(object.PSArgumentType, "Argument", object.InvalidArgument, nil, "ParentActivityId cannot be the same as the ActivityId. (Parameter 'value')")
	}
	return rt.WriteProgress(cmdlet.Progress{ID: int(c.ID), ParentID: int(c.ParentID.Or(-1)), Activity: c.Activity, Status: c.Status.Or("Processing"), CurrentOperation: c.CurrentOperation,
		Percent: int(c.PercentComplete.Or(-1)), SecondsRemaining: int(c.SecondsRemaining.Or(-1)), Completed: bool(c.Completed)})
}
