package eval

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// jobTable holds the session's jobs. A job runs in this process, in a session of
// its own, on a goroutine of its own.
type jobTable struct {
	sync.Mutex
	list []*Job
	next int

	// Of thread jobs only so many run at a time; the others wait.
	limit, active int
	waiting       []*Job
}

// threadJobs is how many thread jobs run at a time when no -ThrottleLimit was given.
const threadJobs = 5

func newJobTable() *jobTable { return &jobTable{next: 1, limit: threadJobs} }

// begin starts a thread job when there is a place, or lets it wait; a limit that is not 0 counts from now on.
func (t *jobTable) begin(j *Job, limit int) {
	t.Lock()
	defer t.Unlock()
	if limit > 0 {
		t.limit = limit
	}
	t.waiting = append(t.waiting, j)
	t.fill()
}

// ended gives a thread job's place to those that wait.
func (t *jobTable) ended() {
	t.Lock()
	defer t.Unlock()
	t.active--
	t.fill()
}

func (t *jobTable) fill() {
	for t.active < t.limit && len(t.waiting) > 0 {
		j := t.waiting[0]
		t.waiting = t.waiting[1:]
		if j.leave("NotStarted", "Running") {
			t.active++
			go j.work(t.ended)
		}
	}
}

// The kinds of jobs, as PSJobTypeName tells them.
const (
	BackgroundJob = "BackgroundJob"
	ThreadJob     = "ThreadJob"
	taskJob       = "PSTaskJob"
)

// Job is a background job.
type Job struct {
	object.Instance
	ID         int32
	InstanceID dotnet.Guid
	Name       string
	Command    string
	Kind       string // BackgroundJob, ThreadJob, taskJob
	Begin      time.Time
	mu         sync.Mutex
	state      string
	end        time.Time
	output     []jobRecord
	cancel     context.CancelFunc
	done       chan struct{}
	reason     error
	run        func()
	action     *eventAction // of an event's action; nil: a job that runs by itself
	events     object.Events
}

// Location is where the job runs.
func (j *Job) Location() string {
	switch j.Kind {
	case BackgroundJob:
		return "localhost"
	case "":
		return ""
	}
	return "PowerShell"
}

// Ended tells whether the job's state is one that it keeps.
func (j *Job) Ended() bool {
	s := j.State()
	return s != "NotStarted" && s != "Running"
}

// leave changes the state when it is the one told.
func (j *Job) leave(from, to string) bool {
	j.mu.Lock()
	if j.state != from {
		j.mu.Unlock()
		return false
	}
	j.state = to
	j.mu.Unlock()
	j.tell(from, to, nil)
	return true
}

// tell raises StateChanged.
func (j *Job) tell(from, to string, reason error) {
	if from != to && j.events.Heard("StateChanged") {
		j.events.Raise("StateChanged", j, JobStateChange(j, from, to, reason))
	}
}

// Handlers is who listens to StateChanged.
func (j *Job) Handlers() *object.Events { return &j.events }

// work runs the job, then calls after.
func (j *Job) work(after func()) {
	defer after()
	defer close(j.done)
	defer j.cancel()
	j.run()
}

// jobRecord is one thing a job wrote, with its stream.
type jobRecord struct {
	stream string // Output, Error ...
	value  any
	to     func(r *Running) error
}

// PSType is the job's type.
func (j *Job) PSType() *object.Type {
	switch {
	case j.action != nil:
		return eventJobType
	case j.Kind == "": // what parameters take
		return jobBaseType
	}
	return jobType
}

// State is Running, Completed, Failed or Stopped.
func (j *Job) State() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state
}

// EndTime is when the job ended; the zero time while it runs.
func (j *Job) EndTime() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.end
}

// Done is closed when the job has ended.
func (j *Job) Done() <-chan struct{} { return j.done }

// StopJob ends the job and waits until it has ended.
func (s *Session) StopJob(j *Job) {
	s.WhileWaiting(j.stop)
}

