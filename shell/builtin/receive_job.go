package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type receiveJob struct {
	Job               []*eval.Job   `ps:"set=Location,mandatory,position=0,pipeline,byname;set=ComputerName,mandatory,position=0,pipeline,byname" help:"Jobs."`
	ID                []int32       `ps:"set=SessionIdParameterSet,mandatory,position=0,byname,name=Id" help:"Ids."`
	InstanceID        []dotnet.Guid `ps:"set=InstanceIdParameterSet,mandatory,position=0,byname,name=InstanceId" help:"Ids that no two jobs share."`
	Name              []string      `ps:"set=NameParameterSet,mandatory,byname" help:"Names or patterns."`
	Location          []string      `ps:"set=Location,position=1" help:"Only of the jobs there."`
	ComputerName      []string      `ps:"set=ComputerName,mandatory,alias=Cn" help:"Only of the jobs of these machines."`
	Keep              cmdlet.Switch `ps:"" help:"Leaves the results."`
	NoRecurse         cmdlet.Switch `ps:"" help:"Leaves out what child jobs wrote; jobs here do their work themselves."`
	Force             cmdlet.Switch `ps:"" help:"Waits while a job is suspended or disconnected."`
	Wait              cmdlet.Switch `ps:"" help:"Waits for the end."`
	AutoRemoveJob     cmdlet.Switch `ps:"" help:"Removes the job after that."`
	WriteEvents       cmdlet.Switch `ps:"" help:"Writes changes of state."`
	WriteJobInResults cmdlet.Switch `ps:"" help:"Writes the job before its results."`
}

func receiveJobCmdlet() *cmdlet.Definition {
	return define(core, "Receive-Job", func() cmdlet.Cmdlet { return &receiveJob{} }, cmdlet.Options{DefaultParameterSet: "Location", Synopsis: "Gets the results of background jobs."})
}

// Begin refuses what needs -Wait.
func (c *receiveJob) Begin(context.Context, cmdlet.Runtime) error {
	for _, x := range []struct {
		given cmdlet.Switch
		why   string
	}{
		{c.AutoRemoveJob, "The -AutoRemoveJob parameter cannot be used without the -Wait parameter"},
		{c.WriteJobInResults, "The -WriteJobInResults parameter cannot be used without the -Wait parameter"},
		{c.WriteEvents, "The WriteEvents parameter cannot be used without the Wait parameter."},
		{c.Force, "The -Force parameter cannot be used without the -Wait parameter."},
	} {
		if bool(x.given) && !bool(c.Wait) {
			return refusal(x.why)
		}
	}
	if bool(c.Wait) && bool(c.Keep) {
		return refusal("The Wait and Keep parameters cannot be used together in the same command.")
	}
	return nil
}

func refusal(why string) error {
	return &object.ErrorRecord{Exception: object.Throw(object.PSInvalidOperationType, "%s", why), ID: "InvalidOperation", Category: object.InvalidOperation}
}

// Process writes what the jobs wrote.
func (c *receiveJob) Process(ctx context.Context, rt cmdlet.Runtime) error {
	list, err := (&jobChoice{ID: c.ID, Name: c.Name, Job: c.Job, InstanceID: c.InstanceID}).chosen(rt)
	if err != nil {
		return err
	}
	for _, j := range list {
		if places := append(append([]string(nil), c.Location...), c.ComputerName...); len(places) > 0 && !matches(j.Location(), places) {
			continue
		}
		if err := c.one(ctx, rt, j); err != nil {
			return err
		}
	}
	return nil
}

func (c *receiveJob) one(ctx context.Context, rt cmdlet.Runtime, j *eval.Job) error {
	r := eval.RunningOf(rt)
	if c.WriteJobInResults {
		if err := rt.WriteObject(j); err != nil {
			return err
		}
	}
	before := j.State()
	if c.Wait {
		if err := r.WaitFor(ctx, j); err != nil {
			return err
		}
	}
	if err := j.Receive(r, bool(c.Keep)); err != nil {
		return err
	}
	if after := j.State(); bool(c.WriteEvents) && after != before {
		if err := rt.WriteObject(eval.JobStateChange(j, before, after, nil)); err != nil {
			return err
		}
	}
	if c.AutoRemoveJob {
		r.RemoveJob(j)
	}
	return nil
}
