package dotnet

import (
	"math"
	"sync"
	"time"

	"stagecoach/shell/object"
)

const timersNamespace = "System.Timers"

var (
	timerType          = &object.Type{Name: "Timer", Namespace: timersNamespace, Assembly: "System.ComponentModel.TypeConverter", Base: componentType}
	elapsedArgsType    = &object.Type{Name: "ElapsedEventArgs", Namespace: timersNamespace, Assembly: "System.ComponentModel.TypeConverter", Base: EventArgsType}
	elapsedHandlerType = handlerType(timersNamespace, "ElapsedEventHandler")
)

// timer is System.Timers.Timer: its Elapsed event is raised on a goroutine of its own.
type timer struct {
	object.Instance
	events object.Events

	mu       sync.Mutex
	interval float64 // milliseconds
	once     bool    // not AutoReset
	enabled  bool
	closed   bool
	clock    *time.Timer
}

// PSType is System.Timers.Timer.
func (*timer) PSType() *object.Type { return timerType }

// Handlers is who listens.
func (t *timer) Handlers() *object.Events { return &t.events }

func (t *timer) length() time.Duration {
	return time.Duration(math.Ceil(t.interval)) * time.Millisecond
}

// enable starts or stops the timer; a timer that was closed cannot start again.
func (t *timer) enable(on bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if on && t.closed {
		return object.Throw(exceptionNamed("System.ObjectDisposedException"), "Cannot access a disposed object.\nObject name: 'Timer'.")
	}
	if on == t.enabled {
		return nil
	}
	t.enabled = on
	if !on {
		t.clock.Stop()
		return nil
	}
	t.begin()
	return nil
}

// begin lets the time run from now on; t.mu is held.
func (t *timer) begin() {
	var clock *time.Timer
	due := time.Now().Add(t.length())
	clock = time.AfterFunc(t.length(), func() { t.elapsed(&clock, &due) })
	t.clock = clock
}

// elapsed raises the event, unless the timer was stopped or started anew since the clock was set.
func (t *timer) elapsed(clock **time.Timer, due *time.Time) {
	t.mu.Lock()
	if !t.enabled || t.clock != *clock {
		t.mu.Unlock()
		return
	}
	if t.once {
		t.enabled = false
	} else {
		// As .NET, a timer that is late does not make up for what it missed.
		for now := time.Now(); !due.After(now); {
			*due = due.Add(max(t.length(), time.Millisecond))
		}
		t.clock.Reset(time.Until(*due))
	}
	t.mu.Unlock()
	t.events.Raise("Elapsed", t, &elapsedArgs{at: time.Now()})
}

// setInterval changes the interval; a timer that runs begins anew.
func (t *timer) setInterval(v float64) error {
	if !(v > 0) || math.Ceil(v) > math.MaxInt32 {
		return object.Throw(object.ArgumentExceptionType, "'%s' is not a valid value for 'Interval'. 'Interval' must be greater than 0.", object.Text(nil, v))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.interval = v
	if t.enabled {
		t.clock.Stop()
		t.begin()
	}
	return nil
}

func (t *timer) close() {
	_ = t.enable(false) // stopping cannot fail
	t.mu.Lock()
	was := t.closed
	t.closed = true
	t.mu.Unlock()
	if !was {
		t.events.Raise("Disposed", t, NoEventArgs)
	}
}

// elapsedArgs is System.Timers.ElapsedEventArgs.
type elapsedArgs struct {
	object.Instance
	at time.Time
}

// PSType is System.Timers.ElapsedEventArgs.
func (*elapsedArgs) PSType() *object.Type { return elapsedArgsType }

func elapsedArgsMembers(m members) {
	m.prop("datetime SignalTime", func(_ object.Invoker, v any) (any, error) { return FromTime(v.(*elapsedArgs).at.Local()), nil })
}

func timerMembers(m members) {
	self := func(v any) *timer { return v.(*timer) }
	locked := func(v any, do func(t *timer)) {
		t := self(v)
		t.mu.Lock()
		defer t.mu.Unlock()
		do(t)
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return &timer{interval: 100}, nil })
	interval := func(_ object.Invoker, a []any) (any, error) {
		t := &timer{}
		var v float64
		switch x := a[0].(type) {
		case float64:
			v = x
		case TimeSpan:
			v = float64(x) / 1e4
		}
		if !(v > 0) || math.Ceil(v) > math.MaxInt32 {
			return nil, object.Throw(object.ArgumentExceptionType, "Invalid value '%s' for parameter 'interval'.", object.Text(nil, v))
		}
		t.interval = v
		return t, nil
	}
	m.ctor("double interval", interval)
	m.ctor("timespan interval", interval)
	m.writable("bool AutoReset", func(_ object.Invoker, v any) (r any, _ error) {
		locked(v, func(t *timer) { r = !t.once })
		return r, nil
	}, func(_ object.Invoker, v, x any) error {
		locked(v, func(t *timer) { t.once = !x.(bool) })
		return nil
	})
	m.writable("bool Enabled", func(_ object.Invoker, v any) (r any, _ error) {
		locked(v, func(t *timer) { r = t.enabled })
		return r, nil
	}, func(_ object.Invoker, v, x any) error { return self(v).enable(x.(bool)) })
	m.writable("double Interval", func(_ object.Invoker, v any) (r any, _ error) {
		locked(v, func(t *timer) { r = t.interval })
		return r, nil
	}, func(_ object.Invoker, v, x any) error { return self(v).setInterval(x.(float64)) })
	siteOf(m)
	m.method("void Start()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).enable(true) })
	m.method("void Stop()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).enable(false) })
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).close(); return nil, nil })
	}
	m.Add(object.NewEvent("Elapsed", elapsedHandlerType, object.ObjectType, elapsedArgsType))
	m.Add(disposedEvent())
}

// disposedEvent is the event that every component has.
func disposedEvent() *object.Member {
	return object.NewEvent("Disposed", eventHandlerType, object.ObjectType, EventArgsType)
}

// siteOf declares what components have for the designer of a form; there is none.
func siteOf(m members) {
	m.prop("System.Object Site", constantly(nil))
	m.prop("System.Object SynchronizingObject", constantly(nil))
	m.prop("System.Object Container", constantly(nil))
}
