package builtin

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type removeEvent struct {
	SourceIdentifier string            `ps:"set=BySource,mandatory,position=0" help:"Those of this name, which may be a pattern."`
	EventIdentifier  cmdlet.Opt[int32] `ps:"set=ByIdentifier,mandatory,position=0,byname" help:"That with this number."`
}

func removeEventCmdlet() *cmdlet.Definition {
	return define(utility, "Remove-Event", func() cmdlet.Cmdlet { return &removeEvent{} }, cmdlet.Options{DefaultParameterSet: "BySource", SupportsShouldProcess: true, Synopsis: "Takes events off the queue."})
}

// Process removes the events, the newest first.
func (c *removeEvent) Process(_ context.Context, rt cmdlet.Runtime) error {
	events := eval.RunningOf(rt).Events()
	fits, found := nameFits(c.SourceIdentifier), false
	for _, e := range slices.Backward(events.Received()) {
		if !fits(e.SourceIdentifier) || c.EventIdentifier.Or(-1) >= 0 && e.ID != c.EventIdentifier.Value {
			continue
		}
		found = true
		if ok, err := rt.ShouldProcess("Event '"+e.SourceIdentifier+"'", "Remove"); err != nil {
			return err
		} else if ok {
			events.Remove(e)
		}
	}
	switch {
	case found:
	case c.SourceIdentifier != "" && !object.HasWildcard(c.SourceIdentifier):
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noEventNamed, c.SourceIdentifier)
	case c.EventIdentifier.Or(-1) >= 0:
		return eventMissing(rt, "INVALID_EVENT_IDENTIFIER", noEventNumbered, c.EventIdentifier.Value)
	}
	return nil
}
