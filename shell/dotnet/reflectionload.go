package dotnet

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"stagecoach/shell/object"
)

const reflectionNamespace = "System.Reflection"

var (
	assemblyNameType = &object.Type{Name: "AssemblyName", Namespace: reflectionNamespace, Base: object.ObjectType}
	missingType      = &object.Type{Name: "Missing", Namespace: reflectionNamespace, Base: object.ObjectType}

	callingConventions = object.NewFlags(reflectionNamespace, "CallingConventions", strings.Fields("Standard VarArgs Any HasThis ExplicitThis"), 1, 2, 3, 32, 64)
	builderAccess      = object.NewFlags("System.Reflection.Emit", "AssemblyBuilderAccess", strings.Fields("Run RunAndCollect"), 1, 9)
	charSetEnum        = interopEnum("CharSet", "None Ansi Unicode Auto", 1, 2, 3, 4)
	callingConvention  = interopEnum("CallingConvention", "Winapi Cdecl StdCall ThisCall FastCall", 1, 2, 3, 4, 5)
	unmanagedTypeEnum  = interopEnum("UnmanagedType", `Bool I1 U1 I2 U2 I4 U4 I8 U8 R4 R8 Currency BStr LPStr LPWStr LPTStr ByValTStr IUnknown IDispatch Struct Interface SafeArray
		ByValArray SysInt SysUInt VBByRefStr AnsiBStr TBStr VariantBool FunctionPtr AsAny LPArray LPStruct CustomMarshaler Error IInspectable HString LPUTF8Str`,
		2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31, 32, 34, 35, 36, 37, 38, 40, 42, 43, 44, 45, 46, 47, 48)
	runtimeEnvironmentType = staticClass("System.Runtime.InteropServices", "RuntimeEnvironment")
)

func interopEnum(name, names string, values ...int64) *object.Type {
	return object.NewEnum("System.Runtime.InteropServices", name, strings.Fields(names), values...)
}

// assemblyName is a System.Reflection.AssemblyName: what "Name, Version=1.0.0.0, Culture=neutral" says.
type assemblyName struct {
	object.Instance
	name, culture, token string
	version              any // a Version, or null
}

// PSType is System.Reflection.AssemblyName.
func (*assemblyName) PSType() *object.Type { return assemblyNameType }

// String is the full name.
func (a *assemblyName) String() string {
	parts := []string{a.name}
	if a.version != nil {
		parts = append(parts, "Version="+object.Text(nil, a.version))
	}
	if a.culture != "" {
		parts = append(parts, "Culture="+a.culture)
	}
	if a.token != "" {
		parts = append(parts, "PublicKeyToken="+a.token)
	}
	return strings.Join(parts, ", ")
}

func parseAssemblyName(inv object.Invoker, text string) (*assemblyName, error) {
	parts := strings.Split(text, ",")
	a := &assemblyName{name: strings.TrimSpace(parts[0])}
	if a.name == "" {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "assemblyName", "The value cannot be an empty string.")
	}
	for _, p := range parts[1:] {
		key, value, ok := strings.Cut(strings.TrimSpace(p), "=")
		if !ok {
			return nil, object.Throw(exceptionNamed("System.IO.FileLoadException"), "The given assembly name was invalid.")
		}
		switch strings.ToLower(key) {
		case "version":
			v, err := object.Convert(inv, value, VersionType)
			if err != nil {
				return nil, object.Throw(exceptionNamed("System.IO.FileLoadException"), "The given assembly name was invalid.")
			}
			a.version = v
		case "culture":
			a.culture = value
		case "publickeytoken":
			a.token = value
		}
	}
	return a, nil
}

