package eval

import (
	"strings"

	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
)

// ownTable holds the types that only the evaluator has, under their full names and
// accelerators; fillOwnTypes fills it once, before the first session.
var ownTable map[string]*object.Type

func fillOwnTypes() {
	table := map[string]*object.Type{
		"powershell": powerShellType, "runspace": runspaceType, "runspacefactory": runspaceFactoryType, "initialsessionstate": initialStateType,
		"psvariable": variableType, "psmoduleinfo": moduleType, "psprimitivedictionary": object.HashtableType,
		"system.management.automation.semanticversion": nil,
	}
	for _, t := range []*object.Type{
		WarningType, VerboseType, DebugType, informationType, informationalType, hostMessageType, invocationType,
		functionInfoType, filterInfoType, aliasInfoType, cmdletInfoType, scriptInfoType, applicationInfoType, blockInfoType, commandInfoType,
		variableType, moduleType, choiceDescriptionType, fieldDescriptionType, sizeType, coordinatesType, hostRectangleType, bufferCellType, bufferCellKind, readKeyOptions, controlKeys, keyInfoType, PipelineStateType, errorViewType, bind.ActionPreferenceType, confirmImpactType, itemOptionsType, CommandTypes,
		jobType, jobType.Base, historyType, steppableType, scriptCmdletType, defaultParametersType, typeDataType,
		runtimeParameterType, runtimeDictionaryType, parameterAttributeType, aliasAttributeType, splitOptionsType,
		valuesGeneratorType, argumentCompleterType, languageModeType, acceleratorsType,
		sessionStateType, engineIntrinsicsType, pathIntrinsicsType, variableIntrinsicsType, invokeCommandType, psCommandsType, callStackFrameType,
		powerShellType, runspaceType, runspacePoolType, runspaceFactoryType, initialStateType, variableEntryType, functionEntryType, asyncResultType, psStreamsType,
		eventManagerType, eventManagerType.Base, eventSubscriberType, psEventArgsType, unsubscribedArgsType, receivedEventsType, engineEventType, eventJobType, breakpointType, lineBreakpointType, variableBreakpointType, commandBreakpointType, VariableAccessType, jobBaseType, unsubscribedHandler,
	} {
		table[strings.ToLower(t.FullName())] = t
		if short, ok := strings.CutPrefix(strings.ToLower(t.FullName()), "system."); ok {
			table[short] = t
		}
	}
	for _, t := range automationTypes {
		table[strings.ToLower(t.FullName())] = t
		table[strings.ToLower(strings.TrimPrefix(t.FullName(), "System."))] = t
	}
	for _, t := range append(language.Types(), cmdlet.ProviderTypes()...) {
		table[strings.ToLower(t.FullName())] = t
		table[strings.ToLower(strings.TrimPrefix(t.FullName(), "System."))] = t
	}
	for name, t := range attributeTypes() {
		table[name] = t
	}
	for _, t := range []*object.Type{parameterAttributeType, aliasAttributeType} {
		table[strings.ToLower(t.Name)] = t
		table[strings.ToLower(strings.TrimSuffix(t.Name, "Attribute"))] = t
	}
	delete(table, "system.management.automation.semanticversion")
	ownTable = table
}

// The interfaces that a script's classes implement for parameters: values of
// [ValidateSet([class])], and completions.
var (
	valuesGeneratorType   = interfaceType("IValidateSetValuesGenerator")
	argumentCompleterType = interfaceType("IArgumentCompleter")
)

func interfaceType(name string) *object.Type {
	t := automationType(name, nil)
	t.Base, t.Kind, t.Abstract = nil, object.KindInterface, true
	return t
}

func ownType(name string) *object.Type { return ownTable[strings.ToLower(name)] }
