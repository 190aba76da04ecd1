package management

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		addContentCmdlet(),
		clearContentCmdlet(),
		convertPathCmdlet(),
		getContentCmdlet(),
		joinPathCmdlet(),
		setContentCmdlet(),
		splitPathCmdlet(),
		testPathCmdlet(),
	}
}
