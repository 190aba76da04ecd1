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
		getCultureCmdlet(),
		getDateCmdlet(),
		getFileHashCmdlet(),
		getMemberCmdlet(),
		getRandomCmdlet(),
		getUniqueCmdlet(),
		getUICultureCmdlet(),
		groupObjectCmdlet(),
		importCsvCmdlet(),
		joinStringCmdlet(),
		measureCommandCmdlet(),
		measureObjectCmdlet(),
		newGuidCmdlet(),
		newObjectCmdlet(),
		newTimeSpanCmdlet(),
		readHostCmdlet(),
		selectObjectCmdlet(),
		selectStringCmdlet(),
		sortObjectCmdlet(),
		startSleepCmdlet(),
	}
}
