package format

import (
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

const automation = "System.Management.Automation."

// powershellViews are the views of PowerShell's own types.
func (s *System) powershellViews() []*cmdlet.View {
	group := types("Microsoft.PowerShell.Commands.GroupInfo")
	bare := types("Microsoft.PowerShell.Commands.GroupInfoNoElement")
	history := types("Microsoft.PowerShell.Commands.HistoryInfo")
	drive := types(automation + "PSDriveInfo")
	views := []*cmdlet.View{
		tableView("System.RuntimeType", types("System.RuntimeType"),
			labelled("IsPublic", 8, none, property("IsPublic")), labelled("IsSerial", 8, none, property("IsSerializable")), fixed("Name", 40, none), fixed("BaseType", 0, none)),
		memberView(),
		tableView("Microsoft.PowerShell.Commands.GroupInfo", group, fixed("Count", 5, right), fixed("Name", 25, none), fixed("Group", 0, none)),
		listView("Microsoft.PowerShell.Commands.GroupInfo", group, "Name", "Count", "Group", "Values"),
		tableView("Microsoft.PowerShell.Commands.GroupInfoNoElement", bare, fixed("Count", 5, right), fixed("Name", 25, none)),
		listView("Microsoft.PowerShell.Commands.GroupInfoNoElement", bare, "Name", "Count", "Values"),
		tableView("history", history, fixed("Id", 4, right), labelled("Duration", 12, right, computed(historyDuration, durationScript)), fixed("CommandLine", 0, none)),
		wideView("history", history, "CommandLine"),
		{Name: "MatchInfo", TypeNames: types("Microsoft.PowerShell.Commands.MatchInfo"), Custom: []cmdlet.CustomItem{{Value: valueOf(computed(s.emphasizedMatch, "$_.ToEmphasizedString((Get-Location).ProviderPath)"))}}},
		tableView("Variable", types(automation+"PSVariable"), fixed("Name", 30, none), fixed("Value", 0, none)),
		tableView("PathInfo", types(automation+"PathInfo"), fixed("Path", 0, none)),
		tableView("drive", drive,
			fixed("Name", 10, none), labelled("Used (GB)", 13, right, computed(gigabytes("Used"), "if ($_.Used -or $_.Free) { '{0:F2}' -f ($_.Used / 1GB) }")), labelled("Free (GB)", 13, right, computed(gigabytes("Free"), "if ($_.Used -or $_.Free) { '{0:F2}' -f ($_.Free / 1GB) }")),
			labelled("Provider", 13, none, path("Provider", "Name")), labelled("Root", 35, none, computed(driveRoot, "if ($null -ne $_.DisplayRoot) { $_.DisplayRoot } else { $_.Root }")), fixed("CurrentLocation", 0, right)),
		tableView("provider", types(automation+"ProviderInfo"), fixed("Name", 20, none), fixed("Capabilities", 0, none), fixed("Drives", 0, none)),
		listView("provider", types(automation+"ProviderInfo"), "Name", "Drives", "Path", "Home", "Description", "Capabilities", "ImplementingType"),
		listView("System.Management.Automation.PSDriveInfo", drive, "Name", "Description", "Provider", "Root", "CurrentLocation"),
		listView("ShellVariable", types(automation+"ShellVariable"), "Name", "Value"),
		{Name: "ScriptBlock", TypeNames: types(automation + "ScriptBlock"), OutOfBand: true, Custom: []cmdlet.CustomItem{{Value: valueOf(computed(itself, "$_"))}}},
		{Name: "InformationRecord", TypeNames: types(automation + "InformationRecord"), OutOfBand: true, Custom: []cmdlet.CustomItem{{Value: valueOf(computed(itself, "$_"))}}},
		{Name: "GetErrorInstance", TypeNames: types(automation+"ErrorRecord#PSExtendedError", "System.Exception#PSExtendedError"),
			GroupBy: &cmdlet.GroupBy{Label: "ErrorIndex", Value: property("PSErrorIndex")},
			Custom:  []cmdlet.CustomItem{{Value: valueOf(computed(s.detailed, "$_ | Format-List * -Force | Out-String"))}}},
		streamRecordView("WarningRecord"), streamRecordView("VerboseRecord"), streamRecordView("DebugRecord"),
		tableView("Microsoft.PowerShell.Commands.FileHashInfo", types("Microsoft.PowerShell.Commands.FileHashInfo"),
			fixed("Algorithm", 15, left), fixed("Hash", 70, left), fixed("Path", 0, none)),
		{Name: "MatchInfo", TypeNames: types("Deserialized.Microsoft.PowerShell.Commands.MatchInfo"), Custom: []cmdlet.CustomItem{{Value: valueOf(property("Line"))}}},
		{Name: "DeserializedWarningRecord", TypeNames: types("Deserialized." + automation + "WarningRecord"), OutOfBand: true,
			Custom: []cmdlet.CustomItem{{Value: valueOf(property("InformationalRecord_Message"))}}},
		tableView("Microsoft.PowerShell.Commands.TextMeasureInfo", types("Deserialized.Microsoft.PowerShell.Commands.TextMeasureInfo"),
			cmdlet.Columns("Lines", "Words", "Characters", "Property")...),
		tableView("Runspace", types(automation+"Runspaces.Runspace"), fixed("Id", 3, right), fixed("Name", 15, left),
			labelled("ComputerName", 15, left, computed(fixedText("localhost"), `if ($null -ne $_.ConnectionInfo) { $_.ConnectionInfo.ComputerName } else { "localhost" }`)),
			labelled("Type", 13, left, computed(fixedText("Local"), `if ($null -ne $_.ConnectionInfo) { "Remote" } else { "Local" }`)),
			labelled("State", 13, left, computed(nested("RunspaceStateInfo", "State"), "$_.RunspaceStateInfo.State")),
			labelled("Availability", 15, left, property("RunspaceAvailability"))),
		tableView("TypeData", types(automation+"Runspaces.TypeData"), cmdlet.Columns("TypeName", "Members")...),
		listView("Microsoft.PowerShell.Commands.GenericMeasureInfo", types("Deserialized.Microsoft.PowerShell.Commands.GenericMeasureInfo"),
			"Count", "Average", "Sum", "Maximum", "Minimum", "Property"),
		tableView("Job", types(automation+"Job"), fixed("Id", 6, left), fixed("Name", 15, left), fixed("PSJobTypeName", 15, left), fixed("State", 13, left),
			fixed("HasMoreData", 15, left), fixed("Location", 20, left), fixed("Command", 25, left)),
		listView("Job", types(automation+"Job"), "Id", "Name", "State"),
		tableView("Breakpoint", types(automation+"CommandBreakpoint", automation+"LineBreakpoint", automation+"VariableBreakpoint"),
			fixed("ID", 4, right), labelled("Script", 0, none, computed(scriptName, "if ($_.Script) { [System.IO.Path]::GetFileName($_.Script) }")), fixed("Line", 4, right),
			fixed("Command", 0, none), fixed("Variable", 0, none), fixed("Action", 0, none)),
		listView("Breakpoint", types(automation+"LineBreakpoint"), "ID", "Script", "Line", "Column", "Enabled", "HitCount", "Action"),
		listView("Breakpoint", types(automation+"VariableBreakpoint"), "ID", "Variable", "AccessMode", "Enabled", "HitCount", "Action"),
		listView("Breakpoint", types(automation+"CommandBreakpoint"), "ID", "Command", "Enabled", "HitCount", "Action"),
		{Name: "CallStackFrame", TypeNames: types(automation + "CallStackFrame"), Table: &cmdlet.TableView{Columns: cmdlet.Columns("Command", "Arguments", "Location")}},
		{Name: "System.Management.Automation.PSMethod", TypeNames: types(automation + "PSMethod"),
			Table: &cmdlet.TableView{Wrap: true, Columns: []cmdlet.Column{labelled("OverloadDefinitions", 0, none, computed(overloadLines, "$_.OverloadDefinitions | Out-String"))}}},
	}
	return slices.Concat(views, commandViews(), moduleViews(), s.fileViews(), styleViews())
}

// durationScript is historyDuration as a script.
const durationScript = "$d = $_.Duration; $t = if ($d.TotalHours -ge 1) { [Math]::Floor($d.TotalHours).ToString() + ':mm:ss.fff' } elseif ($d.TotalMinutes -ge 1) { 'm:ss.fff' } else { 's.fff' }; ([datetime]::MinValue + $d).ToString($t)"

// overloadLines are a method's definitions as Out-String writes them.
func overloadLines(inv object.Invoker, v any) (any, error) {
	list, _, err := object.GetProperty(inv, v, "OverloadDefinitions")
	if err != nil {
		return nil, err
	}
	items, _ := object.Elements(list)
	var b strings.Builder
	for _, x := range items {
		b.WriteString(object.Text(inv, x) + "\n")
	}
	return b.String(), nil
}

// streamRecordView shows the message of a record; the stream it goes to says what it is.
func streamRecordView(name string) *cmdlet.View {
	return &cmdlet.View{Name: name, TypeNames: types(automation + name), OutOfBand: true, Custom: []cmdlet.CustomItem{{Value: valueOf(property("Message"))}}}
}

func valueOf(v cmdlet.Value) *cmdlet.Value { return &v }

func memberView() *cmdlet.View {
	return &cmdlet.View{
		Name: "Microsoft.PowerShell.Commands.MemberDefinition", TypeNames: types("Microsoft.PowerShell.Commands.MemberDefinition"),
		GroupBy: &cmdlet.GroupBy{Value: property("TypeName")},
		Table:   &cmdlet.TableView{AutoSize: true, Columns: cmdlet.Columns("Name", "MemberType", "Definition")},
	}
}

// scriptName is the name of a breakpoint's file without its folder.
func scriptName(inv object.Invoker, v any) (any, error) {
	file, _, err := object.GetProperty(inv, v, "Script")
	if err != nil || file == nil {
		return nil, err
	}
	return filepath.Base(object.Text(inv, file)), nil
}

// fixedText is the same for every object: a runspace of ours is never on another machine.
func fixedText(text string) read {
	return func(object.Invoker, any) (any, error) { return text, nil }
}
