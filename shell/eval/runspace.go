package eval

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// turn lets the sessions that share a script's objects (runspaces, jobs, the blocks of
// ForEach-Object -Parallel) run one at a time, so that scripts may change the same hashtable from
// several of them. Whoever waits (for another, for a program, asleep) hands the turn on, and so does,
// between two statements, whoever has had it for a slice while others want it.
type turn struct {
	mu     sync.Mutex
	wanted atomic.Int32
	since  time.Time // when it was last taken
}

const turnSlice = 10 * time.Millisecond

func (t *turn) take() {
	t.wanted.Add(1)
	t.mu.Lock()
	t.wanted.Add(-1)
	t.since = time.Now()
}

func (t *turn) handOn() { t.mu.Unlock() }

// share hands the turn on and takes it again, where others have waited for a slice.
func (t *turn) share() {
	if t.wanted.Load() > 0 && time.Since(t.since) > turnSlice {
		t.handOn()
		t.take()
	}
}

// sharing gives the turn that the session and what it starts take from now on; the session has it.
func (s *Session) sharing() *turn {
	if s.turn == nil {
		s.turn = &turn{}
		s.turn.take()
	}
	return s.turn
}

// join makes a session that another started take turns with it.
func (s *Session) join(t *turn) { s.turn, s.runs = t, 1 }

// interrupted is asked between statements: it lets others have their turn, and tells whether the run is to stop.
func (s *Session) interrupted() bool {
	if s.turn != nil && s.runs > 0 {
		s.turn.share()
	}
	return s.stopping.Load()
}

// WhileWaiting runs wait, which touches no object of a script, with the turn handed on.
func (s *Session) WhileWaiting(wait func()) {
	if s.turn == nil || s.runs == 0 {
		wait()
		return
	}
	s.turn.handOn()
	defer s.turn.take()
	wait()
}

// Runspace is a session of its own that a script makes.
type Runspace struct {
	object.Instance
	ID      int32
	Name    string
	owner   *Session
	initial *initialState
	session *Session
	state   string
	guid    dotnet.Guid
}

// PSType is System.Management.Automation.Runspaces.Runspace.
func (*Runspace) PSType() *object.Type { return runspaceType }

func newRunspace(owner *Session, initial *initialState) *Runspace {
	owner.runspaces++
	id := owner.runspaces + 1
	r := &Runspace{ID: id, Name: "Runspace" + itoa(int(id)), owner: owner, initial: initial, state: "BeforeOpen", guid: dotnet.NewGuid()}
	owner.made = append(slices.DeleteFunc(owner.made, func(x weak.Pointer[Runspace]) bool { return x.Value() == nil }), weak.Make(r))
	return r
}

// defaultRunspace is the runspace that a session is.
func defaultRunspace(s *Session) *Runspace {
	return &Runspace{ID: 1, Name: "Runspace1", owner: s, session: s, state: "Opened", guid: dotnet.NewGuid()}
}

// Runspaces lists the session's own runspace and those that its scripts made, did not close and still hold.
func (s *Session) Runspaces() []*Runspace {
	list := []*Runspace{s.own}
	for _, x := range s.made {
		if r := x.Value(); r != nil {
			list = append(list, r)
		}
	}
	return list
}

// InstanceID is the id that no two runspaces share.
func (r *Runspace) InstanceID() dotnet.Guid { return r.guid }

// close ends the runspace's place on its maker's list.
func (r *Runspace) close() {
	r.state = "Closed"
	r.owner.made = slices.DeleteFunc(r.owner.made, func(x weak.Pointer[Runspace]) bool { return x.Value() == r })
}

// availability is whether the runspace could run something: the one that asks is at work.
func (r *Runspace) availability() string {
	switch {
	case r.state != "Opened":
		return "None"
	case r.owner.own == r:
		return "Busy"
	}
	return "Available"
}

func (r *Runspace) open() {
	if r.session == nil {
		r.session = r.owner.child(Discard{})
		r.session.join(r.owner.sharing())
		r.session.own = r
		r.initial.apply(r.session)
	}
	r.state = "Opened"
}

// RunspacePool runs at most so many scripts at a time.
type RunspacePool struct {
	object.Instance
	owner    *Session
	initial  *initialState
	min, max int32
	state    string
	places   chan *Runspace
}

// PSType is System.Management.Automation.Runspaces.RunspacePool.
func (*RunspacePool) PSType() *object.Type { return runspacePoolType }

