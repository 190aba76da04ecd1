package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

type formatWide struct {
	Property any                       `ps:"position=0" help:"The property, or a calculated one."`
	AutoSize cmdlet.Opt[cmdlet.Switch] `ps:"" help:"As many columns as fit."`
	Column   cmdlet.Opt[int32]         `ps:"" range:"1..2147483647" help:"The number of columns."`
	shaping
}

// Begin reads the parameters.
func (c *formatWide) Begin(_ context.Context, rt cmdlet.Runtime) error {
	var properties []any
	if c.Property != nil {
		properties = []any{c.Property}
	}
	o, err := c.options(format.Wide, properties, wideEntries)
	if err != nil {
		return err
	}
	if bool(c.AutoSize.Value) && c.Column.Given {
		return exclusive("FormatCannotSpecifyAutosizeAndColumns", "Cmdlet parameters AutoSize and Column are mutually exclusive.")
	}
	o.AutoSize, o.Columns = flag(c.AutoSize), int(c.Column.Value)
	c.begin(rt, o)
	return nil
}
