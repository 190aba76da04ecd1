package eval

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The events of the engine itself.
const (
	exitingEvent = "PowerShell.Exiting"
	idleEvent    = "PowerShell.OnIdle"
	// engineEvents is what the names of the engine's own events begin with.
	engineEvents = "PowerShell."
)

// EventManager is a session's events: who subscribed to what, the events that nobody took, and the
// actions that wait for their turn. Events come from any goroutine; actions run on the session's, before
// a pipeline, between two turns of a loop and at the end of a run, as in PowerShell.
type EventManager struct {
	object.Instance
	s        *Session
	runspace dotnet.Guid // the session's, as events name it

	mu          sync.Mutex
	subscribers []*EventSubscriber
	received    []*EventArgs
	queue       []pendingAction
	changed     chan struct{} // closed at the next event
	events      int32         // the last event's number
	ids         int32         // the last subscription's number

	waiting atomic.Int32 // how long the queue is
	waking  atomic.Bool  // runIdle is under way
	current *pendingAction
	checks  int
	idle    context.CancelFunc // stops the idle clock
}

// pendingAction is an action with the event that it is for; or the handler of a delegate, do.
type pendingAction struct {
	subscriber *EventSubscriber
	args       *EventArgs
	do         func()
}

// PSType is System.Management.Automation.PSLocalEventManager.
func (*EventManager) PSType() *object.Type { return eventManagerType }

// Events is the session's event manager; made when first needed, so that sessions without events pay nothing.
func (s *Session) Events() *EventManager {
	if m := s.events.Load(); m != nil {
		return m
	}
	s.events.CompareAndSwap(nil, &EventManager{s: s, runspace: s.own.guid, changed: make(chan struct{})})
	return s.events.Load()
}

// EventSubscriber is PSEventSubscriber: what Register-ObjectEvent and Register-EngineEvent make.
type EventSubscriber struct {
	object.Instance
	ID                int32
	Source            any
	EventName         string
	SourceIdentifier  string
	Action            *Job // nil: the event is queued
	Support, Forward  bool
	data              any
	triggers, waiting int // how often still, -1: without limit; and how many actions wait
	leaving           bool
	unsubscribed      object.Events
}

// PSType is System.Management.Automation.PSEventSubscriber.
func (*EventSubscriber) PSType() *object.Type { return eventSubscriberType }

// Handlers is who listens to Unsubscribed.
func (e *EventSubscriber) Handlers() *object.Events { return &e.unsubscribed }

// EventArgs is PSEventArgs: an event that happened.
type EventArgs struct {
	object.Instance
	ID               int32
	Sender           any
	Args             []any
	SourceIdentifier string
	Time             time.Time
	Data             any
	source           any // the first of Args that is an EventArgs
	forward          bool
}

// PSType is System.Management.Automation.PSEventArgs.
func (*EventArgs) PSType() *object.Type { return psEventArgsType }

// Subscription is what an event is subscribed to with.
type Subscription struct {
	Source           any    // nil: an engine event
	EventName        string // of the source
	SourceIdentifier string
	Data             any
	Action           *ScriptBlock // nil: none
	Support, Forward bool
	MaxTriggers      int // 0: without limit
}

