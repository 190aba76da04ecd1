package management

import (
	"stagecoach/shell/cmdlet"
)

func copyItemPropertyCmdlet() *cmdlet.Definition {
	return define("Copy-ItemProperty", func() cmdlet.Cmdlet { return &transferItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"cpp"}, Synopsis: "Copies a property to another item; files have fixed ones."})
}
