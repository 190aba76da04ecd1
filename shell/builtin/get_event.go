package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getEvent struct {
	SourceIdentifier string            `ps:"set=BySource,position=0,byname" notempty:"true" help:"Only those of this name, which may be a pattern."`
	EventIdentifier  cmdlet.Opt[int32] `ps:"set=ById,mandatory,position=0,byname,alias=Id" help:"Only that with this number."`
}

func getEventCmdlet() *cmdlet.Definition {
	return define(utility, "Get-Event", func() cmdlet.Cmdlet { return &getEvent{} }, cmdlet.Options{DefaultParameterSet: "BySource", Synopsis: "Lists the events in the queue.", Outputs: []string{"System.Management.Automation.PSEventArgs"}})
}

// Process has nothing to do: the last object's parameters count, at the end.
func (c *getEvent) Process(context.Context, cmdlet.Runtime) error { return nil }

// End writes the events.
func (c *getEvent) End(_ context.Context, rt cmdlet.Runtime) error {
	fits, found := nameFits(c.SourceIdentifier), false
	for _, e := range eval.RunningOf(rt).Events().Received() {
		if !fits(e.SourceIdentifier) || c.EventIdentifier.Or(-1) >= 0 && e.ID != c.EventIdentifier.Value {
			continue
		}
		found = true
		if err := rt.WriteObject(e); err != nil {
			return err
		}
	}
	switch {
	case found:
	case c.SourceIdentifier != "" && !object.HasWildcard(c.SourceIdentifier):
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noEventNamed, c.SourceIdentifier)
	case c.EventIdentifier.Or(-1) >= 0:
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noEventNumbered, c.EventIdentifier.Value)
	}
	return nil
}
