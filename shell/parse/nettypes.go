package parse

import (
	_ "embed" // of powershelltypes.txt
	"strings"
	"sync"

	"stagecoach/shell/ast"
)

// PowerShell resolves the types that a class names while it parses. This file
// knows as much of .NET as that takes: whether a name means a type, and under
// which full name. It knows no members; package dotnet does.

const (
	typeVoid      = "System.Void"
	typeReference = "System.Management.Automation.PSReference"
)

// accelerators are PowerShell's short names.
var accelerators = sync.OnceValue(func() map[string]string {
	return shortNames(`
alias=System.Management.Automation.AliasAttribute
allowemptycollection=System.Management.Automation.AllowEmptyCollectionAttribute
allowemptystring=System.Management.Automation.AllowEmptyStringAttribute
allownull=System.Management.Automation.AllowNullAttribute
argumentcompleter=System.Management.Automation.ArgumentCompleterAttribute
argumentcompletions=System.Management.Automation.ArgumentCompletionsAttribute
array=System.Array
bool=System.Boolean
byte=System.Byte
char=System.Char
cmdletbinding=System.Management.Automation.CmdletBindingAttribute
datetime=System.DateTime
decimal=System.Decimal
double=System.Double
dscresource=System.Management.Automation.DscResourceAttribute
dscproperty=System.Management.Automation.DscPropertyAttribute
dsclocalconfigurationmanager=System.Management.Automation.DscLocalConfigurationManagerAttribute
experimentaction=System.Management.Automation.ExperimentAction
experimental=System.Management.Automation.ExperimentalAttribute
experimentalfeature=System.Management.Automation.ExperimentalFeature
float=System.Single
single=System.Single
guid=System.Guid
hashtable=System.Collections.Hashtable
int=System.Int32
int32=System.Int32
short=System.Int16
int16=System.Int16
long=System.Int64
int64=System.Int64
ciminstance=Microsoft.Management.Infrastructure.CimInstance
cimclass=Microsoft.Management.Infrastructure.CimClass
cimtype=Microsoft.Management.Infrastructure.CimType
cimconverter=Microsoft.Management.Infrastructure.CimConverter
cimsession=Microsoft.Management.Infrastructure.CimSession
ipendpoint=System.Net.IPEndPoint
norunspaceaffinity=System.Management.Automation.Language.NoRunspaceAffinityAttribute
nullstring=System.Management.Automation.Language.NullString
outputtype=System.Management.Automation.OutputTypeAttribute
objectsecurity=System.Security.AccessControl.ObjectSecurity
ordered=System.Collections.Specialized.OrderedDictionary
parameter=System.Management.Automation.ParameterAttribute
physicaladdress=System.Net.NetworkInformation.PhysicalAddress
pscredential=System.Management.Automation.PSCredential
psdefaultvalue=System.Management.Automation.PSDefaultValueAttribute
pslistmodifier=System.Management.Automation.PSListModifier
psobject=System.Management.Automation.PSObject
pscustomobject=System.Management.Automation.PSObject
psprimitivedictionary=System.Management.Automation.PSPrimitiveDictionary
ref=System.Management.Automation.PSReference
pstypenameattribute=System.Management.Automation.PSTypeNameAttribute
regex=System.Text.RegularExpressions.Regex
sbyte=System.SByte
string=System.String
supportswildcards=System.Management.Automation.SupportsWildcardsAttribute
switch=System.Management.Automation.SwitchParameter
cultureinfo=System.Globalization.CultureInfo
bigint=System.Numerics.BigInteger
securestring=System.Security.SecureString
timespan=System.TimeSpan
ushort=System.UInt16
uint16=System.UInt16
uint=System.UInt32
uint32=System.UInt32
ulong=System.UInt64
uint64=System.UInt64
uri=System.Uri
validatecount=System.Management.Automation.ValidateCountAttribute
validatedrive=System.Management.Automation.ValidateDriveAttribute
validatelength=System.Management.Automation.ValidateLengthAttribute
validatenotnull=System.Management.Automation.ValidateNotNullAttribute
validatenotnullorempty=System.Management.Automation.ValidateNotNullOrEmptyAttribute
validatenotnullorwhitespace=System.Management.Automation.ValidateNotNullOrWhiteSpaceAttribute
validatepattern=System.Management.Automation.ValidatePatternAttribute
validaterange=System.Management.Automation.ValidateRangeAttribute
validatescript=System.Management.Automation.ValidateScriptAttribute
validateset=System.Management.Automation.ValidateSetAttribute
validatetrusteddata=System.Management.Automation.ValidateTrustedDataAttribute
validateuserdrive=System.Management.Automation.ValidateUserDriveAttribute
version=System.Version
void=System.Void
ipaddress=System.Net.IPAddress
wildcardpattern=System.Management.Automation.WildcardPattern
x509certificate=System.Security.Cryptography.X509Certificates.X509Certificate
x500distinguishedname=System.Security.Cryptography.X509Certificates.X500DistinguishedName
xml=System.Xml.XmlDocument
mailaddress=System.Net.Mail.MailAddress
semver=System.Management.Automation.SemanticVersion
scriptblock=System.Management.Automation.ScriptBlock
pspropertyexpression=Microsoft.PowerShell.Commands.PSPropertyExpression
psvariable=System.Management.Automation.PSVariable
type=System.Type
psmoduleinfo=System.Management.Automation.PSModuleInfo
powershell=System.Management.Automation.PowerShell
runspacefactory=System.Management.Automation.Runspaces.RunspaceFactory
runspace=System.Management.Automation.Runspaces.Runspace
initialsessionstate=System.Management.Automation.Runspaces.InitialSessionState
psscriptmethod=System.Management.Automation.PSScriptMethod
psscriptproperty=System.Management.Automation.PSScriptProperty
psnoteproperty=System.Management.Automation.PSNoteProperty
psaliasproperty=System.Management.Automation.PSAliasProperty
psvariableproperty=System.Management.Automation.PSVariableProperty
`)
})

