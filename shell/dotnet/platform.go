package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// platformClass is a class of .NET that works on Windows only. Elsewhere it is there, and
// whatever is called of it raises a PlatformNotSupportedException; the static fields
// are null. Scripts that look whether they run as an administrator, or that read the
// registry, meet these first.
type platformClass struct {
	t       *object.Type
	message string
	ctors   []string // parameter lists
	statics []string // signatures
	nulls   []string // static fields: declarations
}

// What the assemblies say elsewhere than on Windows.
const (
	noPrincipals   = "Windows Principal functionality is not supported on this platform."
	noRegistry     = "Registry is not supported on this platform."
	noAccessRules  = "Access Control List (ACL) APIs are part of resource management on Windows and are not supported on this platform."
	noEventLog     = "EventLog access is not supported on this platform."
	noProtection   = "Windows Data Protection API (DPAPI) is not supported on this platform."
	noManagement   = "System.Management currently is only supported for Windows desktop applications."
	noDirectory    = "System.DirectoryServices is not supported on this platform."
	noAccounts     = "System.DirectoryServices.AccountManagement is not supported on this platform."
	noServices     = "ServiceController enables manipulating and accessing Windows services and it is not applicable for other operating systems."
	noPerformances = "Performance Counters are not supported on this platform."
)

func classOf(namespace, name, assembly string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Assembly: assembly, Base: base}
}

const (
	principalNamespace = "System.Security.Principal"
	principalAssembly  = "System.Security.Principal.Windows"
	accessNamespace    = "System.Security.AccessControl"
	accessAssembly     = "System.Security.AccessControl"
	registryAssembly   = "Microsoft.Win32.Registry"
	directoryNamespace = "System.DirectoryServices"
	accountNamespace   = "System.DirectoryServices.AccountManagement"
)

var (
	identityReferenceType = classOf(principalNamespace, "IdentityReference", principalAssembly, object.ObjectType)
	securityIdentifier    = classOf(principalNamespace, "SecurityIdentifier", principalAssembly, identityReferenceType)
	ntAccountType         = classOf(principalNamespace, "NTAccount", principalAssembly, identityReferenceType)
	windowsIdentityType   = classOf(principalNamespace, "WindowsIdentity", principalAssembly, object.ObjectType)
	windowsPrincipalType  = classOf(principalNamespace, "WindowsPrincipal", principalAssembly, object.ObjectType)
	registryKeyType       = classOf("Microsoft.Win32", "RegistryKey", registryAssembly, object.ObjectType)

	windowsBuiltInRole = object.NewEnum(principalNamespace, "WindowsBuiltInRole", strings.Fields("Administrator User Guest PowerUser AccountOperator SystemOperator PrintOperator BackupOperator Replicator"),
		544, 545, 546, 547, 548, 549, 550, 551, 552)
	registryHive = object.NewEnum("Microsoft.Win32", "RegistryHive", strings.Fields("ClassesRoot CurrentUser LocalMachine Users PerformanceData CurrentConfig"),
		-2147483648, -2147483647, -2147483646, -2147483645, -2147483644, -2147483643)
	registryValueKind = object.NewEnum("Microsoft.Win32", "RegistryValueKind", strings.Fields("None Unknown String ExpandString Binary DWord MultiString QWord"), -1, 0, 1, 2, 3, 4, 7, 11)
	registryView      = object.NewEnum("Microsoft.Win32", "RegistryView", strings.Fields("Default Registry64 Registry32"), 0, 256, 512)
	accessControlType = object.NewEnum(accessNamespace, "AccessControlType", []string{"Allow", "Deny"})
	inheritanceFlags  = object.NewFlags(accessNamespace, "InheritanceFlags", strings.Fields("None ContainerInherit ObjectInherit"))
	propagationFlags  = object.NewFlags(accessNamespace, "PropagationFlags", strings.Fields("None NoPropagateInherit InheritOnly"))
	fileSystemRights  = object.NewFlags(accessNamespace, "FileSystemRights", strings.Fields(`ReadData ListDirectory WriteData CreateFiles AppendData CreateDirectories
		ReadExtendedAttributes WriteExtendedAttributes ExecuteFile Traverse DeleteSubdirectoriesAndFiles ReadAttributes WriteAttributes Write Delete
		ReadPermissions Read ReadAndExecute Modify ChangePermissions TakeOwnership Synchronize FullControl`),
		1, 1, 2, 2, 4, 4, 8, 16, 32, 32, 64, 128, 256, 278, 65536, 131072, 131209, 131241, 197055, 262144, 524288, 1048576, 2032127)
	registryRights = object.NewFlags(accessNamespace, "RegistryRights", strings.Fields(`QueryValues SetValue CreateSubKey EnumerateSubKeys Notify CreateLink Delete
		ReadPermissions WriteKey ExecuteKey ReadKey ChangePermissions TakeOwnership FullControl`),
		1, 2, 4, 8, 16, 32, 65536, 131072, 131078, 131097, 131097, 262144, 524288, 983103)
	eventLogEntryType   = object.NewEnum("System.Diagnostics", "EventLogEntryType", strings.Fields("Error Warning Information SuccessAudit FailureAudit"), 1, 2, 4, 8, 16)
	dataProtectionScope = object.NewEnum(cryptography, "DataProtectionScope", []string{"CurrentUser", "LocalMachine"})
	contextType         = object.NewEnum(accountNamespace, "ContextType", []string{"Machine", "Domain", "ApplicationDirectory"})
)

