package dotnet

import (
	"sync"
	"time"

	"stagecoach/shell/object"
)

var (
	interlockedType = staticClass("System.Threading", "Interlocked")
	monitorType     = staticClass("System.Threading", "Monitor")
	waitHandleType  = &object.Type{Name: "WaitHandle", Namespace: "System.Threading", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	mutexType       = &object.Type{Name: "Mutex", Namespace: "System.Threading", Base: waitHandleType}
	semaphoreType   = &object.Type{Name: "SemaphoreSlim", Namespace: "System.Threading", Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	manualEventType = &object.Type{Name: "ManualResetEvent", Namespace: "System.Threading", Base: waitHandleType}
	autoEventType   = &object.Type{Name: "AutoResetEvent", Namespace: "System.Threading", Base: waitHandleType}
)

// interlockedMembers declares the operations that read and write a variable at once.
func interlockedMembers(m members) {
	for _, n := range []string{"int", "long"} {
		t := m.typeNamed(n)
		step := func(name string, by int64) {
			m.static(n+" "+name+"([ref] "+n+" location)", func(inv object.Invoker, _ any, a []any) (any, error) {
				return addTo(inv, t, a, by)
			})
		}
		step("Increment", 1)
		step("Decrement", -1)
		m.static(n+" Add([ref] "+n+" location1, "+n+" value)", func(inv object.Invoker, _ any, a []any) (any, error) {
			by, err := object.ChangeType(a[1], object.Int64Type)
			if err != nil {
				return nil, err
			}
			return addTo(inv, t, a, by.(int64))
		})
		m.static(n+" Read([ref] "+n+" location)", plain(func(_ any, a []any) (any, error) { return a[0], nil }))
	}
	m.static("System.Object Exchange([ref] System.Object location1, System.Object value)", plain(func(_ any, a []any) (any, error) {
		old := a[0]
		a[0] = a[1]
		return old, nil
	}))
	m.static("System.Object CompareExchange([ref] System.Object location1, System.Object value, System.Object comparand)", func(inv object.Invoker, _ any, a []any) (any, error) {
		old := a[0]
		if sameOrNull(inv, old, a[2]) {
			a[0] = a[1]
		}
		return old, nil
	})
}

// addTo wraps at the type's ends, as .NET's does.
func addTo(_ object.Invoker, t *object.Type, a []any, by int64) (any, error) {
	v, err := object.ChangeType(a[0], object.Int64Type)
	if err != nil {
		return nil, err
	}
	a[0] = fromBits(t, uint64(v.(int64)+by))
	return a[0], nil
}

// locks are the objects that Monitor holds, with how often they were entered.
// Scripts run one at a time, so that a lock is always had at once.
var locks struct {
	sync.Mutex
	held map[any]int
}

func monitorMembers(m members) {
	enter := func(v any) error {
		if v == nil {
			return object.ThrowArgument(object.ArgumentNullExceptionType, "obj", "Value cannot be null.")
		}
		locks.Lock()
		defer locks.Unlock()
		if locks.held == nil {
			locks.held = map[any]int{}
		}
		locks.held[object.HashKey(v)]++
		return nil
	}
	m.static("void Enter(System.Object obj)", plain(func(_ any, a []any) (any, error) { return nil, enter(a[0]) }))
	for _, params := range []string{"System.Object obj", "System.Object obj, int millisecondsTimeout", "System.Object obj, timespan timeout"} {
		m.static("bool TryEnter("+params+")", plain(func(_ any, a []any) (any, error) { return true, enter(a[0]) }))
	}
	m.static("bool IsEntered(System.Object obj)", plain(func(_ any, a []any) (any, error) {
		locks.Lock()
		defer locks.Unlock()
		return locks.held[object.HashKey(a[0])] > 0, nil
	}))
	m.static("void Exit(System.Object obj)", plain(func(_ any, a []any) (any, error) {
		locks.Lock()
		defer locks.Unlock()
		key := object.HashKey(a[0])
		if locks.held[key] == 0 {
			return nil, object.Throw(exceptionNamed("System.Threading.SynchronizationLockException"), "Object synchronization method was called from an unsynchronized block of code.")
		}
		if locks.held[key]--; locks.held[key] == 0 {
			delete(locks.held, key)
		}
		return nil, nil
	}))
}

// waitHandle is a mutex, an event or a semaphore: how many may still pass.
type waitHandle struct {
	object.Instance
	t     *object.Type
	free  int
	keeps bool // an event that stays set
}

// PSType is the handle's type.
func (w *waitHandle) PSType() *object.Type { return w.t }

// wait takes a turn; without one it waits for the time given, since nobody else can give one.
func (w *waitHandle) wait(inv object.Invoker, limit time.Duration) (any, error) {
	if w.free > 0 {
		if !w.keeps {
			w.free--
		}
		return true, nil
	}
	var over <-chan time.Time
	if limit >= 0 {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
		return false, nil
	case <-inv.Context().Done():
		return nil, inv.Context().Err()
	}
}

func waiting(m members, name string) {
	m.method("bool "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) { return v.(*waitHandle).wait(inv, -1) })
	m.method("bool "+name+"(int millisecondsTimeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return v.(*waitHandle).wait(inv, time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.method("bool "+name+"(timespan timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return v.(*waitHandle).wait(inv, time.Duration(int64(span(a[0]))*100))
	})
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
}

func waitHandleMembers(m members) {
	waiting(m, "WaitOne")
	m.method("void Close()", plain(func(any, []any) (any, error) { return nil, nil }))
}

func handleOf(t *object.Type, free int, keeps bool) *waitHandle {
	return &waitHandle{t: t, free: free, keeps: keeps}
}

func mutexMembers(m members) {
	// A thread may take its own mutex again, and there is one thread.
	of := func([]any) any { return handleOf(mutexType, 1, true) }
	m.method("void ReleaseMutex()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) { return of(nil), nil })
	m.ctor("bool initiallyOwned", func(_ object.Invoker, a []any) (any, error) { return of(a), nil })
	m.ctor("bool initiallyOwned, string name", func(_ object.Invoker, a []any) (any, error) { return of(a), nil })
	m.ctor("bool initiallyOwned, string name, [ref] bool createdNew", func(_ object.Invoker, a []any) (any, error) {
		a[2] = true
		return of(a), nil
	})
}

func eventMembers(t *object.Type, keeps bool) func(m members) {
	return func(m members) {
		m.method("bool Set()", plain(func(v any, _ []any) (any, error) { v.(*waitHandle).free = 1; return true, nil }))
		m.method("bool Reset()", plain(func(v any, _ []any) (any, error) { v.(*waitHandle).free = 0; return true, nil }))
		m.ctor("bool initialState", func(_ object.Invoker, a []any) (any, error) {
			free := 0
			if a[0].(bool) {
				free = 1
			}
			return handleOf(t, free, keeps), nil
		})
	}
}

func semaphoreMembers(m members) {
	waiting(m, "Wait")
	m.prop("int CurrentCount", getter(func(v any) any { return object.Int(int32(v.(*waitHandle).free)) }))
	m.method("int Release()", plain(func(v any, _ []any) (any, error) {
		w := v.(*waitHandle)
		w.free++
		return object.Int(int32(w.free - 1)), nil
	}))
	of := func(_ object.Invoker, a []any) (any, error) { return handleOf(semaphoreType, intArg(a[0]), false), nil }
	m.ctor("int initialCount", of)
	m.ctor("int initialCount, int maxCount", of)
}

func threadingEntries() []entry {
	return []entry{
		{interlockedType, interlockedMembers, ""}, {monitorType, monitorMembers, ""}, {waitHandleType, func(m members) { waitHandleMembers(m); waitHandleStatics(m) }, ""},
		{mutexType, mutexMembers, ""}, {semaphoreType, semaphoreMembers, ""},
		{manualEventType, eventMembers(manualEventType, true), ""}, {autoEventType, eventMembers(autoEventType, false), ""},
	}
}
