package builtin

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// breakpointChoice is how the cmdlets that change breakpoints name them.
type breakpointChoice struct {
	Breakpoint []*eval.Breakpoint `ps:"set=Breakpoint,mandatory,position=0,pipeline" notnull:"true" help:"Breakpoints."`
	ID         []int32            `ps:"set=Id,mandatory,position=0,byname,name=Id" notnull:"true" help:"Their ids."`
}

// each calls do for the breakpoints that are there and may be changed; an id without one is an error record.
func (c *breakpointChoice) each(rt cmdlet.Runtime, do func(b *eval.Breakpoint) error) error {
	list := c.Breakpoint
	for _, id := range c.ID {
		found := false
		for _, b := range eval.RunningOf(rt).Breakpoints() {
			if b.ID == id {
				list, found = append(list, b), true
			}
		}
		if !found {
			if err := rt.WriteError(badEvent("PSBreakpoint:BreakpointIdNotFound", object.InvalidArgument, nil, "There is no breakpoint with ID '%d'.", id)); err != nil {
				return err
			}
		}
	}
	for _, b := range list {
		if ok, err := asked(rt, b.String()); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := do(b); err != nil {
			return err
		}
	}
	return nil
}

// asked asks only where -WhatIf or -Confirm was given: preferences do not keep a breakpoint from being changed.
func asked(rt cmdlet.Runtime, target string) (bool, error) {
	for _, name := range []string{"WhatIf", "Confirm"} {
		if _, given := rt.Bound().Get(name); given {
			return rt.ShouldProcess(target, "")
		}
	}
	return true, nil
}