func (j *Job) stop() {
	if j.action != nil {
		j.action.unsubscribe()
		return
	}
	if j.leave("NotStarted", "Stopped") {
		j.cancel()
		close(j.done)
		return
	}
	j.leave("Running", "Stopped")
	j.cancel()
	<-j.done
}

// HasMoreData tells whether Receive would give anything.
func (j *Job) HasMoreData() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.action != nil {
		return j.action.ran
	}
	return len(j.output) > 0
}

// Receive writes what the job wrote to the streams of the command; keep leaves it there.
func (j *Job) Receive(r *Running, keep bool) error {
	j.mu.Lock()
	list := j.output
	if !keep {
		j.output = nil
	}
	j.mu.Unlock()
	for _, x := range list {
		if err := x.to(r); err != nil {
			return err
		}
	}
	return nil
}

func (j *Job) add(stream string, v any, to func(r *Running) error) {
	j.mu.Lock()
	j.output = append(j.output, jobRecord{stream, v, to})
	j.mu.Unlock()
}

// written is what one stream of the job holds: all that was not received yet.
func (j *Job) written(stream string) any {
	j.mu.Lock()
	defer j.mu.Unlock()
	var items []any
	for _, r := range j.output {
		if r.stream == stream {
			items = append(items, r.value)
		}
	}
	return dotnet.NewList(object.ObjectType, items)
}

// jobSink collects what a job's session writes.
type jobSink struct{ j *Job }

func (k jobSink) Object(v any) error {
	k.j.add("Output", v, func(r *Running) error { return r.WriteObject(v) })
	return nil
}

func (k jobSink) Error(rec *object.ErrorRecord) error {
	k.j.add("Error", rec, func(r *Running) error { return r.WriteError(rec) })
	return nil
}

func (k jobSink) Warning(t string) error {
	k.j.add("Warning", &StreamRecord{Type: WarningType, Message: t}, func(r *Running) error { return r.WriteWarning(t) })
	return nil
}

func (k jobSink) Verbose(t string) error {
	k.j.add("Verbose", &StreamRecord{Type: VerboseType, Message: t}, func(r *Running) error { return r.WriteVerbose(t) })
	return nil
}

func (k jobSink) Debug(t string) error {
	k.j.add("Debug", &StreamRecord{Type: DebugType, Message: t}, func(r *Running) error { return r.WriteDebug(t) })
	return nil
}

func (k jobSink) Information(rec *InformationRecord) error {
	k.j.add("Information", rec, func(r *Running) error { return r.WriteInformationRecord(rec) })
	return nil
}
func (jobSink) Progress(cmdlet.Progress) error { return nil }
func (jobSink) Flush() error                   { return nil }

// JobSpec is what a job is to be.
type JobSpec struct {
	Name, Kind  string       // no name: Job and its number; the kind is BackgroundJob or ThreadJob
	Block, Init *ScriptBlock // Init runs first; may be nil
	Args, Input []any
	Location    string // empty: the session's
	Limit       int    // how many thread jobs run at a time from now on; 0: as before
}

// newJob makes a job and puts it on the session's list; its run is the caller's to set.
func (s *Session) newJob(name, kind, command string, cancel context.CancelFunc) *Job {
	j := s.makeJob(name, kind, command, cancel)
	s.addJob(j)
	return j
}

func (s *Session) addJob(j *Job) {
	s.jobs.Lock()
	defer s.jobs.Unlock()
	s.jobs.list = append(s.jobs.list, j)
}

// makeJob makes a job that is on no list.
func (s *Session) makeJob(name, kind, command string, cancel context.CancelFunc) *Job {
	s.jobs.Lock()
	defer s.jobs.Unlock()
	j := &Job{ID: int32(s.jobs.next), InstanceID: dotnet.NewGuid(), Name: name, Command: command, Kind: kind, Begin: time.Now(), state: "NotStarted", cancel: cancel, done: make(chan struct{})}
	s.jobs.next++
	if j.Name == "" {
		j.Name = "Job" + itoa(int(j.ID))
	}
	return j
}