func shortNames(lines string) map[string]string {
	table := map[string]string{}
	for line := range strings.FieldsSeq(lines) {
		short, full, _ := strings.Cut(line, "=")
		table[short] = full
	}
	return table
}

// knownTypes are types of namespaces in which scripts name types without them, or
// whose types are too few to trust any name in them.
var knownTypes = sync.OnceValue(func() map[string]string {
	return typeTable(map[string]string{
		"System": `AccessViolationException Action Activator AggregateException AppContext AppDomain AppDomainSetup AppDomainUnloadedException ApplicationException
		ApplicationId ArgIterator ArgumentException ArgumentNullException ArgumentOutOfRangeException ArithmeticException Array ArraySegment
		ArrayTypeMismatchException AssemblyLoadEventArgs AssemblyLoadEventHandler AsyncCallback Attribute AttributeTargets AttributeUsageAttribute
		BadImageFormatException Base64FormattingOptions BinaryData BitConverter Boolean Buffer Byte CannotUnloadAppDomainException Char CharEnumerator
		CLSCompliantAttribute Comparison Console ConsoleCancelEventArgs ConsoleCancelEventHandler ConsoleColor ConsoleKey ConsoleKeyInfo ConsoleModifiers
		ConsoleSpecialKey ContextBoundObject ContextMarshalException ContextStaticAttribute Convert Converter DataMisalignedException DateOnly DateTime
		DateTimeKind DateTimeOffset DayOfWeek DBNull Decimal Delegate DivideByZeroException DllNotFoundException Double DuplicateWaitObjectException
		EntryPointNotFoundException Enum Environment EnvironmentVariableTarget EventArgs EventHandler Exception ExecutionEngineException FieldAccessException
		FileStyleUriParser FlagsAttribute FormatException FormattableString FtpStyleUriParser Func GC GCCollectionMode GCGenerationInfo GCKind GCMemoryInfo
		GCNotificationStatus GenericUriParser GenericUriParserOptions GopherStyleUriParser Guid Half HashCode HttpStyleUriParser IAsyncDisposable IAsyncResult
		ICloneable IComparable IConvertible ICustomFormatter IDisposable IEquatable IFormatProvider IFormattable Index IndexOutOfRangeException
		InsufficientExecutionStackException InsufficientMemoryException Int128 Int16 Int32 Int64 IntPtr InvalidCastException InvalidOperationException
		InvalidProgramException InvalidTimeZoneException IObservable IObserver IParsable IProgress IServiceProvider ISpanFormattable ISpanParsable
		IUtf8SpanFormattable IUtf8SpanParsable Lazy LdapStyleUriParser LoaderOptimization LoaderOptimizationAttribute LocalDataStoreSlot MarshalByRefObject
		Math MathF MemberAccessException Memory MemoryExtensions MethodAccessException MidpointRounding MissingFieldException MissingMemberException
		MissingMethodException ModuleHandle MTAThreadAttribute MulticastDelegate MulticastNotSupportedException NetPipeStyleUriParser NetTcpStyleUriParser
		NewsStyleUriParser NonSerializedAttribute NotFiniteNumberException NotImplementedException NotSupportedException Nullable NullReferenceException
		Object ObjectDisposedException ObsoleteAttribute OperatingSystem OperationCanceledException OutOfMemoryException OverflowException ParamArrayAttribute
		PlatformID PlatformNotSupportedException Predicate Progress Random Range RankException ReadOnlyMemory ReadOnlySpan ResolveEventArgs
		ResolveEventHandler RuntimeArgumentHandle RuntimeFieldHandle RuntimeMethodHandle RuntimeTypeHandle SByte SequencePosition SerializableAttribute Single
		Span StackOverflowException STAThreadAttribute String StringComparer StringComparison StringNormalizationExtensions StringSplitOptions SystemException
		ThreadStaticAttribute TimeOnly TimeoutException TimeSpan TimeZone TimeZoneInfo TimeZoneNotFoundException Tuple TupleExtensions Type
		TypeAccessException TypeCode TypedReference TypeInitializationException TypeLoadException UInt128 UInt16 UInt32 UInt64 UIntPtr
		UnauthorizedAccessException UnhandledExceptionEventArgs UnhandledExceptionEventHandler Uri UriBuilder UriComponents UriCreationOptions UriFormat
		UriFormatException UriHostNameType UriIdnScope UriKind UriParser UriTypeConverter ValueTuple ValueType Version Void WeakReference`,
		"System.Web":            `HttpUtility`,
		"System.Windows.Input":  `ICommand`,
		"Microsoft.Win32":       `Registry RegistryHive RegistryKey RegistryKeyPermissionCheck RegistryOptions RegistryValueKind RegistryValueOptions RegistryView SystemEvents PowerModes`,
		"Microsoft.CSharp":      `CSharpCodeProvider`,
		"Microsoft.VisualBasic": `Collection Constants ControlChars Conversion DateAndTime FileSystem Financial Globals Information Interaction Strings VBMath MsgBoxResult MsgBoxStyle`,
		"Microsoft.PowerShell":  `ExecutionPolicy ExecutionPolicyScope DeserializingTypeConverter ToStringCodeMethods AdapterCodeMethods ProcessCodeMethods PSConsoleReadLine`,
	})
})

