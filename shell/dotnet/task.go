package dotnet

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/shell/object"
)

const tasksNamespace = "System.Threading.Tasks"

var (
	taskType        = &object.Type{Name: "Task", Namespace: tasksNamespace, Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	taskAwaiterType = &object.Type{Name: "TaskAwaiter", Namespace: "System.Runtime.CompilerServices", Base: object.ValueTypeType, Kind: object.KindStruct}
	awaitableType   = &object.Type{Name: "ConfiguredTaskAwaitable", Namespace: "System.Runtime.CompilerServices", Base: object.ValueTypeType, Kind: object.KindStruct}
	taskStatus      = object.NewEnum(tasksNamespace, "TaskStatus", strings.Fields("Created WaitingForActivation WaitingToRun Running WaitingForChildrenToComplete RanToCompletion Canceled Faulted"))
)

// Task is System.Threading.Tasks.Task and Task[TResult]: something that goes on beside the
// script, such as a request. What runs in it touches no object of a script.
type Task struct {
	object.Instance
	t        *object.Type
	id       int32
	done     chan struct{} // closed at the end
	value    any           // after done
	err      error         // after done
	canceled bool          // after done
}

var taskIDs atomic.Int32

// PSType is the task's type.
func (t *Task) PSType() *object.Type { return t.t }

// taskOf is the type Task[result], or Task for nil.
func taskOf(result *object.Type) *object.Type {
	if result == nil {
		return taskType
	}
	t, err := closeGeneric(tasksNamespace+".Task", []*object.Type{result})
	if err != nil {
		panic(err) // the type's name is the table's own
	}
	return t
}

func newTask(result *object.Type) *Task {
	return &Task{t: taskOf(result), id: taskIDs.Add(1), done: make(chan struct{})}
}

func (t *Task) end(value any, err error) {
	t.value, t.err = value, err
	close(t.done)
}

// startTask runs do beside the script.
func startTask(inv object.Invoker, result *object.Type, do func(ctx context.Context) (any, error)) *Task {
	t := newTask(result)
	ctx := context.WithoutCancel(inv.Context()) // it outlives the statement that started it
	go func() { t.end(do(ctx)) }()
	return t
}

// finishedTask is one that has its result.
func finishedTask(result *object.Type, value any, err error) *Task {
	t := newTask(result)
	t.end(value, err)
	return t
}

func (t *Task) completed() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// wait returns whether the task ended within limit; a negative one is none.
func (t *Task) wait(inv object.Invoker, limit time.Duration) (bool, error) {
	return waitFor(inv, limit, t.done)
}

// waitFor waits for a channel to close while others have their turn.
func waitFor(inv object.Invoker, limit time.Duration, done <-chan struct{}) (ended bool, err error) {
	select {
	case <-done:
		return true, nil
	default:
	}
	whileWaiting(inv, func() {
		var over <-chan time.Time
		if limit >= 0 {
			timer := time.NewTimer(limit)
			defer timer.Stop()
			over = timer.C
		}
		select {
		case <-done:
			ended = true
		case <-over:
		case <-inv.Context().Done():
			err = inv.Context().Err()
		}
	})
	return ended, err
}

// aggregate is the AggregateException of failures.
func aggregate(errs ...error) *object.Exception {
	message := "One or more errors occurred."
	var inner *object.Exception
	var all []any
	for _, err := range errs {
		x := object.FromGo(err)
		message += " (" + x.Message + ")"
		if all = append(all, x); inner == nil {
			inner = x
		}
	}
	e := object.Throw(exceptionNamed("System.AggregateException"), "%s", message)
	e.Inner = inner
	e.Fields = map[string]any{"InnerExceptions": object.NewArray(all)}
	return e
}

func errCanceled() error {
	return object.Throw(exceptionNamed("System.Threading.Tasks.TaskCanceledException"), "A task was canceled.")
}

// outcome is the task's failure as an awaiter raises it.
func (t *Task) outcome() error {
	if t.canceled {
		return errCanceled()
	}
	return t.err
}

// join waits for the end and gives the value; a failure is an AggregateException.
func (t *Task) join(inv object.Invoker) (any, error) {
	if _, err := t.wait(inv, -1); err != nil {
		return nil, err
	}
	if err := t.outcome(); err != nil {
		return nil, aggregate(err)
	}
	return t.value, nil
}

func (t *Task) status() int64 {
	switch {
	case !t.completed():
		return 1
	case t.canceled:
		return 6
	case t.err != nil:
		return 7
	}
	return 5
}

// taskAwaiter is what GetAwaiter() and ConfigureAwait() give.
type taskAwaiter struct {
	object.Instance
	of *Task
	t  *object.Type
}

// PSType is the awaiter's type.
func (a *taskAwaiter) PSType() *object.Type { return a.t }

func taskMembers(m members) {
	self := func(v any) *Task { return v.(*Task) }
	is := func(name string, of func(t *Task) bool) {
		m.prop("bool "+name, getter(func(v any) any { return self(v).completed() && of(self(v)) }))
	}
	is("IsCompleted", func(*Task) bool { return true })
	is("IsCanceled", func(t *Task) bool { return t.canceled })
	is("IsFaulted", func(t *Task) bool { return t.err != nil })
	is("IsCompletedSuccessfully", func(t *Task) bool { return t.outcome() == nil })
	m.prop("int Id", getter(func(v any) any { return object.Int(self(v).id) }))
	m.prop("System.Threading.Tasks.TaskStatus Status", getter(func(v any) any { return object.Enum{Type: taskStatus, Value: self(v).status()} }))
	m.prop("System.AggregateException Exception", getter(func(v any) any {
		if t := self(v); t.completed() && t.err != nil {
			return aggregate(t.err)
		}
		return nil
	}))
	m.prop("System.Object AsyncState", constantly(nil))
	m.prop("System.Threading.WaitHandle AsyncWaitHandle", getter(func(v any) any { return &doneHandle{done: self(v).done} }))
	m.method("void Wait()", func(inv object.Invoker, v any, _ []any) (any, error) {
		_, err := self(v).join(inv)
		return nil, err
	})
	limited := func(inv object.Invoker, v any, limit time.Duration) (any, error) {
		ended, err := self(v).wait(inv, limit)
		if err != nil || !ended {
			return false, err
		}
		_, err = self(v).join(inv)
		return true, err
	}
	m.method("bool Wait(int millisecondsTimeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return limited(inv, v, time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.method("bool Wait(timespan timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return limited(inv, v, time.Duration(span(a[0]))*100)
	})
	m.method("System.Runtime.CompilerServices.TaskAwaiter GetAwaiter()", plain(func(v any, _ []any) (any, error) { return &taskAwaiter{of: self(v), t: taskAwaiterType}, nil }))
	m.method("System.Runtime.CompilerServices.ConfiguredTaskAwaitable ConfigureAwait(bool continueOnCapturedContext)", plain(func(v any, _ []any) (any, error) {
		return &taskAwaiter{of: self(v), t: awaitableType}, nil
	}))
	m.method("void Dispose()", plain(func(v any, _ []any) (any, error) {
		if !self(v).completed() {
			return nil, object.Throw(object.InvalidOperationType, "A task may only be disposed if it is in a completion state (RanToCompletion, Faulted or Canceled).")
		}
		return nil, nil
	}))
	taskStatics(m)
}

func taskResultOf(m members, _ *object.Type) {
	m.prop("TResult Result", func(inv object.Invoker, v any) (any, error) { return v.(*Task).join(inv) })
}

func awaiterMembers(m members) {
	self := func(v any) *taskAwaiter { return v.(*taskAwaiter) }
	m.prop("bool IsCompleted", getter(func(v any) any { return self(v).of.completed() }))
	m.method("System.Object GetResult()", func(inv object.Invoker, v any, _ []any) (any, error) {
		t := self(v).of
		if _, err := t.wait(inv, -1); err != nil {
			return nil, err
		}
		return t.value, t.outcome()
	})
}

// waitAll waits for several tasks; it tells whether they ended in time.
func waitAll(inv object.Invoker, list []any, limit time.Duration) (bool, error) {
	until := time.Now().Add(limit)
	var failed []error
	for _, x := range list {
		t := x.(*Task)
		rest := limit
		if limit >= 0 {
			rest = max(time.Until(until), 0)
		}
		ended, err := t.wait(inv, rest)
		if err != nil || !ended {
			return false, err
		}
		if err := t.outcome(); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 {
		return true, aggregate(failed...)
	}
	return true, nil
}

// anyOf closes the channel it gives when the first task has ended, whose number is then in at.
func anyOf(list []any) (done chan struct{}, at *int) {
	done, at = make(chan struct{}), new(int)
	var once sync.Once
	for i, x := range list {
		go func() {
			<-x.(*Task).done
			once.Do(func() { *at = i; close(done) })
		}()
	}
	return done, at
}

func taskStatics(m members) {
	m.constant("System.Threading.Tasks.Task CompletedTask", finishedTask(nil, nil, nil))
	delay := func(d time.Duration) (any, error) {
		if d < -time.Millisecond {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "millisecondsDelay", "The value needs to be either -1 (signifying an infinite timeout), 0 or a positive integer.")
		}
		t := newTask(nil)
		if d >= 0 {
			time.AfterFunc(d, func() { t.end(nil, nil) })
		}
		return t, nil
	}
	m.static("System.Threading.Tasks.Task Delay(int millisecondsDelay)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return delay(time.Duration(intArg(a[0])) * time.Millisecond)
	})
	m.static("System.Threading.Tasks.Task Delay(timespan delay)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return delay(time.Duration(span(a[0])) * 100)
	})
	m.generic("System.Threading.Tasks.Task FromResult(System.Object result)", 1, plain(func(_ any, a []any) (any, error) {
		t := a[0].(*object.Type)
		v, err := object.Convert(nil, a[1], t)
		return finishedTask(t, v, nil), err
	}))
	m.static("System.Threading.Tasks.Task FromResult(System.Object result)", plain(func(_ any, a []any) (any, error) {
		t := object.ObjectType
		if a[0] != nil {
			t = object.TypeOf(a[0])
		}
		return finishedTask(t, a[0], nil), nil
	}))
	m.static("System.Threading.Tasks.Task FromException(System.Exception exception)", plain(func(_ any, a []any) (any, error) {
		e, ok := a[0].(*object.Exception)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "exception", "Value cannot be null.")
		}
		return finishedTask(nil, nil, e), nil
	}))
	m.static("System.Threading.Tasks.Task WhenAll(Params System.Threading.Tasks.Task[] tasks)", func(inv object.Invoker, _ any, a []any) (any, error) {
		list := copyItems(a[0])
		result := sharedResult(list)
		return startTask(inv, result, func(context.Context) (any, error) {
			values := make([]any, len(list))
			for i, x := range list {
				t := x.(*Task)
				<-t.done
				if err := t.outcome(); err != nil {
					return nil, err
				}
				values[i] = t.value
			}
			if result == nil {
				return nil, nil
			}
			return object.NewArrayOf(result, values), nil
		}), nil
	})
	m.static("System.Threading.Tasks.Task WhenAny(Params System.Threading.Tasks.Task[] tasks)", func(inv object.Invoker, _ any, a []any) (any, error) {
		list := copyItems(a[0])
		done, at := anyOf(list)
		return startTask(inv, taskType, func(context.Context) (any, error) { <-done; return list[*at], nil }), nil
	})
	m.static("void WaitAll(Params System.Threading.Tasks.Task[] tasks)", func(inv object.Invoker, _ any, a []any) (any, error) {
		_, err := waitAll(inv, copyItems(a[0]), -1)
		return nil, err
	})
	m.static("bool WaitAll(System.Threading.Tasks.Task[] tasks, int millisecondsTimeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return waitAll(inv, copyItems(a[0]), time.Duration(intArg(a[1]))*time.Millisecond)
	})
	any := func(inv object.Invoker, list []any, limit time.Duration) (any, error) {
		done, at := anyOf(list)
		ended, err := waitFor(inv, limit, done)
		if err != nil || !ended {
			return object.Int(-1), err
		}
		return object.Int(int32(*at)), nil
	}
	m.static("int WaitAny(Params System.Threading.Tasks.Task[] tasks)", func(inv object.Invoker, _ interface{}, a []interface{}) (interface{}, error) {
		return any(inv, copyItems(a[0]), -1)
	})
	m.static("int WaitAny(System.Threading.Tasks.Task[] tasks, int millisecondsTimeout)", func(inv object.Invoker, _ interface{}, a []interface{}) (interface{}, error) {
		return any(inv, copyItems(a[0]), time.Duration(intArg(a[1]))*time.Millisecond)
	})
	m.static("System.Threading.Tasks.Task Run(System.Action action)", plain(func(_ interface{}, a []interface{}) (interface{}, error) {
		d, ok := a[0].(*object.Delegate)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "action", "Value cannot be null.")
		}
		return finishedTask(nil, nil, noRunspace(d)), nil
	}))
}

