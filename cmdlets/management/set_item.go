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
	for _, p := range append(c.Path, c.LiteralPath...) {
		d, name, ok := drivePath(p)
		if !ok {
			e := thrown("System.Management.Automation.PSNotSupportedException", "Provider operation stopped because the provider does not support this operation.")
			if err := rt.WriteError(failed(e, "NotSupported", object.NotImplemented, p)); err != nil {
				return err
			}
			continue
		}
		if ok, err := rt.ShouldProcess("Item: "+name+" Value: "+cmdlet.DisplayText(rt, c.Value), "Set Item"); err != nil || !ok {
			return err
		}
		if err := d.set(rt, name, c.Value); err != nil {
			return err
		}
		if c.PassThru {
			if err := writeEntries(rt, d, name); err != nil {
				return err
			}
		}
	}
	return nil
}