func typeTable(byNamespace map[string]string) map[string]string {
	table := map[string]string{}
	for namespace, names := range byNamespace {
		table[strings.ToLower(namespace)+"."] = "" // the namespace is closed: other names in it mean nothing
		for name := range strings.FieldsSeq(names) {
			full := namespace + "." + name
			table[strings.ToLower(full)] = full
		}
	}
	return table
}

// openNamespaces are namespaces that come with PowerShell and in which any name is
// taken for a type.
var openNamespaces = []string{
	"System.Buffers", "System.CodeDom", "System.Configuration", "System.DirectoryServices", "System.Drawing", "System.Management", "System.ServiceProcess", "System.Speech", "System.Collections", "System.ComponentModel", "System.Data", "System.Diagnostics", "System.Dynamic",
	"System.Formats", "System.Globalization", "System.IO", "System.Linq", "System.Net", "System.Numerics",
	"System.Reflection", "System.Resources", "System.Runtime", "System.Security", "System.ServiceModel", "System.Text", "System.Threading",
	"System.Timers", "System.Transactions", "System.Xml", "Microsoft.Management.Infrastructure", "Microsoft.PowerShell.Commands",
	"Microsoft.PowerShell.Cmdletization", "Microsoft.PowerShell.CoreClr", "Microsoft.PowerShell.DesiredStateConfiguration",
	"Microsoft.PowerShell.Internal", "Microsoft.Win32.SafeHandles", "Microsoft.CodeAnalysis", "Microsoft.WSMan.Management",
	"Newtonsoft.Json", "Markdig", "Microsoft.PowerShell.MarkdownRender",
}

// commonTypes are types of open namespaces that scripts name behind `using
// namespace`; a name that is not among them means nothing there.
var commonTypes = sync.OnceValue(func() map[string]map[string]bool {
	table := map[string]map[string]bool{}
	for namespace, names := range commonNames {
		table[namespace] = map[string]bool{}
		for name := range strings.FieldsSeq(names) {
			table[namespace][name] = true
		}
	}
	addPowerShellTypes(table)
	return table
})

// powerShellTypes lists PowerShell's own public types.
//
//go:embed powershelltypes.txt
var powerShellTypes string

// addPowerShellTypes adds PowerShell's own types to the names in each namespace.
func addPowerShellTypes(table map[string]map[string]bool) {
	var names map[string]bool
	for line := range strings.Lines(strings.ToLower(powerShellTypes)) {
		namespace, rest, starts := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case starts:
			if names = table[namespace]; names == nil {
				names = map[string]bool{}
				table[namespace] = names
			}
			line = rest
		}
		for name := range strings.FieldsSeq(line) {
			names[name] = true
		}
	}
}