// StartJob runs a script block as a job. A $using: variable that is not set is an error.
func (r *Running) StartJob(spec JobSpec) (*Job, error) {
	s := r.Session
	tree := spec.Block.Tree()
	using, err := s.usingValues(r.call.f, tree, false)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.ctx))
	j := s.newJob(spec.Name, spec.Kind, spec.Block.String(), cancel)
	child := s.child(jobSink{j})
	if spec.Location != "" {
		child.location = spec.Location
	}
	shared := s.sharing()
	child.join(shared)
	j.run = func() {
		shared.take()
		defer shared.handOn()
		for name, v := range using {
			child.global.put(intern("using:"+name), v)
		}
		if spec.Init != nil {
			child.run(ctx, spec.Init.Tree(), RunOptions{})
		}
		j.finish(child.run(ctx, tree, RunOptions{Args: spec.Args, Input: spec.Input, JobScope: true}).Err)
	}
	if spec.Kind == ThreadJob {
		s.jobs.begin(j, spec.Limit)
		return j, nil
	}
	j.leave("NotStarted", "Running")
	go j.work(func() {})
	return j, nil
}

// StartParallelJob runs a block for each of several objects as one job, limit of them at a time, with
// the values of its $using: expressions.
func (r *Running) StartParallelJob(block *ScriptBlock, using Using, objects []any, limit int) *Job {
	s := r.Session
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.ctx))
	j := s.newJob("", taskJob, block.String(), cancel)
	shared := s.sharing()
	tree := block.Tree()
	children := make(chan *Session, len(objects))
	for _, v := range objects {
		child := s.child(jobSink{j})
		child.join(shared)
		for name, x := range using {
			child.global.put(intern("using:"+name), x)
		}
		child.global.put(symUnderscore, v)
		children <- child
	}
	close(children)
	j.run = func() {
		var group sync.WaitGroup
		var failed atomic.Pointer[error]
		for range min(max(limit, 1), len(objects)) {
			group.Go(func() {
				for child := range children {
					if ctx.Err() != nil {
						return
					}
					shared.take()
					if res := child.run(ctx, tree, RunOptions{JobScope: true}); res.Err != nil {
						failed.Store(&res.Err)
					}
					shared.handOn()
				}
			})
		}
		group.Wait()
		if err := failed.Load(); err != nil {
			j.finish(*err)
			return
		}
		j.finish(nil)
	}
	j.leave("NotStarted", "Running")
	go j.work(func() {})
	return j
}

// finish sets the state that the job keeps.
func (j *Job) finish(err error) {
	j.mu.Lock()
	j.end = time.Now()
	before := j.state
	switch {
	case j.state == "Stopped":
	case err != nil:
		j.state, j.reason = "Failed", err
	default:
		j.state = "Completed"
	}
	after, reason := j.state, j.reason
	j.mu.Unlock()
	j.tell(before, after, reason)
}

// close sets the state that an action's job keeps.
func (j *Job) close(state string, reason error) {
	j.mu.Lock()
	before := j.state
	j.state, j.reason, j.end = state, reason, time.Now()
	j.mu.Unlock()
	close(j.done)
	j.tell(before, state, reason)
}

// JobStateChange is what the StateChanged event of a job carries, JobStateEventArgs.
func JobStateChange(j *Job, before, after string, reason error) any {
	o := object.NewCustom(3)
	o.Set("JobStateInfo", JobStateInfo(after, reason))
	o.Set("PreviousJobStateInfo", JobStateInfo(before, nil))
	o.Set("Sender", j)
	object.SetTypeNames(o, []string{"System.Management.Automation.JobStateEventArgs", "System.EventArgs", "System.Object"})
	return o
}

// child makes a session that shares commands, but no variable, with this one.
func (s *Session) child(sink Sink) *Session {
	o := s.options
	o.Out, o.Location, o.Interactive, o.NonInteractive, o.Stdout, o.Stderr, o.Stdin = sink, s.location, false, true, nil, nil, nil
	return New(o)
}

