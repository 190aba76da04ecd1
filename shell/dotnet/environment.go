package dotnet

import (
	"os"
	"os/user"
	"runtime"
	"slices"
	"strings"
	"time"

	"stagecoach/shell/object"
)

var (
	environmentType   = staticClass("System", "Environment")
	environmentTarget = object.NewEnum("System", "EnvironmentVariableTarget", []string{"Process", "User", "Machine"})
	specialFolder     = object.NewEnum("System", "Environment+SpecialFolder",
		[]string{"Desktop", "MyDocuments", "Personal", "ApplicationData", "LocalApplicationData", "CommonApplicationData", "UserProfile", "ProgramFiles", "System", "Windows"},
		0, 5, 5, 26, 28, 35, 40, 38, 37, 36)
	randomType    = &object.Type{Name: "Random", Namespace: "System", Base: object.ObjectType}
	stopwatchType = &object.Type{Name: "Stopwatch", Namespace: "System.Diagnostics", Base: object.ObjectType}
	threadType    = &object.Type{Name: "Thread", Namespace: "System.Threading", Base: object.ObjectType}
	gcType        = staticClass("System", "GC")
	consoleColor  = object.NewEnum("System", "ConsoleColor",
		[]string{"Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow", "Gray", "DarkGray", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White"})
	osVersionType = &object.Type{Name: "OperatingSystem", Namespace: "System", Base: object.ObjectType}
)

func environmentMembers(m members) {
	get := func(decl string, f func(inv object.Invoker) any) {
		m.staticProp(decl, func(inv object.Invoker) (any, error) { return f(inv), nil })
	}
	get("string NewLine", func(object.Invoker) any { return "\n" })
	get("string MachineName", func(object.Invoker) any { name, _ := os.Hostname(); return name })
	get("string UserName", func(object.Invoker) any { return userName() })
	get("string UserDomainName", func(object.Invoker) any { name, _ := os.Hostname(); return name })
	m.Add(&object.Member{Name: "CurrentDirectory", Kind: object.Property, Static: true, Type: object.StringType,
		Get: func(inv object.Invoker, _ any) (any, error) { return fullPath(inv, ".") },
		Set: func(inv object.Invoker, _, v any) error { return setCurrentDirectory(inv, v) }})
	get("string CommandLine", func(object.Invoker) any { return strings.Join(os.Args, " ") })
	get("int ProcessorCount", func(object.Invoker) any { return object.Int(int32(runtime.NumCPU())) })
	get("int ProcessId", func(object.Invoker) any { return int32(os.Getpid()) })
	get("string ProcessPath", func(object.Invoker) any { p, _ := os.Executable(); return p })
	get("int TickCount", func(object.Invoker) any { return int32(time.Since(started).Milliseconds()) })
	get("long WorkingSet", func(object.Invoker) any {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return int64(s.Sys)
	})
	get("string StackTrace", func(object.Invoker) any { return "   at System.Environment.get_StackTrace()" })
	m.static("string[] GetLogicalDrives()", func(inv object.Invoker, _ any, _ []any) (any, error) {
		return object.InvokeStatic(inv, directoryType, "GetLogicalDrives", nil)
	})
	get("long TickCount64", func(object.Invoker) any { return time.Since(started).Milliseconds() })
	get("bool Is64BitOperatingSystem", func(object.Invoker) any { return true })
	get("bool Is64BitProcess", func(object.Invoker) any { return true })
	get("bool HasShutdownStarted", func(object.Invoker) any { return false })
	get("bool UserInteractive", func(object.Invoker) any { return true })
	get("int ExitCode", func(object.Invoker) any { return object.Int(0) })
	get("int SystemPageSize", func(object.Invoker) any { return int32(os.Getpagesize()) })
	get("version Version", func(object.Invoker) any { return Version{10, 0, 0, -1} })
	get("System.OperatingSystem OSVersion", func(object.Invoker) any { return &osVersion{} })
	get("string SystemDirectory", func(object.Invoker) any { return "" })
	m.static("void Exit(int exitCode)", func(inv object.Invoker, _ any, a []any) (any, error) {
		session, ok := inv.(interface{ Exit(code int) error })
		if !ok {
			os.Exit(int(a[0].(int32)))
		}
		return nil, session.Exit(int(a[0].(int32)))
	})
	m.static("string GetEnvironmentVariable(string variable)", func(_ object.Invoker, _ any, a []any) (any, error) { return variable(str(a[0])), nil })
	m.static("string GetEnvironmentVariable(string variable, System.EnvironmentVariableTarget target)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if a[1].(object.Enum).Value != 0 {
			return nil, nil
		}
		return variable(str(a[0])), nil
	})
	set := func(_ object.Invoker, _ any, a []any) (any, error) {
		if len(a) > 2 && a[2].(object.Enum).Value != 0 {
			return nil, nil // there is nothing beside the process here
		}
		if str(a[1]) == "" {
			return nil, os.Unsetenv(str(a[0]))
		}
		return nil, os.Setenv(str(a[0]), str(a[1]))
	}
	m.static("void SetEnvironmentVariable(string variable, string value)", set)
	m.static("void SetEnvironmentVariable(string variable, string value, System.EnvironmentVariableTarget target)", set)
	m.static("System.Collections.IDictionary GetEnvironmentVariables()", func(object.Invoker, any, []any) (any, error) {
		h := object.NewHashtable(true)
		for _, kv := range os.Environ() {
			name, value, _ := strings.Cut(kv, "=")
			_ = h.Set(name, value) // takes any key
		}
		return h, nil
	})
	m.static("string ExpandEnvironmentVariables(string name)", func(_ object.Invoker, _ any, a []any) (any, error) { return expandVariables(str(a[0])), nil })
	m.static("string[] GetCommandLineArgs()", func(object.Invoker, any, []any) (any, error) { return stringArray(os.Args), nil })
	m.static("string GetFolderPath(System.Environment+SpecialFolder folder)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return folderPath(a[0].(object.Enum).String()), nil
	})
}