var commonNames = map[string]string{
	"system.collections": ` arraylist bitarray comparer dictionaryentry hashtable icollection icomparer idictionary idictionaryenumerator
		ienumerable ienumerator iequalitycomparer ilist queue sortedlist stack collectionbase dictionarybase readonlycollectionbase `,
	"system.collections.generic": ` comparer dictionary equalitycomparer hashset icollection icomparer idictionary ienumerable ienumerator
		iequalitycomparer ilist iset ireadonlycollection ireadonlydictionary ireadonlylist keyvaluepair keynotfoundexception linkedlist
		linkedlistnode list priorityqueue queue sorteddictionary sortedlist sortedset stack `,
	"system.collections.concurrent":  ` blockingcollection concurrentbag concurrentdictionary concurrentqueue concurrentstack `,
	"system.collections.specialized": ` hybriddictionary listdictionary namevaluecollection ordereddictionary stringcollection stringdictionary iordereddictionary bitvector32 `,
	"system.collections.objectmodel": ` collection keyedcollection observablecollection readonlycollection readonlydictionary `,
	"system.io": ` binaryreader binarywriter bufferedstream directory directoryinfo directorynotfoundexception driveinfo drivenotfoundexception
		drivetype endofstreamexception enumerationoptions file fileaccess fileattributes fileinfo fileloadexception filemode
		filenotfoundexception fileoptions fileshare filestream filesysteminfo filesystemwatcher invaliddataexception ioexception memorystream
		path pathtoolongexception searchoption seekorigin stream streamreader streamwriter stringreader stringwriter textreader textwriter
		watcherchangetypes notifyfilters filesystemeventargs renamedeventargs `,
	"system.io.compression": ` compressionlevel compressionmode deflatestream gzipstream zipfile zipfileextensions ziparchive ziparchiveentry ziparchivemode brotlistream zlibstream `,
	"system.text": ` asciiencoding decoder encoder encoding encodinginfo normalizationform rune stringbuilder unicodeencoding utf32encoding
		utf7encoding utf8encoding codepagesencodingprovider `,
	"system.text.regularexpressions": ` capture capturecollection group groupcollection match matchcollection matchevaluator regex regexoptions regexmatchtimeoutexception `,
	"system.text.json":               ` jsondocument jsonelement jsonexception jsonserializer jsonserializeroptions jsonvaluekind `,
	"system.threading": ` apartmentstate autoresetevent barrier cancellationtoken cancellationtokensource countdownevent eventresetmode
		eventwaithandle interlocked lock manualresetevent manualreseteventslim monitor mutex readerwriterlock readerwriterlockslim semaphore
		semaphoreslim spinlock thread threadpool threadpriority threadstate timeout timer timercallback volatile waithandle threadstart `,
	"system.threading.tasks": ` parallel paralleloptions task taskcanceledexception taskcompletionsource taskfactory taskscheduler taskstatus valuetask `,
	"system.net": ` authenticationschemes cookie cookiecontainer credentialcache decompressionmethods dns dnsendpoint endpoint filewebrequest ftpwebrequest
		ftpwebresponse httplistener httplistenercontext httplistenerrequest httplistenerresponse httpstatuscode httpversion httpwebrequest
		httpwebresponse icredentials ipaddress ipendpoint iphostentry iwebproxy ipnetwork networkcredential protocolviolationexception securityprotocoltype
		servicepoint servicepointmanager webclient webexception webexceptionstatus webheadercollection webproxy webrequest webresponse webutility `,
	"system.net.http": ` bytearraycontent formurlencodedcontent httpclient httpclienthandler httpcompletionoption httpcontent httpmessagehandler
		httpmethod httprequestexception httprequestmessage httpresponsemessage multipartcontent multipartformdatacontent socketshttphandler
		streamcontent stringcontent delegatinghandler readonlymemorycontent `,
	"system.net.http.headers": ` authenticationheadervalue contentdispositionheadervalue entitytagheadervalue httprequestheaders httpresponseheaders mediatypeheadervalue mediatypewithqualityheadervalue productinfoheadervalue `,
	"system.net.sockets":      ` addressfamily networkstream protocoltype selectmode socket socketerror socketexception socketflags socketoptionlevel socketoptionname socketshutdown sockettype tcpclient tcplistener udpclient `,
	"system.net.mail":         ` alternateview attachment linkedresource mailaddress mailaddresscollection mailmessage mailpriority smtpclient smtpdeliverymethod smtpexception smtpstatuscode deliverynotificationoptions `,
	"system.net.security":     ` authenticationlevel encryptionpolicy negotiatestream remotecertificatevalidationcallback sslpolicyerrors sslstream sslclientauthenticationoptions `,
	"system.security":         ` securestring securityexception `,
	"system.security.principal": ` genericidentity genericprincipal identitynotmappedexception identityreference iidentity iprincipal ntaccount
		securityidentifier tokenimpersonationlevel wellknownsidtype windowsaccounttype windowsbuiltinrole windowsidentity windowsprincipal `,
	"system.security.accesscontrol": ` accesscontrolactions accesscontrolsections accesscontroltype accessrule auditflags auditrule cryptokeyrights
		directorysecurity filesecurity filesystemaccessrule filesystemauditrule filesystemrights inheritanceflags objectsecurity propagationflags
		rawsecuritydescriptor registryaccessrule registryrights registrysecurity commonsecuritydescriptor discretionaryacl `,
	"system.security.cryptography": ` aes aesmanaged aesgcm asymmetricalgorithm ciphermode cryptographicexception cryptostream cryptostreammode dataprotectionscope
		dsa ecdsa hashalgorithm hashalgorithmname hmac hmacmd5 hmacsha1 hmacsha256 hmacsha384 hmacsha512 icryptotransform keysizes md5
		md5cryptoserviceprovider oid paddingmode protecteddata randomnumbergenerator rfc2898derivebytes rijndael rijndaelmanaged
		rngcryptoserviceprovider rsa rsacryptoserviceprovider rsaencryptionpadding rsaparameters rsasignaturepadding sha1 sha1managed
		sha1cryptoserviceprovider sha256 sha256managed sha256cryptoserviceprovider sha384 sha512 sha512managed symmetricalgorithm tripledes cspparameters frombase64transform tobase64transform `,
	"system.security.cryptography.x509certificates": ` openflags storelocation storename x500distinguishedname x509basicconstraintsextension
		x509certificate x509certificate2 x509certificate2collection x509chain x509chainpolicy x509contenttype x509enhancedkeyusageextension
		x509extension x509findtype x509keystorageflags x509keyusageextension x509keyusageflags x509revocationmode x509store
		x509verificationflags certificaterequest x509revocationflag x509includeoption x509nametype `,
	"system.diagnostics": ` activity conditionalattribute datareceivedeventargs debug debugger fileversioninfo process processmodule processpriorityclass
		processstartinfo processthread processwindowstyle stackframe stacktrace stopwatch switch textwritertracelistener trace tracelevel
		tracelistener tracesource traceeventtype eventlog eventlogentry eventlogentrytype performancecounter `,
	"system.globalization": ` calendar calendarweekrule charunicodeinfo compareinfo compareoptions cultureinfo culturenotfoundexception culturetypes datetimeformatinfo
		datetimestyles gregoriancalendar idnmapping isoweek numberformatinfo numberstyles regioninfo sortkey textinfo timespanstyles unicodecategory calendaralgorithmtype `,
	"system.linq":                    ` enumerable igrouping ilookup iorderedenumerable lookup queryable parallelenumerable iqueryable `,
	"system.reflection":              ` assembly assemblyname bindingflags constructorinfo customattributedata eventinfo fieldinfo memberinfo membertypes methodbase methodinfo module parameterinfo propertyinfo targetinvocationexception targetexception reflectiontypeloadexception typeinfo `,
	"system.runtime.interopservices": ` architecture comexception dllimportattribute externalexception gchandle gchandletype layoutkind marshal marshalasattribute osplatform runtimeenvironment runtimeinformation safehandle structlayoutattribute unmanagedtype charset callingconvention `,
	"system.xml":                     ` conformancelevel formatting namenodelist xmlattribute xmlattributecollection xmlcdatasection xmlcomment xmlconvert xmldeclaration xmldocument xmldocumentfragment xmlelement xmlexception xmlnamespacemanager xmlnode xmlnodelist xmlnodetype xmlreader xmlreadersettings xmltext xmltextreader xmltextwriter xmlurlresolver xmlwriter xmlwritersettings `,
	"system.xml.linq":                ` xattribute xcdata xcomment xcontainer xdeclaration xdocument xelement xname xnamespace xnode xobject xtext saveoptions loadoptions `,
	"system.xml.schema":              ` validationeventargs validationeventhandler xmlschema xmlschemaset xmlschemavalidationexception xmlseveritytype xmlschemavalidationflags xmlschemaexception `,
	"system.xml.serialization":       ` xmlserializer xmlelementattribute xmlattributeattribute xmlrootattribute xmlignoreattribute xmlarrayattribute `,
	"system.componentmodel":          ` backgroundworker browsableattribute canceleventargs category component converter defaultvalueattribute descriptionattribute displaynameattribute inotifypropertychanged listsortdirection propertychangedeventargs propertychangedeventhandler propertydescriptor runworkercompletedeventargs doworkeventargs typeconverter typedescriptor win32exception typeconverterattribute `,
	"system.data":                    ` commandbehavior commandtype connectionstate constraint datacolumn datacolumncollection datarelation datarow datarowcollection datarowstate dataset datatable dataview dbtype idatareader idbcommand idbconnection isolationlevel parameterdirection sqldbtype datarowview missingschemaaction `,
	"system.numerics":                ` biginteger complex matrix3x2 matrix4x4 plane quaternion vector vector2 vector3 vector4 `,
	"system.timers":                  ` elapsedeventargs elapsedeventhandler timer `,
	"system.management.automation": ` actionpreference actionpreferencestopexception aliasattribute aliasinfo applicationinfo allowemptycollectionattribute
		allowemptystringattribute allownullattribute argumentcompleterattribute argumenttransformationattribute
		argumenttransformationmetadataexception breakpoint cmdlet cmdletattribute cmdletbindingattribute cmdletinfo cmdletinvocationexception
		commandcompletion commandinfo commandnotfoundexception commandtypes completionresult completionresulttype confirmimpact credential
		debugrecord dontshow dynamicparamsattribute engineintrinsics errorcategory errorcategoryinfo errordetails errorrecord externalscriptinfo
		functioninfo getvalueexception hostinformationmessage iargumentcompleter idynamicparameters iargumentcompleterfactory informationrecord
		ivalidatesetvaluesgenerator invocationinfo itemnotfoundexception job jobstate languageprimitives methodexception methodinvocationexception
		moduleintrinsics orderedhashtable outputtypeattribute parameterattribute parameterbindingexception parameterbindingvalidationexception parametermetadata
		parentcontainserrorrecordexception parseexception pathinfo pathintrinsics pipelinestoppedexception platform powershell progressrecord
		progressrecordtype providerinfo psaliasproperty psargumentexception psargumentnullexception psargumentoutofrangeexception pscmdlet
		pscodemethod pscodeproperty pscredential pscredentialtypes pscredentialuioptions pscustomobject psdatacollection psdefaultvalueattribute
		psdriveinfo pseventargs pseventjob pseventmanager pseventsubscriber psinvalidcastexception psinvalidoperationexception
		psinvocationsettings psinvocationstate psinvocationstateinfo psjobtypename pslanguagemode psmemberinfo psmembertypes psmethod
		psmethodinfo psmoduleinfo psnotimplementedexception psnoteproperty psnotsupportedexception psobject psobjectdisposedexception
		pspropertyinfo psprimitivedictionary psreference psscriptmethod psscriptproperty pssecurityexception psserializer psstyle pstoken
		pstokentype pstypename pstypenameattribute psvariable psvariableattributecollection psvariableintrinsics remoteexception
		resolutionpurpose rollbackseverity runtimedefinedparameter runtimedefinedparameterdictionary runtimeexception scopeditemoptions
		scriptblock scripthaltexception scriptcalldepthexception scriptinfo scriptrequiresexception semanticversion sessionstate
		sessionstateexception setvalueexception setvalueinvocationexception shouldprocessreason steppablepipeline supportswildcardsattribute
		switchparameter tablecontrol tracesourceattribute transformationexception validatearguments validateargumentsattribute validatecountattribute validateenumeratedargumentsattribute
		validatelengthattribute validatenotnullattribute validatenotnulloremptyattribute validatepatternattribute validaterangeattribute
		validatescriptattribute validatesetattribute validationmetadataexception variableattribute verbosecommandexception verboserecord
		verbinfo verbscommon verbsdata verbslifecycle verbsother verbscommunications verbsdiagnostic verbssecurity warningrecord wildcardoptions wildcardpattern
		hiddenattribute codegeneration providerinvocationexception containerparentjob jobthreadoptions dscresourceattribute dscpropertyattribute drivenotfoundexception providernotfoundexception `,
	"system.management.automation.host": ` buffercell choicedescription consolecolor coordinates fielddescription hostexception pshost pshostrawuserinterface pshostuserinterface rectangle size keyinfo readkeyoptions controlkeystates promptingexception ihostuisupportsmultiplechoiceselection `,
	"system.management.automation.language": ` arrayexpressionast arrayliteralast assignmentstatementast ast astvisitaction astvisitor astvisitor2 attributeast
		attributebaseast binaryexpressionast blockstatementast catchclauseast codegeneration commandast commandbaseast commandelementast
		commandexpressionast commandparameterast commenthelpinfo constantexpressionast convertexpressionast errorexpressionast
		errorstatementast expandablestringexpressionast expressionast functiondefinitionast functionmemberast hashtableast icustomastvisitor ifstatementast indexexpressionast invokememberexpressionast
		iscriptextent iscriptposition memberast memberexpressionast namedattributeargumentast namedblockast nullstring paramblockast
		parameterast parenexpressionast parseerror parser pipelineast pipelinebaseast propertymemberast scriptblockast scriptblockexpressionast
		scriptextent scriptposition statementast statementblockast stringconstantexpressionast stringconstanttype stringtoken subexpressionast token tokenflags tokenkind
		tokentraits typeconstraintast typedefinitionast typeexpressionast typename unaryexpressionast usingexpressionast usingstatementast
		variableexpressionast variabletoken scriptrequirements returnstatementast throwstatementast trapstatementast trystatementast foreachstatementast forstatementast whilestatementast switchstatementast exitstatementast redirectionast fileredirectionast mergingredirectionast ternaryexpressionast usingstatementkind `,
	"system.management.automation.runspaces": ` authenticationmechanism command commandparameter initialsessionstate namedpipeconnectioninfo pipeline pipelinestate pipelineresulttypes pssession pssessiontype
		psthreadoptions runspace runspaceavailability runspaceconnectioninfo runspacefactory runspacepool runspacestate runspacestateinfo
		sessionstatefunctionentry sessionstatevariableentry sessionstatecmdletentry sessionstatealiasentry sshconnectioninfo typedata wsmanconnectioninfo outputbufferingmode `,
	"microsoft.powershell.commands": ` basichtmlwebresponseobject filesystemcmdletproviderencoding genericmeasureinfo groupinfo htmlwebresponseobject
		httpresponseexception jsonobject matchinfo measureinfo modulespecification nounargumentcompleter selectxmlinfo webcmdletelementcollection webrequestmethod
		webrequestpscmdlet webrequestsession webresponseobject writeerrorexception memberdefinition textmeasureinfo historyinfo formatobject outgridview webauthenticationtype websslprotocol `,
}

