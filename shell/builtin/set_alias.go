package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type setAlias struct{ aliasDefinition }

func setAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Set-Alias", func() cmdlet.Cmdlet { return &setAlias{} }, cmdlet.Options{SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Creates or changes an alias."})
}

// Process makes the alias.
func (c *setAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	return c.define(rt, "Set Alias", false)
}
