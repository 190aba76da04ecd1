package object

// The exception types that binder and evaluator raise.
var (
	ParameterBindingType               = exceptionType(automation, "ParameterBindingException", RuntimeExceptionType)
	ParameterBindingValidationType     = exceptionType(automation, "ParameterBindingValidationException", ParameterBindingType)
	ParameterBindingTransformationType = exceptionType(automation, "ParameterBindingArgumentTransformationException", ParameterBindingType)
	CommandNotFoundType                = exceptionType(automation, "CommandNotFoundException", RuntimeExceptionType)
	ApplicationFailedType              = exceptionType(automation, "ApplicationFailedException", RuntimeExceptionType)
	ActionPreferenceStopType           = exceptionType(automation, "ActionPreferenceStopException", RuntimeExceptionType)
	CmdletInvocationType               = exceptionType(automation, "CmdletInvocationException", RuntimeExceptionType)
	SessionStateExceptionType          = exceptionType(automation, "SessionStateException", RuntimeExceptionType)
	SessionStateUnauthorizedType       = exceptionType(automation, "SessionStateUnauthorizedAccessException", SessionStateExceptionType)
	SessionStateOverflowType           = exceptionType(automation, "SessionStateOverflowException", SessionStateExceptionType)
	ItemNotFoundType                   = exceptionType(automation, "ItemNotFoundException", SessionStateExceptionType)
	DriveNotFoundType                  = exceptionType(automation, "DriveNotFoundException", SessionStateExceptionType)
	ScriptCallDepthType                = exceptionType(automation, "ScriptCallDepthException", SystemExceptionType)
	PipelineStoppedType                = exceptionType(automation, "PipelineStoppedException", RuntimeExceptionType)
	PSArgumentType                     = exceptionType(automation, "PSArgumentException", ArgumentExceptionType)
	PSArgumentNullType                 = exceptionType(automation, "PSArgumentNullException", ArgumentNullExceptionType)
	HostExceptionType                  = exceptionType("System.Management.Automation.Host", "HostException", RuntimeExceptionType)
	WriteErrorExceptionType            = &Type{Name: "WriteErrorException", Namespace: "Microsoft.PowerShell.Commands", Base: SystemExceptionType, Assembly: "Microsoft.PowerShell.Commands.Utility"}
)
