package dotnet

import (
	"context"
	"os"
	"sort"
	"strings"
	"time"

	"stagecoach/shell/object"
)

var (
	processPriority = object.NewEnum("System.Diagnostics", "ProcessPriorityClass", strings.Fields("Normal Idle High RealTime BelowNormal AboveNormal"), 32, 64, 128, 256, 16384, 32768)
	windowStyle     = object.NewEnum("System.Diagnostics", "ProcessWindowStyle", strings.Fields("Normal Hidden Minimized Maximized"))
)

// notAssociated is what a process says that was never started.
func notAssociated() error {
	return object.Throw(object.InvalidOperationType, "No process is associated with this object.")
}

func processMembers(m members) {
	processData(m.MemberSet)
	self := func(v any) *Process { return v.(*Process) }
	prop := func(declaration string, get func(p *Process) (any, error)) {
		m.prop(declaration, func(_ object.Invoker, v any) (any, error) {
			if self(v).ID == 0 {
				return nil, notAssociated()
			}
			return get(self(v))
		})
	}
	used := func(declaration string, get func(u *usage) any) {
		prop(declaration, func(p *Process) (any, error) { return useOf(p, get) })
	}
	prop("int ExitCode", func(p *Process) (any, error) {
		switch {
		case p.own == nil:
			return nil, object.Throw(object.InvalidOperationType, "Process was not started by this object, so requested information cannot be determined.")
		case !p.Exited():
			return nil, object.Throw(object.InvalidOperationType, "Process must exit before requested information can be determined.")
		}
		return object.Int(int32(p.own.code)), nil
	})
	prop("bool HasExited", func(p *Process) (any, error) { return p.Exited(), nil })
	used("datetime StartTime", func(u *usage) any { return FromTime(u.started) })
	prop("datetime ExitTime", func(p *Process) (any, error) {
		if p.own == nil || !p.Exited() {
			return nil, object.Throw(object.InvalidOperationType, "Process must exit before requested information can be determined.")
		}
		return FromTime(p.own.ended), nil
	})
	prop("int Id", func(p *Process) (any, error) { return object.Int(int32(p.ID)), nil })
	used("long NonpagedSystemMemorySize64", func(*usage) any { return int64(0) })
	used("long PagedMemorySize64", func(u *usage) any { return u.swapped })
	used("long PrivateMemorySize64", func(u *usage) any { return u.data })
	prop("string ProcessName", func(p *Process) (any, error) { return p.Name, nil })
	used("int SessionId", func(u *usage) any { return object.Int(int32(u.session)) })
	used("timespan TotalProcessorTime", func(u *usage) any { return TimeSpan(u.processor / 100) })
	used("timespan UserProcessorTime", func(u *usage) any { return TimeSpan(u.user / 100) })
	used("timespan PrivilegedProcessorTime", func(u *usage) any { return TimeSpan((u.processor - u.user) / 100) })
	used("long VirtualMemorySize64", func(u *usage) any { return u.virtual })
	used("long WorkingSet64", func(u *usage) any { return u.resident })
	used("int HandleCount", func(u *usage) any { return object.Int(int32(u.handles)) })
	used("System.Diagnostics.ProcessPriorityClass PriorityClass", func(u *usage) any { return object.Enum{Type: processPriority, Value: priorityOf(u.nice)} })
	prop("bool Responding", func(*Process) (any, error) { return true, nil })
	prop("string MachineName", func(*Process) (any, error) { return ".", nil })
	prop("string MainWindowTitle", func(*Process) (any, error) { return "", nil })
	m.prop("string UserName", getter(func(v any) any {
		if self(v).User == "" {
			return nil
		}
		return self(v).User
	}))
	processMethods(m)
	processStatics(m)
	processStarting(m)
}

