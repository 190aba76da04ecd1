package builtin

import (
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// jobState is a JobState.
type jobState string

// BindType is System.Management.Automation.JobState.
func (*jobState) BindType() *object.Type { return eval.JobStateType }

// BindValue takes the state's name.
func (s *jobState) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*s = jobState(e.String())
	}
}

// jobChoice is how the job cmdlets name jobs.
type jobChoice struct {
	ID         []int32       `ps:"set=SessionIdParameterSet,mandatory,position=0,byname,name=Id" help:"Ids."`
	Name       []string      `ps:"set=NameParameterSet,mandatory,byname" help:"Names or patterns."`
	Job        []*eval.Job   `ps:"set=JobParameterSet,mandatory,position=0,pipeline,byname" help:"Jobs."`
	InstanceID []dotnet.Guid `ps:"set=InstanceIdParameterSet,mandatory,position=0,byname,name=InstanceId" help:"Ids that no two jobs share."`
}

// moreChoice is what the cmdlets that act on jobs know beyond it.
type moreChoice struct {
	State  jobState          `ps:"set=StateParameterSet,mandatory,byname" help:"Those in this state."`
	Filter object.Dictionary `ps:"set=FilterParameterSet,mandatory,byname" type:"hashtable" help:"Those whose properties have these values."`
}

// chosen finds the jobs; one that does not exist is an error record.
func (c *jobChoice) chosen(rt cmdlet.Runtime) ([]*eval.Job, error) {
	list := slices.Clone(c.Job)
	all := eval.RunningOf(rt).Jobs()
	add := func(is func(*eval.Job) bool) bool {
		found := false
		for _, j := range all {
			if is(j) {
				list, found = append(list, j), true
			}
		}
		return found
	}
	missing := func(id string, target any, format string) error {
		return rt.WriteError(object.NewError(object.PSArgumentType, id, object.ObjectNotFound, target, format, object.Text(rt, target)))
	}
	for _, id := range c.ID {
		if add(func(j *eval.Job) bool { return j.ID == id }) {
			continue
		}
		if err := missing("JobWithSpecifiedSessionIdNotFound", id, "The command cannot find a job with the job ID %s. Verify the value of the Id parameter and then try the command again."); err != nil {
			return nil, err
		}
	}
	for _, id := range c.InstanceID {
		if add(func(j *eval.Job) bool { return j.InstanceID == id }) {
			continue
		}
		if err := missing("JobWithSpecifiedInstanceIdNotFound", id, "The command cannot find a job with the instance identifier %s. Verify the value of the InstanceId parameter, and then try the command again."); err != nil {
			return nil, err
		}
	}
	for _, n := range c.Name {
		if add(func(j *eval.Job) bool { return matches(j.Name, []string{n}) }) || object.HasWildcard(n) {
			continue
		}
		if err := missing("JobWithSpecifiedNameNotFound", n, "The command cannot find the job because the job name %s was not found. Verify the value of the Name parameter, and then try the command again."); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// more adds the jobs in a state, or whose properties have a filter's values.
func (c *moreChoice) more(rt cmdlet.Runtime, list []*eval.Job) []*eval.Job {
	for _, j := range eval.RunningOf(rt).Jobs() {
		if c.State != "" && string(c.State) == j.State() || c.Filter != nil && fitsFilter(rt, j, c.Filter) {
			list = append(list, j)
		}
	}
	return list
}

// jobMayBe asks whether to act on a job.
func jobMayBe(rt cmdlet.Runtime, j *eval.Job, action string) (bool, error) {
	return rt.ShouldProcess("Command: \""+j.Command+"\" Name: \""+j.Name+"\"", action)
}

// fitsFilter tells whether a job's properties have the values, which may be patterns.
func fitsFilter(rt cmdlet.Runtime, j *eval.Job, filter object.Dictionary) bool {
	for k, want := range filter.All() {
		have, found, err := object.GetProperty(rt, j, object.Text(rt, k))
		if err != nil || !found || !matches(object.Text(rt, have), []string{object.Text(rt, want)}) {
			return false
		}
	}
	return true
}
