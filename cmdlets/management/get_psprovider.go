package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getPSProvider struct {
	PSProvider []string `ps:"position=0,byname,pipeline" help:"Names or patterns of providers."`
}

func getPSProviderCmdlet() *cmdlet.Definition {
	return define("Get-PSProvider", func() cmdlet.Cmdlet { return &getPSProvider{} }, cmdlet.Options{
		Synopsis: "Lists the providers.", Outputs: []string{"System.Management.Automation.ProviderInfo"}})
}

// Process writes the providers.
func (c *getPSProvider) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.PSProvider
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found := false
		for _, p := range rt.Session().Providers() {
			ok, err := providerFits(p, n)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			found = true
			if err := rt.WriteObject(p); err != nil {
				return err
			}
		}
		if !found && !object.HasWildcard(n) {
			if err := rt.WriteError(failed(providerNotFound(n), "ProviderNotFound", object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
	}
	return nil
}
