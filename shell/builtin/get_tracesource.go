package builtin

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/eval"
)

type getTraceSource struct {
	Name []string `ps:"position=0,pipeline,byname" notempty:"true" help:"Names or patterns."`
}

func getTraceSourceCmdlet() *cmdlet.Definition {
	return define(utility, "Get-TraceSource", func() cmdlet.Cmdlet { return &getTraceSource{} }, cmdlet.Options{
		Synopsis: "Lists what can be traced.", Outputs: []string{"System.Management.Automation.PSTraceSource"}})
}

// Process writes the sources in order of name.
func (c *getTraceSource) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	if len(names) == 0 {
		names = []string{"*"}
	}
	found, missing, err := sourcesNamed(rt, names)
	if err != nil {
		return err
	}
	if err := noSource(rt, missing); err != nil {
		return err
	}
	for _, s := range inOrder(rt, found) {
		if err := rt.WriteObject(s); err != nil {
			return err
		}
	}
	return nil
}

// inOrder are sources in the order of the session's list, which is by name.
func inOrder(rt cmdlet.Runtime, found []*trace.Source) []*trace.Source {
	all := eval.RunningOf(rt).Traces().Sources
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b *trace.Source) int { return slices.Index(all, a) - slices.Index(all, b) })
	return found
}
