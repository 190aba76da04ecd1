package format

import (
	"path/filepath"
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// commandViews are the views of commands of all kinds.
func commandViews() []*cmdlet.View {
	one := func(name string) []string { return types(automation + name) }
	kind := fixed("CommandType", 15, none)
	named := func(name, last string) *cmdlet.View {
		return tableView(name, one(name), kind, fixed("Name", 0, none), fixed(last, 0, none))
	}
	return []*cmdlet.View{
		tableView("CommandInfo", one("CommandInfo"), kind, fixed("Name", 0, none)),
		tableView("CommandInfo", types(automation+"AliasInfo", automation+"ApplicationInfo", automation+"CmdletInfo", automation+"ExternalScriptInfo",
			automation+"FilterInfo", automation+"FunctionInfo", automation+"ScriptInfo"),
			kind, labelled("Name", 50, none, computed(commandName, "if ($_.CommandType -eq 'Alias') { $_.DisplayName } else { $_.Name }")), labelled("Version", 10, none, property("Version")), labelled("Source", 0, none, property("Source"))),
		named("ApplicationInfo", "Path"),
		listView("System.Management.Automation.ApplicationInfo", one("ApplicationInfo"), "Name", "CommandType", "Definition", "Extension", "Path", "FileVersionInfo"),
		named("ScriptInfo", "Definition"),
		listView("System.Management.Automation.ScriptInfo", one("ScriptInfo"), "Name", "CommandType", "Definition", "Path"),
		named("ExternalScriptInfo", "Path"), named("FunctionInfo", "Function"), named("FilterInfo", "Filter"),
		tableView("AliasInfo", one("AliasInfo"), kind, fixed("DisplayName", 0, none)),
		listView("System.Management.Automation.AliasInfo", one("AliasInfo"), "DisplayName", "CommandType", "Definition", "ReferencedCommand", "ResolvedCommand"),
		listView("System.Management.Automation.CmdletInfo", one("CmdletInfo"),
			"Name", "CommandType", "Definition", "Path", "DLL", "HelpFile", "ParameterSets", "ImplementingType", "Verb", "Noun"),
		listView("System.Management.Automation.CommandInfo", types(automation+"FilterInfo", automation+"FunctionInfo"), "Name", "CommandType", "Definition"),
		{Name: "CommandParameterSetInfo", TypeNames: one("CommandParameterSetInfo"), Custom: []cmdlet.CustomItem{
			{Text: "Parameter Set Name: "}, {Value: valueOf(property("Name")), NewLines: 1},
			{Text: "Is default parameter set: "}, {Value: valueOf(property("IsDefault")), NewLines: 1},
			{Value: valueOf(property("Parameters")), Enumerate: true, Items: parameterItems()}, {NewLines: 1}}},
	}
}

// parameterItems shows one parameter of a parameter set.
func parameterItems() []cmdlet.CustomItem {
	lines := []cmdlet.CustomItem{}
	for _, name := range []string{"ParameterType", "Position", "IsMandatory", "IsDynamic", "HelpMessage", "ValueFromPipeline", "ValueFromPipelineByPropertyName",
		"ValueFromRemainingArguments", "Aliases"} {
		lines = append(lines, cmdlet.CustomItem{Text: name + " = "}, cmdlet.CustomItem{Value: valueOf(property(name)), NewLines: 1})
	}
	lines = append(lines, cmdlet.CustomItem{Text: "Attributes =", NewLines: 1},
		cmdlet.CustomItem{Value: valueOf(property("Attributes")), Enumerate: true, Items: []cmdlet.CustomItem{{Frame: &cmdlet.Frame{LeftIndent: 2, Items: []cmdlet.CustomItem{{NewLines: 1}}}}}})
	return []cmdlet.CustomItem{{NewLines: 1}, {Frame: &cmdlet.Frame{LeftIndent: 2, Items: []cmdlet.CustomItem{
		{Text: "Parameter Name: "}, {Value: valueOf(property("Name")), NewLines: 1}, {Frame: &cmdlet.Frame{LeftIndent: 2, Items: lines}}}}}}
}

// moduleViews are those of modules, imported or listed as available.
func moduleViews() []*cmdlet.View {
	module := types(automation + "PSModuleInfo")
	available := types("ModuleInfoGrouping")
	preRelease := labelled("PreRelease", 10, left, path("PrivateData", "PSData", "PreRelease"))
	commands := labelled("ExportedCommands", 0, left, path("ExportedCommands", "Keys"))
	keys := func(name string) cmdlet.ListItem {
		return cmdlet.ListItem{Label: name, Value: path(name, "Keys")}
	}
	listed := tableView("Module", available, fixed("ModuleType", 10, left), fixed("Version", 10, left), preRelease, fixed("Name", 35, left),
		labelled("PSEdition", 9, left, computed(editions, editionsScript)), commands)
	listed.GroupBy = &cmdlet.GroupBy{Value: computed(moduleFolder, folderScript), Header: []cmdlet.CustomItem{{Frame: &cmdlet.Frame{Items: []cmdlet.CustomItem{
		{Text: "    Directory: "}, {Value: valueOf(computed(moduleFolder, folderScript))}}}}}}
	list := []cmdlet.ListItem{}
	for _, name := range []string{"Name", "Path", "Description", "ModuleType", "Version"} {
		list = append(list, cmdlet.ListItem{Value: property(name)})
	}
	list = append(list, cmdlet.ListItem{Label: "PreRelease", Value: path("PrivateData", "PSData", "PreRelease")}, cmdlet.ListItem{Value: property("NestedModules")},
		keys("ExportedFunctions"), keys("ExportedCmdlets"), keys("ExportedVariables"), keys("ExportedAliases"))
	return []*cmdlet.View{
		listed,
		tableView("Module", module, fixed("ModuleType", 10, left), fixed("Version", 10, left), preRelease, fixed("Name", 35, left), commands),
		wideView("Module", module, "Name"),
		{Name: "Module", TypeNames: module, List: &cmdlet.ListView{Items: list}},
	}
}

// editions and moduleFolder as scripts.
const (
	editionsScript = "if ($_.CompatiblePSEditions) { ($_.CompatiblePSEditions | ForEach-Object { \"$_\".Substring(0, [Math]::Min(4, \"$_\".Length)) } | Sort-Object) -join ',' } else { 'Desk' }"
	folderScript   = "if ($_.Path) { $f = Split-Path $_.Path; if ((Split-Path $f -Leaf) -as [version]) { $f = Split-Path $f }; Split-Path $f }"
)

// editions are the first letters of the editions a module is for; one that does
// not say is for Windows PowerShell.
func editions(inv object.Invoker, self any) (any, error) {
	v, err := nested("CompatiblePSEditions")(inv, self)
	if err != nil {
		return nil, err
	}
	items, _ := object.Elements(v)
	if len(items) == 0 {
		return "Desk", nil
	}
	names := make([]string, len(items))
	for i, x := range items {
		name := []rune(object.Text(inv, x))
		names[i] = string(name[:min(4, len(name))])
	}
	sort.Strings(names)
	return strings.Join(names, ","), nil
}

// moduleFolder is the folder that a module's folder is in; the folder of a version counts as part of the module's.
func moduleFolder(inv object.Invoker, self any) (any, error) {
	path, err := nested("Path")(inv, self)
	if err != nil || path == nil {
		return nil, err
	}
	folder := filepath.Dir(object.Text(inv, path))
	if _, err := dotnet.ParseVersion(filepath.Base(folder)); err == nil {
		folder = filepath.Dir(folder)
	}
	return filepath.Dir(folder), nil
}
