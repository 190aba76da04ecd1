package management

import (
	"context"
	"fmt"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type stopProcess struct {
	Name        []string          `ps:"set=Name,mandatory,byname,alias=ProcessName" help:"The names; wildcards are allowed."`
	Id          []int32           `ps:"set=Id,position=0,mandatory,byname" help:"The numbers."`
	InputObject []*dotnet.Process `ps:"set=InputObject,position=0,mandatory,pipeline" help:"The processes."`
	PassThru    cmdlet.Switch     `ps:"" help:"Writes the processes."`
	Force       cmdlet.Switch     `ps:"" help:"Asks nothing, even for processes of others."`
}

func stopProcessCmdlet() *cmdlet.Definition {
	return define("Stop-Process", func() cmdlet.Cmdlet { return &stopProcess{} }, cmdlet.Options{
		DefaultParameterSet: "Id", SupportsShouldProcess: true, Aliases: []string{"spps"}, Synopsis: "Ends processes.", Outputs: []string{"System.Diagnostics.Process"}})
}

// Process ends the processes.
func (c *stopProcess) Process(_ context.Context, rt cmdlet.Runtime) error {
	return eachProcess(rt, c.Name, c.Id, c.InputObject, func(p *dotnet.Process) error {
		if ok, err := rt.ShouldProcess(fmt.Sprintf("%s (%d)", p.Name, p.ID), ""); err != nil || !ok {
			return err
		}
		if err := p.Kill(); err != nil {
			e := object.Throw(processExceptionType, `Cannot stop process "%s (%d)" because of the following error: %s`, p.Name, p.ID, dotnet.SystemText(err))
			return rt.WriteError(failed(e, "CouldNotStopProcess", object.CloseError, p))
		}
		if c.PassThru {
			return rt.WriteObject(p)
		}
		return nil
	})
}
