package dotnet

import (
	"sync"
	"time"

	"stagecoach/shell/object"
)

var (
	cancelSourceType = &object.Type{Name: "CancellationTokenSource", Namespace: "System.Threading", Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	cancelTokenType  = &object.Type{Name: "CancellationToken", Namespace: "System.Threading", Base: object.ValueTypeType, Kind: object.KindStruct, Zero: &cancelToken{}}
)

// cancelSource is a CancellationTokenSource: asked once to cancel, it stays so.
type cancelSource struct {
	object.Instance
	mu       sync.Mutex
	canceled bool
	disposed bool
	timer    *time.Timer
	heard    []*object.Delegate // by tokens' Register; called when the script cancels
}

// cancelToken is a CancellationToken; without a source nothing ever cancels it.
type cancelToken struct {
	object.Instance
	of *cancelSource
}

// PSType is System.Threading.CancellationTokenSource.
func (*cancelSource) PSType() *object.Type { return cancelSourceType }

// PSType is System.Threading.CancellationToken.
func (*cancelToken) PSType() *object.Type { return cancelTokenType }

// EqualTo tells whether both follow the same source.
func (t *cancelToken) EqualTo(o any) bool {
	x, ok := o.(*cancelToken)
	return ok && x.of == t.of
}

func (s *cancelSource) asked() bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.canceled
}

// usable is the error of a source that was disposed.
func (s *cancelSource) usable() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.disposed {
		return object.Throw(exceptionNamed("System.ObjectDisposedException"), "The CancellationTokenSource has been disposed.")
	}
	return nil
}

// cancel marks the source and calls who listens.
func (s *cancelSource) cancel(inv object.Invoker) error {
	if err := s.usable(); err != nil {
		return err
	}
	s.mu.Lock()
	heard := s.heard
	s.canceled, s.heard = true, nil
	s.mu.Unlock()
	for i := len(heard) - 1; i >= 0; i-- { // the last one first, as .NET calls them
		if _, err := heard[i].Invoke(inv); err != nil {
			return err
		}
	}
	return nil
}

// after cancels when the time is over; a time below zero never.
func (s *cancelSource) after(d time.Duration) error {
	if err := s.usable(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	if d >= 0 {
		s.timer = time.AfterFunc(d, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.canceled = true
		})
	}
	return nil
}

func cancelSourceMembers(m members) {
	self := func(v any) *cancelSource { return v.(*cancelSource) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &cancelSource{}, nil })
	m.ctor("int millisecondsDelay", func(_ object.Invoker, a []any) (any, error) {
		s := &cancelSource{}
		return s, s.after(time.Duration(intArg(a[0])) * time.Millisecond)
	})
	m.ctor("timespan delay", func(_ object.Invoker, a []any) (any, error) {
		s := &cancelSource{}
		return s, s.after(time.Duration(int64(span(a[0])) * 100))
	})
	m.prop("bool IsCancellationRequested", getter(func(v any) any { return self(v).asked() }))
	m.prop("System.Threading.CancellationToken Token", func(_ object.Invoker, v any) (any, error) {
		return &cancelToken{of: self(v)}, self(v).usable()
	})
	m.method("void Cancel()", func(inv object.Invoker, v any, _ []any) (any, error) { return nil, self(v).cancel(inv) })
	m.method("void Cancel(bool throwOnFirstException)", func(inv object.Invoker, v any, _ []any) (any, error) { return nil, self(v).cancel(inv) })
	m.method("void CancelAfter(int millisecondsDelay)", plain(func(v any, a []any) (any, error) {
		return nil, self(v).after(time.Duration(intArg(a[0])) * time.Millisecond)
	}))
	m.method("void CancelAfter(timespan delay)", plain(func(v any, a []any) (any, error) {
		return nil, self(v).after(time.Duration(int64(span(a[0])) * 100))
	}))
	m.method("void Dispose()", plain(func(v any, _ []any) (any, error) {
		_ = self(v).after(-1) // stops the timer
		self(v).mu.Lock()
		defer self(v).mu.Unlock()
		self(v).disposed = true
		return nil, nil
	}))
}

