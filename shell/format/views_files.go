package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// fileViews are those of files and folders, as PowerShell shows them on Unix.
func (s *System) fileViews() []*cmdlet.View {
	name := labelled("Name", 0, left, computed(s.shownName, "$_.NameString"))
	both := types("System.IO.DirectoryInfo", "System.IO.FileInfo")
	group := &cmdlet.GroupBy{Value: property("PSParentPath"), Header: []cmdlet.CustomItem{{Frame: &cmdlet.Frame{Items: []cmdlet.CustomItem{
		{Text: "    Directory: "}, {Value: valueOf(computed(parentFolder, `$_.PSParentPath.Replace("Microsoft.PowerShell.Core\FileSystem::", "")`))}}}}}}
	table := func(name string, columns ...cmdlet.Column) *cmdlet.View {
		return &cmdlet.View{Name: name, TypeNames: both, GroupBy: group, Table: &cmdlet.TableView{Wrap: true, Columns: columns}}
	}
	plain := []cmdlet.Column{labelled("LastWriteTime", 26, right, property("LastWriteTimeString")), labelled("Length", 14, right, property("LengthString")),
		name}
	return []*cmdlet.View{
		table("childrenWithUnixStat",
			labelled("UnixMode", 10, left, property("UnixMode")), labelled("User", 10, right, property("User")), labelled("Group", 10, left, property("Group")),
			labelled("LastWriteTime", 16, right, cmdlet.Value{Property: "LastWriteTime", Format: "{0:d} {0:HH}:{0:mm}"}),
			labelled("Size", 12, right, property("Size")), name),
		table("children", append([]cmdlet.Column{labelled("Mode", 7, left, property("ModeWithoutHardLink"))}, plain...)...),
		table("childrenWithHardlink", append([]cmdlet.Column{labelled("Mode", 7, left, property("Mode"))}, plain...)...),
		{Name: "children", TypeNames: both, GroupBy: group, List: &cmdlet.ListView{Items: fileItems()}},
		{Name: "children", TypeNames: both, GroupBy: group, Wide: &cmdlet.WideView{Value: computed(wideName, "if ($_.PSIsContainer) { '[' + $_.Name + ']' } else { $_.Name }")}},
	}
}

// isFileScript is isFile as a script.
const isFileScript = "$_ -is [System.IO.FileInfo]"

func isFile(_ object.Invoker, self any) bool {
	t := object.TypeOf(self)
	return t != nil && t.Name == "FileInfo"
}

func fileItems() []cmdlet.ListItem {
	items := []cmdlet.ListItem{{Value: property("Name")}, {Label: "Length", Value: property("LengthString"), When: isFile, Condition: isFileScript}}
	items = append(items, cmdlet.Items("CreationTime", "LastWriteTime", "LastAccessTime", "Mode", "LinkType", "Target")...)
	return append(items, cmdlet.ListItem{Value: property("VersionInfo"), When: isFile, Condition: isFileScript})
}

func parentFolder(inv object.Invoker, self any) (any, error) {
	v, err := nested("PSParentPath")(inv, self)
	return strings.ReplaceAll(object.Text(inv, v), `Microsoft.PowerShell.Core\FileSystem::`, ""), err
}

// wideName is a file's name, a folder's in brackets.
func wideName(inv object.Invoker, self any) (any, error) {
	v, err := nested("Name")(inv, self)
	if err != nil || isFile(inv, self) {
		return v, err
	}
	return "[" + object.Text(inv, v) + "]", nil
}

// shownName is the name of a file with the sequence that $PSStyle.FileInfo has for it.
func (s *System) shownName(_ object.Invoker, self any) (any, error) {
	f, ok := object.Unwrap(self).(*dotnet.FileInfo)
	if !ok {
		return nil, nil
	}
	style := s.Style.FileInfo
	switch extension := f.NameExtension(); {
	case f.IsLink():
		return f.Shown(style.SymbolicLink), nil
	case f.IsDir:
		return f.Shown(style.Directory), nil
	case style.Extension.Has(extension):
		return f.Shown(style.Extension.Get(extension)), nil
	case f.Executable():
		return f.Shown(style.Executable), nil
	}
	return f.Shown(""), nil
}