// Jobs are the session's jobs.
func (s *Session) Jobs() []*Job {
	s.jobs.Lock()
	defer s.jobs.Unlock()
	return append([]*Job(nil), s.jobs.list...)
}

// RemoveJob takes a job off the list.
func (s *Session) RemoveJob(j *Job) {
	s.jobs.Lock()
	defer s.jobs.Unlock()
	for i, x := range s.jobs.list {
		if x == j {
			s.jobs.list = append(s.jobs.list[:i:i], s.jobs.list[i+1:]...)
			return
		}
	}
}

func (s *Session) stopJobs() {
	for _, j := range s.Jobs() {
		s.StopJob(j)
	}
}

// JobStateType is System.Management.Automation.JobState.
var JobStateType = func() *object.Type {
	t := object.NewEnum("System.Management.Automation", "JobState", []string{"NotStarted", "Running", "Completed", "Failed", "Stopped", "Blocked", "Suspended", "Disconnected", "Suspending", "Stopping", "AtBreakpoint"})
	t.Assembly = "System.Management.Automation"
	return t
}()

// JobStateInfo is a state with what made the job fail, System.Management.Automation.JobStateInfo.
func JobStateInfo(state string, reason error) any {
	o := object.NewCustom(2)
	v, _ := object.Convert(nil, state, JobStateType) // the states are the enumeration's
	o.Set("State", v)
	if o.Set("Reason", nil); reason != nil {
		o.Set("Reason", object.AsRecord(reason).Exception)
	}
	object.SetTypeNames(o, []string{"System.Management.Automation.JobStateInfo", "System.Object"})
	return o
}

func (j *Job) stateInfo() any {
	j.mu.Lock()
	defer j.mu.Unlock()
	return JobStateInfo(j.state, j.reason)
}

var jobBaseType = automationType("Job", nil)

var jobType = &object.Type{Name: "PSRemotingJob", Namespace: "System.Management.Automation", Base: jobBaseType, Assembly: "System.Management.Automation", Members: jobMembers}

func jobMembers(set *object.MemberSet) {
	set.Add(object.ComputedProperty("State", "$this.JobStateInfo.State.ToString()", func(_ object.Invoker, self any) (any, error) {
		return object.Unwrap(self).(*Job).State(), nil
	}))
	property(set, "HasMoreData", object.BooleanType, func(j *Job) any { return j.HasMoreData() })
	property(set, "StatusMessage", object.StringType, func(j *Job) any { return "" })
	property(set, "Location", object.StringType, func(j *Job) any { return j.Location() })
	property(set, "JobStateInfo", object.ObjectType, func(j *Job) any { return j.stateInfo() })
	property(set, "InstanceId", dotnet.GuidType, func(j *Job) any { return j.InstanceID })
	property(set, "Command", object.StringType, func(j *Job) any { return j.Command })
	property(set, "Id", object.Int32Type, func(j *Job) any { return j.ID })
	property(set, "Name", object.StringType, func(j *Job) any { return j.Name })
	property(set, "ChildJobs", object.ObjectType, func(j *Job) any { return object.NewArray([]any{j}) })
	property(set, "PSBeginTime", object.ObjectType, func(j *Job) any { return jobTime(j.Begin) })
	property(set, "PSEndTime", object.ObjectType, func(j *Job) any { return jobTime(j.EndTime()) })
	property(set, "PSJobTypeName", object.StringType, func(j *Job) any { return j.Kind })
	for _, stream := range []string{"Output", "Error", "Progress", "Verbose", "Debug", "Warning", "Information"} {
		property(set, stream, object.ObjectType, func(j *Job) any { return j.written(stream) })
	}
	set.Add(object.NewEvent("StateChanged", jobStateHandler, object.ObjectType, dotnet.EventArgsType))
}

// jobTime is a moment as a local date, nil when it has not come.
func jobTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return dotnet.FromTime(t.Local())
}
