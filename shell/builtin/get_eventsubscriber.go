package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getEventSubscriber struct {
	SourceIdentifier string            `ps:"set=BySource,position=0,byname" notempty:"true" help:"Only those of this name, which may be a pattern."`
	SubscriptionID   cmdlet.Opt[int32] `ps:"set=ById,mandatory,position=0,byname,alias=Id,name=SubscriptionId" help:"Only that with this number."`
	Force            cmdlet.Switch     `ps:"position=1" help:"Hidden ones too."`
}

func getEventSubscriberCmdlet() *cmdlet.Definition {
	return define(utility, "Get-EventSubscriber", func() cmdlet.Cmdlet { return &getEventSubscriber{} }, cmdlet.Options{DefaultParameterSet: "BySource", Synopsis: "Lists the subscriptions to events.", Outputs: []string{"System.Management.Automation.PSEventSubscriber"}})
}

// Process writes the subscriptions.
func (c *getEventSubscriber) Process(_ context.Context, rt cmdlet.Runtime) error {
	fits, found := nameFits(c.SourceIdentifier), false
	for _, e := range eval.RunningOf(rt).Events().Subscribers() {
		if !fits(e.SourceIdentifier) || c.SubscriptionID.Or(-1) >= 0 && e.ID != c.SubscriptionID.Value || e.Support && !bool(c.Force) {
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
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noSubscriptionNamed, c.SourceIdentifier)
	case c.SubscriptionID.Or(-1) >= 0:
		return eventMissing(rt, "INVALID_SOURCE_IDENTIFIER", noSubscription, c.SubscriptionID.Value)
	}
	return nil
}
