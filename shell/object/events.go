package object

import (
	"strings"
	"sync"
)

// EventInfo is the Detail of a member of kind Event: the delegate that its handlers are, and
// the types that they are called with.
type EventInfo struct {
	Handler *Type
	Params  []*Type
}

// EventHandler is what the Set of a member of kind Event takes: call is called at each event, on
// any goroutine; key is what Events.Remove names it by.
type EventHandler struct {
	Key  any
	Call func(args []any)
}

// NewEvent is the member of a .NET event. Its Set adds an *EventHandler.
func NewEvent(name string, handler *Type, params ...*Type) *Member {
	return &Member{Name: name, Kind: Event, Type: handler, Detail: &EventInfo{Handler: handler, Params: params},
		Set: func(_ Invoker, self, h any) error {
			source, ok := self.(EventSource)
			x, is := h.(*EventHandler)
			if !ok || !is {
				return Throw(InvalidOperationType, "The event '%s' cannot be set.", name)
			}
			source.Handlers().add(name, x)
			return nil
		}}
}

// EventSource is implemented by values that raise .NET events.
type EventSource interface {
	// Handlers is where the value keeps who listens; the same each time.
	Handlers() *Events
}

// Events keeps who listens to the events of one value. The zero value has no listeners. It may
// be used from several goroutines.
type Events struct {
	mu   sync.Mutex
	list []listener
}

type listener struct {
	event string
	*EventHandler
}

func (e *Events) add(event string, h *EventHandler) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, listener{event, h})
}

// Remove takes away the handler that was added last with the key; one that is not there is no error.
func (e *Events) Remove(event string, key any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := len(e.list) - 1; i >= 0; i-- {
		if e.list[i].Key == key && strings.EqualFold(e.list[i].event, event) {
			e.list = append(e.list[:i:i], e.list[i+1:]...)
			return
		}
	}
}

// Heard tells whether the event has a handler.
func (e *Events) Heard(event string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, l := range e.list {
		if strings.EqualFold(l.event, event) {
			return true
		}
	}
	return false
}

// Raise calls the event's handlers in the order in which they were added.
func (e *Events) Raise(event string, args ...any) {
	e.mu.Lock()
	var calls []func(args []any)
	for _, l := range e.list {
		if strings.EqualFold(l.event, event) {
			calls = append(calls, l.Call)
		}
	}
	e.mu.Unlock()
	for _, call := range calls {
		call(args)
	}
}

// FindEvent is the event of v with the name, nil when v raises none of that name.
func FindEvent(v any, name string) (*Member, EventSource) {
	source, ok := Unwrap(v).(EventSource)
	if !ok {
		return nil, nil
	}
	for t := TypeOf(source); t != nil; t = t.Base {
		for _, m := range t.Own().All() {
			if m.Kind == Event && strings.EqualFold(m.Name, name) {
				return m, source
			}
		}
	}
	return nil, nil
}

// Deferrer is implemented by an Invoker that can run something for another goroutine, between two statements.
type Deferrer interface {
	RunLater(do func())
}

// callEvent calls add_Name(handler) and remove_Name(handler); ok is false when v has no such event.
func callEvent(inv Invoker, v any, name string, args []any) (ok bool, err error) {
	verb, event, cut := strings.Cut(name, "_")
	add := strings.EqualFold(verb, "add")
	if !cut || len(args) != 1 || !add && !strings.EqualFold(verb, "remove") {
		return false, nil
	}
	m, source := FindEvent(v, event)
	if m == nil {
		return false, nil
	}
	handler, err := Convert(inv, args[0], m.Type)
	if err != nil {
		return true, err
	}
	d, isDelegate := handler.(*Delegate)
	if !isDelegate {
		return true, nil
	}
	if !add {
		source.Handlers().Remove(event, d)
		return true, nil
	}
	err = m.Set(inv, source, &EventHandler{Key: d, Call: func(args []any) {
		call := func() { _, _ = d.Invoke(inv, args...) } // as in .NET, what a handler throws reaches nobody
		if later, ok := inv.(Deferrer); ok {
			later.RunLater(call)
			return
		}
		call()
	}})
	return true, err
}