// primitives are the types that .NET calls primitive, without pointers.
const primitives = " System.Boolean System.Byte System.SByte System.Int16 System.UInt16 System.Int32 System.UInt32 System.Int64 System.UInt64 System.Char System.Double System.Single "

func isPrimitive(name string) bool {
	return name != "" && strings.Contains(primitives, " "+name+" ")
}

// hasTypeCode reports whether a type is simple enough for a data section.
func hasTypeCode(name string) bool {
	switch name {
	case "System.String", "System.Decimal", "System.DateTime", "System.DBNull", "System.DayOfWeek", "System.ConsoleColor", "System.StringComparison":
		return true
	}
	return isPrimitive(name)
}

// constFields are the fields that are constants, by type.
var constFields = map[string]string{
	"System.Boolean": "", "System.Char": " maxvalue minvalue ",
	"System.Double": " epsilon maxvalue minvalue nan negativeinfinity positiveinfinity e pi tau negativezero ",
	"System.Single": " epsilon maxvalue minvalue nan negativeinfinity positiveinfinity e pi tau negativezero ",
	"System.Math":   " e pi tau ", "System.MathF": " e pi tau ",
	"System.String": "", "System.DateTime": "", "System.TimeSpan": " nanosecondspertick tickspermicrosecond ticksperday ticksperhour ticksperminute tickspersecond tickspermillisecond ",
	"System.Guid": "", "System.Environment": "", "System.IO.Path": "", "System.Net.IPAddress": "", "System.Decimal": "", "System.Version": "",
	"System.Text.Encoding": "", "System.Globalization.CultureInfo": "", "System.Uri": "", "System.Console": "", "System.AppDomain": "",
	"System.Threading.Timeout": " infinite ", "System.Type": "", "System.DBNull": "", "System.Convert": "", "System.BitConverter": "",
	"System.Management.Automation.PSCredential": "", "System.Management.Automation.Language.NullString": "", "System.EventArgs": "", "System.Numerics.BigInteger": "",
	"System.StringComparer": "", "System.DateTimeOffset": "", "System.IntPtr": "", "System.Random": "", "System.OperatingSystem": "",
}

