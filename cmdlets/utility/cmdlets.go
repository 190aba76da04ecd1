package utility

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		addMemberCmdlet(),
		compareObjectCmdlet(),
		convertFromClixmlCmdlet(),
		convertFromCsvCmdlet(),
		convertFromJsonCmdlet(),
		convertFromSecureStringCmdlet(),
		convertFromStringDataCmdlet(),
		convertToClixmlCmdlet(),
		convertToCsvCmdlet(),
		convertToHtmlCmdlet(),
		convertToJsonCmdlet(),
		convertToSecureStringCmdlet(),
		exportClixmlCmdlet(),
		exportCsvCmdlet(),
		getCredentialCmdlet(),
		getCultureCmdlet(),
		getDateCmdlet(),
		getFileHashCmdlet(),
		getMemberCmdlet(),
		getRandomCmdlet(),
		getSecureRandomCmdlet(),
		getUniqueCmdlet(),
		getUICultureCmdlet(),
		groupObjectCmdlet(),
		importClixmlCmdlet(),
		importCsvCmdlet(),
		invokeRestMethodCmdlet(),
		joinStringCmdlet(),
		measureCommandCmdlet(),
		measureObjectCmdlet(),
		newGuidCmdlet(),
		newObjectCmdlet(),
		newTimeSpanCmdlet(),
		readHostCmdlet(),
		selectObjectCmdlet(),
		selectStringCmdlet(),
		sendMailMessageCmdlet(),
		sortObjectCmdlet(),
		startSleepCmdlet(),
	}
}