var started = time.Now()

func variable(name string) any {
	if v, ok := os.LookupEnv(name); ok {
		return v
	}
	return nil
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

// expandVariables replaces %NAME% by the variable's value where it is set.
func expandVariables(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i+1:], '%')
		if j < 0 {
			break
		}
		value, ok := os.LookupEnv(s[i+1 : i+1+j])
		if !ok {
			b.WriteString(s[:i+1+j])
			s = s[i+1+j:]
			continue
		}
		b.WriteString(s[:i] + value)
		s = s[i+j+2:]
	}
	return b.String() + s
}

func folderPath(name string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	switch name {
	case "UserProfile", "Personal", "MyDocuments":
		return home
	case "Desktop":
		return home + "/Desktop"
	case "ApplicationData":
		return home + "/.config"
	case "LocalApplicationData":
		return home + "/.local/share"
	case "CommonApplicationData":
		return "/usr/share"
	}
	return ""
}

// osVersion is Environment.OSVersion.
type osVersion struct{ object.Instance }

// PSType is System.OperatingSystem.
func (*osVersion) PSType() *object.Type { return osVersionType }

// String names the system.
func (*osVersion) String() string { return platformName() + " " + systemVersion().String() }

// systemVersion is the kernel's version, as far as the system tells it in a file.
func systemVersion() Version {
	b, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return Version{0, 0, 0, 0}
	}
	n := [4]int32{}
	part := 0
	for _, c := range strings.TrimSpace(string(b)) {
		switch {
		case c >= '0' && c <= '9':
			n[part] = n[part]*10 + int32(c-'0')
		case part == 3:
			return Version{n[0], n[1], n[2], n[3]}
		default:
			part++
		}
	}
	return Version{n[0], n[1], n[2], n[3]}
}

func platformName() string {
	if runtime.GOOS == "windows" {
		return "Microsoft Windows NT"
	}
	return "Unix"
}

func osVersionMembers(m members) {
	m.prop("string Platform", func(object.Invoker, any) (any, error) {
		if runtime.GOOS == "windows" {
			return "Win32NT", nil
		}
		return "Unix", nil
	})
	m.prop("string VersionString", func(object.Invoker, any) (any, error) { return platformName() + " " + systemVersion().String(), nil })
	m.prop("version Version", func(object.Invoker, any) (any, error) { return systemVersion(), nil })
	m.prop("string ServicePack", func(object.Invoker, any) (any, error) { return "", nil })
}

// stopwatch is System.Diagnostics.Stopwatch.
type stopwatch struct {
	object.Instance
	running bool
	since   time.Time
	total   time.Duration
}