// sharedResult is the array type of what all tasks give, when they give the same.
func sharedResult(list []any) *object.Type {
	var result *object.Type
	for i, x := range list {
		t := x.(*Task)
		if len(t.t.Args) == 0 || i > 0 && result != t.t.Args[0] {
			return nil
		}
		result = t.t.Args[0]
	}
	if result == nil {
		return nil
	}
	return object.ArrayOf(result)
}

// noRunspace is what becomes of a script block on a thread of its own.
func noRunspace(d *object.Delegate) error {
	text := ""
	if d.Block != nil {
		text = strings.Join(strings.Fields(d.Block.String()), " ")
	}
	return object.Throw(object.PSInvalidOperationType, "There is no Runspace available to run scripts in this thread. You can provide one in the DefaultRunspace property of the System.Management.Automation.Runspaces.Runspace type. The script block you attempted to invoke was: %s", text)
}

// doneHandle is the AsyncWaitHandle of a task.
type doneHandle struct {
	object.Instance
	done <-chan struct{}
}

var doneHandleType = &object.Type{Name: "ManualResetEventSlim", Namespace: "System.Threading", Base: waitHandleType}

// PSType is the handle's type.
func (*doneHandle) PSType() *object.Type { return doneHandleType }

func doneHandleMembers(m members) {
	wait := func(inv object.Invoker, v any, limit time.Duration) (any, error) {
		return waitFor(inv, limit, v.(*doneHandle).done)
	}
	m.method("bool WaitOne()", func(inv object.Invoker, v any, _ []any) (any, error) { return wait(inv, v, -1) })
	m.method("bool WaitOne(int millisecondsTimeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return wait(inv, v, time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.method("bool WaitOne(int millisecondsTimeout, bool exitContext)", func(inv object.Invoker, v any, a []any) (any, error) {
		return wait(inv, v, time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.method("bool WaitOne(timespan timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return wait(inv, v, time.Duration(span(a[0]))*100)
	})
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(any, []any) (any, error) { return nil, nil }))
	}
}

func taskEntries() []entry {
	return []entry{{taskType, taskMembers, ""}, {taskAwaiterType, awaiterMembers, ""}, {awaitableType, func(m members) {
		m.method("System.Runtime.CompilerServices.TaskAwaiter GetAwaiter()", plain(func(v any, _ []any) (any, error) {
			return &taskAwaiter{of: v.(*taskAwaiter).of, t: taskAwaiterType}, nil
		}))
	}, ""}, {taskStatus, nil, ""}, {doneHandleType, doneHandleMembers, ""}}
}
