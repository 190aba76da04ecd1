package management

import "stagecoach/shell/cmdlet"

// Cmdlets lists the cmdlets of this package. What Push-Location remembers and
// where Set-Location has been belong to the list: a session takes its own.
func Cmdlets() []*cmdlet.Definition {
	stacks, been := &locationStacks{}, &trail{}
	return []*cmdlet.Definition{
		addContentCmdlet(),
		clearContentCmdlet(),
		clearItemCmdlet(),
		clearItemPropertyCmdlet(),
		convertPathCmdlet(),
		copyItemCmdlet(),
		copyItemPropertyCmdlet(),
		getChildItemCmdlet(),
		getClipboardCmdlet(),
		getContentCmdlet(),
		getItemCmdlet(),
		getItemPropertyCmdlet(),
		getItemPropertyValueCmdlet(),
		getLocationCmdlet(stacks),
		getPSDriveCmdlet(),
		getPSProviderCmdlet(),
		getProcessCmdlet(),
		getTimeZoneCmdlet(),
		invokeItemCmdlet(),
		joinPathCmdlet(),
		moveItemCmdlet(),
		moveItemPropertyCmdlet(),
		newItemCmdlet(),
		newItemPropertyCmdlet(),
		newPSDriveCmdlet(),
		popLocationCmdlet(stacks),
		pushLocationCmdlet(stacks),
		removeItemCmdlet(),
		removeItemPropertyCmdlet(),
		removePSDriveCmdlet(),
		renameItemCmdlet(),
		renameItemPropertyCmdlet(),
		resolveDnsNameCmdlet(),
		resolvePathCmdlet(),
		setClipboardCmdlet(),
		setContentCmdlet(),
		setItemCmdlet(),
		setItemPropertyCmdlet(),
		setLocationCmdlet(been, stacks),
		splitPathCmdlet(),
		startProcessCmdlet(),
		stopProcessCmdlet(),
		testConnectionCmdlet(),
		testPathCmdlet(),
		waitProcessCmdlet(),
	}
}