// priorityOf is the class of a niceness, as .NET divides them outside Windows.
func priorityOf(nice int) int64 {
	switch {
	case nice < -15:
		return 256
	case nice < -10:
		return 128
	case nice < -5:
		return 32768
	case nice == 0:
		return 32
	case nice <= 10:
		return 16384
	}
	return 64
}

// waitForExit waits at most limit, without one when it is negative.
func waitForExit(inv object.Invoker, p *Process, limit time.Duration) (bool, error) {
	if p.ID == 0 {
		return false, notAssociated()
	}
	ctx := inv.Context()
	if limit >= 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	var err error
	whileWaiting(inv, func() { err = p.Wait(ctx) })
	if stopped := inv.Context().Err(); stopped != nil {
		return false, stopped
	}
	return err == nil, nil
}

func processMethods(m members) {
	self := func(v any) *Process { return v.(*Process) }
	kill := func(_ object.Invoker, v any, _ []any) (any, error) {
		if self(v).ID == 0 {
			return nil, notAssociated()
		}
		if err := self(v).Kill(); err != nil {
			return nil, object.Throw(exceptionNamed("System.ComponentModel.Win32Exception"), "%s", SystemText(err))
		}
		return nil, nil
	}
	m.method("void Kill()", kill)
	m.method("void Kill(bool entireProcessTree)", func(inv object.Invoker, v any, a []any) (any, error) {
		var below []*Process
		if a[0].(bool) {
			var err error
			if below, err = startedBy(self(v).ID); err != nil {
				return nil, err
			}
		}
		if _, err := kill(inv, v, a); err != nil {
			return nil, err
		}
		for _, p := range below {
			_ = p.Kill() // it may have ended by itself
		}
		return nil, nil
	})
	m.method("bool CloseMainWindow()", func(object.Invoker, any, []any) (any, error) { return false, nil })
	for _, name := range []string{"Refresh", "Close", "Dispose"} {
		m.method("void "+name+"()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	}
	m.method("void WaitForExit()", func(inv object.Invoker, v any, _ []any) (any, error) {
		_, err := waitForExit(inv, self(v), -1)
		return nil, err
	})
	m.method("bool WaitForExit(int milliseconds)", func(inv object.Invoker, v any, a []any) (any, error) {
		return waitForExit(inv, self(v), time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.method("bool WaitForExit(timespan timeout)", func(inv object.Invoker, v any, a []any) (any, error) {
		return waitForExit(inv, self(v), time.Duration(span(a[0]))*100)
	})
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

// startedBy are the processes below one, parents before children.
func startedBy(id int) ([]*Process, error) {
	all, err := Processes()
	if err != nil {
		return nil, err
	}
	var found []*Process
	for _, p := range all {
		if u, err := usageOf(p.ID); err == nil && u.parent == id {
			below, err := startedBy(p.ID)
			if err != nil {
				return nil, err
			}
			found = append(append(found, p), below...)
		}
	}
	return found, nil
}

func processArray(list []*Process) any {
	items := make([]any, len(list))
	for i, p := range list {
		items[i] = p
	}
	return object.NewArrayOf(object.ArrayOf(ProcessType), items)
}

func processStatics(m members) {
	m.static("System.Diagnostics.Process GetCurrentProcess()", plain(func(any, []any) (any, error) { return ProcessByID(os.Getpid()) }))
	m.static("System.Diagnostics.Process GetProcessById(int processId)", plain(func(_ any, a []any) (any, error) {
		p, err := ProcessByID(intArg(a[0]))
		if err != nil && err != error(ErrNoProcesses) {
			return nil, object.Throw(object.ArgumentExceptionType, "Process with an Id of %d is not running.", intArg(a[0]))
		}
		return p, err
	}))
	list := func(wanted func(p *Process) bool) (any, error) {
		all, err := Processes()
		if err != nil {
			return nil, err
		}
		var found []*Process
		for _, p := range all {
			if wanted(p) {
				found = append(found, p)
			}
		}
		sort.SliceStable(found, func(i, j int) bool { return found[i].ID < found[j].ID })
		return processArray(found), nil
	}
	m.static("System.Diagnostics.Process[] GetProcesses()", plain(func(any, []any) (any, error) { return list(func(*Process) bool { return true }) }))
	m.static("System.Diagnostics.Process[] GetProcessesByName(string processName)", plain(func(_ any, a []any) (any, error) {
		return list(func(p *Process) bool { return strings.EqualFold(p.Name, str(a[0])) })
	}))
}

// useOf reads what the system tells of a process; nothing once it is gone.
func useOf(p *Process, get func(u *usage) any) (any, error) {
	u, err := usageOf(p.ID)
	if err != nil {
		return nil, nil
	}
	return get(u), nil
}

const commandLineScript = `
                        if ($IsWindows) {
                            (Get-CimInstance Win32_Process -Filter "ProcessId = $($this.Id)").CommandLine
                        } elseif ($IsLinux) {
                            $rawCmd = Get-Content -LiteralPath "/proc/$($this.Id)/cmdline"
                            $rawCmd.Substring(0, $rawCmd.Length - 1) -replace "` + "`" + `0", " "
                        }
                    `

// processData declares what PowerShell's type data add to processes, in its order.
func processData(set *object.MemberSet) {
	set.Add(object.PropertySetOf("PSConfiguration", "Name", "Id", "PriorityClass", "FileVersion"))
	set.Add(object.PropertySetOf("PSResources", "Name", "Id", "Handlecount", "WorkingSet", "NonPagedMemorySize", "PagedMemorySize", "PrivateMemorySize", "VirtualMemorySize",
		"Threads.Count", "TotalProcessorTime"))
	for _, a := range [][2]string{{"Name", "ProcessName"}, {"SI", "SessionId"}, {"Handles", "Handlecount"}, {"VM", "VirtualMemorySize64"}, {"WS", "WorkingSet64"},
		{"PM", "PagedMemorySize64"}, {"NPM", "NonpagedSystemMemorySize64"}} {
		set.Add(object.AliasOf(a[0], a[1]))
	}
	data := func(name, script string, get func(u *usage) any) {
		set.Add(object.ComputedProperty(name, script, func(_ object.Invoker, v any) (any, error) { return useOf(object.Unwrap(v).(*Process), get) }))
	}
	text := func(get func(u *usage) string) func(u *usage) any {
		return func(u *usage) any {
			if s := get(u); s != "" {
				return s
			}
			return nil
		}
	}
	version := func(name, of string) {
		data(name, "$this.Mainmodule.FileVersionInfo."+of, func(*usage) any { return nil })
	}
	data("Path", "$this.Mainmodule.FileName", text(func(u *usage) string { return u.path }))
	data("CommandLine", commandLineScript, text(func(u *usage) string { return strings.Join(u.arguments, " ") }))
	set.Add(&object.Member{Name: "Parent", Kind: object.CodeProperty, Type: object.ObjectType, Detail: "GetParentProcess", Get: func(_ object.Invoker, v any) (any, error) {
		u, err := usageOf(v.(*Process).ID)
		if err != nil || u.parent == 0 {
			return nil, nil
		}
		if parent, err := ProcessByID(u.parent); err == nil {
			return parent, nil
		}
		return nil, nil
	}})
	version("Company", "CompanyName")
	data("CPU", "$this.TotalProcessorTime.TotalSeconds", func(u *usage) any { return u.processor.Seconds() })
	version("FileVersion", "FileVersion")
	version("ProductVersion", "ProductVersion")
	version("Description", "FileDescription")
	version("Product", "ProductName")
	set.Add(&object.Member{Name: "__NounName", Kind: object.NoteProperty, Type: object.StringType, Detail: "Process"})
	set.Add(object.StandardMembers(object.PropertySetOf("DefaultDisplayPropertySet", "Id", "Handles", "CPU", "SI", "Name")))
}