// isLiteralField reports whether a static field is a constant. Types that are not
// listed are taken for enums, of which all are.
func isLiteralField(typeName, field string) bool {
	if typeName == "" {
		return false
	}
	fields, listed := constFields[typeName]
	if !listed && isPrimitive(typeName) {
		fields, listed = " maxvalue minvalue ", true
	}
	return !listed || strings.Contains(fields, " "+strings.ToLower(field)+" ")
}

// exceptionParents are the base classes of exceptions that are not derived from
// System.SystemException or, outside of namespace System, System.Exception.
var exceptionParents = map[string]string{
	"System.SystemException": "System.Exception", "System.ApplicationException": "System.Exception", "System.AggregateException": "System.Exception",
	"System.ArgumentNullException": "System.ArgumentException", "System.ArgumentOutOfRangeException": "System.ArgumentException",
	"System.DuplicateWaitObjectException": "System.ArgumentException", "System.Globalization.CultureNotFoundException": "System.ArgumentException",
	"System.DivideByZeroException": "System.ArithmeticException", "System.OverflowException": "System.ArithmeticException",
	"System.NotFiniteNumberException": "System.ArithmeticException", "System.ObjectDisposedException": "System.InvalidOperationException",
	"System.Net.WebException": "System.InvalidOperationException", "System.Net.ProtocolViolationException": "System.InvalidOperationException",
	"System.PlatformNotSupportedException": "System.NotSupportedException", "System.UriFormatException": "System.FormatException",
	"System.Threading.Tasks.TaskCanceledException": "System.OperationCanceledException", "System.TimeZoneNotFoundException": "System.Exception",
	"System.InvalidTimeZoneException": "System.Exception", "System.TypeInitializationException": "System.SystemException",
	"System.MissingFieldException": "System.MissingMemberException", "System.MissingMethodException": "System.MissingMemberException",
	"System.MissingMemberException": "System.MemberAccessException", "System.FieldAccessException": "System.MemberAccessException",
	"System.MethodAccessException": "System.MemberAccessException", "System.DllNotFoundException": "System.TypeLoadException",
	"System.EntryPointNotFoundException": "System.TypeLoadException", "System.TypeAccessException": "System.TypeLoadException",
	"System.InsufficientMemoryException": "System.OutOfMemoryException",
	"System.IO.IOException":              "System.SystemException", "System.IO.FileNotFoundException": "System.IO.IOException",
	"System.IO.DirectoryNotFoundException": "System.IO.IOException", "System.IO.DriveNotFoundException": "System.IO.IOException",
	"System.IO.PathTooLongException": "System.IO.IOException", "System.IO.EndOfStreamException": "System.IO.IOException",
	"System.IO.FileLoadException": "System.IO.IOException", "System.IO.InvalidDataException": "System.SystemException",
	"System.Security.SecurityException": "System.SystemException", "System.Security.Cryptography.CryptographicException": "System.SystemException",
	"System.Runtime.InteropServices.ExternalException": "System.SystemException",
	"System.Runtime.InteropServices.COMException":      "System.Runtime.InteropServices.ExternalException",
	"System.ComponentModel.Win32Exception":             "System.Runtime.InteropServices.ExternalException",
	"System.Net.Sockets.SocketException":               "System.ComponentModel.Win32Exception",
	"System.Xml.XmlException":                          "System.SystemException", "System.Collections.Generic.KeyNotFoundException": "System.SystemException",
	"System.Text.RegularExpressions.RegexMatchTimeoutException":  "System.TimeoutException",
	"System.Management.Automation.RuntimeException":              "System.SystemException",
	"System.Management.Automation.CommandNotFoundException":      "System.Management.Automation.RuntimeException",
	"System.Management.Automation.CmdletInvocationException":     "System.Management.Automation.RuntimeException",
	"System.Management.Automation.ActionPreferenceStopException": "System.Management.Automation.RuntimeException",
	"System.Management.Automation.ParameterBindingException":     "System.Management.Automation.RuntimeException",
	"System.Management.Automation.MethodException":               "System.Management.Automation.ExtendedTypeSystemException",
	"System.Management.Automation.MethodInvocationException":     "System.Management.Automation.MethodException",
	"System.Management.Automation.ExtendedTypeSystemException":   "System.Management.Automation.RuntimeException",
	"System.Management.Automation.SessionStateException":         "System.Management.Automation.RuntimeException",
	"System.Management.Automation.ItemNotFoundException":         "System.Management.Automation.SessionStateException",
	"System.Management.Automation.DriveNotFoundException":        "System.Management.Automation.SessionStateException",
	"System.Management.Automation.PipelineStoppedException":      "System.Management.Automation.RuntimeException",
	"System.Management.Automation.ParseException":                "System.Management.Automation.RuntimeException",
	"System.Management.Automation.RemoteException":               "System.Management.Automation.RuntimeException",
	"System.Management.Automation.ValidationMetadataException":   "System.Management.Automation.MetadataException",
	"System.Management.Automation.MetadataException":             "System.Management.Automation.RuntimeException",
	"System.Management.Automation.PSArgumentException":           "System.ArgumentException",
	"System.Management.Automation.PSInvalidOperationException":   "System.InvalidOperationException",
	"System.Management.Automation.PSNotSupportedException":       "System.NotSupportedException",
	"System.Management.Automation.PSSecurityException":           "System.Management.Automation.RuntimeException",
	"Microsoft.PowerShell.Commands.HttpResponseException":        "System.Net.Http.HttpRequestException",
	"Microsoft.PowerShell.Commands.WriteErrorException":          "System.SystemException",
}

