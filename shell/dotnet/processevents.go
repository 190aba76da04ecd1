package dotnet

import (
	"bufio"
	"context"
	"io"
	"strings"
	"sync/atomic"

	"stagecoach/shell/object"
)

var (
	dataReceivedType    = &object.Type{Name: "DataReceivedEventArgs", Namespace: "System.Diagnostics", Assembly: "System.Diagnostics.Process", Base: EventArgsType}
	dataReceivedHandler = handlerType("System.Diagnostics", "DataReceivedEventHandler")
)

// processEvents is what a process tells of itself: Exited, and lines of its output.
type processEvents struct {
	events  object.Events
	raises  atomic.Bool // EnableRaisingEvents
	follows atomic.Bool // somebody waits for the end, or it was told
	reading [2]asyncRead
}

// asyncRead is the reading of a redirected stream line by line, between Begin...ReadLine and Cancel...Read.
type asyncRead struct {
	begun  bool
	tells  atomic.Bool
	stream string // as the errors call it
	event  string
}

// Handlers is who listens.
func (p *processEvents) Handlers() *object.Events { return &p.events }

// raiseEvents makes a process that was started raise Exited, once.
func (p *Process) raiseEvents(on bool) {
	p.raises.Store(on)
	if !on || p.ID == 0 || !p.follows.CompareAndSwap(false, true) {
		return
	}
	go func() {
		if p.Wait(context.Background()) != nil || !p.raises.Load() {
			p.follows.Store(false)
			return
		}
		p.events.Raise("Exited", p, NoEventArgs)
	}()
}

// dataReceived is System.Diagnostics.DataReceivedEventArgs: a line, or the end, whose data is null.
type dataReceived struct {
	object.Instance
	data any
}

// PSType is System.Diagnostics.DataReceivedEventArgs.
func (*dataReceived) PSType() *object.Type { return dataReceivedType }

// beginRead raises an event for each line of a redirected stream, and one at its end.
func (p *Process) beginRead(n int) error {
	a := &p.reading[n]
	a.stream, a.event = [...]string{"StandardOut", "StandardError"}[n], [...]string{"OutputDataReceived", "ErrorDataReceived"}[n]
	switch {
	case p.output[n] == nil:
		return object.Throw(object.InvalidOperationType, "%s has not been redirected or the process hasn't started yet.", a.stream)
	case a.tells.Load():
		return object.Throw(object.InvalidOperationType, "An async read operation has already been started on the stream.")
	}
	a.tells.Store(true)
	if a.begun {
		return nil
	}
	a.begun = true
	var from io.Reader = p.turns[n].from
	if e := p.output[n].encoding; e.CodePage != 65001 {
		from = &decodedReader{from: from, by: e}
	}
	go func() {
		lines := bufio.NewReader(from)
		for {
			line, err := lines.ReadString('\n')
			if err == nil || line != "" {
				p.tell(a, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
			}
			if err != nil {
				p.tell(a, nil)
				return
			}
		}
	}()
	return nil
}

func (p *Process) tell(a *asyncRead, data any) {
	if a.tells.Load() {
		p.events.Raise(a.event, p, &dataReceived{data: data})
	}
}

// cancelRead stops the events; what is read meanwhile is lost.
func (p *Process) cancelRead(n int) error {
	if !p.reading[n].tells.Swap(false) {
		return object.Throw(object.InvalidOperationType, "No async read operation is in progress on the stream.")
	}
	return nil
}

func processEventMembers(m members) {
	self := func(v any) *Process { return v.(*Process) }
	m.writable("bool EnableRaisingEvents", getter(func(v any) any { return self(v).raises.Load() }), func(_ object.Invoker, v, x any) error {
		self(v).raiseEvents(x.(bool))
		return nil
	})
	for n, name := range []string{"Output", "Error"} {
		m.method("void Begin"+name+"ReadLine()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).beginRead(n) })
		m.method("void Cancel"+name+"Read()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).cancelRead(n) })
		m.Add(object.NewEvent(name+"DataReceived", dataReceivedHandler, object.ObjectType, dataReceivedType))
	}
	m.Add(object.NewEvent("Exited", eventHandlerType, object.ObjectType, EventArgsType))
	m.Add(disposedEvent())
}

func dataReceivedMembers(m members) {
	m.prop("string Data", func(_ object.Invoker, v any) (any, error) { return v.(*dataReceived).data, nil })
}
