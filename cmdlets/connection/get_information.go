package connection

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
)

type getConnectionInformation struct {
	connections  *connections
	ConnectionId []string `ps:"set=ConnectionId,mandatory" help:"Show only these connections."`
	ModulePrefix []string `ps:"set=ModulePrefix,mandatory" help:"Show only the connections made with these prefixes."`
}

func defineGetInformation(c *connections) *cmdlet.Definition {
	return cmdlet.Define("Get-ConnectionInformation", func() cmdlet.Cmdlet { return &getConnectionInformation{connections: c} }, cmdlet.Options{
		Module: module, DefaultParameterSet: "Default", Synopsis: "Show this session's connections.",
	})
}

// Process writes the connections asked for.
func (c *getConnectionInformation) Process(ctx context.Context, rt cmdlet.Runtime) error {
	for _, info := range c.connections.list {
		if c.ConnectionId != nil && !slices.Contains(c.ConnectionId, info.ConnectionId) {
			continue
		}
		if c.ModulePrefix != nil && !slices.ContainsFunc(c.ModulePrefix, func(p string) bool { return strings.EqualFold(p, info.ModulePrefix) }) {
			continue
		}
		if err := rt.WriteObject(info); err != nil {
			return err
		}
	}
	return nil
}