// isSubclass reports whether name is base or derived from it.
func isSubclass(name, base string) bool {
	for name != "" {
		if name == base {
			return true
		}
		parent, ok := exceptionParents[name]
		if !ok {
			switch {
			case name == "System.Exception" || !strings.HasSuffix(name, "Exception"):
				parent = ""
			case strings.Count(name, ".") == 1 && strings.HasPrefix(name, "System."):
				parent = "System.SystemException"
			default:
				parent = "System.Exception"
			}
		}
		name = parent
	}
	return false
}

// resolver finds the .NET types that names mean.
type resolver struct {
	namespaces []string // of `using namespace`, or System alone
}

func newResolver(tree *ast.ScriptBlockAst) *resolver {
	r := &resolver{}
	for _, u := range tree.UsingStatements() {
		if u.UsingStatementKind == ast.UsingNamespace && u.Name != nil {
			r.namespaces = append(r.namespaces, u.Name.Value)
		}
	}
	r.namespaces = append(r.namespaces, "System")
	return r
}

// resolve returns a type's full name, "" when there is none or it is a class of
// the script itself, which does not exist yet.
func (r *resolver) resolve(t ast.ITypeName) string {
	switch t := t.(type) {
	case *ast.TypeName:
		if t.Definition != nil {
			return ""
		}
		if full := r.named(t.TypeName, false); !isOnlyGeneric(t.TypeName, full) {
			return full
		}
	case *ast.ArrayTypeName:
		if element := r.resolve(t.ElementType); element != "" {
			return element + "[" + strings.Repeat(",", t.Rank-1) + "]"
		}
	case *ast.GenericTypeName:
		if r.named(t.TypeName.TypeName, false) == "" {
			return ""
		}
		for _, a := range t.GenericArguments {
			if r.resolve(a) == "" {
				return ""
			}
		}
		return t.ReflectionName()
	}
	return ""
}

