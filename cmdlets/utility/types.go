package utility

import "stagecoach/shell/object"

// Types are the types of what these cmdlets write and take, for scripts that name them
// ([Microsoft.PowerShell.Commands.MatchInfo]) or make them (New-Object ...WebRequestSession).
func Types() []*object.Type {
	return []*object.Type{
		byteCollectionType, matchInfoType, contextType, groupInfoType, bareGroupType, memberDefinitionType,
		genericMeasureType, genericObjectMeasureType, textMeasureType, selectXmlInfoType, verbInfoType,
		webSessionType, webResponseType, basicHTMLResponseType, cookieType, cookieCollectionType, cookieContainerType,
	}
}