func assemblyNameMembers(m members) {
	self := func(v any) *assemblyName { return v.(*assemblyName) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &assemblyName{}, nil })
	m.ctor("string assemblyName", func(inv object.Invoker, a []any) (any, error) { return parseAssemblyName(inv, str(a[0])) })
	m.writable("string Name", getter(func(v any) any { return self(v).name }), func(_ object.Invoker, v, x any) error { self(v).name = str(x); return nil })
	m.writable("version Version", getter(func(v any) any { return self(v).version }), func(_ object.Invoker, v, x any) error { self(v).version = x; return nil })
	m.prop("string CultureName", getter(func(v any) any {
		if c := self(v).culture; c != "neutral" {
			return c
		}
		return ""
	}))
	m.prop("string FullName", getter(func(v any) any { return self(v).String() }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

// facades are assemblies that hold no type of the table, but are there.
const facades = `mscorlib netstandard System System.Core System.Configuration System.Data System.Drawing System.IO.Compression System.IO.Compression.FileSystem System.Net
	System.Numerics System.Runtime System.Runtime.Serialization System.Security System.ServiceModel.Web System.Transactions System.ValueTuple System.Web System.Web.HttpUtility
	System.Windows System.Xml System.Xml.Linq System.Xml.Serialization System.ServiceProcess System.ComponentModel.DataAnnotations System.Net.Http System.Text.Json
	System.Security.Cryptography System.Collections System.Linq System.Console System.Diagnostics.Process Microsoft.CSharp Microsoft.VisualBasic Microsoft.VisualBasic.Core
	Microsoft.PowerShell.Commands.Utility Microsoft.PowerShell.Commands.Management Microsoft.PowerShell.ConsoleHost Microsoft.PowerShell.Security Newtonsoft.Json WindowsBase`

// assemblies are the simple names of the assemblies there are, by their lower case.
var assemblies struct {
	once  sync.Once
	names map[string]string
}

func assemblyNames() map[string]string {
	assemblies.once.Do(func() {
		assemblies.names = map[string]string{}
		for _, n := range strings.Fields(facades) {
			assemblies.names[strings.ToLower(n)] = n
		}
		for _, t := range Types() {
			n, _, _ := strings.Cut(t.AssemblyName(), ",")
			assemblies.names[strings.ToLower(n)] = n
		}
	})
	return assemblies.names
}

// loadedAssembly finds an assembly by its simple name.
func loadedAssembly(name string) *assembly {
	simple, _, _ := strings.Cut(name, ",")
	if known, ok := assemblyNames()[strings.ToLower(strings.TrimSpace(simple))]; ok {
		return &assembly{name: (&object.Type{Assembly: known}).AssemblyName()}
	}
	return nil
}

func assemblyMissing(name string) error {
	return object.Throw(fileNotFoundType, "Could not load file or assembly '%s'. The system cannot find the file specified.", name)
}

// assemblyLoading declares how assemblies are loaded: those there are, by name. Code of others cannot run here.
func assemblyLoading(m members) {
	m.static("System.Reflection.Assembly LoadWithPartialName(string partialName)", plain(func(_ any, a []any) (any, error) {
		if x := loadedAssembly(str(a[0])); x != nil {
			return x, nil
		}
		return nil, nil
	}))
	load := func(name string) (any, error) {
		if x := loadedAssembly(name); x != nil {
			return x, nil
		}
		if !strings.Contains(name, ",") {
			name += ", Culture=neutral, PublicKeyToken=null"
		}
		return nil, assemblyMissing(name)
	}
	m.static("System.Reflection.Assembly Load(string assemblyString)", plain(func(_ any, a []any) (any, error) { return load(str(a[0])) }))
	m.static("System.Reflection.Assembly Load(System.Reflection.AssemblyName assemblyRef)", plain(func(_ any, a []any) (any, error) { return load(object.Text(nil, a[0])) }))
	badImage := func(text string, args ...any) error {
		return object.Throw(exceptionNamed("System.BadImageFormatException"), text, args...)
	}
	m.static("System.Reflection.Assembly Load(byte[] rawAssembly)", plain(func(any, []any) (any, error) { return nil, badImage("Bad IL format.") }))
	for _, name := range []string{"LoadFrom(string assemblyFile)", "LoadFile(string path)", "UnsafeLoadFrom(string assemblyFile)"} {
		m.static("System.Reflection.Assembly "+name, func(inv object.Invoker, _ any, a []any) (any, error) {
			p, err := resolve(inv, a[0], true)
			if err != nil {
				return nil, err
			}
			if _, err := os.Stat(p); err != nil {
				return nil, assemblyMissing(p)
			}
			if x := loadedAssembly(strings.TrimSuffix(filepath.Base(p), ".dll")); x != nil {
				return x, nil
			}
			return nil, badImage("Could not load file or assembly '%s'. An attempt was made to load a program with an incorrect format.", p)
		})
	}
}

// typeLookups declares the static members of Type about COM, and about values.
func typeLookups(m members) {
	for _, signature := range []string{"GetTypeFromProgID(string progID)", "GetTypeFromProgID(string progID, bool throwOnError)", "GetTypeFromCLSID(guid clsid)", "GetTypeFromCLSID(guid clsid, bool throwOnError)"} {
		m.static("type "+signature, plain(func(any, []any) (any, error) {
			return nil, object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "COM Interop is not supported on this platform.")
		}))
	}
	m.static("type[] GetTypeArray(System.Object[] args)", plain(func(_ any, a []any) (any, error) {
		var list []any
		for _, x := range copyItems(a[0]) {
			t := object.TypeOf(object.Unwrap(x))
			if t == nil {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "args", "Value cannot be null.")
			}
			list = append(list, t)
		}
		return object.NewArrayOf(object.ArrayOf(object.TypeType), list), nil
	}))
	m.constant("System.Object Missing", missingValue)
}

// missing is [Type]::Missing, which stands for an argument that is not given.
type missing struct{ object.Instance }

var missingValue = &missing{}

// PSType is System.Reflection.Missing.
func (*missing) PSType() *object.Type { return missingType }

func reflectionEntries() []entry {
	return []entry{{assemblyNameType, assemblyNameMembers, ""}, {missingType, func(m members) { m.constant("System.Object Value", missingValue) }, ""},
		{callingConventions, nil, ""}, {builderAccess, nil, ""}, {charSetEnum, nil, ""}, {callingConvention, nil, ""}, {unmanagedTypeEnum, nil, ""},
		{runtimeEnvironmentType, func(m members) {
			m.static("string GetSystemVersion()", plain(func(any, []any) (any, error) { return "v4.0.30319", nil }))
		}, ""}}
}
