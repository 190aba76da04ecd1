package management

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

func processMembers(set *object.MemberSet) {
	processData(set)
	prop := func(name string, t *object.Type, get func(p *process) (any, error)) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*process)) }})
	}
	used := func(name string, t *object.Type, get func(u *usage) any) {
		prop(name, t, func(p *process) (any, error) { return useOf(p, get) })
	}
	prop("ExitCode", object.Int32Type, func(p *process) (any, error) {
		if p.own == nil {
			return nil, object.Throw(object.InvalidOperationType, "Process was not started by this object, so requested information cannot be determined.")
		}
		if !p.exited() {
			return nil, notRunning()
		}
		return object.Int(int32(p.own.code)), nil
	})
	prop("HasExited", object.BooleanType, func(p *process) (any, error) { return p.exited(), nil })
	used("StartTime", dotnet.DateTimeType, func(u *usage) any { return dotnet.FromTime(u.started) })
	prop("ExitTime", dotnet.DateTimeType, func(p *process) (any, error) {
		if p.own == nil || !p.exited() {
			return nil, notRunning()
		}
		return dotnet.FromTime(p.own.ended), nil
	})
	prop("Id", object.Int32Type, func(p *process) (any, error) { return object.Int(int32(p.id)), nil })
	used("NonpagedSystemMemorySize64", object.Int64Type, func(*usage) any { return int64(0) })
	used("PagedMemorySize64", object.Int64Type, func(u *usage) any { return u.swapped })
	used("PrivateMemorySize64", object.Int64Type, func(u *usage) any { return u.data })
	prop("ProcessName", object.StringType, func(p *process) (any, error) { return p.name, nil })
	used("SessionId", object.Int32Type, func(u *usage) any { return object.Int(int32(u.session)) })
	used("TotalProcessorTime", dotnet.TimeSpanType, func(u *usage) any { return dotnet.TimeSpan(u.processor / 100) })
	used("VirtualMemorySize64", object.Int64Type, func(u *usage) any { return u.virtual })
	used("WorkingSet64", object.Int64Type, func(u *usage) any { return u.resident })
	used("HandleCount", object.Int32Type, func(u *usage) any { return object.Int(int32(u.handles)) })
	prop("UserName", object.StringType, func(p *process) (any, error) {
		if p.user == "" {
			return nil, nil
		}
		return p.user, nil
	})
	processMethods(set)
}

// useOf reads what the system tells of a process; nothing once it is gone.
func useOf(p *process, get func(u *usage) any) (any, error) {
	u, err := usageOf(p.id)
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
		set.Add(object.ComputedProperty(name, script, func(_ object.Invoker, v any) (any, error) { return useOf(object.Unwrap(v).(*process), get) }))
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
		u, err := usageOf(v.(*process).id)
		if err != nil || u.parent == 0 {
			return nil, nil
		}
		if parent, err := processByID(u.parent); err == nil {
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