// named returns the full name of a type as written. attribute says that
// "Attribute" may be left out.
func (r *resolver) named(name string, attribute bool) string {
	if full := r.lookUp(name); full != "" {
		return full
	}
	if attribute {
		return r.lookUp(name + "Attribute")
	}
	return ""
}

func (r *resolver) lookUp(name string) string {
	if i := strings.LastIndexByte(name, '`'); i > 0 {
		name = name[:i]
	}
	if outer, nested, ok := strings.Cut(name, "+"); ok {
		if full := r.lookUp(outer); full != "" {
			return full + "+" + nested
		}
		return ""
	}
	lower := strings.ToLower(name)
	if full, ok := accelerators()[lower]; ok {
		return full
	}
	if full := inFull(name, lower); full != "" {
		return full
	}
	for _, namespace := range r.namespaces {
		full := namespace + "." + name
		if found := inUsing(namespace, full, lower); found != "" {
			return found
		}
	}
	return ""
}

// inFull returns a name that is written with its namespace.
func inFull(name, lower string) string {
	if full := knownTypes()[lower]; full != "" {
		return full
	}
	dot := strings.LastIndexByte(lower, '.')
	if dot < 0 {
		return ""
	}
	if _, closed := knownTypes()[lower[:dot+1]]; closed {
		return ""
	}
	for _, namespace := range openNamespaces {
		if startsWithFold(name, namespace+".") {
			return canonicalName(name)
		}
	}
	return ""
}

// canonicalName returns a type of an open namespace in .NET's case when the case
// matters to us: exceptions are compared by name.
func canonicalName(name string) string {
	for full := range exceptionParents {
		if strings.EqualFold(full, name) {
			return full
		}
	}
	return name
}

// inUsing returns a name that is short for one in a namespace.
func inUsing(namespace, full, lower string) string {
	if strings.Contains(lower, ".") {
		return inFull(full, strings.ToLower(full))
	}
	if known := knownTypes()[strings.ToLower(full)]; known != "" {
		return known
	}
	common, listed := commonTypes()[strings.ToLower(namespace)]
	switch {
	case common[lower]:
		return canonicalName(full)
	case !listed:
		return inFull(full, strings.ToLower(full))
	}
	return ""
}
