package eval

import (
	"context"
	"sync"
	"time"

	"stagecoach/shell/ast"
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
}

func newJobTable() *jobTable { return &jobTable{next: 1} }

// Job is a background job.
type Job struct {
	object.Instance
	ID      int32
	Name    string
	Command string
	Kind    string // BackgroundJob, ThreadJob
	Begin   time.Time
	mu      sync.Mutex
	state   string
	end     time.Time
	output  []jobRecord
	cancel  context.CancelFunc
	done    chan struct{}
	reason  error
}

// jobRecord is one thing a job wrote, with its stream.
type jobRecord struct {
	value any
	to    func(r *Running) error
}

// PSType is the job's type.
func (*Job) PSType() *object.Type { return jobType }

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
	j.mu.Lock()
	if j.state == "Running" {
		j.state = "Stopped"
	}
	j.mu.Unlock()
	j.cancel()
	<-j.done
}

// HasMoreData tells whether Receive would give anything.
func (j *Job) HasMoreData() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
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

func (j *Job) add(v any, to func(r *Running) error) {
	j.mu.Lock()
	j.output = append(j.output, jobRecord{v, to})
	j.mu.Unlock()
}

// jobSink collects what a job's session writes.
type jobSink struct{ j *Job }

func (k jobSink) Object(v any) error {
	k.j.add(v, func(r *Running) error { return r.WriteObject(v) })
	return nil
}

func (k jobSink) Error(rec *object.ErrorRecord) error {
	k.j.add(rec, func(r *Running) error { return r.WriteError(rec) })
	return nil
}

func (k jobSink) Warning(t string) error {
	k.j.add(t, func(r *Running) error { return r.WriteWarning(t) })
	return nil
}

func (k jobSink) Verbose(t string) error {
	k.j.add(t, func(r *Running) error { return r.WriteVerbose(t) })
	return nil
}

func (k jobSink) Debug(t string) error {
	k.j.add(t, func(r *Running) error { return r.WriteDebug(t) })
	return nil
}

func (k jobSink) Information(rec *InformationRecord) error {
	k.j.add(rec, func(r *Running) error { return r.WriteInformationRecord(rec) })
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
}

// StartJob runs a script block as a job.
func (r *Running) StartJob(spec JobSpec) *Job {
	s, name, kind, block, init := r.Session, spec.Name, spec.Kind, spec.Block, spec.Init
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.ctx))
	s.jobs.Lock()
	j := &Job{ID: int32(s.jobs.next), Name: name, Command: block.String(), Kind: kind, Begin: time.Now(), state: "Running", cancel: cancel, done: make(chan struct{})}
	s.jobs.next++
	if j.Name == "" {
		j.Name = "Job" + itoa(int(j.ID))
	}
	s.jobs.list = append(s.jobs.list, j)
	s.jobs.Unlock()
	child := s.child(jobSink{j})
	if spec.Location != "" {
		child.location = spec.Location
	}
	shared := s.sharing()
	child.join(shared)
	tree := block.Tree()
	using := s.usingValues(r.call.f, tree)
	go func() {
		defer close(j.done)
		defer cancel()
		shared.take()
		defer shared.handOn()
		for name, v := range using {
			child.global.put(intern("using:"+name), v)
		}
		if init != nil {
			child.run(ctx, init.Tree(), RunOptions{})
		}
		res := child.run(ctx, tree, RunOptions{Args: spec.Args, Input: spec.Input, JobScope: true})
		j.finish(res)
	}()
	return j
}

func (j *Job) finish(res Result) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.end = time.Now()
	switch {
	case j.state == "Stopped":
	case res.Err != nil:
		j.state, j.reason = "Failed", res.Err
	default:
		j.state = "Completed"
	}
}

// child makes a session that shares commands, but no variable, with this one.
func (s *Session) child(sink Sink) *Session {
	o := s.options
	o.Out, o.Location, o.Interactive, o.NonInteractive, o.Stdout, o.Stderr, o.Stdin = sink, s.location, false, true, nil, nil, nil
	return New(o)
}

// usingValues reads the $using: variables of a tree where the job is started.
func (s *Session) usingValues(f *frame, tree ast.Node) map[string]any {
	values := map[string]any{}
	for _, name := range usingNames(tree) {
		values[name] = f.scope.get(intern(name))
	}
	return values
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

var jobType = &object.Type{Name: "PSRemotingJob", Namespace: "System.Management.Automation", Base: automationType("Job", nil), Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		set.Add(object.ComputedProperty("State", "$this.JobStateInfo.State.ToString()", func(_ object.Invoker, self any) (any, error) {
			return object.Unwrap(self).(*Job).State(), nil
		}))
		property(set, "HasMoreData", object.BooleanType, func(j *Job) any { return j.HasMoreData() })
		property(set, "StatusMessage", object.StringType, func(j *Job) any { return "" })
		property(set, "Location", object.StringType, func(j *Job) any {
			if j.Kind == "ThreadJob" {
				return "PowerShell"
			}
			return "localhost"
		})
		property(set, "Command", object.StringType, func(j *Job) any { return j.Command })
		property(set, "Id", object.Int32Type, func(j *Job) any { return j.ID })
		property(set, "Name", object.StringType, func(j *Job) any { return j.Name })
		property(set, "ChildJobs", object.ObjectType, func(j *Job) any { return object.NewArray([]any{j}) })
		property(set, "PSBeginTime", object.ObjectType, func(j *Job) any { return jobTime(j.Begin) })
		property(set, "PSEndTime", object.ObjectType, func(j *Job) any { return jobTime(j.EndTime()) })
		property(set, "PSJobTypeName", object.StringType, func(j *Job) any { return j.Kind })
		property(set, "Error", object.ObjectType, func(j *Job) any { return object.NewArray(nil) })
	}}

// jobTime is a moment as a local date, nil when it has not come.
func jobTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return dotnet.FromTime(t.Local())
}
