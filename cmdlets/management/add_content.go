package management

import (
	"stagecoach/shell/cmdlet"
)

func addContentCmdlet() *cmdlet.Definition {
	return define("Add-Content", func() cmdlet.Cmdlet { return &writeContent{add: true} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"ac"}, Synopsis: "Adds to a file."})
}
