package connection

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
)

type disconnectExchangeOnline struct {
	open         Opener
	connections  *connections
	ConnectionId []string `ps:"set=ConnectionId,mandatory,byname" help:"The connections to close; all by default."`
	ModulePrefix []string `ps:"set=ModulePrefix,mandatory" help:"Close the connections made with these prefixes."`
}

func defineDisconnect(open Opener, c *connections) *cmdlet.Definition {
	return cmdlet.Define("Disconnect-ExchangeOnline", func() cmdlet.Cmdlet { return &disconnectExchangeOnline{open: open, connections: c} }, cmdlet.Options{
		Module: module, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactHigh, DefaultParameterSet: "DefaultParameterSet",
		Synopsis: "Go back to the configured target; running batches go on.",
	})
}

// Process closes connections.
func (c *disconnectExchangeOnline) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if len(c.connections.list) == 0 {
		return nil
	}
	ok, err := rt.ShouldProcess("Running this cmdlet clears all active sessions created using Connect-ExchangeOnline or Connect-IPPSSession.", rt.CommandName())
	if err != nil || !ok {
		return err
	}
	e, err := c.open()
	if err != nil {
		return failed("DisconnectExchangeOnlineFailed", nil, err.Error(), err)
	}
	c.connections.remove(e, c.matches)
	return nil
}

func (c *disconnectExchangeOnline) matches(info *ConnectionInformation) bool {
	has := func(list []string, s string) bool {
		return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
	}
	switch {
	case c.ConnectionId != nil:
		return has(c.ConnectionId, info.ConnectionId)
	case c.ModulePrefix != nil:
		return has(c.ModulePrefix, info.ModulePrefix)
	}
	return true
}
