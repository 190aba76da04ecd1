package utility

import (
	"context"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type addType struct {
	TypeDefinition       string        `ps:"set=FromSource,mandatory,position=0" help:"C# source, which cannot be compiled here."`
	Name                 string        `ps:"set=FromMember,mandatory,position=0" help:"What a class of the members is called."`
	MemberDefinition     []string      `ps:"set=FromMember,mandatory,position=1" help:"C# members, which cannot be compiled here."`
	Namespace            string        `ps:"set=FromMember,alias=NS" help:"The class's namespace."`
	UsingNamespace       []string      `ps:"set=FromMember,alias=Using" help:"Namespaces the members use."`
	Path                 []string      `ps:"set=FromPath,mandatory,position=0" help:"Assemblies, or C# files, none of which can be loaded here."`
	LiteralPath          []string      `ps:"set=FromLiteralPath,mandatory,alias=PSPath|LP" help:"The same; no character is a wildcard."`
	AssemblyName         []string      `ps:"set=FromAssemblyName,mandatory,alias=AN" help:"Assemblies of .NET; those that PowerShell has are here already."`
	Language             string        `ps:"set=FromSource;set=FromMember" set:"CSharp" help:"The language of the source."`
	ReferencedAssemblies []string      `ps:"set=FromSource,alias=RA;set=FromMember;set=FromPath;set=FromLiteralPath" help:"Assemblies the source uses."`
	OutputAssembly       string        `ps:"set=FromSource,alias=OA;set=FromMember;set=FromPath;set=FromLiteralPath" help:"The file of the assembly that would be made."`
	OutputType           string        `ps:"set=FromSource,alias=OT;set=FromMember;set=FromPath;set=FromLiteralPath" set:"Library|ConsoleApplication|WindowsApplication" help:"Its kind."`
	IgnoreWarnings       cmdlet.Switch `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath" help:"Warnings of the compiler are no errors."`
	CompilerOptions      []string      `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath" help:"Options of the compiler."`
	PassThru             cmdlet.Switch `ps:"" help:"Writes the types."`
}

func addTypeCmdlet() *cmdlet.Definition {
	return define("Add-Type", func() cmdlet.Cmdlet { return &addType{} }, cmdlet.Options{DefaultParameterSet: "FromSource", Synopsis: "Loads an assembly of .NET.", Outputs: []string{"System.Type"}})
}

// Process loads assemblies by name, which is to know them; there is no compiler for anything else.
func (c *addType) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch rt.ParameterSet() {
	case "FromAssemblyName":
		return c.load(rt, c.AssemblyName)
	case "FromPath", "FromLiteralPath":
		return c.files(rt)
	}
	if c.OutputType != "" && c.OutputAssembly == "" {
		return record(object.Throw(object.ExceptionType, "Cannot add type. The OutputType parameter requires that the OutputAssembly parameter be specified."), "OUTPUTTYPE_REQUIRES_ASSEMBLY", object.InvalidArgument, c.OutputType)
	}
	return noCompiler(rt)
}

// noCompiler is the error of a source that does not compile, with the reason.
func noCompiler(rt cmdlet.Runtime) error {
	why := object.Throw(object.ExceptionType, "(1,1): error: C# cannot be compiled in this shell; a class in PowerShell can take its place.")
	if err := rt.WriteError(record(why, "SOURCE_CODE_ERROR", object.InvalidData, nil)); err != nil {
		return err
	}
	return record(object.Throw(object.InvalidOperationType, "Cannot add type. Compilation errors occurred."), "COMPILER_ERRORS", object.InvalidData, nil)
}

func (c *addType) load(rt cmdlet.Runtime, names []string) error {
	for _, n := range names {
		short, _, _ := strings.Cut(n, ",")
		short = strings.TrimSuffix(strings.TrimSpace(short), ".dll")
		if !knownAssembly(short) {
			return assemblyNotFound(n)
		}
		if !c.PassThru {
			continue
		}
		for _, t := range dotnet.Types() {
			if !strings.EqualFold(t.Assembly, short) {
				continue
			}
			if err := rt.WriteObject(t); err != nil {
				return err
			}
		}
	}
	return nil
}

func assemblyNotFound(name string) error {
	return record(object.Throw(object.ExceptionType, "Cannot load assembly '%s'.", name), "ErrorLoadingAssembly", object.InvalidOperation, name)
}

// files refuses what is no source or assembly, and tells that neither can be loaded.
func (c *addType) files(rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	extension := ""
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, true)
		if err != nil {
			return err
		}
		for _, f := range found {
			if !paths.Exists(f) {
				return paths.NotFound(f)
			}
			x := strings.ToLower(filepath.Ext(f))
			switch {
			case x != ".cs" && x != ".dll":
				e := object.Throw(object.ExceptionType, "Cannot add type. The \"%s\" extension is not supported.", x)
				return record(e, "EXTENSION_NOT_SUPPORTED", object.InvalidArgument, x)
			case extension != "" && extension != x:
				e := object.Throw(object.ExceptionType, "Cannot add type. Input files must all have the same file extension.")
				return record(e, "MULTIPLE_EXTENSION_NOT_SUPPORTED", object.InvalidArgument, x)
			}
			extension = x
			if x == ".dll" {
				if base := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)); !knownAssembly(base) {
					return assemblyNotFound(f)
				}
			}
		}
	}
	if extension == ".cs" {
		return noCompiler(rt)
	}
	return nil
}

