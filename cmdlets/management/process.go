package management

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sort"
	"strings"
	"time"

	"stagecoach/shell/dotnet"
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

func processMembers(set *object.MemberSet) {
	prop := func(name string, t *object.Type, get func(p *process) (any, error)) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*process)) }})
	}
	alias := func(name, of string) {
		set.Add(&object.Member{Name: name, Kind: object.AliasProperty, Detail: of,
			Get: func(inv object.Invoker, v any) (any, error) {
				x, _, err := object.GetProperty(inv, v, of)
				return x, err
			}})
	}
	used := func(name string, t *object.Type, get func(u *usage) any) {
		prop(name, t, func(p *process) (any, error) {
			u, err := usageOf(p.id)
			if err != nil {
				return nil, nil
			}
			return get(u), nil
		})
	}
	text := func(get func(u *usage) string) func(u *usage) any {
		return func(u *usage) any {
			if s := get(u); s != "" {
				return s
			}
			return nil
		}
	}
	prop("Id", object.Int32Type, func(p *process) (any, error) { return object.Int(int32(p.id)), nil })
	prop("ProcessName", object.StringType, func(p *process) (any, error) { return p.name, nil })
	alias("Name", "ProcessName")
	prop("HasExited", object.BooleanType, func(p *process) (any, error) { return p.exited(), nil })
	prop("ExitCode", object.Int32Type, func(p *process) (any, error) {
		if p.own == nil {
			return nil, object.Throw(object.InvalidOperationType, "Process was not started by this object, so requested information cannot be determined.")
		}
		if !p.exited() {
			return nil, notRunning()
		}
		return object.Int(int32(p.own.code)), nil
	})
	prop("ExitTime", dotnet.DateTimeType, func(p *process) (any, error) {
		if p.own == nil || !p.exited() {
			return nil, notRunning()
		}
		return dotnet.FromTime(p.own.ended), nil
	})
	prop("UserName", object.StringType, func(p *process) (any, error) {
		if p.user == "" {
			return nil, nil
		}
		return p.user, nil
	})
	used("StartTime", dotnet.DateTimeType, func(u *usage) any { return dotnet.FromTime(u.started) })
	used("TotalProcessorTime", dotnet.TimeSpanType, func(u *usage) any { return dotnet.TimeSpan(u.processor / 100) })
	used("CPU", object.DoubleType, func(u *usage) any { return u.processor.Seconds() })
	used("WorkingSet64", object.Int64Type, func(u *usage) any { return u.resident })
	used("PagedMemorySize64", object.Int64Type, func(u *usage) any { return u.swapped })
	used("PrivateMemorySize64", object.Int64Type, func(u *usage) any { return u.data })
	used("VirtualMemorySize64", object.Int64Type, func(u *usage) any { return u.virtual })
	used("NonpagedSystemMemorySize64", object.Int64Type, func(*usage) any { return int64(0) })
	used("SessionId", object.Int32Type, func(u *usage) any { return object.Int(int32(u.session)) })
	used("HandleCount", object.Int32Type, func(u *usage) any { return object.Int(int32(u.handles)) })
	used("Path", object.StringType, text(func(u *usage) string { return u.path }))
	used("CommandLine", object.StringType, text(func(u *usage) string { return strings.Join(u.arguments, " ") }))
	prop("Parent", object.ObjectType, func(p *process) (any, error) {
		u, err := usageOf(p.id)
		if err != nil || u.parent == 0 {
			return nil, nil
		}
		if parent, err := processByID(u.parent); err == nil {
			return parent, nil
		}
		return nil, nil
	})
	for short, long := range map[string]string{"WS": "WorkingSet64", "PM": "PagedMemorySize64", "VM": "VirtualMemorySize64", "NPM": "NonpagedSystemMemorySize64", "SI": "SessionId", "Handles": "HandleCount"} {
		alias(short, long)
	}
	processMethods(set)
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
