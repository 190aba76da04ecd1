package utility

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		addMemberCmdlet(),
		compareObjectCmdlet(),
		convertFromCsvCmdlet(),
		convertFromJsonCmdlet(),
		convertFromStringDataCmdlet(),
		convertToCsvCmdlet(),
		convertToHtmlCmdlet(),
		convertToJsonCmdlet(),
		exportCsvCmdlet(),
		getMemberCmdlet(),
		getUniqueCmdlet(),
		groupObjectCmdlet(),
		importCsvCmdlet(),
		joinStringCmdlet(),
		measureObjectCmdlet(),
		selectObjectCmdlet(),
		sortObjectCmdlet(),
	}
}
