package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

type formatList struct {
	Property []any `ps:"position=0" notempty:"true" help:"The properties: names, wildcards, script blocks or calculated properties."`
	shaping
}

// Begin reads the parameters.
func (c *formatList) Begin(_ context.Context, rt cmdlet.Runtime) error {
	o, err := c.options(format.List, c.Property, listEntries)
	if err != nil {
		return err
	}
	c.begin(rt, o)
	return nil
}
