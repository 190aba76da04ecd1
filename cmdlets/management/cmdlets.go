package management

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package. What Push-Location remembers and
// where Set-Location has been belong to the list: a session takes its own.
func Cmdlets() []*cmdlet.Definition {
	stacks, been := &locationStacks{}, &trail{}
	return []*cmdlet.Definition{
		addContentCmdlet(),
		clearContentCmdlet(),
		convertPathCmdlet(),
		copyItemCmdlet(),
		getChildItemCmdlet(),
		getContentCmdlet(),
		getItemCmdlet(),
		getLocationCmdlet(stacks),
		getProcessCmdlet(),
		joinPathCmdlet(),
		moveItemCmdlet(),
		newItemCmdlet(),
		popLocationCmdlet(stacks),
		pushLocationCmdlet(stacks),
		removeItemCmdlet(),
		renameItemCmdlet(),
		resolvePathCmdlet(),
		setContentCmdlet(),
		setItemCmdlet(),
		setLocationCmdlet(been),
		splitPathCmdlet(),
		startProcessCmdlet(),
		stopProcessCmdlet(),
		testPathCmdlet(),
		waitProcessCmdlet(),
	}
}
