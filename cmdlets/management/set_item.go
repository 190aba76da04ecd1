package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// itemOptions is the dynamic parameter of items of Function:, Alias: and Variable:.
type itemOptions struct {
	Options cmdlet.Opt[cmdlet.ItemOptions] `ps:"" help:"Options of a function or alias: ReadOnly, Constant, AllScope, Private."`
}

// apply sets the options of the item at a place.
func (o *itemOptions) apply(rt cmdlet.Runtime, at *place, force bool) error {
	if !o.Options.Given {
		return nil
	}
	p, ok := at.Drive.Information.Provider.(cmdlet.OptionProvider)
	if !ok {
		return nil
	}
	if err := p.SetOptions(at.At, o.Options.Value, force); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return nil
}

type setItem struct {
	Path        []string      `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"What is changed."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"What is changed; no character is a wildcard."`
	Value       any           `ps:"position=1,pipeline,byname" help:"Its new value."`
	Force       cmdlet.Switch `ps:"" help:"What is read-only too."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes what was changed."`
	Filter      string        `ps:"" help:"A pattern names must fit."`
	Include     []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string      `ps:"" help:"Patterns names must not fit."`
	itemOptions
	credentialed
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
		at, ok, err := locate(rt, p, false)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if at.Drive.Files() {
			if err := rt.WriteError(notSupported()); err != nil {
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
func (c *setItem) set(rt cmdlet.Runtime, at *place, literal bool) error {
	f := &filters{Filter: c.Filter, Include: c.Include, Exclude: c.Exclude}
	return eachName(at, literal, f, func(at *place) error {
		if ok, err := rt.ShouldProcess("Item: "+at.At+" Value: "+cmdlet.DisplayText(rt, c.Value), "Set Item"); err != nil || !ok {
			return err
		}
		_, given := rt.Bound().Get("Value")
		if given || !c.Options.Given {
			if err := setValue(rt, at, c.Value, bool(c.Force)); err != nil {
				return err
			}
		}
		if err := c.apply(rt, at, bool(c.Force)); err != nil {
			return err
		}
		if c.PassThru {
			return writeItem(rt, at)
		}
		return nil
	})
}

// eachName calls do for the names that a place means; one that is not there counts.
func eachName(at *place, literal bool, f *filters, do func(at *place) error) error {
	names := []string{at.At}
	if !literal && object.HasWildcard(at.At) {
		var err error
		if names, err = namesAt(at, false); err != nil {
			return err
		}
	}
	for _, n := range names {
		if ok, err := f.keeps(n); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := do(&place{Drive: at.Drive, At: n}); err != nil {
			return err
		}
	}
	return nil
}
