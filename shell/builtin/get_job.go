package builtin

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getJob struct {
	ID              []int32                     `ps:"set=SessionIdParameterSet,position=0,byname,name=Id" help:"Ids."`
	InstanceID      []dotnet.Guid               `ps:"set=InstanceIdParameterSet,mandatory,position=0,byname,name=InstanceId" help:"Ids that no two jobs share."`
	Name            []string                    `ps:"set=NameParameterSet,mandatory,byname" help:"Names or patterns."`
	State           jobState                    `ps:"set=StateParameterSet,mandatory,byname" help:"Only in this state."`
	Command         []string                    `ps:"set=CommandParameterSet,byname" help:"Only with these texts or patterns."`
	Filter          object.Dictionary           `ps:"set=FilterParameterSet,mandatory,position=0,byname" type:"hashtable" help:"Those whose properties have these values."`
	IncludeChildJob cmdlet.Switch               `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"The jobs that do their work too."`
	ChildJobState   cmdlet.Opt[jobState]        `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"Child jobs in this state too."`
	HasMoreData     cmdlet.Opt[bool]            `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"Only those with results, or without."`
	Before          cmdlet.Opt[dotnet.DateTime] `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"Only those that ended before."`
	After           cmdlet.Opt[dotnet.DateTime] `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"Only those that ended after."`
	Newest          cmdlet.Opt[int32]           `ps:"set=SessionIdParameterSet;set=InstanceIdParameterSet;set=NameParameterSet;set=StateParameterSet;set=CommandParameterSet" help:"Only so many of those begun last."`
}

func getJobCmdlet() *cmdlet.Definition {
	return define(core, "Get-Job", func() cmdlet.Cmdlet { return &getJob{} }, cmdlet.Options{DefaultParameterSet: "SessionIdParameterSet", Synopsis: "Gets background jobs that are running in the current session."})
}

// Process writes the jobs, in the order of their ids; child jobs, which are the jobs themselves here, after them.
func (c *getJob) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, err := (&jobChoice{ID: c.ID, Name: c.Name, InstanceID: c.InstanceID}).chosen(rt)
	if err != nil {
		return err
	}
	switch {
	case len(c.ID)+len(c.Name)+len(c.InstanceID) > 0:
	case c.State != "" || c.Filter != nil:
		list = (&moreChoice{State: c.State, Filter: c.Filter}).more(rt, nil)
	default:
		list = eval.RunningOf(rt).Jobs()
	}
	list = slices.DeleteFunc(list, func(j *eval.Job) bool { return !c.fits(j) })
	if c.Newest.Given {
		slices.SortStableFunc(list, func(a, b *eval.Job) int { return b.Begin.Compare(a.Begin) })
		list = list[:min(len(list), max(int(c.Newest.Value), 0))]
	}
	for _, j := range list {
		if c.ChildJobState.Given && string(c.ChildJobState.Value) == j.State() || bool(c.IncludeChildJob) && !c.ChildJobState.Given {
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b *eval.Job) int { return int(a.ID - b.ID) })
	for _, j := range list {
		if err := rt.WriteObject(j); err != nil {
			return err
		}
	}
	return nil
}

func (c *getJob) fits(j *eval.Job) bool {
	if len(c.Command) > 0 && !matches(j.Command, c.Command) || c.HasMoreData.Given && j.HasMoreData() != c.HasMoreData.Value {
		return false
	}
	end := j.EndTime()
	if end.IsZero() {
		return !c.Before.Given && !c.After.Given
	}
	return (!c.Before.Given || end.Before(c.Before.Value.Time())) && (!c.After.Given || end.After(c.After.Value.Time()))
}
