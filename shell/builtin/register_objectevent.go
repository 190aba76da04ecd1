package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type registerObjectEvent struct {
	eventRegistration
	InputObject      any    `ps:"position=0,mandatory" help:"What raises the event."`
	EventName        string `ps:"position=1,mandatory" help:"The event's name."`
	SourceIdentifier string `ps:"position=100" help:"The subscription's name; without it a GUID."`
}

func registerObjectEventCmdlet() *cmdlet.Definition {
	return define(utility, "Register-ObjectEvent", func() cmdlet.Cmdlet { return &registerObjectEvent{} }, cmdlet.Options{Synopsis: "Subscribes to the events of a .NET object.", Outputs: []string{"System.Management.Automation.PSEventJob"}})
}

// Begin refuses an action for events that are sent on.
func (c *registerObjectEvent) Begin(context.Context, cmdlet.Runtime) error { return c.check() }

// Process has nothing to do: the subscription is made at the end.
func (c *registerObjectEvent) Process(context.Context, cmdlet.Runtime) error { return nil }

// End subscribes.
func (c *registerObjectEvent) End(_ context.Context, rt cmdlet.Runtime) error {
	id := c.SourceIdentifier
	if id == "" {
		id = dotnet.NewGuid().String()
	}
	return c.subscribe(rt, object.Unwrap(c.InputObject), c.EventName, id)
}