func (p *RunspacePool) open() {
	p.places = make(chan *Runspace, p.max)
	for range p.max {
		p.places <- newRunspace(p.owner, p.initial)
	}
	p.state = "Opened"
}

// take waits for a free runspace.
func (p *RunspacePool) take(ctx context.Context) (*Session, func(), error) {
	if p.state != "Opened" {
		return nil, nil, object.Throw(object.PSInvalidOperationType, "Cannot perform the operation because the runspace pool is not in the 'Opened' state. The current state is '%s'.", p.state)
	}
	var r *Runspace
	p.owner.WhileWaiting(func() {
		select {
		case r = <-p.places:
		case <-ctx.Done():
		}
	})
	if r == nil {
		return nil, nil, errStopped
	}
	r.open()
	return r.session, func() { p.places <- r }, nil
}

// initialState is InitialSessionState: what a new runspace begins with.
type initialState struct {
	object.Instance
	variables, commands *dotnet.List
	modules             []string
}

// PSType is System.Management.Automation.Runspaces.InitialSessionState.
func (*initialState) PSType() *object.Type { return initialStateType }

// apply sets the variables, functions and modules.
func (i *initialState) apply(s *Session) {
	if i == nil {
		return
	}
	for _, x := range i.variables.Items {
		if e, ok := object.Unwrap(x).(*stateEntry); ok {
			s.global.put(intern(e.name), e.value)
		}
	}
	for _, x := range i.commands.Items {
		if e, ok := object.Unwrap(x).(*stateEntry); ok {
			if b, err := s.NewScriptBlock(object.Text(s, e.value)); err == nil {
				s.global.setFunction(&Function{Name: e.name, Block: b, Visible: true})
			}
		}
	}
	for _, m := range i.modules {
		_, _ = s.importModule(s.innermost(), m, importOptions{global: true}) // as PowerShell: what fails is missing
	}
}

// stateEntry is a variable or function of an InitialSessionState.
type stateEntry struct {
	object.Instance
	t     *object.Type
	name  string
	value any
}

// PSType is SessionStateVariableEntry or SessionStateFunctionEntry.
func (e *stateEntry) PSType() *object.Type { return e.t }

// asyncResult is what BeginInvoke gives.
type asyncResult struct {
	object.Instance
	p    *PowerShell
	done chan struct{}
	err  error
}

// PSType is System.Management.Automation.PowerShellAsyncResult.
func (*asyncResult) PSType() *object.Type { return asyncResultType }

// wait waits for the end, at most limit when it is not negative.
func (a *asyncResult) wait(s *Session, limit time.Duration) bool {
	ended := true
	s.WhileWaiting(func() {
		var timer <-chan time.Time
		if limit >= 0 {
			t := time.NewTimer(limit)
			defer t.Stop()
			timer = t.C
		}
		select {
		case <-a.done:
		case <-timer:
			ended = false
		case <-s.ctx.Done():
			ended = false
		}
	})
	return ended
}

// begin starts the commands on a goroutine of their own.
func (p *PowerShell) begin(input []any, into *dotnet.List) *asyncResult {
	shared := p.owner.sharing()
	ctx, cancel := context.WithCancel(context.WithoutCancel(p.owner.ctx))
	p.cancel, p.state = cancel, "Running"
	if p.output = into; into == nil {
		p.output = dotnet.NewList(object.PSObjectType, nil)
	}
	a := &asyncResult{p: p, done: make(chan struct{})}
	if p.runspace == nil && p.pool == nil {
		p.runspace = newRunspace(p.owner, nil)
		p.runspace.open()
	}
	go func() {
		defer close(a.done)
		defer cancel()
		shared.take()
		defer shared.handOn()
		s, done, err := p.session(ctx)
		if err != nil {
			a.err, p.state = err, "Failed"
			return
		}
		defer done()
		s.join(shared)
		a.err = p.run(ctx, s, input)
	}()
	return a
}

// end waits and gives what was written.
func (p *PowerShell) end(s *Session, a *asyncResult) (any, error) {
	if !a.wait(s, -1) {
		return nil, errStopped
	}
	if a.err != nil {
		return nil, a.err
	}
	return p.output, nil
}

func (p *PowerShell) stop() {
	if p.cancel != nil {
		p.cancel()
	}
	if p.state == "Running" {
		p.state = "Stopped"
	}
}
