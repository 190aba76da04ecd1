// Package utility holds the cmdlets of Microsoft.PowerShell.Utility that work on
// objects, text, data formats and dates: one cmdlet, one file. They know the
// shell only by its seam (cmdlet, object, dotnet); those that format for the
// screen are shell/builtin/output's.
package utility

import "stagecoach/shell/cmdlet"

const module = "Microsoft.PowerShell.Utility"

// define declares a cmdlet of this module.
func define(name string, new func() cmdlet.Cmdlet, o cmdlet.Options) *cmdlet.Definition {
	o.Module = module
	return cmdlet.Define(name, new, o)
}
