package management

import (
	"stagecoach/shell/cmdlet"
)

func moveItemPropertyCmdlet() *cmdlet.Definition {
	return define("Move-ItemProperty", func() cmdlet.Cmdlet { return &transferItemProperty{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"mp"}, Synopsis: "Moves a property to another item; files have fixed ones."})
}
