package eval

import (
	"context"
	"slices"
	"time"

	"stagecoach/shell/bind"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// between is asked before a pipeline and between two turns of a loop: the actions of events
// run there. It tells whether the run is to stop.
func (s *Session) between() bool {
	s.pulse()
	return s.interrupted()
}

// pulse runs the actions that wait.
func (s *Session) pulse() {
	if m := s.events.Load(); m != nil && m.waiting.Load() > 0 {
		m.RunPending()
	}
}

// RunPending runs actions that wait, two at a time as PowerShell does, and tells whether it ran one.
// While an action runs no other begins.
func (m *EventManager) RunPending() bool {
	if m.waiting.Load() == 0 || m.current != nil {
		return false
	}
	m.checks++
	ran := 0
	for m.checks >= ran {
		m.mu.Lock()
		if len(m.queue) == 0 {
			m.mu.Unlock()
			return ran > 0
		}
		next := m.queue[0]
		m.queue = m.queue[1:]
		m.waiting.Store(int32(len(m.queue)))
		m.mu.Unlock()
		if !m.run(&next) {
			return false
		}
		ran++
		m.finished(next.subscriber)
	}
	m.checks = 0
	return true
}

// run runs one action; one that the end of the run cut off is put back, and false told.
func (m *EventManager) run(next *pendingAction) bool {
	outer := m.current
	m.current = next
	defer func() { m.current = outer }()
	if next.do != nil {
		next.do()
		return true
	}
	if _, cut := next.subscriber.Action.runAction(m.s, next.subscriber, next.args).(stopped); cut {
		m.mu.Lock()
		m.queue = slices.Insert(m.queue, 0, *next)
		m.waiting.Store(int32(len(m.queue)))
		m.mu.Unlock()
		return false
	}
	return true
}

// wake lets actions run at a prompt that waits for input; a run that is under way sees to its own.
func (m *EventManager) wake() {
	if m.s.options.Interactive && !m.s.busy.Load() && m.waiting.Load() > 0 && m.waking.CompareAndSwap(false, true) {
		go m.runIdle()
	}
}

// idlePause is how long a waiting prompt rests between two rounds of actions.
const idlePause = 100 * time.Millisecond

func (m *EventManager) runIdle() {
	defer m.wake()
	defer m.waking.Store(false)
	for m.waiting.Load() > 0 {
		m.s.engine.Lock()
		if m.s.turn != nil {
			m.s.turn.take()
		}
		undo := m.s.attach(context.Background())
		m.RunPending()
		_ = m.s.sink.Flush() // as anywhere between two statements: what cannot be shown is lost
		undo()
		if m.s.turn != nil {
			m.s.turn.handOn()
		}
		m.s.engine.Unlock()
		time.Sleep(idlePause)
	}
}

// drain runs the actions that wait for a subscriber who leaves, but for the one that runs now.
func (m *EventManager) drain(e *EventSubscriber) {
	for {
		m.mu.Lock()
		i := slices.IndexFunc(m.queue, func(p pendingAction) bool { return p.subscriber == e })
		if i < 0 {
			m.mu.Unlock()
			return
		}
		next := m.queue[i]
		m.queue = slices.Delete(m.queue, i, i+1)
		m.waiting.Store(int32(len(m.queue)))
		m.mu.Unlock()
		if !m.run(&next) {
			return
		}
	}
}

// RunLater runs do where actions run: handlers that a script added to a .NET event come so to the session.
func (s *Session) RunLater(do func()) {
	m := s.Events()
	m.mu.Lock()
	m.queue = append(m.queue, pendingAction{do: do})
	m.announce()
	m.mu.Unlock()
	m.wake()
}

// newEventJob makes the job of an action. Its code lives in a module of its own, whose $Error gets its errors.
func (m *EventManager) newEventJob(e *EventSubscriber, b *ScriptBlock) *Job {
	s := m.s
	module := s.newModule("__DynamicModule_"+dotnet.NewGuid().String(), "")
	code := s.newCode(b.Tree())
	code.outer, code.usings, code.layout = b.code.outer, b.code.usings, module.state.root.layout
	j := s.makeJob(e.SourceIdentifier, "", b.String(), func() {})
	j.action = &eventAction{block: &ScriptBlock{code: code, state: module.state, braces: b.braces}, module: module, errors: dotnet.NewArrayList()}
	j.action.unsubscribe = func() { m.Unsubscribe(e) }
	sl := module.state.root.slot(symError, "Error", true)
	sl.val, sl.v = j.action.errors, &variable{options: OptConstant}
	return j
}

// eventAction is what makes a job the job of an event's action, a PSEventJob.
type eventAction struct {
	block       *ScriptBlock
	module      *Module
	errors      *dotnet.List // the module's $Error
	told        int          // how many of them the job has written
	ran         bool
	unsubscribe func()
}

var (
	symEvent           = intern("event")
	symSender          = intern("sender")
	symEventArgs       = intern("eventArgs")
	symEventSubscriber = intern("eventSubscriber")
)

// runAction runs the action for an event. What it writes and its errors are the job's; what ends it, but
// for the end of the run, ends the job.
func (j *Job) runAction(s *Session, e *EventSubscriber, args *EventArgs) error {
	state := j.State()
	if state != "NotStarted" && state != "Running" {
		return nil
	}
	j.leave("NotStarted", "Running")
	a := j.action
	root := a.module.state.root
	for _, v := range []struct {
		y     symbol
		name  string
		value any
	}{{symEventSubscriber, "eventSubscriber", e}, {symEvent, "event", args}, {symSender, "sender", args.Sender}, {symEventArgs, "eventArgs", args.source}} {
		sl := root.slot(v.y, v.name, true)
		sl.val, sl.v = v.value, plain
	}
	restore := s.aside(a.errors)
	var c collector
	err := a.invoke(s, &c, args.Args)
	restore()
	j.keepResults(c.items)
	if err == nil || isStopped(err) {
		a.ran = a.ran || err == nil
		return err
	}
	j.close("Failed", nil)
	return err
}

func isStopped(err error) bool {
	_, ok := err.(stopped)
	return ok
}

// aside lets code run between two statements of other code: $?, the error being handled and the
// propagation of errors are its own until restore is called; its errors go into list.
func (s *Session) aside(list *dotnet.List) (restore func()) {
	ok, failed, propagate, unheard, handling, errors := s.ok, s.failed, s.propagate, s.unheard, s.handling, s.errors
	s.propagate, s.unheard, s.handling, s.errors = 1, false, nil, list
	return func() {
		s.ok, s.failed, s.propagate, s.unheard, s.handling, s.errors = ok, failed, propagate, unheard, handling, errors
	}
}

// invoke runs the block in the module's own scope.
func (a *eventAction) invoke(s *Session, out output, args []any) error {
	f := &frame{s: s, scope: a.module.state.root, out: out, pipes: &pipes{err: nowhere{}}, name: "<ScriptBlock>"}
	list := make([]bind.Arg, len(args))
	for i, v := range args {
		list[i] = bind.ValueArg(v)
	}
	st, err := newScriptStage(&call{f: f, out: out, pipes: f.pipes, args: list, state: a.module.state, dot: true}, a.block, nil)
	if err != nil {
		return err
	}
	run := pipelineRun{f: f, stages: []Stage{st}}
	err = run.run(noInput)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	if _, ok := err.(*stopUpstream); ok {
		return nil
	}
	return err
}

// keepResults adds what an action wrote to the job, and the errors since the last time.
func (j *Job) keepResults(items []any) {
	for _, v := range items {
		j.add("Output", v, func(r *Running) error { return r.WriteObject(v) })
	}
	fresh := j.action.errors.Items[:max(len(j.action.errors.Items)-j.action.told, 0)]
	j.action.told = len(j.action.errors.Items)
	for _, v := range slices.Backward(slices.Clone(fresh)) {
		if rec, ok := v.(*object.ErrorRecord); ok {
			j.add("Error", rec, func(r *Running) error { return r.WriteError(rec) })
		}
	}
}

// endEvents stops the job of an action whose subscription is over.
func (j *Job) endEvents() {
	if !j.Ended() {
		j.close("Stopped", nil)
	}
	j.action.ran = false
}

// idleAfter is how long a prompt must wait before the session counts as idle; then it does again after
// as long.
const idleAfter = 400 * time.Millisecond

// watchIdle raises PowerShell.OnIdle while nothing runs, as long as somebody listens.
func (m *EventManager) watchIdle() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.idle != nil || !m.s.options.Interactive {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.idle = cancel
	go func() {
		tick := time.NewTicker(idleAfter / 4)
		defer tick.Stop()
		quiet := 0
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if quiet++; m.s.busy.Load() {
				quiet = 0
			}
			if quiet < 4 {
				continue
			}
			quiet = 0
			m.mu.Lock()
			heard := slices.ContainsFunc(m.subscribers, func(e *EventSubscriber) bool { return object.EqualFold(e.SourceIdentifier, idleEvent) })
			if !heard {
				m.idle = nil
				m.mu.Unlock()
				cancel()
				return
			}
			m.mu.Unlock()
			m.Generate(idleEvent, nil, nil, nil)
		}
	}()
}

// exiting is the end of the session: who listens to PowerShell.Exiting hears it.
func (m *EventManager) exiting() {
	m.mu.Lock()
	if m.idle != nil {
		m.idle()
	}
	m.mu.Unlock()
	m.Generate(exitingEvent, nil, nil, nil)
	for m.RunPending() {
		continue
	}
	for _, e := range m.Subscribers() {
		m.unsubscribe(e, false)
	}
}
