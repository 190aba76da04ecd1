package dotnet

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

var (
	runtimeInfoType = staticClass("System.Runtime.InteropServices", "RuntimeInformation")
	osPlatformType  = &object.Type{Name: "OSPlatform", Namespace: "System.Runtime.InteropServices", Base: object.ValueTypeType, Kind: object.KindStruct}
	architecture    = object.NewEnum("System.Runtime.InteropServices", "Architecture", []string{"X86", "X64", "Arm", "Arm64", "Wasm", "S390x"})
	appContextType  = staticClass("System", "AppContext")
	appDomainType   = &object.Type{Name: "AppDomain", Namespace: "System", Base: object.ObjectType}
	activatorType   = staticClass("System", "Activator")
	bindingFlags    = object.NewFlags("System.Reflection", "BindingFlags",
		[]string{"Default", "IgnoreCase", "DeclaredOnly", "Instance", "Static", "Public", "NonPublic", "FlattenHierarchy", "InvokeMethod", "CreateInstance", "GetField", "SetField", "GetProperty", "SetProperty"},
		0, 1, 2, 4, 8, 16, 32, 64, 256, 512, 1024, 2048, 4096, 8192)
	nullableStatics = staticClass("System", "Nullable")
	platformType    = func() *object.Type {
		t := staticClass("System.Management.Automation", "Platform")
		t.Assembly = "System.Management.Automation"
		return t
	}()
)

// osPlatform is System.Runtime.InteropServices.OSPlatform.
type osPlatform string

// PSType is System.Runtime.InteropServices.OSPlatform.
func (osPlatform) PSType() *object.Type { return osPlatformType }

// String is the platform's name.
func (p osPlatform) String() string { return string(p) }

// platforms are .NET's names of the operating systems, by Go's.
var platforms = map[string]string{"linux": "LINUX", "windows": "WINDOWS", "darwin": "OSX", "freebsd": "FREEBSD"}

func osPlatformMembers(m members) {
	for _, name := range []string{"Linux", "Windows", "OSX", "FreeBSD"} {
		m.constant("System.Runtime.InteropServices.OSPlatform "+name, osPlatform(strings.ToUpper(name)))
	}
	m.static("System.Runtime.InteropServices.OSPlatform Create(string osPlatform)", plain(func(_ any, a []any) (any, error) { return osPlatform(str(a[0])), nil }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(osPlatform).String(), nil }))
}

func runtimeInfoMembers(m members) {
	chip := object.Enum{Type: architecture, Value: map[string]int64{"386": 0, "amd64": 1, "arm": 2, "arm64": 3, "s390x": 5}[runtime.GOARCH]}
	m.constant("string FrameworkDescription", ".NET 10.0.0")
	m.constant("System.Runtime.InteropServices.Architecture OSArchitecture", chip)
	m.constant("System.Runtime.InteropServices.Architecture ProcessArchitecture", chip)
	m.staticProp("string OSDescription", func(object.Invoker) (any, error) { return systemDescription(), nil })
	m.constant("string RuntimeIdentifier", map[string]string{"linux": "linux", "windows": "win", "darwin": "osx"}[runtime.GOOS]+"-"+strings.ToLower(object.Text(nil, chip)))
	m.static("bool IsOSPlatform(System.Runtime.InteropServices.OSPlatform osPlatform)", plain(func(_ any, a []any) (any, error) {
		return strings.EqualFold(string(a[0].(osPlatform)), platforms[runtime.GOOS]), nil
	}))
}

// systemDescription is the system's own name, as os-release has it.
func systemDescription() string {
	b, err := os.ReadFile("/etc/os-release")
	if err == nil {
		for _, line := range strings.Split(string(b), "\n") {
			if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
				return strings.Trim(name, `"`)
			}
		}
	}
	return runtime.GOOS
}

func appContextMembers(m members) {
	m.staticProp("string BaseDirectory", func(object.Invoker) (any, error) { return programFolder(), nil })
	m.constant("string TargetFrameworkName", ".NETCoreApp,Version=v10.0")
}

func programFolder() string {
	p, err := os.Executable()
	if err != nil {
		return string(filepath.Separator)
	}
	return filepath.Dir(p) + string(filepath.Separator)
}

// appDomain is the one application domain.
type appDomain struct{ object.Instance }

// PSType is System.AppDomain.
func (*appDomain) PSType() *object.Type { return appDomainType }

func appDomainMembers(m members) {
	the := &appDomain{}
	m.constant("System.AppDomain CurrentDomain", the)
	m.prop("string FriendlyName", constantly("pwsh"))
	m.prop("int Id", constantly(object.Int(1)))
	m.prop("string BaseDirectory", getter(func(any) any { return programFolder() }))
	m.method("System.Reflection.Assembly[] GetAssemblies()", plain(func(any, []any) (any, error) { return knownAssemblies(), nil }))
}

// activatorMembers declares CreateInstance.
func activatorMembers(m members) {
	m.static("System.Object CreateInstance(type type)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return object.New(inv, a[0].(*object.Type), nil)
	})
	m.static("System.Object CreateInstance(type type, Params System.Object[] args)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return object.New(inv, a[0].(*object.Type), copyItems(a[1]))
	})
}

func nullableMembers(m members) {
	m.static("type GetUnderlyingType(type nullableType)", plain(func(_ any, a []any) (any, error) {
		if t := a[0].(*object.Type).Nullable(); t != nil {
			return t, nil
		}
		return nil, nil
	}))
}

func platformMembers(m members) {
	for name, is := range map[string]bool{"IsLinux": runtime.GOOS == "linux", "IsMacOS": runtime.GOOS == "darwin", "IsWindows": runtime.GOOS == "windows",
		"IsCoreCLR": true, "IsNanoServer": false, "IsIoT": false, "IsWindowsDesktop": runtime.GOOS == "windows"} {
		m.constant("bool "+name, is)
	}
}

func runtimeEntries() []entry {
	return []entry{
		{runtimeInfoType, runtimeInfoMembers, ""}, {osPlatformType, osPlatformMembers, ""}, {architecture, nil, ""}, {appContextType, appContextMembers, ""},
		{appDomainType, appDomainMembers, ""}, {activatorType, activatorMembers, ""}, {bindingFlags, nil, ""}, {nullableStatics, nullableMembers, ""}, {platformType, platformMembers, ""},
	}
}

// knownAssemblies are those that the types of the table are in, in order of their names.
func knownAssemblies() any {
	seen := map[string]bool{}
	for _, t := range Types() {
		if t.Assembly != "" {
			seen[t.Assembly] = true
		}
	}
	var out []any
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, &assembly{name: name})
	}
	return object.NewArrayOf(object.ArrayOf(assemblyBase), out)
}
