// Package output holds the cmdlets that stand on the formatter: Format-Table
// and its like, which turn objects into packets, and Out-String and its like,
// which draw packets and objects. They are here and not under cmdlets because
// only the shell knows the formatter; they must not format anything themselves.
package output

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

const module = "Microsoft.PowerShell.Utility"

// Cmdlets lists the cmdlets of a session whose formatter is f.
func Cmdlets(f *format.System) []*cmdlet.Definition {
	return []*cmdlet.Definition{
		cmdlet.Define("Format-Table", func() cmdlet.Cmdlet { return &formatTable{shaping: shaping{system: f}} },
			cmdlet.Options{Module: module, Aliases: []string{"ft"}, Synopsis: "Shows objects as a table."}),
		cmdlet.Define("Format-List", func() cmdlet.Cmdlet { return &formatList{shaping: shaping{system: f}} },
			cmdlet.Options{Module: module, Aliases: []string{"fl"}, Synopsis: "Shows objects as a list of properties."}),
		cmdlet.Define("Format-Wide", func() cmdlet.Cmdlet { return &formatWide{shaping: shaping{system: f}} },
			cmdlet.Options{Module: module, Aliases: []string{"fw"}, Synopsis: "Shows one property of each object, several to a line."}),
		cmdlet.Define("Format-Custom", func() cmdlet.Cmdlet { return &formatCustom{shaping: shaping{system: f}} },
			cmdlet.Options{Module: module, Aliases: []string{"fc"}, Synopsis: "Shows objects by a custom view, or as a tree of their properties."}),
		cmdlet.Define("Out-String", func() cmdlet.Cmdlet { return &outString{system: f} },
			cmdlet.Options{Module: module, DefaultParameterSet: "NoNewLineFormatting", Synopsis: "Writes as strings what would be shown.", Outputs: []string{"System.String"}}),
		cmdlet.Define("Out-File", func() cmdlet.Cmdlet { return &outFile{system: f} },
			cmdlet.Options{Module: module, DefaultParameterSet: "ByPath", SupportsShouldProcess: true, Synopsis: "Writes into a file what would be shown."}),
		cmdlet.Define("Get-Error", func() cmdlet.Cmdlet { return &getError{} },
			cmdlet.Options{Module: module, DefaultParameterSet: "Newest", Aliases: []string{"gerr"}, Synopsis: "Shows all there is to know of the newest errors."}),
		cmdlet.Define("Update-FormatData", func() cmdlet.Cmdlet { return &updateFormatData{system: f} },
			cmdlet.Options{Module: module, SupportsShouldProcess: true, Synopsis: "Reads views from files, or reads again those that were read before."}),
		cmdlet.Define("Get-FormatData", func() cmdlet.Cmdlet { return &getFormatData{system: f} },
			cmdlet.Options{Module: module, Synopsis: "Gets the views of the current session.", Outputs: []string{"System.Management.Automation.ExtendedTypeDefinition"}}),
		cmdlet.Define("Export-FormatData", func() cmdlet.Cmdlet { return &exportFormatData{} },
			cmdlet.Options{Module: module, DefaultParameterSet: "ByPath", Synopsis: "Writes views to a file that Update-FormatData reads."}),
		cmdlet.Define("Tee-Object", func() cmdlet.Cmdlet { return &teeObject{system: f} },
			cmdlet.Options{Module: module, DefaultParameterSet: "File", Aliases: []string{"tee"}, Synopsis: "Keeps objects in a file or variable and writes them on."}),
		cmdlet.Define("Out-Host", func() cmdlet.Cmdlet { return &outHost{system: f} },
			cmdlet.Options{Module: core, Aliases: []string{"oh"}, Synopsis: "Shows objects."}),
		cmdlet.Define("Out-Default", func() cmdlet.Cmdlet { return &outHost{system: f} },
			cmdlet.Options{Module: core, Synopsis: "Shows objects as at the end of a pipeline."}),
		cmdlet.Define("Out-Null", func() cmdlet.Cmdlet { return &outNull{} },
			cmdlet.Options{Module: core, Synopsis: "Throws objects away."}),
	}
}

const core = "Microsoft.PowerShell.Core"
