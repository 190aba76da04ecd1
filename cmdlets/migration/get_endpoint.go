package migration

import (
	"context"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type getMigrationEndpoint struct {
	open     Opener
	Identity endpointID                `ps:"set=Identity,position=0,pipeline,byname" help:"The endpoint to show: its name or GUID. Without it all are shown."`
	Type     cmdlet.Opt[migrationType] `ps:"set=TypeFilter,mandatory" help:"Show only endpoints of this migration type."`
}

func defineGetEndpoint(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Get-MigrationEndpoint", func() cmdlet.Cmdlet { return &getMigrationEndpoint{open: open} }, cmdlet.Options{
		Module: module, DefaultParameterSet: "Identity", Outputs: []string{namespace + ".MigrationEndpoint"},
		Synopsis: "Show migration endpoints.",
	})
}

// Process writes one endpoint or all of a type.
func (c *getMigrationEndpoint) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	if c.Identity.Text != "" {
		found, err := e.Endpoints.Get(ctx, c.Identity.Text)
		if err != nil {
			return rt.WriteError(record(err, c.Identity.Text))
		}
		return rt.WriteObject(newEndpoint(found))
	}
	var f engine.EndpointFilter
	if c.Type.Given {
		t := nouns.Type(c.Type.Value)
		f.Type = &t
	}
	list, err := e.Endpoints.List(ctx, f)
	if err != nil {
		return rt.WriteError(record(err, nil))
	}
	for _, x := range list {
		if err := rt.WriteObject(newEndpoint(x)); err != nil {
			return err
		}
	}
	return nil
}
