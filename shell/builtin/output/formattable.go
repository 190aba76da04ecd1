package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

type formatTable struct {
	Property         []any                     `ps:"position=0" notempty:"true" help:"The columns: property names, wildcards, script blocks or calculated properties."`
	AutoSize         cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Sizes the columns by all objects of a group."`
	RepeatHeader     cmdlet.Switch             `ps:"" help:"Repeats the header on every screen."`
	HideTableHeaders cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Leaves the header out."`
	Wrap             cmdlet.Opt[cmdlet.Switch] `ps:"" help:"Breaks long values into lines instead of cutting them."`
	shaping
}

// Begin reads the parameters.
func (c *formatTable) Begin(_ context.Context, rt cmdlet.Runtime) error {
	o, err := c.options(format.Table, c.Property, tableEntries)
	if err != nil {
		return err
	}
	o.AutoSize, o.HideHeaders, o.Wrap = flag(c.AutoSize), flag(c.HideTableHeaders), flag(c.Wrap)
	o.RepeatHeader = bool(c.RepeatHeader)
	c.begin(rt, o)
	return nil
}
