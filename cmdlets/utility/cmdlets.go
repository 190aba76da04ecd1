package utility

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		convertFromCsvCmdlet(),
		convertToCsvCmdlet(),
		exportCsvCmdlet(),
		groupObjectCmdlet(),
		importCsvCmdlet(),
		measureObjectCmdlet(),
		selectObjectCmdlet(),
		sortObjectCmdlet(),
	}
}
