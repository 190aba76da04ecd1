package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type setItem struct {
	Path        []string      `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"What is changed."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"What is changed; no character is a wildcard."`
	Value       any           `ps:"position=1,pipeline,byname" help:"Its new value."`
	Force       cmdlet.Switch `ps:"" help:"What is read-only too."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes what was changed."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
}

func setItemCmdlet() *cmdlet.Definition {
	return define("Set-Item", func() cmdlet.Cmdlet { return &setItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"si"}, Synopsis: "Sets an environment variable, a variable, a function."})
}

// Process sets the values.
func (c *setItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		at, ok := drivePath(rt, p)
		if !ok {
			if err := rt.WriteError(notSupported(p)); err != nil {
				return err
			}
			continue
		}
		if err := c.set(rt, at, literal); err != nil {
			return err
		}
	}
	return nil
}

// set changes what the place means; a name without an item makes one.
func (c *setItem) set(rt cmdlet.Runtime, at place, literal bool) error {
	names := []string{at.name}
	if !literal && object.HasWildcard(at.name) {
		var err error
		if names, err = at.names(rt, false); err != nil {
			return err
		}
	}
	f := &filters{Filter: c.Filter, Include: c.Include, Exclude: c.Exclude}
	for _, n := range names {
		if ok, err := f.keeps(n); err != nil {
			return err
		} else if !ok {
			continue
		}
		if ok, err := rt.ShouldProcess("Item: "+n+" Value: "+cmdlet.DisplayText(rt, c.Value), "Set Item"); err != nil || !ok {
			return err
		}
		if err := at.set(rt, n, c.Value, bool(c.Force)); err != nil {
			return err
		}
		if c.PassThru {
			if err := at.writeItem(rt, n); err != nil {
				return err
			}
		}
	}
	return nil
}
