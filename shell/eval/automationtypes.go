package eval

import (
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// The classes that cmdlets derive from.
var (
	internalCommandType = nested("Internal", &object.Type{Name: "InternalCommand", Base: object.ObjectType, Abstract: true})
	cmdletType          = withCommonParameters(abstract("Cmdlet", internalCommandType))
	psCmdletType        = abstract("PSCmdlet", cmdletType)
)

// withCommonParameters declares the names of the parameters that every command has.
func withCommonParameters(t *object.Type) *object.Type {
	t.Members = func(set *object.MemberSet) {
		names := func(property string, list ...string) {
			names := dotnet.NewNameSet(list...)
			set.Add(&object.Member{Name: property, Kind: object.Property, Static: true, Type: names.PSType(),
				Get: func(object.Invoker, any) (any, error) { return names, nil }})
		}
		names("CommonParameters", "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction",
			"ErrorVariable", "WarningVariable", "OutVariable", "OutBuffer", "PipelineVariable", "InformationVariable")
		names("OptionalCommonParameters", "WhatIf", "Confirm", "UseTransaction")
	}
	return t
}

func abstract(name string, base *object.Type) *object.Type {
	t := automationType(name, base)
	t.Abstract = true
	return t
}

// nested puts a type into a namespace below System.Management.Automation.
func nested(space string, t *object.Type) *object.Type {
	t.Namespace, t.Assembly = "System.Management.Automation."+space, "System.Management.Automation"
	return t
}

func flags(name string, names []string, values ...int64) *object.Type {
	t := object.NewFlags("System.Management.Automation", name, names, values...)
	t.Assembly = "System.Management.Automation"
	return t
}

var commandOriginType = enumeration("CommandOrigin", "Runspace", "Internal")

// automationTypes are further types of System.Management.Automation that scripts name: for
// parameters, in attributes, as arguments of .NET's methods.
var automationTypes = []*object.Type{
	internalCommandType, cmdletType, psCmdletType, commandOriginType, completionResultType, completionKind, commandMetadataType, proxyCommandType,
	parameterMetadataType, parameterSetMetadataType, remotingType, visibilityType, accessModeType, argumentPassingType,
	moduleSpecificationType, serializerType, trace.SourceType, trace.Options,
	validateArgumentsType, validateEnumeratedType, transformationType, cmdletMetadataType, parsingMetadataType,
	enumeration("RollbackSeverity", "Error", "TerminatingError", "Never"),
	enumeration("ShouldProcessReason", "None", "WhatIf"),
	enumeration("ModuleType", "Script", "Binary", "Manifest", "Cim", "Workflow"),
	enumeration("ProgressRecordType", "Processing", "Completed"),
	enumeration("ReturnContainers", "ReturnMatchingContainers", "ReturnAllContainers"),
	enumeration("ValidateRangeKind", "Positive", "NonNegative", "Negative", "NonPositive"),
	enumeration("SignatureStatus", "Valid", "UnknownError", "NotSigned", "HashMismatch", "NotTrusted", "NotSupportedFileFormat", "Incompatible"),
	enumeration("PSInvocationState", "NotStarted", "Running", "Stopping", "Stopped", "Completed", "Failed", "Disconnected"),
	flags("PSCredentialTypes", []string{"Generic", "Domain", "Default"}, 1, 2, 3),
	flags("PSCredentialUIOptions", []string{"None", "ValidateUserNameSyntax", "AlwaysPrompt", "ReadOnlyUserName", "Default"}, 0, 1, 2, 3, 1),
	nested("Runspaces", enumeration("RunspaceState", "BeforeOpen", "Opening", "Opened", "Closed", "Closing", "Broken", "Disconnecting", "Disconnected", "Connecting")),
	nested("Runspaces", enumeration("PSThreadOptions", "Default", "UseNewThread", "ReuseThread", "UseCurrentThread")),
	attributeOnly("CmdletBindingAttribute", cmdletCommonType), attributeOnly("CmdletAttribute", cmdletCommonType), cmdletCommonType,
	attributeOnly("OutputTypeAttribute", cmdletMetadataType), attributeOnly("SupportsWildcardsAttribute", parsingMetadataType),
	attributeOnly("AllowNullAttribute", cmdletMetadataType), attributeOnly("AllowEmptyStringAttribute", cmdletMetadataType),
	attributeOnly("AllowEmptyCollectionAttribute", cmdletMetadataType), attributeOnly("ArgumentCompleterAttribute", nil),
	attributeOnly("ArgumentCompletionsAttribute", nil), attributeOnly("CredentialAttribute", transformationType),
	attributeOnly("PSDefaultValueAttribute", parsingMetadataType), attributeOnly("PSTypeNameAttribute", nil), attributeOnly("HiddenAttribute", parsingMetadataType),
	attributeOnly("DscPropertyAttribute", cmdletMetadataType), attributeOnly("DscResourceAttribute", cmdletMetadataType), attributeOnly("ExperimentalAttribute", parsingMetadataType),
	attributeOnly("ValidateDriveAttribute", validateArgumentsType), attributeOnly("ValidateUserDriveAttribute", validateArgumentsType),
	attributeOnly("ValidateTrustedDataAttribute", validateArgumentsType),
	interfaceType("IDynamicParameters"), nested("Host", abstract("PSHost", nil)), nested("Host", abstract("PSHostUserInterface", nil)), nested("Host", abstract("PSHostRawUserInterface", nil)),
	nested("Provider", abstract("CmdletProvider", nil)), abstract("PSTypeConverter", nil), nested("Runspaces", recordType("PSSession", nil)),
	nested("Internal", recordType("CommonParameters", nil)), nested("Internal", recordType("ShouldProcessParameters", nil)), recordType("PagingParameters", nil),
	recordType("CommandParameterInfo", nil), recordType("CommandParameterSetInfo", nil), recordType("CommandLookupEventArgs", nil), recordType("PSSnapInInfo", nil), recordType("Signature", nil),
}

// The bases of attributes: a script's own attributes derive from them.
var (
	cmdletMetadataType     = attributeBase("CmdletMetadataAttribute", "Internal", dotnet.AttributeType)
	parsingMetadataType    = attributeBase("ParsingBaseAttribute", "Internal", cmdletMetadataType)
	cmdletCommonType       = attributeBase("CmdletCommonMetadataAttribute", "Internal", cmdletMetadataType)
	validateArgumentsType  = attributeBase("ValidateArgumentsAttribute", "", cmdletMetadataType)
	validateEnumeratedType = attributeBase("ValidateEnumeratedArgumentsAttribute", "", validateArgumentsType)
	transformationType     = attributeBase("ArgumentTransformationAttribute", "", cmdletMetadataType)
)

func attributeBase(name, space string, base *object.Type) *object.Type {
	t := abstract(name, base)
	if space != "" {
		return nested(space, t)
	}
	return t
}

func attributeOnly(name string, base *object.Type) *object.Type {
	if base == nil {
		base = dotnet.AttributeType
	}
	return automationType(name, base)
}
