package management

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type removePSDrive struct {
	Name        []string      `ps:"set=Name,position=0,mandatory,pipeline,byname,allownull,allowempty" help:"Names or patterns of drives."`
	LiteralName []string      `ps:"set=LiteralName,position=0,mandatory,byname" help:"Names of drives; no character is a wildcard."`
	PSProvider  []string      `ps:"byname" help:"Drives of these providers."`
	Scope       string        `ps:"byname" help:"Drives of this scope."`
	Force       cmdlet.Switch `ps:"" help:"The drive of the current location too."`
}

func removePSDriveCmdlet() *cmdlet.Definition {
	return define("Remove-PSDrive", func() cmdlet.Cmdlet { return &removePSDrive{} }, cmdlet.Options{
		DefaultParameterSet: "Name", SupportsShouldProcess: true, Aliases: []string{"rdr"}, Synopsis: "Takes drives away."})
}

// Process removes the drives.
func (c *removePSDrive) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	for _, n := range c.LiteralName {
		names = append(names, object.EscapeWildcard(n))
	}
	for _, n := range names {
		found, err := drivesNamed(rt, n, c.PSProvider, c.Scope)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			if err := rt.WriteError(failed(driveNotFound(n), "DriveNotFound", object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
		for _, d := range found {
			if err := c.remove(rt, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *removePSDrive) remove(rt cmdlet.Runtime, d *cmdlet.Drive) error {
	if ok, err := rt.ShouldProcess("Name: "+d.Name+" Provider: "+d.Information.String()+" Root: "+d.Root, "Remove Drive"); err != nil || !ok {
		return err
	}
	if d == rt.Session().CurrentDrive() && !bool(c.Force) {
		return rt.WriteError(invalid("Cannot remove drive '%s' because it is in use.", d.Name))
	}
	if _, err := rt.Session().RemoveDrive(d, c.Scope); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return nil
}