func cancelTokenMembers(m members) {
	self := func(v any) *cancelToken { return v.(*cancelToken) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &cancelToken{}, nil })
	m.ctor("bool canceled", func(_ object.Invoker, a []any) (any, error) {
		return &cancelToken{of: &cancelSource{canceled: a[0].(bool)}}, nil
	})
	m.staticProp("System.Threading.CancellationToken None", func(object.Invoker) (any, error) { return &cancelToken{}, nil })
	m.prop("bool IsCancellationRequested", getter(func(v any) any { return self(v).of.asked() }))
	m.prop("bool CanBeCanceled", getter(func(v any) any { return self(v).of != nil }))
	m.method("void ThrowIfCancellationRequested()", plain(func(v any, _ []any) (any, error) {
		if self(v).of.asked() {
			return nil, object.Throw(exceptionNamed("System.OperationCanceledException"), "The operation was canceled.")
		}
		return nil, nil
	}))
	m.method("void Register(System.Action callback)", func(inv object.Invoker, v any, a []any) (any, error) {
		d, ok := a[0].(*object.Delegate)
		switch {
		case !ok:
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "callback", "Value cannot be null.")
		case self(v).of.asked():
			return d.Invoke(inv)
		case self(v).of != nil:
			self(v).of.heard = append(self(v).of.heard, d)
		}
		return nil, nil
	})
}

// waitHandleStatics declares what waits for several handles.
func waitHandleStatics(m members) {
	const timedOut = 258
	m.constant("int WaitTimeout", object.Int(timedOut))
	handles := func(v any) ([]*waitHandle, error) {
		var list []*waitHandle
		for _, x := range copyItems(v) {
			w, ok := object.Unwrap(x).(*waitHandle)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "waitHandles", "Value cannot be null.")
			}
			list = append(list, w)
		}
		if len(list) == 0 {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "waitHandles", "Waithandle array may not be empty.")
		}
		return list, nil
	}
	// Nobody else gives a turn while the script waits: what is not free at once stays so.
	nothing := func(inv object.Invoker, limit time.Duration) error {
		_, err := (&waitHandle{}).wait(inv, limit)
		return err
	}
	anyOf := func(inv object.Invoker, v any, limit time.Duration) (any, error) {
		list, err := handles(v)
		if err != nil {
			return nil, err
		}
		for i, w := range list {
			if w.free > 0 {
				_, err := w.wait(inv, 0)
				return object.Int(int32(i)), err
			}
		}
		return object.Int(timedOut), nothing(inv, limit)
	}
	allOf := func(inv object.Invoker, v any, limit time.Duration) (any, error) {
		list, err := handles(v)
		if err != nil {
			return nil, err
		}
		for _, w := range list {
			if w.free == 0 {
				return false, nothing(inv, limit)
			}
		}
		for _, w := range list {
			if _, err := w.wait(inv, 0); err != nil {
				return nil, err
			}
		}
		return true, nil
	}
	for _, f := range []struct {
		name string
		wait func(inv object.Invoker, v any, limit time.Duration) (any, error)
	}{{"int WaitAny", anyOf}, {"bool WaitAll", allOf}} {
		m.static(f.name+"(System.Threading.WaitHandle[] waitHandles)", func(inv object.Invoker, _ any, a []any) (any, error) { return f.wait(inv, a[0], -1) })
		m.static(f.name+"(System.Threading.WaitHandle[] waitHandles, int millisecondsTimeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return f.wait(inv, a[0], time.Duration(intArg(a[1]))*time.Millisecond)
		})
		m.static(f.name+"(System.Threading.WaitHandle[] waitHandles, timespan timeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
			return f.wait(inv, a[0], time.Duration(int64(span(a[1]))*100))
		})
	}
}

func cancellationEntries() []entry {
	return []entry{{cancelSourceType, cancelSourceMembers, ""}, {cancelTokenType, cancelTokenMembers, ""}}
}
