package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// property is a column or value that shows a property.
func property(name string) cmdlet.Value { return cmdlet.Value{Property: name} }

func tableView(name string, types []string, columns ...cmdlet.Column) *cmdlet.View {
	return &cmdlet.View{Name: name, TypeNames: types, Table: &cmdlet.TableView{Columns: columns}}
}

func listView(name string, types []string, properties ...string) *cmdlet.View {
	return &cmdlet.View{Name: name, TypeNames: types, List: &cmdlet.ListView{Items: cmdlet.Items(properties...)}}
}

func wideView(name string, types []string, property string) *cmdlet.View {
	return &cmdlet.View{Name: name, TypeNames: types, Wide: &cmdlet.WideView{Value: cmdlet.Value{Property: property}}}
}

// fixed is a column of a given width that shows a property under its name.
func fixed(name string, width int, a cmdlet.Alignment) cmdlet.Column {
	return cmdlet.Column{Width: width, Alignment: a, Value: property(name)}
}

// labelled is a column under another label.
func labelled(label string, width int, a cmdlet.Alignment, v cmdlet.Value) cmdlet.Column {
	return cmdlet.Column{Label: label, Width: width, Alignment: a, Value: v}
}

func types(names ...string) []string { return names }

const (
	left  = cmdlet.AlignLeft
	right = cmdlet.AlignRight
	none  = cmdlet.AlignDefault
)

