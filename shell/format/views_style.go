package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// styleViews list $PSStyle: each sequence, its text, and a reset.
func styleViews() []*cmdlet.View {
	var whole []cmdlet.ListItem
	for i := 0; i < len(attributes); i += 2 {
		whole = append(whole, sequenceItem(attributes[i], attributes[i]))
	}
	whole[0].Value = computed(func(object.Invoker, any) (any, error) { return reset + "`e[0m", nil }, "$_.Reset + '`e[0m'")
	whole = append(whole, cmdlet.ListItem{Value: property("OutputRendering")})
	whole = append(whole, partItems("Formatting", names(formattingDefaults))...)
	whole = append(whole, sequenceItem("Progress.Style", "Progress.Style"))
	for _, n := range []string{"MaxWidth", "View", "UseOSCIndicator"} {
		whole = append(whole, cmdlet.ListItem{Label: "Progress." + n, Value: path("Progress", n)})
	}
	whole = append(whole, partItems("FileInfo", []string{"Directory", "SymbolicLink", "Executable"})...)
	whole = append(whole, cmdlet.ListItem{Label: "FileInfo.Extension", Value: computed(func(_ object.Invoker, self any) (any, error) {
		return strings.Join(self.(*Style).FileInfo.Extension.order, ","), nil
	}, "$_.FileInfo.Extension.Keys -join ','")})
	whole = append(whole, partItems("Foreground", colourOrder())...)
	whole = append(whole, partItems("Background", colourOrder())...)
	return []*cmdlet.View{
		styleList("PSStyle", whole),
		styleList("PSStyle+FormattingData", partItems("", names(formattingDefaults))),
		styleList("PSStyle+ProgressConfiguration", append([]cmdlet.ListItem{sequenceOnly("Style")}, cmdlet.Items("MaxWidth", "View", "UseOSCIndicator")...)),
		styleList("PSStyle+FileInfoFormatting", append(partItems("", []string{"Directory", "SymbolicLink", "Executable"}),
			cmdlet.ListItem{Label: "Extension", Value: computed(extensionLines, extensionScript)})),
		styleList("PSStyle+ForegroundColor", partItems("", colourOrder())),
		styleList("PSStyle+BackgroundColor", partItems("", colourOrder())),
	}
}

func styleList(name string, items []cmdlet.ListItem) *cmdlet.View {
	full := styleNamespace + "." + name
	return &cmdlet.View{Name: full, TypeNames: types(full), List: &cmdlet.ListView{Items: items}}
}

// colourOrder is the order in which colours are listed: each with its bright form.
func colourOrder() []string {
	var out []string
	for _, n := range []string{"Black", "White", "Red", "Magenta", "Blue", "Cyan", "Green", "Yellow"} {
		out = append(out, n, "Bright"+n)
	}
	return out
}

func partItems(part string, properties []string) []cmdlet.ListItem {
	items := make([]cmdlet.ListItem, len(properties))
	for i, p := range properties {
		path := p
		if part != "" {
			path = part + "." + p
		}
		items[i] = sequenceItem(path, path)
	}
	return items
}

func sequenceItem(label, path string) cmdlet.ListItem {
	read := nested(strings.Split(path, ".")...)
	return cmdlet.ListItem{Label: label, Value: computed(func(inv object.Invoker, self any) (any, error) {
		v, err := read(inv, self)
		return visibleSequence(object.Text(inv, v)), err
	}, "$_."+path+" + $_."+path+".Replace(\"`e\", '`e') + $PSStyle.Reset")}
}

// sequenceOnly shows a sequence that is not spelled out.
func sequenceOnly(name string) cmdlet.ListItem {
	read := nested(name)
	return cmdlet.ListItem{Label: name, Value: computed(func(inv object.Invoker, self any) (any, error) {
		v, err := read(inv, self)
		return object.Text(inv, v) + reset, err
	}, "$_."+name+" + $PSStyle.Reset")}
}

// extensionScript is extensionLines as a script.
const extensionScript = "$x = $_.Extension; $w = ($x.Keys | Measure-Object Length -Maximum).Maximum; -join ($x.Keys | ForEach-Object { $_.PadRight($w) + ' = \"' + $x[$_] + $x[$_].Replace(\"`e\", '`e') + $PSStyle.Reset + \"`\"`n\" })"

func extensionLines(_ object.Invoker, self any) (any, error) {
	x := self.(*FileStyle).Extension
	width := 0
	for _, e := range x.order {
		width = max(width, len(e))
	}
	var b strings.Builder
	for _, e := range x.order {
		b.WriteString(e + pad(width-len(e)) + ` = "` + visibleSequence(x.Get(e)) + "\"\n")
	}
	return b.String(), nil
}