// Subscribe adds a subscriber. The error is a *object.Exception.
func (m *EventManager) Subscribe(o Subscription) (*EventSubscriber, error) {
	m.mu.Lock()
	m.ids++
	e := &EventSubscriber{ID: m.ids, Source: object.Unwrap(o.Source), EventName: o.EventName, SourceIdentifier: o.SourceIdentifier, Support: o.Support, Forward: o.Forward, data: o.Data, triggers: -1}
	m.mu.Unlock()
	if o.MaxTriggers > 0 {
		e.triggers = o.MaxTriggers
	}
	if o.Action != nil {
		e.Action = m.newEventJob(e, o.Action)
	}
	if e.Source != nil {
		if err := m.listen(e); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	m.subscribers = append(m.subscribers, e)
	m.mu.Unlock()
	if strings.EqualFold(e.SourceIdentifier, idleEvent) {
		m.watchIdle()
	}
	if e.Action != nil && !e.Support {
		m.s.addJob(e.Action)
	}
	return e, nil
}

// listen makes the subscriber a handler of its source's event.
func (m *EventManager) listen(e *EventSubscriber) error {
	if hasPrefixFold(e.SourceIdentifier, engineEvents) {
		return object.ThrowArgument(object.ArgumentExceptionType, "sourceIdentifier", "Cannot register for the specified event. The event source identifier '%s' is reserved for the PowerShell engine.", e.SourceIdentifier)
	}
	event, source := object.FindEvent(e.Source, e.EventName)
	if event == nil {
		return object.ThrowArgument(object.ArgumentExceptionType, "eventName", "Cannot register for the specified event. An event with the name '%s' does not exist.", e.EventName)
	}
	err := event.Set(m.s, source, &object.EventHandler{Key: e, Call: func(args []any) {
		m.process(m.newArgs(e.SourceIdentifier, e.Source, args, e.data))
	}})
	if err != nil {
		return err
	}
	if p := object.FindMember(m.s, e.Source, "EnableRaisingEvents"); p != nil && p.Set != nil {
		if err := p.Set(m.s, e.Source, true); err != nil {
			source.Handlers().Remove(e.EventName, e)
			return err
		}
	}
	return nil
}

func (m *EventManager) newArgs(id string, sender any, args []any, data any) *EventArgs {
	a := &EventArgs{Sender: sender, Args: args, SourceIdentifier: id, Time: time.Now(), Data: data}
	for _, x := range args {
		if dotnet.IsEventArgs(x) {
			a.source = x
			break
		}
	}
	m.mu.Lock()
	m.events++
	a.ID = m.events
	m.mu.Unlock()
	return a
}

// Generate makes an event and gives it to who subscribed; their actions run later.
func (m *EventManager) Generate(id string, sender any, args []any, data any) *EventArgs {
	a := m.newArgs(id, sender, args, data)
	m.process(a)
	return a
}

// process gives an event to its subscribers' actions, or keeps it in the queue of events.
func (m *EventManager) process(a *EventArgs) {
	m.mu.Lock()
	taken := false
	var over []*EventSubscriber
	for _, e := range m.subscribers {
		if !strings.EqualFold(e.SourceIdentifier, a.SourceIdentifier) || e.triggers == 0 {
			continue
		}
		if e.triggers > 0 {
			e.triggers--
			e.waiting++
		}
		a.forward = e.Forward
		if e.Action != nil {
			m.queue = append(m.queue, pendingAction{subscriber: e, args: a})
			taken = true
		} else {
			over = append(over, e)
		}
	}
	if !taken && !a.forward {
		m.received = append(m.received, a)
	}
	m.announce()
	m.mu.Unlock()
	if !taken {
		for _, e := range over {
			m.finished(e)
		}
	}
	m.wake()
}

// announce tells who waits that something changed; m.mu is held.
func (m *EventManager) announce() {
	m.waiting.Store(int32(len(m.queue)))
	close(m.changed)
	m.changed = make(chan struct{})
}

// finished counts a trigger as dealt with, and unsubscribes who had the last.
func (m *EventManager) finished(e *EventSubscriber) {
	m.mu.Lock()
	if e == nil || e.triggers < 0 {
		m.mu.Unlock()
		return
	}
	e.waiting--
	last := e.triggers == 0 && e.waiting == 0
	m.mu.Unlock()
	if last {
		m.unsubscribe(e, false)
	}
}

// Unsubscribe ends a subscription; actions that wait for it run first.
func (m *EventManager) Unsubscribe(e *EventSubscriber) { m.unsubscribe(e, true) }

func (m *EventManager) unsubscribe(e *EventSubscriber, drain bool) {
	m.mu.Lock()
	if e.leaving || !slices.Contains(m.subscribers, e) {
		m.mu.Unlock()
		return
	}
	e.leaving = true
	m.mu.Unlock()
	if source, ok := e.Source.(object.EventSource); ok {
		e.unsubscribed.Raise("Unsubscribed", e.Source, &unsubscribedArgs{subscriber: e})
		source.Handlers().Remove(e.EventName, e)
	}
	if drain {
		m.drain(e)
	}
	if e.Action != nil {
		e.Action.endEvents()
	}
	m.mu.Lock()
	m.subscribers = slices.DeleteFunc(m.subscribers, func(x *EventSubscriber) bool { return x == e })
	m.mu.Unlock()
}

// Subscribers lists who subscribed, in the order of subscription.
func (m *EventManager) Subscribers() []*EventSubscriber {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.subscribers)
}

// Received lists the events that no action took, oldest first.
func (m *EventManager) Received() []*EventArgs {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.received)
}

// Remove takes an event off the queue.
func (m *EventManager) Remove(a *EventArgs) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.received = slices.DeleteFunc(m.received, func(x *EventArgs) bool { return x == a })
}

// Wait waits for an event that fits, and runs actions meanwhile; nil: the limit was over. A negative limit is none.
func (m *EventManager) Wait(ctx context.Context, limit time.Duration, fits func(*EventArgs) bool) (*EventArgs, error) {
	if limit >= 0 {
		limited, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ctx = limited
	}
	for {
		m.mu.Lock()
		changed := m.changed
		for _, a := range m.received {
			if fits(a) {
				m.mu.Unlock()
				m.RunPending()
				return a, nil
			}
		}
		m.mu.Unlock()
		if m.RunPending() {
			continue
		}
		if m.s.stopping.Load() {
			return nil, errStopped
		}
		over := false
		m.s.WhileWaiting(func() {
			select {
			case <-changed:
			case <-ctx.Done():
				over = true
			}
		})
		if over {
			if m.s.ctx.Err() != nil {
				return nil, errStopped
			}
			return nil, nil
		}
	}
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
