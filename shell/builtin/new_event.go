package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type newEvent struct {
	SourceIdentifier string `ps:"position=0,mandatory" help:"The event's name."`
	Sender           any    `ps:"position=1" help:"What raised it."`
	EventArguments   []any  `ps:"position=2" help:"What it carries: $args of the actions."`
	MessageData      any    `ps:"position=3" help:"Its MessageData."`
}

func newEventCmdlet() *cmdlet.Definition {
	return define(utility, "New-Event", func() cmdlet.Cmdlet { return &newEvent{} }, cmdlet.Options{Synopsis: "Raises an event.", Outputs: []string{"System.Management.Automation.PSEventArgs"}})
}

// Process has nothing to do: the event is raised at the end.
func (c *newEvent) Process(context.Context, cmdlet.Runtime) error { return nil }

// End raises the event and writes it.
func (c *newEvent) End(_ context.Context, rt cmdlet.Runtime) error {
	args := make([]any, len(c.EventArguments))
	for i, v := range c.EventArguments {
		args[i] = object.Unwrap(v)
	}
	return rt.WriteObject(eval.RunningOf(rt).Events().Generate(c.SourceIdentifier, object.Unwrap(c.Sender), args, c.MessageData))
}