// platformClasses are the classes that work on Windows only.
func platformClasses() []platformClass {
	fileRule := "System.Security.AccessControl.FileSystemRights fileSystemRights, System.Security.AccessControl."
	registryRule := "System.Security.AccessControl.RegistryRights registryRights, System.Security.AccessControl."
	rules := func(rights string) []string {
		var list []string
		for _, identity := range []string{"System.Security.Principal.IdentityReference identity", "string identity"} {
			list = append(list, identity+", "+rights+"AccessControlType type",
				identity+", "+rights+"InheritanceFlags inheritanceFlags, System.Security.AccessControl.PropagationFlags propagationFlags, System.Security.AccessControl.AccessControlType type")
		}
		return list
	}
	return []platformClass{
		{t: windowsIdentityType, message: noPrincipals, ctors: []string{"string sUserPrincipalName"}, statics: []string{
			"System.Security.Principal.WindowsIdentity GetCurrent()", "System.Security.Principal.WindowsIdentity GetCurrent(bool ifImpersonating)", "System.Security.Principal.WindowsIdentity GetAnonymous()"}},
		{t: windowsPrincipalType, message: noPrincipals, ctors: []string{"System.Security.Principal.WindowsIdentity ntIdentity"}},
		{t: securityIdentifier, message: noPrincipals, ctors: []string{"string sddlForm", "byte[] binaryForm, int offset"}},
		{t: ntAccountType, message: noPrincipals, ctors: []string{"string name", "string domainName, string accountName"}},
		{t: classOf("Microsoft.Win32", "Registry", registryAssembly, object.ObjectType), message: noRegistry, statics: []string{
			"System.Object GetValue(string keyName, string valueName, System.Object defaultValue)", "void SetValue(string keyName, string valueName, System.Object value)",
			"void SetValue(string keyName, string valueName, System.Object value, Microsoft.Win32.RegistryValueKind valueKind)"},
			nulls: []string{"ClassesRoot", "CurrentConfig", "CurrentUser", "LocalMachine", "PerformanceData", "Users"}},
		{t: registryKeyType, message: noRegistry, statics: []string{"Microsoft.Win32.RegistryKey OpenBaseKey(Microsoft.Win32.RegistryHive hKey, Microsoft.Win32.RegistryView view)",
			"Microsoft.Win32.RegistryKey OpenRemoteBaseKey(Microsoft.Win32.RegistryHive hKey, string machineName)"}},
		{t: classOf(accessNamespace, "FileSystemAccessRule", accessAssembly, object.ObjectType), message: noAccessRules, ctors: rules(fileRule)},
		{t: classOf(accessNamespace, "RegistryAccessRule", accessAssembly, object.ObjectType), message: noAccessRules, ctors: rules(registryRule)},
		{t: classOf(accessNamespace, "FileSecurity", accessAssembly, object.ObjectType), message: noAccessRules, ctors: []string{""}},
		{t: classOf(accessNamespace, "DirectorySecurity", accessAssembly, object.ObjectType), message: noAccessRules, ctors: []string{""}},
		{t: classOf("System.Diagnostics", "EventLog", "System.Diagnostics.EventLog", object.ObjectType), message: noEventLog, ctors: []string{"", "string logName"},
			statics: []string{"bool SourceExists(string source)", "void CreateEventSource(string source, string logName)", "void WriteEntry(string source, string message)", "bool Exists(string logName)"}},
		{t: classOf("System.Diagnostics", "PerformanceCounter", "System.Diagnostics.PerformanceCounter", object.ObjectType), message: noPerformances,
			ctors: []string{"", "string categoryName, string counterName", "string categoryName, string counterName, string instanceName"}},
		{t: classOf(cryptography, "ProtectedData", "System.Security.Cryptography.ProtectedData", object.ObjectType), message: noProtection, statics: []string{
			"byte[] Protect(byte[] userData, byte[] optionalEntropy, System.Security.Cryptography.DataProtectionScope scope)",
			"byte[] Unprotect(byte[] encryptedData, byte[] optionalEntropy, System.Security.Cryptography.DataProtectionScope scope)"}},
		{t: classOf("System.Management", "ManagementObjectSearcher", "System.Management", object.ObjectType), message: noManagement, ctors: []string{"", "string queryString", "string scope, string queryString"}},
		{t: classOf("System.Management", "ManagementObject", "System.Management", object.ObjectType), message: noManagement, ctors: []string{"", "string path"}},
		{t: classOf("System.Management", "ManagementDateTimeConverter", "System.Management", object.ObjectType), message: noManagement,
			statics: []string{"datetime ToDateTime(string dmtfDate)", "string ToDmtfDateTime(datetime date)"}},
		{t: classOf(directoryNamespace, "DirectoryEntry", directoryNamespace, object.ObjectType), message: noDirectory,
			ctors: []string{"", "string path", "string path, string username, string password"}, statics: []string{"bool Exists(string path)"}},
		{t: classOf(directoryNamespace, "DirectorySearcher", directoryNamespace, object.ObjectType), message: noDirectory,
			ctors: []string{"", "string filter", "System.DirectoryServices.DirectoryEntry searchRoot", "System.DirectoryServices.DirectoryEntry searchRoot, string filter"}},
		{t: classOf(directoryNamespace+".ActiveDirectory", "Domain", directoryNamespace, object.ObjectType), message: noDirectory,
			statics: []string{"System.DirectoryServices.ActiveDirectory.Domain GetCurrentDomain()", "System.DirectoryServices.ActiveDirectory.Domain GetComputerDomain()"}},
		{t: classOf(directoryNamespace+".ActiveDirectory", "Forest", directoryNamespace, object.ObjectType), message: noDirectory, statics: []string{"System.DirectoryServices.ActiveDirectory.Forest GetCurrentForest()"}},
		{t: classOf(accountNamespace, "PrincipalContext", accountNamespace, object.ObjectType), message: noAccounts,
			ctors: []string{"System.DirectoryServices.AccountManagement.ContextType contextType", "System.DirectoryServices.AccountManagement.ContextType contextType, string name"}},
		{t: classOf("System.ServiceProcess", "ServiceController", "System.ServiceProcess.ServiceController", object.ObjectType), message: noServices,
			ctors: []string{"", "string name"}, statics: []string{"System.Object GetServices()"}},
	}
}

func (c platformClass) members(m members) {
	refuse := func(object.Invoker, any, []any) (any, error) {
		return nil, object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "%s", c.message)
	}
	for _, params := range c.ctors {
		m.ctor(params, func(inv object.Invoker, a []any) (any, error) { return refuse(inv, nil, a) })
	}
	for _, signature := range c.statics {
		m.static(signature, refuse)
	}
	for _, name := range c.nulls {
		m.constant("Microsoft.Win32.RegistryKey "+name, nil)
	}
}

func platformEntries() []entry {
	list := []entry{{identityReferenceType, nil, ""}}
	for _, t := range []*object.Type{windowsBuiltInRole, registryHive, registryValueKind, registryView, accessControlType, inheritanceFlags, propagationFlags,
		fileSystemRights, registryRights, eventLogEntryType, dataProtectionScope, contextType} {
		list = append(list, entry{t: t})
	}
	for _, c := range platformClasses() {
		list = append(list, entry{c.t, c.members, ""})
	}
	return list
}
