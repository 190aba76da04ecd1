package utility

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		addMemberCmdlet(),
		compareObjectCmdlet(),
		convertFromCsvCmdlet(),
		convertFromJsonCmdlet(),
		convertFromSecureStringCmdlet(),
		convertFromStringDataCmdlet(),
		convertToCsvCmdlet(),
		convertToHtmlCmdlet(),
		convertToJsonCmdlet(),
		convertToSecureStringCmdlet(),
		exportCsvCmdlet(),
		getCredentialCmdlet(),
		getDateCmdlet(),
		getMemberCmdlet(),
		getUniqueCmdlet(),
		groupObjectCmdlet(),
		importCsvCmdlet(),
		joinStringCmdlet(),
		measureCommandCmdlet(),
		measureObjectCmdlet(),
		newObjectCmdlet(),
		newTimeSpanCmdlet(),
		readHostCmdlet(),
		selectObjectCmdlet(),
		selectStringCmdlet(),
		sortObjectCmdlet(),
		startSleepCmdlet(),
	}
}