// PSType is System.Diagnostics.Stopwatch.
func (*stopwatch) PSType() *object.Type { return stopwatchType }

func (s *stopwatch) elapsed() time.Duration {
	if s.running {
		return s.total + time.Since(s.since)
	}
	return s.total
}

func (s *stopwatch) start() {
	if !s.running {
		s.running, s.since = true, time.Now()
	}
}

func (s *stopwatch) stop() { s.total, s.running = s.elapsed(), false }

func stopwatchMembers(m members) {
	self := func(v any) *stopwatch { return v.(*stopwatch) }
	m.prop("bool IsRunning", func(_ object.Invoker, v any) (any, error) { return self(v).running, nil })
	m.prop("timespan Elapsed", func(_ object.Invoker, v any) (any, error) {
		return TimeSpan(self(v).elapsed().Nanoseconds() / 100), nil
	})
	m.prop("long ElapsedMilliseconds", func(_ object.Invoker, v any) (any, error) { return self(v).elapsed().Milliseconds(), nil })
	m.prop("long ElapsedTicks", func(_ object.Invoker, v any) (any, error) { return self(v).elapsed().Nanoseconds(), nil })
	act := func(name string, do func(s *stopwatch)) {
		m.method("void "+name+"()", func(_ object.Invoker, v any, _ []any) (any, error) { do(self(v)); return nil, nil })
	}
	act("Start", (*stopwatch).start)
	act("Stop", (*stopwatch).stop)
	act("Reset", func(s *stopwatch) { s.running, s.total = false, 0 })
	act("Restart", func(s *stopwatch) { s.running, s.total = false, 0; s.start() })
	m.static("System.Diagnostics.Stopwatch StartNew()", func(object.Invoker, any, []any) (any, error) {
		s := &stopwatch{}
		s.start()
		return s, nil
	})
	m.static("timespan GetElapsedTime(long startingTimestamp)", plain(func(_ any, a []any) (any, error) {
		return TimeSpan((time.Since(started).Nanoseconds() - a[0].(int64)) / 100), nil
	}))
	m.static("timespan GetElapsedTime(long startingTimestamp, long endingTimestamp)", plain(func(_ any, a []any) (any, error) {
		return TimeSpan((a[1].(int64) - a[0].(int64)) / 100), nil
	}))
	m.static("long GetTimestamp()", func(object.Invoker, any, []any) (any, error) { return time.Since(started).Nanoseconds(), nil })
	m.constant("long Frequency", int64(1e9))
	m.constant("bool IsHighResolution", true)
	m.ctor("", func(object.Invoker, []any) (any, error) { return &stopwatch{}, nil })
}

// thread is Thread.CurrentThread.
type thread struct{ object.Instance }

// PSType is System.Threading.Thread.
func (*thread) PSType() *object.Type { return threadType }

func threadMembers(m members) {
	m.staticProp("System.Threading.Thread CurrentThread", func(object.Invoker) (any, error) { return &thread{}, nil })
	m.writable("cultureinfo CurrentCulture", func(inv object.Invoker, _ any) (any, error) { return cultureOf(inv), nil },
		func(inv object.Invoker, _, v any) error { return setCulture(inv, v) })
	m.writable("cultureinfo CurrentUICulture", func(inv object.Invoker, _ any) (any, error) { return cultureOf(inv), nil },
		func(object.Invoker, any, any) error { return nil }) // texts are English whatever the culture is
	m.prop("int ManagedThreadId", constantly(int32(1)))
	m.prop("bool IsBackground", constantly(false))
	m.prop("string Name", constantly(nil))
	sleep := func(inv object.Invoker, parameter string, d time.Duration) (any, error) {
		var over <-chan time.Time // of a sleep without end: never
		switch d = d.Truncate(time.Millisecond); {
		case d < -time.Millisecond:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, parameter, "%s ('%d') must be greater than or equal to '-1'.", parameter, d.Milliseconds()).
				With("\nActual value was %d.", d.Milliseconds())
		case d >= 0:
			t := time.NewTimer(d)
			defer t.Stop()
			over = t.C
		}
		var err error
		wait := func() {
			select {
			case <-over:
			case <-inv.Context().Done():
				err = inv.Context().Err()
			}
		}
		whileWaiting(inv, wait)
		return nil, err
	}
	m.static("void Sleep(int millisecondsTimeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return sleep(inv, "millisecondsTimeout", time.Duration(intArg(a[0]))*time.Millisecond)
	})
	m.static("void Sleep(timespan timeout)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return sleep(inv, "timeout", time.Duration(int64(span(a[0]))*100))
	})
}

