package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getPSDrive struct {
	Name        []string `ps:"set=Name,position=0,byname" help:"Names or patterns of drives."`
	LiteralName []string `ps:"set=LiteralName,position=0,mandatory,byname" help:"Names of drives; no character is a wildcard."`
	Scope       string   `ps:"byname" help:"Drives of this scope: Global, Local, Script or a number."`
	PSProvider  []string `ps:"byname" help:"Drives of these providers."`
}

func getPSDriveCmdlet() *cmdlet.Definition {
	return define("Get-PSDrive", func() cmdlet.Cmdlet { return &getPSDrive{} }, cmdlet.Options{
		DefaultParameterSet: "Name", Aliases: []string{"gdr"}, Synopsis: "Lists the drives.", Outputs: []string{"System.Management.Automation.PSDriveInfo"}})
}

// Process writes the drives.
func (c *getPSDrive) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	if len(c.LiteralName) > 0 {
		for _, n := range c.LiteralName {
			names = append(names, object.EscapeWildcard(n))
		}
	}
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found, err := drivesNamed(rt, n, c.PSProvider, c.Scope)
		if err != nil {
			if e := rt.WriteError(object.AsRecord(err)); e != nil {
				return e
			}
			continue
		}
		if len(found) == 0 && !object.HasWildcard(n) {
			id := "GetLocationNoMatchingDrive"
			if c.Scope != "" {
				id = "GetDriveNoMatchingDrive"
			}
			if err := rt.WriteError(failed(driveNotFound(n), id, object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
		for _, d := range found {
			if err := rt.WriteObject(d); err != nil {
				return err
			}
		}
	}
	return nil
}
