package builtin

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// eventRegistration is what Register-ObjectEvent and Register-EngineEvent share.
type eventRegistration struct {
	Action          object.ScriptBlock `ps:"position=101" help:"What runs at each event; without it events are queued."`
	MessageData     any                `ps:"" help:"What the event carries as its MessageData."`
	SupportEvent    cmdlet.Switch      `ps:"" help:"Hides the subscription."`
	Forward         cmdlet.Switch      `ps:"" help:"Sends events on to the session that began this one, instead of queuing them."`
	MaxTriggerCount int32              `ps:"" help:"Ends the subscription after so many events; 0: never."`
}

// check refuses an action for events that are sent on.
func (c *eventRegistration) check() error {
	if bool(c.Forward) && c.Action != nil {
		return badEvent("ACTION_AND_FORWARD_NOT_SUPPORTED", object.InvalidOperation, nil, "The action is not supported when you are forwarding events.")
	}
	return nil
}

// subscribe makes the subscription and writes its job.
func (c *eventRegistration) subscribe(rt cmdlet.Runtime, source any, event, id string) error {
	events := eval.RunningOf(rt).Events()
	if event != "" && len(events.Named(id)) > 0 {
		return rt.WriteError(badEvent("SUBSCRIBER_EXISTS", object.InvalidArgument, source, "Cannot subscribe to the specified event. A subscriber with the source identifier '%s' already exists.", id))
	}
	e, err := events.Subscribe(eval.Subscription{Source: source, EventName: event, SourceIdentifier: id, Data: c.MessageData, Action: blockOf(c.Action),
		Support: bool(c.SupportEvent), Forward: bool(c.Forward), MaxTriggers: int(c.MaxTriggerCount)})
	if err != nil {
		x := object.FromGo(err)
		category := object.InvalidOperation
		if x.PSType().Is(object.ArgumentExceptionType) {
			category = object.InvalidArgument
		}
		return rt.WriteError(&object.ErrorRecord{Exception: x, ID: "INVALID_REGISTRATION", Category: category, Target: source})
	}
	if e.Action != nil && !bool(c.SupportEvent) {
		return rt.WriteObject(e.Action)
	}
	return nil
}

func badEvent(id string, category object.Category, target any, format string, args ...any) *object.ErrorRecord {
	return object.NewError(object.ArgumentExceptionType, id, category, target, format, args...)
}

// eventMissing is the error for an event or subscription that does not exist.
func eventMissing(rt cmdlet.Runtime, id, format string, name any) error {
	return rt.WriteError(badEvent(id, object.InvalidArgument, nil, format, name))
}

const (
	noEventNamed        = "Event with source identifier '%v' does not exist."
	noEventNumbered     = "Event with identifier '%v' does not exist."
	noSubscriptionNamed = "Event subscription with source identifier '%v' does not exist."
	noSubscription      = "Event subscription with identifier '%v' does not exist."
)

// nameFits makes the test of a source identifier, which may be a pattern; an empty one fits all.
func nameFits(pattern string) func(name string) bool {
	if pattern == "" {
		return func(string) bool { return true }
	}
	return func(name string) bool { return matches(name, []string{pattern}) }
}
