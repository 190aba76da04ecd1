package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

type formatCustom struct {
	Property []any             `ps:"position=0" notempty:"true" help:"The properties: names, wildcards, script blocks or calculated properties."`
	Depth    cmdlet.Opt[int32] `ps:"" range:"1..2147483647" default:"5" help:"How deep objects inside objects are shown."`
	shaping
}

// Begin reads the parameters.
func (c *formatCustom) Begin(_ context.Context, rt cmdlet.Runtime) error {
	o, err := c.options(format.Custom, c.Property, customEntries)
	if err != nil {
		return err
	}
	o.Depth = int(c.Depth.Or(format.DefaultDepth))
	c.begin(rt, o)
	return nil
}
