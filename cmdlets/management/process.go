package management

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sort"
	"strings"
	"time"

	"stagecoach/shell/object"
)

// process is System.Diagnostics.Process: one that runs on this machine, or did.
type process struct {
	object.Instance
	id   int
	name string
	user string // with -IncludeUserName
	own  *ownProcess
}

// ownProcess is what is known of a process that Start-Process started.
type ownProcess struct {
	done  chan struct{} // closed at the end
	code  int           // after done
	ended time.Time     // after done
}

var processType = &object.Type{Name: "Process", Namespace: "System.Diagnostics", Assembly: "System.Diagnostics.Process", Base: object.ObjectType, Members: processMembers}

// PSType is System.Diagnostics.Process.
func (*process) PSType() *object.Type { return processType }

// String is what ToString() gives.
func (p *process) String() string { return "System.Diagnostics.Process (" + p.name + ")" }

// usage is what the system tells of a process: sizes in bytes.
type usage struct {
	processor         time.Duration
	started           time.Time
	resident, virtual int64
	swapped, data     int64
	session, parent   int
	threads, handles  int
	path              string
	arguments         []string
	owner             string
}

var errNoProcesses = object.Throw(object.NotSupportedExceptionType, "Processes are listed on Linux only.")

// exited tells whether the process has ended.
func (p *process) exited() bool {
	if p.own == nil {
		return !alive(p.id)
	}
	select {
	case <-p.own.done:
		return true
	default:
		return false
	}
}

// watchInterval is how often a process that is not our child is looked at.
const watchInterval = 50 * time.Millisecond

// wait returns when the process has ended, or with the context's error.
func (p *process) wait(ctx context.Context) error {
	if p.own != nil {
		select {
		case <-p.own.done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for alive(p.id) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// kill ends the process; one that has ended is no error.
func (p *process) kill() error {
	if p.exited() {
		return nil
	}
	it, err := os.FindProcess(p.id)
	if err != nil {
		return err
	}
	if err := it.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// watch remembers how a started command ends.
func watch(cmd *exec.Cmd, name string, after func()) *process {
	own := &ownProcess{done: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // the exit code tells
		after()
		own.code, own.ended = cmd.ProcessState.ExitCode(), time.Now()
		if own.code < 0 {
			own.code = signalled(cmd.ProcessState)
		}
		close(own.done)
	}()
	return &process{id: cmd.Process.Pid, name: name, own: own}
}

// byName puts processes in the order PowerShell lists them.
func byName(list []*process) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := strings.ToLower(list[i].name), strings.ToLower(list[j].name)
		return a < b || a == b && list[i].id < list[j].id
	})
}

var processExceptionType = &object.Type{Name: "ProcessCommandException", Namespace: "Microsoft.PowerShell.Commands", Assembly: "Microsoft.PowerShell.Commands.Management", Base: object.SystemExceptionType}

func notRunning() *object.Exception {
	return object.Throw(object.InvalidOperationType, "Process must exit before requested information can be determined.")
}

func processMethods(set *object.MemberSet) {
	method := func(name string, returns *object.Type, params []object.Parameter, do func(inv object.Invoker, p *process, a []any) (any, error)) *object.Overload {
		return &object.Overload{Params: params, Return: returns, Call: func(inv object.Invoker, v any, a []any) (any, error) { return do(inv, v.(*process), a) }}
	}
	add := func(name string, list ...*object.Overload) {
		set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: list})
	}
	nothing := func(object.Invoker, *process, []any) (any, error) { return nil, nil }
	add("Kill", method("Kill", nil, nil, func(_ object.Invoker, p *process, _ []any) (any, error) { return nil, p.kill() }))
	for _, name := range []string{"Refresh", "Close", "Dispose"} {
		add(name, method(name, nil, nil, nothing))
	}
	add("WaitForExit",
		method("WaitForExit", nil, nil, func(_ object.Invoker, p *process, _ []any) (any, error) {
			return nil, p.wait(context.Background())
		}),
		method("WaitForExit", object.BooleanType, []object.Parameter{{Name: "milliseconds", Type: object.Int32Type}}, func(_ object.Invoker, p *process, a []any) (any, error) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(a[0].(int32))*time.Millisecond)
			defer cancel()
			return p.wait(ctx) == nil, nil
		}))
}