func gcMembers(m members) {
	m.static("void Collect()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	m.static("void WaitForPendingFinalizers()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	m.static("long GetTotalMemory(bool forceFullCollection)", func(object.Invoker, any, []any) (any, error) {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return int64(s.HeapAlloc), nil
	})
}

// bitArray is System.Collections.BitArray.
type bitArray struct {
	object.Instance
	bits []bool
}

var bitArrayType = collectionType("System.Collections", "BitArray", object.ICollectionType)

// PSType is System.Collections.BitArray.
func (*bitArray) PSType() *object.Type { return bitArrayType }

// Len is the number of bits.
func (b *bitArray) Len() int { return len(b.bits) }

// At returns bit i.
func (b *bitArray) At(i int) any { return b.bits[i] }

// SetAt changes bit i.
func (b *bitArray) SetAt(i int, v any) error { b.bits[i] = object.IsTrue(v); return nil }

func (b *bitArray) check(i int) error {
	if i < 0 || i >= len(b.bits) {
		return object.Throw(object.ArgumentOutOfRangeType, "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')\nActual value was %d.", i)
	}
	return nil
}

func bitArrayMembers(m members) {
	self := func(v any) *bitArray { return v.(*bitArray) }
	m.prop("int Count", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).Len())), nil })
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return object.Int(int32(self(v).Len())), nil })
	m.method("bool Get(int index)", plain(func(v any, a []any) (any, error) {
		if err := self(v).check(intArg(a[0])); err != nil {
			return nil, err
		}
		return self(v).bits[intArg(a[0])], nil
	}))
	m.method("void Set(int index, bool value)", plain(func(v any, a []any) (any, error) {
		if err := self(v).check(intArg(a[0])); err != nil {
			return nil, err
		}
		self(v).bits[intArg(a[0])] = a[1].(bool)
		return nil, nil
	}))
	m.method("void SetAll(bool value)", func(_ object.Invoker, v any, a []any) (any, error) {
		for i := range self(v).bits {
			self(v).bits[i] = a[0].(bool)
		}
		return nil, nil
	})
	combine := func(name string, do func(x, y bool) bool) {
		m.method("System.Collections.BitArray "+name+"(System.Collections.BitArray value)", func(_ object.Invoker, v any, a []any) (any, error) {
			other := self(a[0])
			if len(other.bits) != len(self(v).bits) {
				return nil, object.Throw(object.ArgumentExceptionType, "Array lengths must be the same.")
			}
			for i := range self(v).bits {
				self(v).bits[i] = do(self(v).bits[i], other.bits[i])
			}
			return v, nil
		})
	}
	combine("And", func(x, y bool) bool { return x && y })
	combine("Or", func(x, y bool) bool { return x || y })
	combine("Xor", func(x, y bool) bool { return x != y })
	m.method("System.Collections.BitArray Not()", func(_ object.Invoker, v any, _ []any) (any, error) {
		for i := range self(v).bits {
			self(v).bits[i] = !self(v).bits[i]
		}
		return v, nil
	})
	m.ctor("int length", func(_ object.Invoker, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Non-negative number required.")
		}
		return &bitArray{bits: make([]bool, intArg(a[0]))}, nil
	})
	m.ctor("int length, bool defaultValue", func(_ object.Invoker, a []any) (any, error) {
		return &bitArray{bits: slices.Repeat([]bool{a[1].(bool)}, max(intArg(a[0]), 0))}, nil
	})
	m.ctor("bool[] values", func(_ object.Invoker, a []any) (any, error) {
		b := &bitArray{}
		for _, x := range copyItems(a[0]) {
			b.bits = append(b.bits, x.(bool))
		}
		return b, nil
	})
	m.ctor("byte[] bytes", func(_ object.Invoker, a []any) (any, error) {
		bytes, err := bytesArg(a[0], "bytes")
		b := &bitArray{}
		for _, c := range bytes {
			for i := range 8 {
				b.bits = append(b.bits, c>>i&1 == 1)
			}
		}
		return b, err
	})
}
