package management

import (
	"context"
	"os"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type waitProcess struct {
	Name        []string          `ps:"set=Name,position=0,mandatory,byname,alias=ProcessName" help:"The names; wildcards are allowed."`
	Id          []int32           `ps:"set=Id,position=0,mandatory,byname,alias=PID|ProcessId" help:"The numbers."`
	InputObject []*dotnet.Process `ps:"set=InputObject,position=0,mandatory,pipeline" help:"The processes."`
	Timeout     cmdlet.Opt[int32] `ps:"position=1,alias=TimeoutSec" range:"0..32767" help:"How many seconds to wait at most."`
	Any         cmdlet.Switch     `ps:"" help:"Waits for one of them only."`
	PassThru    cmdlet.Switch     `ps:"" help:"Writes the processes."`

	all []*dotnet.Process
}

func waitProcessCmdlet() *cmdlet.Definition {
	return define("Wait-Process", func() cmdlet.Cmdlet { return &waitProcess{} }, cmdlet.Options{
		DefaultParameterSet: "Name", Synopsis: "Waits until processes have ended.", Outputs: []string{"System.Diagnostics.Process"}})
}

// Process remembers the processes.
func (c *waitProcess) Process(_ context.Context, rt cmdlet.Runtime) error {
	return eachProcess(rt, c.Name, c.Id, c.InputObject, func(p *dotnet.Process) error {
		if p.ID == os.Getpid() {
			e := object.Throw(processExceptionType, "This command stopped operation because it cannot wait on itself. Specify another process and Run your command again.")
			return rt.WriteError(failed(e, "WaitOnItself", object.ObjectNotFound, p))
		}
		c.all = append(c.all, p)
		return nil
	})
}

// End waits for them.
func (c *waitProcess) End(ctx context.Context, rt cmdlet.Runtime) error {
	limited, cancel := context.WithCancel(ctx)
	if c.Timeout.Given {
		limited, cancel = context.WithTimeout(ctx, time.Duration(c.Timeout.Value)*time.Second)
	}
	defer cancel()
	cmdlet.WhileWaiting(rt, func() { c.wait(limited) })
	if err := ctx.Err(); err != nil {
		return err
	}
	ended := false
	for _, p := range c.all {
		ended = ended || p.Exited()
	}
	for _, p := range c.all {
		if !p.Exited() && !(bool(c.Any) && ended) {
			t := exceptionType("System.TimeoutException")
			e := object.Throw(t, `This command stopped operation because process "%s (%d)" is not stopped in the specified time-out.`, p.Name, p.ID)
			if err := rt.WriteError(failed(e, "ProcessNotTerminated", object.CloseError, p)); err != nil {
				return err
			}
		}
		if c.PassThru {
			if err := rt.WriteObject(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// wait returns when all have ended, or any with -Any, or the context has.
func (c *waitProcess) wait(ctx context.Context) {
	over := make(chan struct{}, len(c.all))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, p := range c.all {
		go func() {
			_ = p.Wait(ctx) // whether it ended is asked afterwards
			over <- struct{}{}
		}()
	}
	for range c.all {
		<-over
		if c.Any {
			return
		}
	}
}
