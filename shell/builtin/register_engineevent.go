package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type registerEngineEvent struct {
	eventRegistration
	SourceIdentifier string `ps:"position=100,mandatory" help:"The event's name: PowerShell.Exiting, PowerShell.OnIdle, or one that New-Event makes."`
}

func registerEngineEventCmdlet() *cmdlet.Definition {
	return define(utility, "Register-EngineEvent", func() cmdlet.Cmdlet { return &registerEngineEvent{} }, cmdlet.Options{Synopsis: "Subscribes to events of the engine and of New-Event.", Outputs: []string{"System.Management.Automation.PSEventJob"}})
}

// Begin refuses an action for events that are sent on.
func (c *registerEngineEvent) Begin(context.Context, cmdlet.Runtime) error { return c.check() }

// Process has nothing to do: the subscription is made at the end.
func (c *registerEngineEvent) Process(context.Context, cmdlet.Runtime) error { return nil }

// End subscribes.
func (c *registerEngineEvent) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.Action == nil && !bool(c.Forward) {
		return badEvent("ACTION_MANDATORY_FOR_LOCAL", object.InvalidArgument, nil, "Action must be specified for non-forwarded events.")
	}
	return c.subscribe(rt, nil, "", c.SourceIdentifier)
}
