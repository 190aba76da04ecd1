package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type addType struct {
	TypeDefinition       string        `ps:"set=FromSource,mandatory,position=0" help:"Source code of types."`
	Name                 string        `ps:"set=FromMember,mandatory,position=0" help:"The name of a class for the members."`
	MemberDefinition     []string      `ps:"set=FromMember,mandatory,position=1" help:"Source code of members."`
	Namespace            string        `ps:"set=FromMember,alias=NS" help:"The namespace of that class."`
	UsingNamespace       []string      `ps:"set=FromMember,alias=Using" help:"Namespaces of the source code."`
	Path                 []string      `ps:"set=FromPath,mandatory,position=0" help:"Files of source code or assemblies."`
	LiteralPath          []string      `ps:"set=FromLiteralPath,mandatory,alias=PSPath|LP" help:"Such files, without wildcards."`
	AssemblyName         []string      `ps:"set=FromAssemblyName,mandatory,alias=AN" help:"Assemblies to load."`
	Language             string        `ps:"set=FromSource;set=FromMember" help:"The language of the source code."`
	ReferencedAssemblies []string      `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath,alias=RA" help:"Assemblies of the source code."`
	OutputAssembly       string        `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath,alias=OA" help:"A file for the compiled code."`
	OutputType           string        `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath,alias=OT" help:"What kind of file."`
	CompilerOptions      []string      `ps:"set=FromSource;set=FromMember;set=FromPath;set=FromLiteralPath" help:"Options of the compiler."`
	PassThru             cmdlet.Switch `ps:"" help:"Write the types."`
	IgnoreWarnings       cmdlet.Switch `ps:"" help:"Warnings are no errors."`
}

func addTypeCmdlet() *cmdlet.Definition {
	return define("Add-Type", func() cmdlet.Cmdlet { return &addType{} }, cmdlet.Options{
		DefaultParameterSet: "FromSource", Outputs: []string{"System.Type"},
		Synopsis: "Adds .NET types to the session: the assemblies of .NET are there already, and nothing compiles source code."})
}

// Process loads assemblies, that is, it tells whether they are .NET's own. There is no compiler.
func (c *addType) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() != "FromAssemblyName" {
		return object.NewError(object.NotSupportedExceptionType, "CompilerNotAvailable", object.NotImplemented, nil, "Cannot add type. This shell has no compiler for .NET source code and loads no assemblies from files.")
	}
	for _, name := range c.AssemblyName {
		short, _, _ := strings.Cut(name, ",")
		if !netAssemblies[strings.ToLower(strings.TrimSuffix(strings.TrimSpace(short), ".dll"))] {
			return object.NewError(object.ExceptionType, "ErrorLoadingAssembly", object.InvalidOperation, name, "Cannot load assembly '%s'.", name)
		}
	}
	return nil
}

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
