package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type unregisterEvent struct {
	SourceIdentifier string            `ps:"set=BySource,mandatory,position=0,byname" help:"Those of this name, which may be a pattern."`
	SubscriptionID   cmdlet.Opt[int32] `ps:"set=ById,mandatory,position=0,byname,name=SubscriptionId" help:"That with this number."`
	Force            cmdlet.Switch     `ps:"" help:"Hidden ones too."`

	found bool
}

func unregisterEventCmdlet() *cmdlet.Definition {
	return define(utility, "Unregister-Event", func() cmdlet.Cmdlet { return &unregisterEvent{} }, cmdlet.Options{DefaultParameterSet: "BySource", SupportsShouldProcess: true, Synopsis: "Ends subscriptions to events."})
}

// Process ends the subscriptions.
func (c *unregisterEvent) Process(_ context.Context, rt cmdlet.Runtime) error {
	events := eval.RunningOf(rt).Events()
	fits := nameFits(c.SourceIdentifier)
	for _, e := range events.Subscribers() {
		byName := c.SourceIdentifier != "" && fits(e.SourceIdentifier)
		byID := c.SubscriptionID.Or(-1) >= 0 && e.ID == c.SubscriptionID.Value
		if !byName && !byID || e.Support && !bool(c.Force) {
			continue
		}
		c.found = true
		if ok, err := rt.ShouldProcess("Event subscription '"+e.SourceIdentifier+"'", "Unsubscribe"); err != nil {
			return err
		} else if ok {
			events.Unsubscribe(e)
		}
	}
	switch {
	case c.found:
	case c.SourceIdentifier != "" && !object.HasWildcard(c.SourceIdentifier):
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noSubscription, c.SourceIdentifier)
	case c.SubscriptionID.Or(-1) >= 0:
		return eventMissing(rt, "INVALID_SUBSCRIPTION_IDENTIFIER", noSubscription, c.SubscriptionID.Value)
	}
	return nil
}