func knownAssembly(name string) bool { return netAssemblies[strings.ToLower(name)] }

// netAssemblies are the assemblies that PowerShell on Linux finds by their names: those of
// .NET's shared framework that scripts ask for, and its own.
var netAssemblies = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(`
		Microsoft.CSharp Microsoft.VisualBasic Microsoft.VisualBasic.Core Microsoft.Win32.Primitives Microsoft.Win32.Registry mscorlib netstandard
		Microsoft.PowerShell.Commands.Management Microsoft.PowerShell.Commands.Utility Microsoft.PowerShell.ConsoleHost Microsoft.PowerShell.Security Newtonsoft.Json
		System System.AppContext System.Buffers System.Collections System.Collections.Concurrent System.Collections.Immutable System.Collections.NonGeneric
		System.Collections.Specialized System.ComponentModel System.ComponentModel.Annotations System.ComponentModel.DataAnnotations System.ComponentModel.Primitives
		System.ComponentModel.TypeConverter System.Configuration System.Configuration.ConfigurationManager System.Console System.Core System.Data System.Data.Common
		System.Data.DataSetExtensions System.Data.SqlClient System.Diagnostics.Debug System.Diagnostics.FileVersionInfo System.Diagnostics.Process
		System.Diagnostics.StackTrace System.Diagnostics.TraceSource System.Diagnostics.Tracing System.DirectoryServices System.DirectoryServices.AccountManagement
		System.DirectoryServices.Protocols System.Drawing System.Drawing.Primitives System.Dynamic.Runtime System.Globalization System.IO System.IO.Compression
		System.IO.Compression.Brotli System.IO.Compression.FileSystem System.IO.Compression.ZipFile System.IO.FileSystem System.IO.FileSystem.DriveInfo
		System.IO.FileSystem.Watcher System.IO.MemoryMappedFiles System.IO.Packaging System.IO.Pipes System.IO.Ports System.Linq System.Linq.Expressions
		System.Linq.Parallel System.Linq.Queryable System.Management System.Management.Automation System.Memory System.Net System.Net.Http System.Net.Http.Json
		System.Net.HttpListener System.Net.Mail System.Net.NameResolution System.Net.NetworkInformation System.Net.Ping System.Net.Primitives System.Net.Requests
		System.Net.Security System.Net.ServicePoint System.Net.Sockets System.Net.WebClient System.Net.WebHeaderCollection System.Net.WebProxy
		System.Net.WebSockets System.Net.WebSockets.Client System.Numerics System.Numerics.Vectors System.ObjectModel System.Private.CoreLib System.Private.Uri
		System.Private.Xml System.Private.Xml.Linq System.Reflection System.Reflection.Emit System.Reflection.Metadata System.Reflection.Primitives
		System.Resources.ResourceManager System.Runtime System.Runtime.Caching System.Runtime.Extensions System.Runtime.InteropServices System.Runtime.Numerics
		System.Runtime.Serialization System.Runtime.Serialization.Formatters System.Runtime.Serialization.Json System.Runtime.Serialization.Primitives
		System.Runtime.Serialization.Xml System.Security System.Security.AccessControl System.Security.Claims System.Security.Cryptography
		System.Security.Cryptography.Algorithms System.Security.Cryptography.Cng System.Security.Cryptography.Csp System.Security.Cryptography.Encoding
		System.Security.Cryptography.Pkcs System.Security.Cryptography.Primitives System.Security.Cryptography.ProtectedData
		System.Security.Cryptography.X509Certificates System.Security.Cryptography.Xml System.Security.Permissions System.Security.Principal
		System.Security.Principal.Windows System.Security.SecureString System.ServiceModel System.ServiceModel.Web System.ServiceProcess
		System.ServiceProcess.ServiceController System.Text.Encoding System.Text.Encoding.CodePages System.Text.Encoding.Extensions System.Text.Encodings.Web
		System.Text.Json System.Text.RegularExpressions System.Threading System.Threading.Channels System.Threading.Tasks System.Threading.Tasks.Parallel
		System.Threading.Thread System.Threading.ThreadPool System.Threading.Timer System.Transactions System.Transactions.Local System.ValueTuple System.Web
		System.Web.HttpUtility System.Web.Services.Description System.Windows System.Windows.Extensions System.Xml System.Xml.Linq System.Xml.ReaderWriter
		System.Xml.Serialization System.Xml.XDocument System.Xml.XmlDocument System.Xml.XmlSerializer System.Xml.XPath WindowsBase`) {
		set[strings.ToLower(name)] = true
	}
	return set
}()
