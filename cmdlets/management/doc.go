// Package management holds the cmdlets of Microsoft.PowerShell.Management: files
// and folders, their content, paths, locations, processes; one cmdlet, one file.
// Every path goes through Runtime.ResolvePath before the operating system sees it.
package management

import "stagecoach/shell/cmdlet"

const module = "Microsoft.PowerShell.Management"

// define declares a cmdlet of this module.
func define(name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = module
	return cmdlet.Define(name, new, o)
}