// dotnetViews are the views of .NET's own types.
func dotnetViews() []*cmdlet.View {
	culture := types("System.Globalization.CultureInfo")
	version := types("System.Version")
	entry := types("System.Collections.DictionaryEntry")
	span := types("System.TimeSpan")
	process := types("System.Diagnostics.Process")
	fileVersion := types("System.Diagnostics.FileVersionInfo")
	return []*cmdlet.View{
		tableView("System.Globalization.CultureInfo", culture, fixed("LCID", 16, none), fixed("Name", 16, none), fixed("DisplayName", 0, none)),
		tableView("System.Version", version, fixed("Major", 6, none), fixed("Minor", 6, none), fixed("Build", 6, none), fixed("Revision", 8, none)),
		tableView("System.Management.Automation.SemanticVersion", types("System.Management.Automation.SemanticVersion"),
			fixed("Major", 6, none), fixed("Minor", 6, none), fixed("Patch", 6, none), fixed("PreReleaseLabel", 15, none), fixed("BuildLabel", 11, none)),
		tableView("Dictionary", entry, fixed("Name", 30, none), fixed("Value", 0, none)),
		listView("System.Collections.DictionaryEntry", entry, "Name", "Value"),
		listView("System.TimeSpan", span, "Days", "Hours", "Minutes", "Seconds", "Milliseconds", "Ticks",
			"TotalDays", "TotalHours", "TotalMinutes", "TotalSeconds", "TotalMilliseconds"),
		{Name: "System.TimeSpan", TypeNames: span, Table: &cmdlet.TableView{Columns: cmdlet.Columns("Days", "Hours", "Minutes", "Seconds", "Milliseconds")}},
		wideView("System.TimeSpan", span, "TotalMilliseconds"),
		{Name: "DateTime", TypeNames: types("System.DateTime"), Custom: []cmdlet.CustomItem{{Value: &cmdlet.Value{Property: "DateTime"}}}},
		{Name: "ThumbprintTable", TypeNames: types("System.Security.Cryptography.X509Certificates.X509Certificate2"), Table: &cmdlet.TableView{Columns: []cmdlet.Column{
			{Label: "Thumbprint", Width: 41, Value: cmdlet.Value{Property: "Thumbprint"}}, {Label: "Subject", Width: 20, Value: cmdlet.Value{Property: "Subject"}},
			{Label: "EnhancedKeyUsageList", Value: cmdlet.Value{Script: "$_.EnhancedKeyUsageList.FriendlyName", Func: func(object.Invoker, any) (any, error) { return nil, nil }}}}},
			GroupBy: &cmdlet.GroupBy{Value: cmdlet.Value{Property: "PSParentPath"}}},
		{Name: "System.Guid", TypeNames: types("System.Guid"), Table: &cmdlet.TableView{Columns: cmdlet.Columns("Guid")}},
		tableView("System.Net.NetworkCredential", types("System.Net.NetworkCredential"), labelled("UserName", 50, none, property("UserName")), labelled("Domain", 50, none, property("Domain"))),
		tableView("process", process,
			labelled("NPM(K)", 7, right, computed(whole("NPM", 1024), "[long]($_.NPM / 1KB)")),
			labelled("PM(M)", 8, right, computed(scaled("PM", 1<<20, 2), "'{0:N2}' -f [float]($_.PM / 1MB)")),
			labelled("WS(M)", 10, right, computed(scaled("WS", 1<<20, 2), "'{0:N2}' -f [float]($_.WS / 1MB)")),
			labelled("CPU(s)", 10, right, computed(scaled("CPU", 1, 2), "'{0:N2}' -f [float]$_.CPU")),
			fixed("Id", 7, right), fixed("SI", 3, right), fixed("ProcessName", 0, none)),
		processGroup("Priority", &cmdlet.GroupBy{Label: "PriorityClass", Value: property("PriorityClass")}),
		processGroup("StartTime", &cmdlet.GroupBy{Label: "StartTime.ToShortDateString()", Value: computed(startDay, "$_.StartTime.ToShortDateString()")}),
		wideView("process", process, "ProcessName"),
		tableView("ProcessWithUserName", types("System.Diagnostics.Process#IncludeUserName"),
			labelled("WS(M)", 10, right, computed(scaled("WS", 1<<20, 2), "'{0:N2}' -f [float]($_.WS / 1MB)")),
			labelled("CPU(s)", 8, right, computed(scaled("CPU", 1, 2), "'{0:N2}' -f [float]$_.CPU")),
			fixed("Id", 7, right), fixed("UserName", 30, none), fixed("ProcessName", 0, none)),
		tableView("System.Reflection.Assembly", types("System.Reflection.Assembly"),
			labelled("GAC", 6, none, property("GlobalAssemblyCache")), labelled("Version", 14, none, property("ImageRuntimeVersion")), fixed("Location", 0, none)),
		listView("System.Reflection.Assembly", types("System.Reflection.Assembly"), "CodeBase", "EntryPoint", "EscapedCodeBase", "FullName", "GlobalAssemblyCache", "HostContext",
			"ImageFileMachine", "ImageRuntimeVersion", "Location", "ManifestModule", "MetadataToken", "PortableExecutableKind", "ReflectionOnly"),
		tableView("System.Reflection.AssemblyName", types("System.Reflection.AssemblyName"), fixed("Version", 14, none), fixed("Name", 0, none)),
		tableView("System.Diagnostics.FileVersionInfo", fileVersion, fixed("ProductVersion", 16, none), fixed("FileVersion", 16, none), fixed("FileName", 0, none)),
		listView("System.Diagnostics.FileVersionInfo", fileVersion, "OriginalFileName", "FileDescription", "ProductName", "Comments", "CompanyName", "FileName", "FileVersion",
			"ProductVersion", "IsDebug", "IsPatched", "IsPreRelease", "IsPrivateBuild", "IsSpecialBuild", "Language", "LegalCopyright", "LegalTrademarks", "PrivateBuild",
			"SpecialBuild", "FileVersionRaw", "ProductVersionRaw"),
		tableView("System.Version", types("System.Version#IncludeLabel"), fixed("Major", 6, none), fixed("Minor", 6, none), fixed("Build", 6, none), fixed("Revision", 8, none),
			fixed("PSSemVerPreReleaseLabel", 26, none), fixed("PSSemVerBuildLabel", 27, none)),
	}
}

// computed is a value that a function gives; script does the same.
func computed(f read, script string) cmdlet.Value {
	return cmdlet.Value{Func: f, Script: script}
}

// path is a value that properties lead to, as a script gives it: a collection's only element is that
// element, an empty collection nothing.
func path(names ...string) cmdlet.Value {
	read := nested(names...)
	return computed(func(inv object.Invoker, self any) (any, error) {
		v, err := read(inv, self)
		if items, ok := object.Elements(v); ok {
			return object.Collapse(items), err
		}
		return v, err
	}, "$_."+strings.Join(names, "."))
}

// processGroup lists processes in groups.
func processGroup(name string, by *cmdlet.GroupBy) *cmdlet.View {
	v := tableView(name, types("System.Diagnostics.Process"), fixed("ProcessName", 20, none), fixed("Id", 10, right), fixed("WorkingSet64", 12, right))
	v.GroupBy = by
	return v
}

// startDay is the day a process was started on.
func startDay(inv object.Invoker, self any) (any, error) {
	v, err := nested("StartTime")(inv, self)
	if err != nil || v == nil {
		return nil, err
	}
	return object.InvokeMethod(inv, v, "ToShortDateString", nil)
}
